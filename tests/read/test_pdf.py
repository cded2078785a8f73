"""PDFs of our own and of other hands: what a person sees is what is read, and nothing harmful is."""

from __future__ import annotations

import zlib
from contextlib import suppress
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from nianbao.problem import Unreadable
from nianbao.publish import compose
from nianbao.read.blocks import Block, Paragraph, Table, without_unknown
from nianbao.read.pdf import document as reader
from nianbao.read.pdf import fonts as pdf_fonts
from nianbao.read.pdf import text as pdf_text
from nianbao.read.pdf import tree as pdf_tree
from nianbao.read.pdf.blocks import blocks
from nianbao.read.pdf.document import read
from nianbao.read.pdf.effort import Effort
from nianbao.write.page import Page
from nianbao.write.pdf.document import write
from tests.printed import distinct, expected, in_pdf, seen
from tests.soak import drawn
from tests.strategies import SENTENCES

SHELL = (
    '<!DOCTYPE html><html lang="zh-CN"><head><title>题</title></head>'
    "<body><main><h1>题</h1>{}</main></body></html>"
)


def body(html: str) -> bytes:
    return write(Page(SHELL.format(html)))


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def grid(table: Block) -> list[list[str]]:
    """The texts of a table, row by row, each where its cell begins."""
    assert isinstance(table, Table)
    height = max(cell.row + cell.rows for cell in table.cells)
    width = max(cell.column + cell.columns for cell in table.cells)
    lines = [[""] * width for _ in range(height)]
    for cell in table.cells:
        lines[cell.row][cell.column] = cell.text
    return lines


# ---- our own


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.takes_turns
def test_every_paragraph_and_every_cell_comes_back(form: str, draft: bool) -> None:
    report = distinct(form)
    found = read(in_pdf(form, draft=draft))
    assert seen(found) == expected(compose.document(report, draft=draft))


def test_headings_have_their_levels_and_cells_are_headings_or_not() -> None:
    found = read(in_pdf())
    levels = {block.text: block.level for block in found if isinstance(block, Paragraph)}
    assert levels[distinct("2021").full_title()] == 1
    assert levels["五、存在的主要问题及改进情况"] == 2
    assert [levels[text] for text in ("一、问题", "（一）内容", "1.不够全面", "（1）更新慢")] == [3, 4, 5, 6]
    assert levels["情况如下表。"] is None
    cells = [cell for block in found if isinstance(block, Table) for cell in block.cells]
    assert {cell.text for cell in cells if not cell.head} == set(
        map(str, distinct("2021").all_figures().values())
    )


def test_long_narratives_with_spaces_at_every_line_end() -> None:
    lines = [
        f"第{number}段 " + " ".join(["共 587 条", "WPS Office"] * (number % 9 + 1)) + "。"
        for number in range(40)
    ]
    lines += [sentence for sentence in SENTENCES if "{" not in sentence]
    assert texts(read(body("".join(f"<p>{escaped(line)}</p>" for line in lines)))) == ["题", *lines]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@pytest.mark.parametrize("rows", [20, 60, 120])
@pytest.mark.takes_turns
def test_a_table_over_pages_is_one_table(rows: int) -> None:
    found = read(body(f"<p>前</p>{table(rows)}<p>后</p>"))
    assert texts(found) == ["题", "前", "后"]
    assert grid(found[2]) == plain(rows)


def table(rows: int, *, head: bool = True, caption: str = "") -> str:
    """Three columns, the first of which is one cell that spans all rows."""
    top = "<thead><tr><th>项</th><th>目</th><th>数</th></tr></thead>" if head else ""
    first = f'<tr><th rowspan="{rows}">合</th><th>0</th><td>1000</td></tr>'
    rest = "".join(f"<tr><th>{row}</th><td>{1000 + row}</td></tr>" for row in range(1, rows))
    return f"<table>{caption}{top}<tbody>{first}{rest}</tbody></table>"


def plain(rows: int, *, head: bool = True) -> list[list[str]]:
    lines = [["合" if row == 0 else "", str(row), str(1000 + row)] for row in range(rows)]
    return [["项", "目", "数"], *lines] if head else lines


# ---- tables of others that a page cut apart


def foreign(html: str) -> bytes:
    """A tagged PDF as WeasyPrint makes it by itself: a table is a new one on each page."""
    style = weasyprint.CSS(
        string="@page{size:120mm 100mm;margin:10mm} table{width:100%} *{font-family:Nianbao Song}"
    )
    data: bytes = weasyprint.HTML(string=SHELL.format(html)).write_pdf(stylesheets=[style], pdf_tags=True)
    return data


@pytest.mark.parametrize("head", [True, False])
def test_the_parts_of_a_foreign_table_are_joined(head: bool) -> None:
    found = read(foreign(table(40, head=head)))
    assert [type(block) for block in found] == [Paragraph, Table]
    assert grid(found[1]) == plain(40, head=head)


def test_two_tables_on_one_page_stay_two() -> None:
    small = table(2)
    assert [type(block) for block in read(foreign(small + small))] == [Paragraph, Table, Table]


def test_a_table_with_another_head_on_the_next_page_is_another() -> None:
    other = '<div style="break-before:page"></div>' + table(3).replace("目", "别")
    found = read(foreign(table(3) + other))
    assert [type(block) for block in found] == [Paragraph, Table, Table]


def test_a_table_with_another_width_on_the_next_page_is_another() -> None:
    other = '<table style="break-before:page"><tr><td>1</td><td>2</td></tr></table>'
    found = read(foreign(table(3, head=False) + other))
    assert [type(block) for block in found] == [Paragraph, Table, Table]


def test_a_caption_keeps_tables_apart() -> None:
    titled = table(3, caption="<caption>表二</caption>").replace(
        "<table>", '<table style="break-before:page">'
    )
    found = read(foreign(table(3) + titled))
    assert [type(block) for block in found] == [Paragraph, Table, Paragraph, Table]


# ---- files of other makers, built by hand


class Maker:
    """A PDF of one page with a structure tree, written down object by object."""

    def __init__(self, content: str, **resources: Any) -> None:
        self.pdf = pikepdf.new()
        self.pdf.add_blank_page()
        self.page = self.pdf.pages[0]
        self.page.Contents = self.stream(content)
        self.page.Resources = Dictionary({f"/{key}": Dictionary(value) for key, value in resources.items()})
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.pdf.Root.StructTreeRoot = self.root

    def stream(self, content: str | bytes) -> Any:
        return self.pdf.make_stream(content.encode("latin-1") if isinstance(content, str) else content)

    def element(self, kind: str, *kids: Any, **entries: Any) -> Any:
        return self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), K=Array(kids), Pg=self.page.obj, **entries)
        )

    def mark(self, number: int, **entries: Any) -> Any:
        return Dictionary(Type=Name.MCR, MCID=number, **entries)

    def data(self, *kids: Any, **options: Any) -> bytes:
        self.root.K = Array(kids)
        out = BytesIO()
        self.pdf.save(out, **options)
        return out.getvalue()


LATIN = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Arial, Encoding=Name.WinAnsiEncoding)


def marked(*words: str) -> str:
    """A page whose marked content number n is the nth of ``words``, in the font /F."""
    return "".join(f"/P <</MCID {n}>> BDC BT /F 9 Tf ({word}) Tj ET EMC\n" for n, word in enumerate(words))


def cmap(maker: Maker, rules: str, **entries: Any) -> Any:
    """A composite font whose codes mean what ``rules`` say."""
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
    text = f"{head}1 begincodespacerange <0000> <FFFF> endcodespacerange\n{rules}\nendcmap end end"
    font = {"Encoding": Name("/Identity-H"), "ToUnicode": maker.stream(text), **entries}
    return Dictionary(Type=Name.Font, Subtype=Name.Type0, **font)


def test_invented_kinds_of_elements_are_looked_up() -> None:
    maker = Maker(marked("Title", "Text", "Strange"), Font={"/F": LATIN})
    maker.root.RoleMap = Dictionary(Heading=Name.Zwei, Zwei=Name.H2, Normal=Name.P, A=Name.B, B=Name.A)
    kids = [maker.element(kind, number) for number, kind in enumerate(("Heading", "Normal", "A"))]
    assert read(maker.data(maker.element("Document", *kids))) == [
        Paragraph("Title", 2),
        Paragraph("Text"),
        Paragraph("Strange"),
    ]


def test_the_number_of_a_list_item_belongs_to_its_text() -> None:
    maker = Maker(marked("1.", "Eins", "2.", "Zwei", "a.", "tief"), Font={"/F": LATIN})
    inner = maker.element("L", maker.element("LI", maker.element("Lbl", 4), maker.element("LBody", 5)))
    second = maker.element("LBody", maker.element("P", 3), inner)
    items = [
        maker.element("LI", maker.element("Lbl", 0), maker.element("LBody", 1)),
        maker.element("LI", maker.element("Lbl", 2), second),
    ]
    assert texts(read(maker.data(maker.element("L", *items)))) == ["1.Eins", "2.Zwei", "a.tief"]


def test_marks_and_references_of_every_kind() -> None:
    maker = Maker(marked("a", "b", "c", "d"), Font={"/F": LATIN})
    link = maker.element("Link", Dictionary(Type=Name.OBJR, Obj=maker.page.obj), maker.mark(1))
    inner = maker.element("P", 0, link, maker.mark(2, Pg=maker.page.obj))
    del inner.Pg  # inherited from the element around it
    assert texts(read(maker.data(maker.element("Sect", inner, 3)))) == ["abc", "d"]


def test_words_beside_paragraphs_are_a_paragraph_and_pictures_are_none() -> None:
    maker = Maker(marked("vor", "drin", "nach", "Bild"), Font={"/F": LATIN})
    figure = maker.element("Figure", 3)
    section = maker.element("Sect", 0, maker.element("P", 1, figure), maker.element("Span", 2))
    assert texts(read(maker.data(section))) == ["vor", "drin", "nach"]


def test_a_span_around_paragraphs_is_not_one_line() -> None:
    maker = Maker(marked("a", "b"), Font={"/F": LATIN})
    span = maker.element("Span", maker.element("P", 0), maker.element("P", 1))
    assert texts(read(maker.data(span))) == ["a", "b"]


def test_cells_with_spans_from_attributes_and_classes() -> None:
    maker = Maker(marked("head", "a", "b", "c", "d"), Font={"/F": LATIN})
    wide = Array([Dictionary(O=Name.Layout), Dictionary(O=Name.Table, ColSpan=2), 0])
    maker.root.ClassMap = Dictionary(Tall=Dictionary(O=Name.Table, RowSpan=2))
    tall = maker.element("TD", maker.element("P", 1), maker.element("P", 2), C=Name.Tall)
    rows = [
        maker.element("TR", maker.element("TH", 0, A=wide)),
        maker.element("TR", tall, maker.element("TD", 3)),
        maker.element("TR", maker.element("TD", 4)),
    ]
    (found,) = read(maker.data(maker.element("Table", *rows)))
    assert grid(found) == [["head", ""], ["a\nb", "c"], ["", "d"]]


def test_cells_never_overlap() -> None:
    maker = Maker(marked("a", "b", "c", "d"), Font={"/F": LATIN})
    tall = maker.element("TD", 1, A=Dictionary(O=Name.Table, RowSpan=9))
    wide = maker.element("TD", 2, A=Dictionary(O=Name.Table, ColSpan=9))
    rows = [
        maker.element("TR", maker.element("TD", 0), tall),
        maker.element("TR", wide, maker.element("TD", 3)),
    ]
    (found,) = read(maker.data(maker.element("Table", *rows)))
    assert isinstance(found, Table)
    places = [
        (cell.row + y, cell.column + x)
        for cell in found.cells
        for y in range(cell.rows)
        for x in range(cell.columns)
    ]
    assert len(places) == len(set(places))
    assert {row for row, _ in places} == {0, 1}


@pytest.mark.parametrize(
    ("kind", "first", "second", "read"),
    [
        ("Table", "自然人", "自然人", "自然人"),
        ("THead", "12", "12", "12"),
        ("Table", "12", "12", "?"),  # or 1212, which goes on there
        ("Table", "商业", "企业", "商业企业"),
    ],
)
def test_what_the_next_page_shows_again_is_read_once(kind: str, first: str, second: str, read: str) -> None:
    """Browsers print the head of a table anew on each page, and tell that it is the same."""
    cell = pdf_tree.Element("TD", [pdf_tree.Text(first, 0), pdf_tree.Text(second, 1)])
    row = pdf_tree.Element("TR", [cell, pdf_tree.Element("TD", [pdf_tree.Text("甲", 0)])])
    inner = pdf_tree.Element("THead", [row]) if kind == "THead" else row
    document = pdf_tree.Element("Document", [pdf_tree.Element("Table", [inner])])
    *_, table = without_unknown(blocks(document, Effort()))
    assert grid(table) == [[read, "甲"]]


def test_empty_cells_that_stick_out_of_the_table_are_left_out() -> None:
    maker = Maker(marked("a", "b", "c", "d", "e", "f"), Font={"/F": LATIN})
    pairs = [[maker.element("TD", number), maker.element("TD", number + 1)] for number in (0, 2, 4)]
    pairs[1] += [maker.element("TD"), maker.element("TD")]
    (found,) = read(maker.data(maker.element("Table", *(maker.element("TR", *pair) for pair in pairs))))
    assert grid(found) == [["a", "b"], ["c", "d"], ["e", "f"]]


def test_fonts_say_what_their_codes_mean() -> None:
    maker = Maker(
        "/P <</MCID 0>> BDC BT /A 9 Tf <00010002000300040005> Tj <0010001100200021> Tj ET EMC\n"
        "/P <</MCID 1>> BDC BT /C 9 Tf q /B 9 Tf (5\\2248\\051) Tj Q (AB\\001\\002) Tj ET EMC\n"
        "/P <</MCID 2>> BDC BT /D 9 Tf <B9AB61BFAA> Tj /E 9 Tf <4E2D6587> Tj /G 9 Tf <41818220> Tj ET EMC\n"
    )
    single = (
        "2 beginbfchar <0001> <4E00> <0002> <D842DFB7> endbfchar 1 beginbfchar <0003> <00660066> endbfchar"
    )
    ranges = "2 beginbfrange <0004> <0005> <4E8C> <0010> <0011> [<516C> <5F00>] endbfrange"
    mixed = maker.stream("2 begincodespacerange <00> <7F> <8100> <FEFF> endcodespacerange")
    differences = Array([1, Name.zero, Name.uni4E2D])
    maker.page.Resources.Font = Dictionary(
        A=cmap(maker, f"{single} {ranges} 1 beginbfrange <0020> <0021> <0058D83DDE00> endbfrange"),
        B=LATIN,
        C=Dictionary(Type=Name.Font, Subtype=Name.Type1, Encoding=Dictionary(Differences=differences)),
        D=Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/GBK-EUC-H")),
        E=Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/UniGB-UCS2-H")),
        G=cmap(
            maker,
            "2 beginbfchar <41> <0061> <8182> <4E09> endbfchar 1 beginbfchar <20> <0020> endbfchar",
            Encoding=mixed,
        ),
    )
    found = texts(read(maker.data(*(maker.element("P", number) for number in range(3)))))
    assert found == ["一𠮷ff二亍公开X😀X😁", "5”8)AB0中", "公a开中文a三"]


def test_an_unknown_code_is_not_passed_over() -> None:
    maker = Maker("/P <</MCID 0>> BDC BT /A 9 Tf <000100020001> Tj ET EMC")
    maker.page.Resources.Font = Dictionary(A=cmap(maker, "1 beginbfchar <0001> <0035> endbfchar"))
    assert texts(read(maker.data(maker.element("P", 0)))) == ["5\N{REPLACEMENT CHARACTER}5"]


def test_stated_text_counts_unless_it_contradicts_what_is_drawn() -> None:
    maker = Maker(
        "/P <</MCID 0>> BDC BT /F 9 Tf (ab) Tj /Span <</ActualText (c d)>> BDC (cd) Tj EMC (e) Tj ET EMC\n"
        "/P <</MCID 1/ActualText (900)>> BDC BT /F 9 Tf (100) Tj ET EMC\n"
        "/P <</MCID 2>> BDC /Span /Named BDC EMC EMC\n" + marked("", "", "", "x y", "100"),
        Font={"/F": LATIN},
        Properties={"/Named": Dictionary(ActualText=String("drawn as outlines"))},
    )
    kids = [maker.element("P", number) for number in range(3)]
    kids += [maker.element("P", 3, ActualText="xy"), maker.element("P", 4, ActualText="999")]
    found = texts(read(maker.data(*kids)))
    assert found == ["abc de", "100", "drawn as outlines", "xy", "100"]


def test_decoration_inside_content_is_passed_over() -> None:
    content = (
        "/P <</MCID 0>> BDC BT /F 9 Tf (a) Tj /Artifact BMC (x) Tj EMC /Span BMC (b) Tj EMC ET EMC (y) Tj"
    )
    maker = Maker(content, Font={"/F": LATIN})
    assert texts(read(maker.data(maker.element("P", 0)))) == ["ab"]


def test_forms_and_divided_contents() -> None:
    maker = Maker("", Font={"/F": LATIN})
    marks_inside = maker.stream("/P <</MCID 0>> BDC BT /F 9 Tf (in) Tj ET EMC")
    plain_inside = maker.stream("BT /F 9 Tf (plain) Tj ET")
    for form in (marks_inside, plain_inside):
        form.Subtype = Name.Form
    marks_inside.Resources = Dictionary(Font=Dictionary(F=LATIN))
    halves = [
        "/P <</MCID 0>> BDC BT /F 9 Tf [(ha) -300 (lf)] TJ ET EMC /X Do",
        "/P <</MCID 1>> BDC /Y Do EMC",
    ]
    maker.page.Contents = Array([maker.stream(half) for half in halves])
    maker.page.Resources.XObject = Dictionary(X=marks_inside, Y=plain_inside)
    kids = [maker.element("P", 0), maker.element("P", maker.mark(0, Stm=marks_inside)), maker.element("P", 1)]
    assert texts(read(maker.data(*kids))) == ["half", "in", "plain"]


# ---- what cannot be read


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.remedy
    return caught.value.what


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>%PDF", "一二三".encode(), bytes(5000)])
def test_something_else(data: bytes) -> None:
    assert refusal(data) == "这不是 PDF 文件。"


@pytest.mark.parametrize("cut", [0.02, 0.3, 0.6, 0.9])
def test_half_a_file(cut: float) -> None:
    assert refusal(in_pdf()[: int(len(in_pdf()) * cut)]) in (
        "这份 PDF 已损坏，无法读取。",
        "这份 PDF 是扫描的图片，里面没有文字。",
    )


def test_a_password_to_open_and_one_to_change() -> None:
    maker = Maker(marked("a"), Font={"/F": LATIN})
    kid = maker.element("P", 0)
    assert texts(read(maker.data(kid, encryption=pikepdf.Encryption(owner="a", user="")))) == ["a"]
    assert (
        refusal(maker.data(kid, encryption=pikepdf.Encryption(owner="a", user="b")))
        == "这份 PDF 设有打开密码。"
    )


def test_content_that_breaks_off() -> None:
    maker = Maker(marked("a") + "BT (b", Font={"/F": LATIN})
    assert refusal(maker.data(maker.element("P", 0))) == "这份 PDF 已损坏，无法读取。"


def test_too_many_pages() -> None:
    maker = Maker(marked("a"), Font={"/F": LATIN})
    for _ in range(reader.MOST_PAGES):
        maker.pdf.add_blank_page()
    assert "超过 500 页" in refusal(maker.data(maker.element("P", 0)))


def test_a_file_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 1000)
    assert "文件超过" in refusal(in_pdf())


def test_a_structure_that_runs_in_a_circle() -> None:
    maker = Maker(marked("a"), Font={"/F": LATIN})
    outer = maker.element("Sect", 0)
    outer.K.append(maker.element("Sect", outer))
    assert "有循环" in refusal(maker.data(outer))


def test_a_structure_too_deep() -> None:
    maker = Maker(marked("a"), Font={"/F": LATIN})
    node = maker.element("P", 0)
    for _ in range(pdf_tree.DEEPEST + 1):
        node = maker.element("Sect", node)
    assert "层次过深" in refusal(maker.data(node))


def test_a_structure_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_tree, "MOST_ELEMENTS", 5)
    maker = Maker(marked("a"), Font={"/F": LATIN})
    assert "过多" in refusal(maker.data(*(maker.element("P", 0) for _ in range(6))))


def test_a_table_too_large() -> None:
    maker = Maker(marked("a"), Font={"/F": LATIN})
    huge = [maker.element("TD", 0, A=Dictionary(O=Name.Table, ColSpan=10**9)) for _ in range(200)]
    assert "大得不正常的表格" in refusal(maker.data(maker.element("Table", maker.element("TR", *huge))))


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + packer.flush()


@pytest.mark.parametrize("size", [pdf_text.MOST_PAGE_BYTES + 1_000_000, reader.LARGEST_STREAM + 1_000_000])
@pytest.mark.takes_turns
def test_content_that_swells(size: int) -> None:
    maker = Maker("", Font={"/F": LATIN})
    maker.page.Contents = pikepdf.Stream(maker.pdf, bomb(size), Filter=Name.FlateDecode)
    assert refusal(maker.data(maker.element("P", 0), compress_streams=False)) in (
        "这份 PDF 的页面内容大得不正常，没有读取。",
        "这份 PDF 已损坏，无法读取。",
    )


def test_content_that_swells_twice() -> None:
    maker = Maker("", Font={"/F": LATIN})
    filters = Array([Name.FlateDecode] * 4)
    packed = zlib.compress(zlib.compress(zlib.compress(bomb(50_000_000))))
    maker.page.Contents = pikepdf.Stream(maker.pdf, packed, Filter=filters)
    assert refusal(maker.data(maker.element("P", 0), compress_streams=False)) == "这份 PDF 已损坏，无法读取。"


def test_forms_that_draw_each_other() -> None:
    maker = Maker("/X Do", Font={"/F": LATIN})
    form = maker.pdf.make_indirect(maker.stream("/X Do /X Do"))
    form.Subtype = Name.Form
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    maker.page.Resources.XObject = Dictionary(X=form)
    assert "大得不正常" in refusal(maker.data(maker.element("P", 0)))


def test_a_font_that_explains_everything() -> None:
    maker = Maker("/P <</MCID 0>> BDC BT /A 9 Tf <0001> Tj ET EMC")
    rules = "1 beginbfrange <0000> <FFFF> <0000> endbfrange " * (pdf_fonts.MOST_CODES // 65536 + 1)
    maker.page.Resources.Font = Dictionary(A=cmap(maker, rules))
    assert "编码表" in refusal(maker.data(maker.element("P", 0)))


def test_fonts_that_explain_nothing() -> None:
    maker = Maker("/P <</MCID 0>> BDC BT /A 9 Tf <00010002> Tj ET EMC")
    maker.page.Resources.Font = Dictionary(A=cmap(maker, ""))
    assert "文字编码无法识别" in refusal(maker.data(maker.element("P", 0)))


@cache
def laid_open() -> bytes:
    """The sample with its objects in the open, where damage does most."""
    out = BytesIO()
    with pikepdf.open(BytesIO(in_pdf())) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


DAMAGE = st.tuples(
    st.floats(0, 1, exclude_max=True), st.sampled_from([b"", b"0", b"<<", b"]", b"9 0 R", b"/K", b"\xff"])
)


@given(changes=st.lists(DAMAGE, min_size=1, max_size=30))
@drawn(15)
def test_damage_is_told_and_nothing_worse(changes: list[tuple[float, bytes]]) -> None:
    data = bytearray(laid_open())
    for place, piece in changes:
        at = int(place * len(data))
        data[at : at + 3] = piece
    with suppress(Unreadable):
        assert read(bytes(data))
