"""Alterations of a PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from tests.publish.proof.alteration import Alteration

Edit = Callable[[Pdf], object]
MOVED = ("看到的样子", "裁切范围", "纸张大小", "页面旋转")  # pages then look otherwise
KEYS_OF_GLYPHS = ("/FontFile", "/FontFile2", "/FontFile3")


def _edited(
    told: str, name: str, edit: Edit, *, says_else: bool = False, quiet: bool = False, **options: Any
) -> Alteration:
    def apply(data: bytes) -> bytes:
        buffer = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            edit(pdf)
            pdf.save(buffer, static_id=True, **options)
        return buffer.getvalue()

    return Alteration(name, apply, (told,), says_else, quiet)


def _drawn(told: str, content: str, *, before: bool = False, says_else: bool = False) -> Alteration:
    """Instructions after (or before) those of the second page, with a font and a picture at hand."""

    def edit(pdf: Pdf) -> None:
        page = pdf.pages[1]
        picture = pdf.make_stream(b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
        form = pdf.make_stream(b"1 g 0 0 400 400 re f", Type=Name.XObject, Subtype=Name.Form)
        form.BBox = Array([0, 0, 400, 400])
        page.add_resource(picture, Name.XObject, Name.Picture)
        page.add_resource(form, Name.XObject, Name.Layer)
        page.add_resource(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), Name.Font, Name.Own
        )
        page.contents_add(content.encode(), prepend=before)

    return _edited(told, content, edit, says_else=says_else)


def _rewritten(told: str, old: bytes, new: bytes, name: str) -> Alteration:
    """The instructions of the second page with something replaced at its first place."""

    def edit(pdf: Pdf) -> None:
        stream = pdf.pages[1].Contents
        content = stream.read_bytes()
        assert old in content, old
        stream.write(content.replace(old, new, 1))

    return _edited(told, name, edit)


def _page(told: str, key: str, value: object) -> Alteration:
    quiet = told not in MOVED
    return _edited(told, f"page {key}", lambda pdf: pdf.pages[1].obj.__setitem__(key, value), quiet=quiet)


def _root(told: str, key: str, value: Callable[[Pdf], object]) -> Alteration:
    return _edited(told, f"root {key}", lambda pdf: pdf.Root.__setitem__(key, value(pdf)), quiet=True)


def _annotate(pdf: Pdf, kind: str, **entries: Any) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([90, 300, 400, 500]), **entries)
    pdf.pages[1].obj.Annots = Array([pdf.make_indirect(note)])


def _note(kind: str, **entries: Any) -> Alteration:
    return _edited("批注或浮贴", f"annotation {kind}", lambda pdf: _annotate(pdf, kind, **entries))


def _pasted(kind: str, **entries: Any) -> Alteration:
    """A text that an annotation or a field shows."""

    def edit(pdf: Pdf) -> None:
        shown = pdf.make_stream(b"BT /Own 20 Tf 9 9 Td (999) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        shown.BBox = Array([0, 0, 310, 200])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        shown.Resources = Dictionary(Font=Dictionary(Own=font))
        _annotate(pdf, kind, AP=Dictionary(N=shown), F=4, **entries)
        if kind == "Widget":
            pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[1].obj.Annots)

    made = _edited("画出的文字", f"words in an annotation {kind}", edit, says_else=True)
    return replace(made, told=(*made.told, "盖住"))  # where it lies upon figures these are not read


def _script(_: Pdf) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _fonts(pdf: Pdf) -> list[pikepdf.Object]:
    return [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/Type") == "/Font"]


def _font(told: str, name: str, change: Callable[[pikepdf.Object], None]) -> Alteration:
    """A change of every font of the pages."""

    def edit(pdf: Pdf) -> None:
        for font in _fonts(pdf):
            if font.Subtype == "/Type0":
                change(font)

    return _edited(told, name, edit)


def _swap_words(font: pikepdf.Object) -> None:
    """Every sign is another one, for whoever reads the text."""
    content = font.ToUnicode.read_bytes()
    font.ToUnicode.write(content.replace(b"<0033>", b"<0038>").replace(b"<0031>", b"<0037>"))


def _without_glyphs(font: pikepdf.Object) -> None:
    descriptor = font.DescendantFonts[0].FontDescriptor
    for key in KEYS_OF_GLYPHS:
        if key in descriptor:
            del descriptor[key]


def _other_glyphs(pdf: Pdf, font: pikepdf.Object) -> None:
    """Each sign is drawn as its neighbour."""
    descendant = font.DescendantFonts[0]
    identity = bytearray(b"".join(number.to_bytes(2, "big") for number in range(512)))
    identity[2 : 2 * 500] = identity[4 : 2 * 501]
    descendant.CIDToGIDMap = pdf.make_stream(bytes(identity))


def _glyphs_swapped(pdf: Pdf) -> None:
    for font in _fonts(pdf):
        if font.Subtype == "/Type0":
            _other_glyphs(pdf, font)


def _layer(pdf: Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))


def _state(**entries: Any) -> Edit:
    """A state of drawing at the beginning of the second page."""

    def edit(pdf: Pdf) -> None:
        page = pdf.pages[1]
        page.add_resource(Dictionary(Type=Name.ExtGState, **entries), Name.ExtGState, Name.State)
        page.contents_add(b"/State gs", prepend=True)

    return edit


def _masked(pdf: Pdf) -> None:
    """A mask that lets nothing through."""
    mask = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 900])
    mask.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    _state(SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=mask))(pdf)


def _inverted(pdf: Pdf) -> None:
    """A white sheet over all that turns what lies below it round."""
    _state(BM=Name.Difference)(pdf)
    pdf.pages[1].contents_add(b"/State gs 1 g 0 0 600 900 re f")


def _fonts_exchanged(pdf: Pdf) -> None:
    composed = [font for font in _fonts(pdf) if font.Subtype == "/Type0"]
    first, second, *_ = [font.DescendantFonts[0].FontDescriptor for font in composed]
    one, other = [next(key for key in KEYS_OF_GLYPHS if key in each) for each in (first, second)]
    first[one], second[other] = second[other], first[one]


def _in_layer(pdf: Pdf) -> None:
    """Everything on the second page belongs to a layer that is off."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    page = pdf.pages[1]
    page.add_resource(group, Name.Properties, Name.Hidden)
    page.contents_add(b"/OC /Hidden BDC", prepend=True)
    page.contents_add(b"EMC")


def _stated(pdf: Pdf) -> None:
    """A text that nobody sees is stated for an element of the structure."""
    element = next(
        each
        for each in pdf.objects
        if isinstance(each, Dictionary) and each.get("/S") in ("/TD", "/TH", "/P")
    )
    element.ActualText = "999"


def _another_id(pdf: Pdf) -> None:
    """An element of the structure by which others are named is called otherwise."""
    element = next(
        each
        for each in pdf.objects
        if isinstance(each, Dictionary) and each.get("/Type") == Name.StructElem and "/ID" in each
    )
    element.ID = pikepdf.String("other")


def _outlined(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("别的")


def _as_a_picture(pdf: Pdf) -> None:
    """The bytes of a font as they were, said to be packed in a way that no font is."""
    descriptor = next(each for each in pdf.objects if isinstance(each, Dictionary) and "/FontName" in each)
    stream = next(descriptor[key] for key in KEYS_OF_GLYPHS if key in descriptor)
    stream.write(stream.read_bytes(), filter=Name.DCTDecode)


def _untagged(pdf: Pdf) -> None:
    pdf.add_blank_page()
    pdf.pages[-1].contents_add(b"0 0 0 rg 100 100 200 200 re f")


def _attached(pdf: Pdf) -> None:
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"999")  # type: ignore[call-arg]


def _named(pdf: Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = "别的题目"


def _turned(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids = Array(list(reversed(list(pdf.Root.Pages.Kids))))


def _appended(data: bytes) -> bytes:
    """An incremental update that changes nothing: the last table of places once more."""
    end = data.rindex(b"startxref")
    return data + data[end:]


def seen(alteration: Alteration) -> Alteration:
    """An alteration of which it must be told, besides, that the pages look otherwise."""
    return replace(alteration, seen=True)


ALTERATIONS = (
    _drawn("画出的文字", "BT /Own 20 Tf 100 400 Td (999) Tj ET", says_else=True),
    _drawn("画出的文字", "/Artifact BMC BT /Own 20 Tf 100 400 Td (999) Tj ET EMC", says_else=True),
    _drawn("画出的文字", "BT 3 Tr /Own 20 Tf 100 400 Td (999) Tj ET", says_else=True),
    seen(_drawn("画上的图形", "q 1 g 80 300 300 300 re f Q")),
    seen(_drawn("贴上的图片或图层", "q 300 0 0 300 80 300 cm /Picture Do Q")),
    _drawn("贴上的图片或图层", "/Layer Do"),
    _drawn("贴上的图片或图层", "q 90 0 0 90 80 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"),
    seen(_drawn("裁切", "0 0 1 1 re W n", before=True)),
    seen(_drawn("文字的显示方式", "3 Tr", before=True)),
    _drawn("位置或缩放", "1 0 0 1 2000 0 cm", before=True),
    _drawn("看到的样子", "0.5 0 0 0.5 0 0 cm", before=True),
    _rewritten("文字的显示方式", b"BT", b"BT 3 Tr", "invisible text"),
    _rewritten("颜色", b"BT", b"BT 1 g", "white text"),
    _rewritten("文字缩放", b"BT", b"BT 1 Tz", "thin text"),
    _rewritten("文字升降", b"BT", b"BT 900 Ts", "raised text"),
    _page("裁切范围", "/CropBox", Array([0, 0, 300, 300])),
    _page("纸张大小", "/MediaBox", Array([0, 0, 300, 300])),
    _page("看到的样子", "/MediaBox", Array([100, 100, 695, 942])),
    _page("裁切范围", "/TrimBox", Array([0, 0, 300, 300])),
    _page("页面旋转", "/Rotate", 90),
    seen(_page("页面旋转", "/Rotate", 180)),
    _page("页面缩放", "/UserUnit", 2),
    _page("自动执行的动作", "/AA", Dictionary(O=Dictionary(S=Name.JavaScript, JS="x"))),
    _page("翻页动画", "/Trans", Dictionary(S=Name.Dissolve)),
    _page("缩略图", "/Thumb", Dictionary()),
    _page("不认识的内容 /NobodyKnows", "/NobodyKnows", 1),
    _edited("页面旋转", "rotated by inheritance", lambda pdf: pdf.Root.Pages.__setitem__("/Rotate", 90)),
    _edited("页数", "a page more", _untagged, quiet=True),
    _edited("页数", "a page less", lambda pdf: pdf.pages.__delitem__(-1)),
    _edited("看到的样子", "pages in another order", _turned),
    _note("FreeText", Contents="999", DA="/Helv 12 Tf"),
    _note("Square", IC=Array([1, 1, 1]), C=Array([1, 1, 1])),
    _note("Stamp"),
    _note("Link", A=Dictionary(S=Name.URI, URI="https://example.org")),
    _note("Redact"),
    _pasted("FreeText", Contents="999"),
    _pasted("Widget", FT=Name.Tx, T="x", V="999"),
    _root("打开时执行的动作", "/OpenAction", _script),
    _root("自动执行的动作", "/AA", lambda pdf: Dictionary(WC=_script(pdf))),
    _root("表单", "/AcroForm", lambda pdf: Dictionary(Fields=Array([]), NeedAppearances=True)),
    _root("文件包", "/Collection", lambda pdf: Dictionary(View=Name.D)),
    _root("页码", "/PageLabels", lambda pdf: Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))),
    _root("打开方式", "/PageMode", lambda pdf: Name.FullScreen),
    _root("不认识的内容 /NobodyKnows", "/NobodyKnows", lambda pdf: 1),
    _edited("可隐藏的图层", "optional content", _layer, quiet=True),
    _edited("透明度等绘图状态", "figures that cannot be seen", _state(ca=0, CA=0)),
    _edited("透明度等绘图状态", "another blend mode", _state(BM=Name.Difference)),
    _edited("看到的样子", "a soft mask", _masked),
    _edited("看到的样子", "black is white", _inverted),
    seen(_edited("字体的字形", "fonts exchanged", _fonts_exchanged)),
    _font("字形与文字的对照", "upright", lambda font: font.__setitem__("/Encoding", Name("/Identity-V"))),
    _font("字宽", "other widths", lambda font: font.DescendantFonts[0].__setitem__("/DW", 1)),
    _edited("可隐藏的图层", "content of a hidden layer", _in_layer),
    _edited("另写的替代文字", "another text stated", _stated, quiet=True),
    _page("不认识的内容 /VP", "/VP", Array([])),
    _page("不认识的内容 /TemplateInstantiated", "/TemplateInstantiated", Name.x),
    _page("裁切范围", "/ArtBox", Array([0, 0, 9, 9])),
    _note("Popup"),
    _edited("标题或书签的文字", "another bookmark", _outlined, quiet=True),
    _edited("字体的字形", "a font that cannot be unpacked", _as_a_picture),
    _edited("附件", "an attachment", _attached, quiet=True),
    _edited("文件属性", "another title", _named),
    _edited("结构标记", "another id in the structure", _another_id, quiet=True),
    _edited("结构标记", "without structure", lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")),
    _edited("结构标记", "not marked", lambda pdf: pdf.Root.__delitem__("/MarkInfo")),
    _font("字形与文字的对照", "swapped words", _swap_words),
    _font("字体的字形", "without glyphs", _without_glyphs),
    seen(_edited("字形与文字的对照", "other glyphs", _glyphs_swapped)),
    _edited("加密", "forbidden to copy", lambda pdf: None, encryption=pikepdf.Encryption(owner="x", user="")),
    _edited("文件", "saved anew", lambda pdf: None),
    _edited("文件", "linearized", lambda pdf: None, linearize=True),
    _edited(
        "文件", "in object streams", lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.generate
    ),
    Alteration("incremental update", _appended, ("增量更新",)),
    Alteration("bytes at the end", lambda data: data + b"\n%999\n", ("增量更新",)),
    Alteration("bytes at the beginning", lambda data: b"%999\n" + data, ("文件开头多出的数据",)),
)
