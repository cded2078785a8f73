"""Alterations of a Word file."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from functools import partial

from lxml import etree

from nianbao.publish.proof.unseen import HIDDEN, SYMBOLS
from tests.publish.proof.alteration import Alteration, replaced

_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_W = f"{{{_NAMES['w']}}}"
_BODY = "word/document.xml"
_RELATED = _NAMES["r"]
Edit = Callable[[etree._Element], None]


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _edited(data: bytes, part: str, edit: Edit) -> bytes:
    parts = _parts(data)
    root = etree.fromstring(parts[part])
    edit(root)
    return _packed({**parts, part: etree.tostring(root, encoding="UTF-8", standalone=True)})


def _xml(markup: str) -> list[etree._Element]:
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
    return list(etree.fromstring(f"<x {spaces}>{markup}</x>"))


def _figure(root: etree._Element) -> etree._Element:
    """The first run in a table that is a figure."""
    for text in root.iter(f"{_W}t"):
        run = text.getparent()
        if (
            (text.text or "").isdecimal()
            and run is not None
            and next(run.iterancestors(f"{_W}tc"), None) is not None
        ):
            return run
    raise AssertionError("no figure")


def _up(element: etree._Element, name: str) -> etree._Element:
    return next(element.iterancestors(f"{_W}{name}"))


def _type(markup: str, told: str) -> Alteration:
    """Properties of the run of a figure."""

    def edit(root: etree._Element) -> None:
        run = _figure(root)
        properties = run.find(f"{_W}rPr")
        if properties is None:
            properties = etree.Element(f"{_W}rPr")
            run.insert(0, properties)
        properties.extend(_xml(markup))

    return Alteration(markup, partial(_edited, part=_BODY, edit=edit), (told,), quiet=told != HIDDEN)


def _beside(markup: str, told: str, *, says_else: bool = False) -> Alteration:
    """Something after the run of a figure, in its paragraph."""

    def edit(root: etree._Element) -> None:
        run = _figure(root)
        for element in reversed(_xml(markup)):
            run.addnext(element)

    apply = partial(_edited, part=_BODY, edit=edit)
    return Alteration(markup, apply, (told,), says_else, not says_else and told not in {"文字", "图形"})


def _around(name: str, told: str) -> Alteration:
    """An element around the run of a figure."""

    def edit(root: etree._Element) -> None:
        run = _figure(root)
        (outer,) = _xml(f"<{name}/>")
        run.addprevious(outer)
        outer.append(run)

    return Alteration(f"{name} around", partial(_edited, part=_BODY, edit=edit), (told,), quiet=True)


def _of(place: str, markup: str, told: str) -> Alteration:
    """Properties of the paragraph (p), cell (tc), row (tr) or table (tbl) that a figure stands in."""

    def edit(root: etree._Element) -> None:
        element = _up(_figure(root), place)
        name = f"{_W}{place}Pr"
        properties = element.find(name)
        if properties is None:
            properties = etree.Element(name)
            element.insert(0, properties)
        for new in _xml(markup):
            for old in properties.findall(new.tag):
                properties.remove(old)
            properties.append(new)

    return Alteration(
        f"{place}: {markup}", partial(_edited, part=_BODY, edit=edit), (told,), quiet=told != HIDDEN
    )


def _at_end(markup: str, told: str, *, says_else: bool = False) -> Alteration:
    """Something at the end of the body."""

    def edit(root: etree._Element) -> None:
        root[0][-1].addprevious(_xml(markup)[0])

    apply = partial(_edited, part=_BODY, edit=edit)
    return Alteration(markup, apply, (told,), says_else, not says_else and told not in {"文字", "图形"})


def _text(old: str, new: str) -> Alteration:
    def apply(data: bytes) -> bytes:
        parts = _parts(data)
        return _packed({**parts, _BODY: replaced(parts[_BODY], old, new)})

    return Alteration(f"{old} → {new}", apply, (new or old,), says_else=True)


def _table(change: Callable[[etree._Element, list[etree._Element]], None], name: str) -> Alteration:
    def edit(root: etree._Element) -> None:
        change(root[0], list(root.iter(f"{_W}tbl")))

    return Alteration(name, partial(_edited, part=_BODY, edit=edit), ("表格",), says_else=True)


def _swap(_: etree._Element, tables: list[etree._Element]) -> None:
    first, second = tables[0], tables[-1]
    place = etree.Element("place")
    first.addprevious(place)
    second.addprevious(first)
    place.addprevious(second)
    parent = place.getparent()
    assert parent is not None
    parent.remove(place)


def _in_part(part: str, edit: Edit, name: str, told: str, *, says_else: bool = False) -> Alteration:
    quiet = part in {"word/settings.xml", "docProps/core.xml"}
    return Alteration(name, partial(_edited, part=part, edit=edit), (told,), says_else, quiet)


def _style(markup: str, told: str) -> Alteration:
    """Properties of the type of the style of all tables."""

    def edit(root: etree._Element) -> None:
        for style in root.iter(f"{_W}style"):
            if style.get(f"{_W}styleId") == "TableText":
                properties = style.find(f"{_W}rPr")
                assert properties is not None
                properties.extend(_xml(markup))

    return _in_part("word/styles.xml", edit, f"style: {markup}", told)


def _setting(markup: str, told: str) -> Alteration:
    return _in_part("word/settings.xml", lambda root: root.extend(_xml(markup)), markup, told)


def _part(kind: str, markup: str, told: str, *, says_else: bool = False, mode: str = "") -> Alteration:
    """A part of its own that the body is related to."""

    def apply(data: bytes) -> bytes:
        parts = _parts(data)
        name = f"{kind}9.xml"
        target = f' TargetMode="{mode}" Target="https://example.org/x"' if mode else f' Target="{name}"'
        relation = f'<Relationship Id="rId99" Type="{_RELATED}/{kind}"{target}/></Relationships>'
        relations = "word/_rels/document.xml.rels"
        parts[relations] = replaced(parts[relations], "</Relationships>", relation)
        if markup:
            spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _NAMES.items())
            head, _, rest = markup.partition(">")
            parts[f"word/{name}"] = f"{head} {spaces}>{rest}".encode()
        return _packed(parts)

    return Alteration(f"part {kind} {mode}", apply, (told,), says_else)


def _with_member(name: str, content: bytes, told: str) -> Alteration:
    return Alteration(
        f"member {name}", lambda data: _packed({**_parts(data), name: content}), (told,), quiet=True
    )


def _twice(data: bytes) -> bytes:
    """A second body of the same name but for its case."""
    parts = _parts(data)
    return _packed({**parts, "Word/Document.xml": parts[_BODY]})


def _footer(root: etree._Element) -> None:
    root.append(_xml("<w:p><w:r><w:t>内部资料</w:t></w:r></w:p>")[0])


def _comment(root: etree._Element) -> None:
    root[0].insert(0, etree.Comment("999"))


def _hidden_through_a_style(root: etree._Element) -> None:
    """The style of tables is based on one that hides."""
    root.extend(_xml('<w:style w:type="paragraph" w:styleId="X"><w:rPr><w:vanish/></w:rPr></w:style>'))
    for style in root.iter(f"{_W}style"):
        if style.get(f"{_W}styleId") == "TableText":
            style.extend(_xml('<w:basedOn w:val="X"/>'))


def _defaults(root: etree._Element) -> None:
    next(root.iter(f"{_W}rPrDefault"))[0].extend(_xml("<w:vanish/>"))


def _renamed_styles(root: etree._Element) -> None:
    first, second, *_ = root.iter(f"{_W}style")
    key = f"{_W}styleId"
    one, other = str(first.get(key)), str(second.get(key))
    first.set(key, other)
    second.set(key, one)


def _tiny_page(root: etree._Element) -> None:
    next(root.iter(f"{_W}pgSz")).set(f"{_W}h", "20")


def _of_somebody_else(root: etree._Element) -> None:
    """Tables are set by elements that Word does not know."""
    for properties in root.iter(f"{_W}tblPr"):
        properties.tag = "{http://example.org/main}tblPr"


def _without_styles(root: etree._Element) -> None:
    """The part of styles is there, and is no part of styles any more."""
    for relation in root:
        relation.set("Type", relation.get("Type", "").replace("/styles", "/stylesX"))


def _wide_margins(root: etree._Element) -> None:
    next(root.iter(f"{_W}pgMar")).set(f"{_W}left", "20000")


def _without_space(root: etree._Element) -> None:
    """A space at the end of a text, which is kept only where the file says so."""
    text = next(root.iter(f"{_W}t"))
    text.text = f"{text.text} "
    key = "{http://www.w3.org/XML/1998/namespace}space"
    if key in text.attrib:
        del text.attrib[key]


_BOX = "<w:txbxContent><w:p><w:r><w:t>999</w:t></w:r></w:p></w:txbxContent>"
_NOTE = "<w:p><w:r><w:t>实际为999件</w:t></w:r></w:p>"
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="1"/></w:r>'
    "<w:r><w:instrText> = 900 + 99 </w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_PICTURE = (
    "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline>"
    "</w:drawing></w:r>"
)
_ALTERNATIVES = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'/><mc:Fallback><w:t>999</w:t></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
_OTHER_TABLE = (
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>另外</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)

ALTERATIONS = (
    _text("1.属于国家秘密", "1.属于工作秘密"),
    _text("维持", "撤销"),
    _text("第二十条第（一）项", ""),
    _table(lambda body, tables: body.insert(0, copy.deepcopy(tables[0])), "a second copy of a table"),
    _table(lambda body, tables: body.insert(1, tables[-1]), "a table moved"),
    _table(_swap, "tables swapped"),
    _at_end(_OTHER_TABLE, "表格", says_else=True),
    _at_end("<w:p><w:r><w:t>补充说明</w:t></w:r></w:p>", "补充说明", says_else=True),
    _at_end('<w:altChunk r:id="rId99"/>', "插入的其他文件"),
    _at_end('<w:subDoc r:id="rId99"/>', "子文档"),
    _at_end("<w:p><m:oMathPara><m:oMath><m:r><m:t>999</m:t></m:r></m:oMath></m:oMathPara></w:p>", "公式"),
    _at_end(
        f"<w:p><w:r><w:pict><v:shape><v:textbox>{_BOX}</v:textbox></v:shape></w:pict></w:r></w:p>",
        "999",
        says_else=True,
    ),
    _at_end(
        "<w:p><w:r><w:pict><v:rect fillcolor='white' style='position:absolute'/></w:pict></w:r></w:p>", "图形"
    ),
    _at_end(f"<w:p>{_PICTURE}</w:p>", "图片"),
    _at_end("<w:p><w:r><w:object><o:OLEObject ProgID='Excel.Sheet'/></w:object></w:r></w:p>", "嵌入的对象"),
    _at_end("<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>", "内容控件"),
    _at_end(_ALTERNATIVES, "替代内容"),
    _at_end("<w:p><w:del><w:r><w:delText>999</w:delText></w:r></w:del></w:p>", "修订"),
    _beside('<w:r><w:sym w:font="Wingdings" w:char="F039"/></w:r>', "符号字体", says_else=True),
    _beside(_FIELD, "打开时计算的域"),
    _beside('<w:fldSimple w:instr="INCLUDETEXT x.docx"/>', "打开时计算的域"),
    _beside("<w:r><w:rPr><w:vanish/></w:rPr><w:t>999</w:t></w:r>", "隐藏文字"),
    _beside(
        "<w:r><w:ruby><w:rt><w:r><w:t>999</w:t></w:r></w:rt><w:rubyBase/></w:ruby></w:r>", "拼音或注音文字"
    ),
    _beside('<w:r><w:footnoteReference w:id="9"/></w:r>', "脚注"),
    _beside('<w:r><w:commentReference w:id="9"/></w:r>', "批注"),
    _beside("<w:r><w:t>9</w:t></w:r>", "9", says_else=True),
    _beside("<w:r><w:x999/></w:r>", "不认识的内容 x999"),
    _beside("<w:r><w:t> </w:t></w:r>", "文字"),
    _around("w:ins", "修订"),
    _around("w:moveTo", "修订"),
    _around("w:hyperlink", "超链接"),
    _around("w:smartTag", "智能标记"),
    _around("w:customXml", "自定义标记"),
    _around("w:bdo", "文字方向"),
    _type('<w:color w:val="FFFFFF"/>', "文字颜色"),
    _type("<w:strike/>", "删除线"),
    _type("<w:dstrike/>", "双删除线"),
    _type('<w:sz w:val="1"/>', HIDDEN),
    _type('<w:w w:val="1"/>', HIDDEN),
    _type('<w:position w:val="-900"/>', HIDDEN),
    _type('<w:vertAlign w:val="superscript"/>', "上标下标"),
    _type('<w:spacing w:val="-1000"/>', HIDDEN),
    _type('<w:highlight w:val="black"/>', "突出显示"),
    _type('<w:shd w:val="clear" w:fill="000000"/>', "底纹"),
    _type('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>', SYMBOLS),
    _type("<w:rtl/>", "文字方向"),
    _type("<w:webHidden/>", "隐藏文字"),
    _type('<w:eastAsianLayout w:combine="1"/>', "双行合一"),
    _type('<w:effect w:val="blinkBackground"/>', "文字效果"),
    _type('<w:fitText w:val="1"/>', "文字挤压"),
    _of("p", '<w:framePr w:x="20000"/>', "图文框"),
    _of("p", '<w:spacing w:line="1" w:lineRule="exact"/>', HIDDEN),
    _of("p", '<w:numPr><w:numId w:val="1"/></w:numPr>', "自动编号"),
    _of("p", '<w:pStyle w:val="Title"/>', "段落样式"),
    _of("p", "<w:bidi/>", "文字方向"),
    _of("tc", '<w:shd w:val="clear" w:fill="000000"/>', "底纹"),
    _of("tc", '<w:textDirection w:val="btLr"/>', "文字方向"),
    _of("p", '<w:ind w:left="-20000"/>', HIDDEN),
    _of("tc", '<w:tcW w:w="3" w:type="dxa"/>', HIDDEN),
    _of("tbl", '<w:tblInd w:w="-20000" w:type="dxa"/>', HIDDEN),
    _of("tr", '<w:trHeight w:val="0" w:hRule="exact"/>', HIDDEN),
    _of("tr", "<w:hidden/>", "隐藏内容"),
    _of("tbl", '<w:tblpPr w:tblpX="20000"/>', "浮动表格"),
    _style('<w:color w:val="FFFFFF"/>', "文字颜色"),
    _style("<w:vanish/>", "隐藏文字"),
    _in_part("word/styles.xml", _hidden_through_a_style, "hidden through the style below", "隐藏文字"),
    _in_part("word/styles.xml", _defaults, "hidden by default", "隐藏文字"),
    _in_part("word/styles.xml", _renamed_styles, "names of styles exchanged", "内容的次序（样式"),
    _in_part(_BODY, _tiny_page, "a page of nothing", "纸张大小"),
    _in_part(
        _BODY, _of_somebody_else, "elements of another kind of the same name", "不认识的内容 main:tblPr"
    ),
    _in_part("word/_rels/document.xml.rels", _without_styles, "no styles", "引用的部件"),
    _of("tr", '<w:trHeight w:val="130" w:hRule="exact"/>', "固定的行高"),
    _type('<w:rFonts w:ascii="Adobe Blank"/>', SYMBOLS),
    _in_part(_BODY, _wide_margins, "margins wider than the page", "页边距"),
    _in_part(_BODY, _without_space, "spaces that nobody keeps", "文字"),
    _type('<w:color w:val="000000" w:themeColor="background1"/>', "文字颜色"),
    _type("<w:specVanish/>", "隐藏文字"),
    _type("<w:caps/>", "大写"),
    _type("<w:em w:val='dot'/>", "着重号"),
    _type('<w:lang w:bidi="ar-SA"/>', "语言"),
    _type('<w:rStyle w:val="Nobody"/>', "文字样式"),
    _of("p", "<w:suppressOverlap/>", "不认识的内容 suppressOverlap"),
    _of("p", "<w:pageBreakBefore/>", "分页"),
    _of("tc", '<w:vMerge w:val="restart"/>', "单元格合并"),
    _of("tc", "<w:hideMark/>", "单元格格式"),
    _of("tc", "<w:tcFitText/>", "单元格格式"),
    _of("tr", '<w:gridBefore w:val="1"/>', "行的格式"),
    _of("tbl", "<w:bidiVisual/>", "文字方向"),
    _setting("<w:evenAndOddHeaders/>", "不认识的内容 evenAndOddHeaders"),
    _setting("<w:displayBackgroundShape/>", "不认识的内容 displayBackgroundShape"),
    _setting("<w:mirrorMargins/>", "不认识的内容 mirrorMargins"),
    _setting("<w:embedTrueTypeFonts/>", "不认识的内容 embedTrueTypeFonts"),
    _part("numbering", "<w:numbering><w:abstractNum/></w:numbering>", "自动编号"),
    _part("theme", "<a:theme><a:themeElements/></a:theme>", "主题"),
    _part("fontTable", "<w:fonts><w:font w:name='x'><w:altName w:val='y'/></w:font></w:fonts>", "字体"),
    _with_member("word/fonts/font1.odttf", b"999", "嵌入的字体"),
    _setting("<w:updateFields/>", "打开时更新域"),
    _setting('<w:documentProtection w:edit="readOnly"/>', "编辑限制"),
    _setting('<w:attachedTemplate r:id="rId99"/>', "外部模板"),
    _setting("<w:trackRevisions/>", "修订"),
    _part(
        "footnotes",
        f'<w:footnotes><w:footnote w:id="9">{_NOTE}</w:footnote></w:footnotes>',
        "脚注",
        says_else=True,
    ),
    _part(
        "endnotes",
        f'<w:endnotes><w:endnote w:id="9">{_NOTE}</w:endnote></w:endnotes>',
        "尾注",
        says_else=True,
    ),
    _part(
        "comments",
        f'<w:comments><w:comment w:id="9">{_NOTE}</w:comment></w:comments>',
        "批注",
        says_else=True,
    ),
    _part("header", f"<w:hdr>{_NOTE}</w:hdr>", "页眉", says_else=True),
    _part("attachedTemplate", "", "链接到文件外面的内容", mode="External"),
    _part("hyperlink", "", "链接到文件外面的内容", mode="External"),
    _in_part("word/footer1.xml", _footer, "a line in the footer", "内部资料", says_else=True),
    _in_part("docProps/core.xml", lambda root: setattr(root[0], "text", "别的题目"), "title", "文件属性"),
    _in_part(_BODY, _comment, "comment", "注释"),
    _with_member("word/vbaProject.bin", b"\xd0\xcf", "宏"),
    _with_member("word/media/image1.png", b"\x89PNG", "图片"),
    _with_member("word/embeddings/a.bin", b"\xd0\xcf", "嵌入的对象"),
    _with_member("customXml/item2.xml", b"<a>999</a>", "自定义数据"),
    _with_member("word/theme/theme1.xml", b"<a/>", "主题"),
    _with_member("nothing/known.bin", b"999", "不认识的部件"),
    Alteration("a body twice", _twice, ("同名的部件",)),
    Alteration("packed anew", lambda data: _packed(_parts(data)), ("文件内部的写法",)),
    Alteration("bytes after the end", lambda data: data + b"\0" * 9, ("压缩包前面或后面的内容",)),
    Alteration("bytes before", lambda data: b"%PDF-1.7\n" + data, ("压缩包前面或后面的内容",)),
)
