"""Word files of our own and of other hands: what a person sees is what is read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.problem import Unreadable
from nianbao.publish import compose
from nianbao.read.blocks import Notice, Paragraph, Table, TableCell
from nianbao.read.docx.document import read
from nianbao.read.docx.package import LARGEST_PART, MOST_TAGS
from nianbao.write.docx.document import write
from nianbao.write.page import Page
from tests.printed import distinct, expected, page, said, seen
from tests.soak import drawn
from tests.strategies import reports

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(root: str, content: str, namespace: str = TRANSITIONAL) -> str:
    return f'<w:{root} xmlns:w="{namespace}" {NAMESPACES}>{content}</w:{root}>'


def relations(**targets: str) -> str:
    entries = "".join(
        f'<Relationship Id="{kind}" Type="{RELATED}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}'
        "</Relationships>"
    )


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def word_file(body: str, *, styles: str = "", numbering: str = "", namespace: str = TRANSITIONAL) -> bytes:
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": part("document", f"<w:body>{body}</w:body>", namespace),
            "word/_rels/document.xml.rels": relations(styles="styles.xml", numbering="/word/numbering.xml"),
            "word/styles.xml": part("styles", styles, namespace),
            "word/numbering.xml": part("numbering", numbering, namespace),
        }
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def paragraphs(body: str, **parts: str) -> list[tuple[str, int | None]]:
    blocks = read(word_file(body, **parts))
    return [(block.text, block.level) for block in blocks if isinstance(block, Paragraph)]


def text(run_content: str) -> str:
    """The text of one paragraph with this content."""
    ((found, _),) = paragraphs(f"<w:p>{run_content}</w:p>")
    return found


def cells(table: str) -> set[tuple[int, int, int, int, str]]:
    (found,) = seen(read(word_file(table)))
    assert isinstance(found, frozenset)
    return set(found)


# ---- our own


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_what_was_written_is_read(form: str, draft: bool) -> None:
    report = distinct(form)
    assert said(read(write(Page(page(report, draft=draft))))) == expected(compose.document(report))


@drawn(10)
@given(st.sampled_from(sorted(all_forms())).flatmap(lambda form: reports(all_forms()[form])))
def test_whatever_was_written_is_read(report: Report) -> None:
    document = compose.document(report)
    assert said(read(write(Page(compose.html(document))))) == expected(document)


def test_levels_are_those_of_the_headings() -> None:
    levels = {
        block.text: block.level
        for block in read(write(Page(page(distinct("2021")))))
        if isinstance(block, Paragraph)
    }
    assert levels["青溪县水利局\n2024年政府信息公开工作年度报告"] == 1
    assert levels["五、存在的主要问题及改进情况"] == 2
    assert levels["一、问题"] == levels["（一）内容"] == 3
    assert levels["1.不够全面"] == 4
    assert levels["（1）更新慢"] == 5
    assert levels["情况如下表。"] is None


# ---- headings of other hands


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="标题 2"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="level"><w:name w:val="节"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="圈"/><w:basedOn w:val="loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="loop2"><w:name w:val="圈 2"/><w:basedOn w:val="loop"/></w:style>
"""


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ("", None),
        ('<w:pStyle w:val="a"/>', None),
        ('<w:pStyle w:val="a3"/>', 1),
        ('<w:pStyle w:val="1"/>', 2),
        ('<w:pStyle w:val="x"/>', 3),
        ('<w:pStyle w:val="own"/>', 2),
        ('<w:pStyle w:val="level"/>', 4),
        ('<w:pStyle w:val="loop"/>', None),
        ('<w:pStyle w:val="7"/>', None),  # called by a number alone
        ('<w:pStyle w:val="标题栏"/>', None),
        ('<w:pStyle w:val="Heading3"/>', 4),  # no such style: its id tells
        ('<w:outlineLvl w:val="0"/>', 2),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', None),
        ('<w:outlineLvl w:val="nonsense"/>', None),
    ],
)
def test_heading_levels_come_from_styles_and_outline(properties: str, level: int | None) -> None:
    assert paragraphs(p("甲", properties), styles=STYLES) == [("甲", level)]


def test_files_saved_as_strict_open_xml_are_read_alike() -> None:
    blocks = read(word_file(p("甲", '<w:pStyle w:val="1"/>'), styles=STYLES, namespace=STRICT))
    assert blocks == [Paragraph("甲", 2)]


# ---- text


def run(content: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


T = "<w:t>{}</w:t>"
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
RUBY = (
    "<w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>音</w:t></w:r></w:rubyBase></w:ruby>"
)


MATH = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{}</m:oMath>'


@pytest.mark.parametrize(
    ("content", "expected_text"),
    [
        (run("<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:cr/><w:t>丁</w:t>"), "甲\n乙\t丙\n丁"),
        (run('<w:t xml:space="preserve">　甲 </w:t>') + run("<w:t>乙　</w:t>"), "甲 乙"),
        (run("<w:t>12</w:t><w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/>"), "12-3"),
        (run('<w:t>№</w:t><w:sym w:font="宋体" w:char="2460"/>'), "№①"),
        (run('<w:sym w:font="Wingdings" w:char="F0FC"/>') + run("<w:t>是</w:t>"), "\ufffd是"),
        (run('<w:sym w:font="x" w:char="nonsense"/>') + run("<w:t>是</w:t>"), "\ufffd是"),
        (f"<w:ins>{run(T.format('增'))}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "增"),
        (f"<w:moveTo>{run(T.format('到'))}</w:moveTo><w:moveFrom>{run(T.format('从'))}</w:moveFrom>", "到"),
        (run(T.format("看")) + run(T.format("不见"), "<w:vanish/>"), "看"),
        (run(T.format("看"), '<w:vanish w:val="0"/>'), "看"),
        (run(T.format("5")) + run(T.format("1"), '<w:vertAlign w:val="superscript"/>'), "5¹"),
        (f"<w:hyperlink>{run(T.format('链'))}</w:hyperlink>", "链"),
        (f"<w:smartTag>{run(T.format('地'))}</w:smartTag>", "地"),
        (CONTROL.format(run(T.format("控件"))), "控件"),
        (f'<w:fldSimple w:instr="DATE">{run(T.format("今天"))}</w:fldSimple>', "今天"),
        (run(RUBY), "音"),
        (run('<w:sym w:font="Symbol" w:char="F035"/>'), "5"),
        (MATH.format("<m:r><m:rPr><m:sty/></m:rPr><m:t>12</m:t></m:r>"), "12"),
    ],
)  # fmt: skip
def test_text_is_what_a_person_sees(content: str, expected_text: str) -> None:
    assert text(content) == expected_text


def field(mark: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{mark}"/>')


def test_of_a_field_only_the_result_is_text() -> None:
    inner = field("begin") + run("<w:t>1=1</w:t>") + field("separate") + run(T.format("真")) + field("end")
    code = run("<w:instrText> IF </w:instrText>") + inner + run(T.format("码"))
    assert text(field("begin") + code + field("separate") + run(T.format("果")) + field("end")) == "果"


def test_a_field_that_is_never_closed_does_not_swallow_the_next_paragraph() -> None:
    broken = f"<w:p>{field('begin')}{run(T.format('码'))}</w:p><w:p>{field('end')}{run(T.format('前'))}</w:p>"
    assert paragraphs(broken + p("后")) == [("前", None), ("后", None)]


BOX = "<w:txbxContent>{}</w:txbxContent>"


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = BOX.format(p("框"))
    choice = f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    box = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent><w:t>文</w:t></w:r>"
    assert paragraphs(f"<w:p>{box}</w:p>" + p("后")) == [("文", None), ("框", None), ("后", None)]


def test_text_boxes_of_a_group_come_in_order_and_within_one_another() -> None:
    inner = f"<w:p><w:r><w:pict>{BOX.format(p('丙'))}</w:pict></w:r></w:p>"
    group = f"<v:group>{BOX.format(p('甲'))}<v:rect>{BOX.format(p('乙') + inner)}</v:rect></v:group>"
    body = f"<w:p><w:r><w:pict>{group}</w:pict></w:r></w:p>"
    assert [found for found, _ in paragraphs(body)] == ["甲", "乙", "丙"]


def test_empty_paragraphs_headers_and_page_numbers_are_not_read() -> None:
    data = write(Page(page(distinct("2021"), draft=True)))
    assert not [b for b in read(data) if isinstance(b, Paragraph) and ("草稿" in b.text or "—" in b.text)]
    assert paragraphs("<w:p/>" + p("　 ") + p("甲")) == [("甲", None)]


def test_paragraphs_in_content_controls_and_insertions_are_read_in_place() -> None:
    body = p("一") + CONTROL.format(p("二") + f"<w:customXml>{p('三')}</w:customXml>") + p("四")
    assert [found for found, _ in paragraphs(body)] == ["一", "二", "三", "四"]


# ---- automatic numbers


def level(depth: int, form: str, written: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{written}"/></w:lvl>'
    )


LISTS = (
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "%1-%4"),
    level(4, "bullet", "•"),
    level(5, "decimalEnclosedCircle", "%6"),
)
STYLED_LIST = level(0, "upperLetter", "%1", '<w:pStyle w:val="s"/>')
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
NUMBERING = f"""
<w:abstractNum w:abstractNumId="7">{"".join(LISTS)}</w:abstractNum>
<w:abstractNum w:abstractNumId="8">{STYLED_LIST}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>{RESTART}</w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>
"""


def item(list_id: int, depth: int) -> str:
    return p("条", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_automatic_numbers_are_text() -> None:
    body = "".join(item(1, depth) for depth in (0, 1, 2, 2, 1, 2, 0, 1, 3, 4, 5))
    body += item(2, 0) + item(2, 0) + item(0, 0)
    labels = [found.removesuffix("条") for found, _ in paragraphs(body, numbering=NUMBERING)]
    first = ["一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）", "二-1", "", "①"]
    assert labels == [*first, "五、", "六、", ""]


def test_an_automatic_number_is_no_part_of_a_figure() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    level_ = level(0, "decimal", "%1.", "")
    numbering = f'<w:abstractNum w:abstractNumId="0">{level_}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert paragraphs(p("25", numbered), numbering=numbering) == [("1. 25", None)]


def test_automatic_numbers_may_come_from_the_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="s"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    body = p("甲", '<w:pStyle w:val="s"/>') + p(
        "乙", '<w:pStyle w:val="s"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert paragraphs(body, styles=styles, numbering=NUMBERING) == [("A甲", 2), ("乙", 2)]


# ---- tables


GO_ON = "<w:vMerge/>"
BEGIN = '<w:vMerge w:val="restart"/>'


def span(columns: int | str) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_spans_are_made_plain() -> None:
    table = tbl(
        tr(tc("角", span(2) + BEGIN), tc("头", span(2))),
        tr(tc("", span(2) + GO_ON), tc("左"), tc("右")),
        tr(tc("甲", BEGIN), tc("乙"), tc("1"), tc("2")),
        tr(tc("藏", GO_ON), tc("丙"), tc("3"), tc("4")),
    )
    assert cells(table) == {
        (0, 0, 2, 2, "角"), (0, 2, 1, 2, "头"), (1, 2, 1, 1, "左"), (1, 3, 1, 1, "右"),
        (2, 0, 2, 1, "甲"), (2, 1, 1, 1, "乙"), (2, 2, 1, 1, "1"), (2, 3, 1, 1, "2"),
        (3, 1, 1, 1, "丙"), (3, 2, 1, 1, "3"), (3, 3, 1, 1, "4"),
    }  # fmt: skip


def test_old_horizontal_merges_and_indented_rows() -> None:
    table = tbl(
        tr(tc("宽", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("1")),
        tr(tc("移"), tc("2"), properties='<w:gridBefore w:val="1"/>'),
    )
    assert cells(table) == {(0, 0, 1, 2, "宽"), (0, 2, 1, 1, "1"), (1, 1, 1, 1, "移"), (1, 2, 1, 1, "2")}


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (tc("甲", GO_ON), tc("乙", GO_ON), {(0, 0, 2, 1, "甲")}),  # nothing above to go on with
        (tc("甲"), tc("乙", GO_ON), {(0, 0, 1, 1, "甲"), (1, 0, 1, 1, "乙")}),
        (tc("甲", BEGIN), tc("乙", BEGIN), {(0, 0, 1, 1, "甲"), (1, 0, 1, 1, "乙")}),
        # Else they overlap.
        (tc("甲", span(2) + BEGIN), tc("乙", GO_ON), {(0, 0, 1, 2, "甲"), (1, 0, 1, 1, "乙")}),
    ],
)
def test_doubtful_vertical_merges_never_overlap(first: str, second: str, found: set[object]) -> None:
    assert cells(tbl(tr(first), tr(second))) == found


def test_borders_that_do_not_quite_meet_make_no_column() -> None:
    table = tbl(
        tr(tc("甲"), tc("乙", span(2)), tc("丙")),
        tr(tc("1", span(2)), tc("2"), tc("3")),
        tr(tc("4"), tc(""), tc("5"), tc("6")),
        widths=(1000, 20, 980, 1000),
    )
    found = {(row, column): text for row, column, _, _, text in cells(table)}
    assert [found.pop((row, column)) for row in range(3) for column in range(3)] == list("甲乙丙123456")
    assert found == {}


@pytest.mark.parametrize("widths", [(0, 0), (500, 10), (900,)])
def test_widths_that_would_hide_text_are_not_believed(widths: tuple[int, ...]) -> None:
    assert cells(tbl(tr(tc("甲"), tc("乙")), widths=widths)) == {(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")}


def test_rows_cells_and_lines_are_found_wherever_they_hide() -> None:
    wrapped = CONTROL.format(tr(CONTROL.format(tc("甲"))))
    deleted = tr(tc("删"), properties="<w:del/>")
    inserted = tr(f"<w:tc>{p('乙')}{p('')}{p('丙')}</w:tc>", properties="<w:ins/>")
    assert cells(tbl(wrapped, deleted, inserted)) == {(0, 0, 1, 1, "甲"), (1, 0, 1, 1, "乙\n丙")}


@pytest.mark.parametrize("line", ["strike", "dstrike"])
def test_what_was_struck_out_is_no_part_of_a_figure_and_is_told(line: str) -> None:
    cell = f"<w:r><w:rPr><w:{line}/></w:rPr><w:t>151</w:t></w:r><w:r><w:t>152</w:t></w:r>"
    notice, table = read(word_file(tbl(tr(f"<w:tc><w:p>{cell}</w:p></w:tc>"))))
    assert table == Table((TableCell(0, 0, 1, 1, "152", False),))
    assert notice == Notice("有划掉的文字没有读：151；请对照原件。")


WHITE, DARK = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1F4E79"/>'


@pytest.mark.parametrize(
    ("own", "of_cell", "expected_text"),
    [
        (WHITE, "", "?"),
        (WHITE, DARK, "19"),
        (WHITE + DARK, "", "19"),
        ('<w:color w:val="FF0000"/>', "", "19"),
        ('<w:color w:val="1f4e79"/>', DARK, "?"),
        ('<w:color w:val="000000"/><w:highlight w:val="black"/>', "", "?"),
        ('<w:color w:val="000000"/><w:highlight w:val="yellow"/>', "", "19"),
    ],
)
def test_a_white_digit_leaves_its_cell_unknown_but_on_dark_ground(
    own: str, of_cell: str, expected_text: str
) -> None:
    runs = run("<w:t>1</w:t>") + run("<w:t>9</w:t>", own)
    *_, table = read(word_file(tbl(tr(f"<w:tc><w:tcPr>{of_cell}</w:tcPr><w:p>{runs}</w:p></w:tc>"))))
    assert table == Table((TableCell(0, 0, 1, 1, expected_text, False),))


@pytest.mark.parametrize(
    "content",
    [
        run("<w:t>9</w:t>", '<w:rFonts w:ascii="Wingdings 2"/>'),
        run("<w:t>9</w:t>", '<w:sz w:val="2"/>'),
        run("<w:t>9</w:t>", '<w:w w:val="1"/>'),
        f'<w:bdo w:val="rtl">{run("<w:t>9</w:t>")}</w:bdo>',
        MATH.format("<m:sSup><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"),
    ],
)
def test_digits_of_which_nobody_sees_that_they_are_leave_their_cell_unknown(content: str) -> None:
    *_, table = read(word_file(tbl(tr(f"<w:tc><w:p>{run('<w:t>1</w:t>')}{content}</w:p></w:tc>"))))
    assert table == Table((TableCell(0, 0, 1, 1, "?", False),))


STRUCK, RAISED, SHOWN = "<w:strike/>", '<w:vertAlign w:val="superscript"/>', '<w:strike w:val="0"/>'


def style(kind: str, name: str, look: str, base: str = "", default: str = "0") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    head = f'<w:style w:type="{kind}" w:styleId="{name}" w:default="{default}">'
    return f"{head}{based}<w:rPr>{look}</w:rPr></w:style>"


@pytest.mark.parametrize(
    ("styles", "own", "expected_text"),
    [
        (style("character", "c", STRUCK), "", "2"),
        (style("character", "c", "", "d") + style("character", "d", STRUCK), "", "2"),
        (style("character", "c", SHOWN, "d") + style("character", "d", STRUCK), "", "12"),
        (style("character", "c", STRUCK), SHOWN, "12"),
        (style("character", "c", "<w:dstrike/>"), "", "2"),
        (style("character", "c", "<w:vanish/>"), "", "2"),
        (style("character", "c", STRUCK) + style("paragraph", "p", STRUCK), "", "1"),
        (style("character", "c", SHOWN) + style("paragraph", "p", "<w:dstrike/>"), "", ""),
        (style("paragraph", "x", STRUCK, default="1"), "", "12"),
        (style("table", "t", STRUCK), "", ""),
        (style("table", "x", STRUCK, default="1"), "", "12"),
        (f"<w:docDefaults><w:rPrDefault><w:rPr>{STRUCK}</w:rPr></w:rPrDefault></w:docDefaults>", SHOWN, "1"),
    ],
)  # fmt: skip
def test_a_style_hides_and_strikes_out_too(styles: str, own: str, expected_text: str) -> None:
    runs = f'<w:r><w:rPr><w:rStyle w:val="c"/>{own}</w:rPr><w:t>1</w:t></w:r><w:r><w:t>2</w:t></w:r>'
    cell = f'<w:tc><w:p><w:pPr><w:pStyle w:val="p"/></w:pPr>{runs}</w:p></w:tc>'
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="t"/></w:tblPr>{tr(cell)}</w:tbl>'
    *_, found = read(word_file(table, styles=styles))
    assert isinstance(found, Table)
    assert [cell.text for cell in found.cells] == [expected_text]


def test_a_style_raises_too() -> None:
    runs = run(T.format("5")) + run(T.format("1"), '<w:rStyle w:val="c"/>')
    ((found, _),) = paragraphs(f"<w:p>{runs}</w:p>", styles=style("character", "c", RAISED))
    assert found == "5¹"


@pytest.mark.parametrize(
    ("look", "expected_text"),
    [
        ('<w:vertAlign w:val="subscript"/>', "5₁"),
        ('<w:position w:val="6"/>', "5¹"),
        ('<w:position w:val="-6"/>', "5₁"),
        ('<w:position w:val="1"/>', "51"),
    ],
)
def test_a_digit_that_stands_higher_or_lower_is_no_part_of_a_figure(look: str, expected_text: str) -> None:
    ((found, _),) = paragraphs(f"<w:p>{run(T.format('5'))}{run(T.format('1'), look)}</w:p>")
    assert found == expected_text


ON_DARK = f"<w:rPr>{WHITE}</w:rPr><w:tcPr>{DARK}</w:tcPr>"


@pytest.mark.parametrize(
    ("where", "look", "wanted", "found"),
    [
        ("lastRow", f"<w:rPr>{STRUCK}</w:rPr>", "", "1 2 ? ?"),
        ("lastRow", "<w:rPr><w:b/></w:rPr>", "", "1 2 3 4"),
        ("lastRow", f"<w:rPr>{STRUCK}</w:rPr>", '<w:tblLook w:val="0600"/>', "1 2 3 4"),
        ("lastCol", "<w:rPr><w:vanish/></w:rPr>", '<w:tblLook w:val="0100"/>', "1 ? 3 ?"),
        ("lastCol", "<w:rPr><w:vanish/></w:rPr>", '<w:tblLook w:lastColumn="1"/>', "1 ? 3 ?"),
        ("nwCell", f"<w:rPr>{WHITE}</w:rPr>", '<w:tblLook w:val="00A0"/>', "? 2 3 4"),
        ("band1Horz", f"<w:rPr>{WHITE}</w:rPr>", '<w:tblLook w:val="0400"/>', "? ? ? ?"),
        ("band1Horz", f"<w:rPr>{WHITE}</w:rPr>", '<w:tblLook w:noHBand="1"/>', "1 2 3 4"),
        ("wholeTable", f"<w:rPr>{WHITE}</w:rPr>", '<w:tblLook w:val="0600"/>', "? ? ? ?"),
        ("lastRow", ON_DARK, "", "1 2 3 ?"),  # the last cell has a ground of its own
    ],
)
def test_what_the_style_of_a_table_hides_in_some_of_its_cells_is_unknown(
    where: str, look: str, wanted: str, found: str
) -> None:
    part = f'<w:tblStylePr w:type="{where}">{look}</w:tblStylePr>'
    styles = f'<w:style w:type="table" w:styleId="t">{part}</w:style>'
    white = '<w:shd w:val="clear" w:fill="FFFFFF"/>'
    rows = tr(tc("1"), tc("2")) + tr(tc("3"), tc("4", white))
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="t"/>{wanted}</w:tblPr>{rows}</w:tbl>'
    *_, read_table = read(word_file(table, styles=styles))
    assert isinstance(read_table, Table)
    assert [cell.text for cell in read_table.cells] == found.split()


def shape(inside: str, top: int = 0, behind: int = 0, wrap: str = "None", of: str = "paragraph") -> str:
    """A shape of 12 cm by 2 cm in front of the text."""
    return (
        f'<w:p><w:r><w:drawing><wp:anchor xmlns:wp="urn:wordprocessingDrawing" behindDoc="{behind}">'
        f'<wp:positionV relativeFrom="{of}"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="4320000" cy="720000"/><wp:wrap{wrap}/><wsp><spPr>{inside}</spPr></wsp>'
        "</wp:anchor></w:drawing></w:r></w:p>"
    )


OLD = '<w:p><w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" style="{}" {}/></w:pict></w:r></w:p>'
PLACED = "position:absolute;margin-top:0;width:200pt;height:60pt;z-index:1"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (shape("<solidFill/>"), "", "??3"),
        (shape("<solidFill/>", behind=1), "", "123"),
        (shape("<noFill/>"), "", "123"),
        (shape(""), "", "123"),
        (shape("<solidFill/>", wrap="Square"), "", "123"),
        (shape("<solidFill/>", top=-3_000_000), "", "123"),
        (shape("<solidFill/>", top=9_000_000), "", "123"),
        (shape("<solidFill/>", of="page"), "", "???"),
        (shape("<solidFill/>", of="page") + p("一") + p("二"), "", "123"),
        ("", shape("<solidFill/>", top=-500_000), "12?"),
        (OLD.format(PLACED, ""), "", "??3"),
        (OLD.format(PLACED, 'filled="f"'), "", "123"),
        (OLD.format(PLACED.replace("z-index:", "z-index:-"), ""), "", "123"),
        (OLD.format("width:200pt;height:60pt", ""), "", "123"),
    ],
)
def test_a_row_upon_which_a_shape_may_lie_is_unknown(before: str, after: str, found: str) -> None:
    tall = '<w:trHeight w:val="800"/>'
    table = tbl(*(tr(tc(figure), properties=tall) for figure in "123"))
    *_, read_table = (block for block in read(word_file(before + table + after)) if isinstance(block, Table))
    assert "".join(cell.text for cell in read_table.cells) == found


def test_a_row_too_low_for_any_letter_is_unknown() -> None:
    low = '<w:trHeight w:val="20" w:hRule="exact"/>'
    *_, table = read(word_file(tbl(tr(tc("1")), tr(tc("2"), properties=low))))
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["1", "?"]


@pytest.mark.parametrize("gone", ["<w:del/>", "<w:moveFrom/>"])
def test_a_paragraph_whose_end_was_taken_out_goes_on_in_the_next(gone: str) -> None:
    mark = f"<w:rPr>{gone}</w:rPr>"
    kept = p("丁", "<w:rPr><w:ins/></w:rPr>")
    body = p("甲", mark) + p("乙", mark) + p("丙") + kept + tbl(tr(tc("表"))) + p("戊", mark)
    assert seen(read(word_file(body))) == ["甲乙丙", "丁", {(0, 0, 1, 1, "表")}, "戊"]


def test_repeated_rows_are_headings() -> None:
    blocks = read(word_file(tbl(tr(tc("头"), properties="<w:tblHeader/>"), tr(tc("1")))))
    assert blocks == [Table((TableCell(0, 0, 1, 1, "头", True), TableCell(1, 0, 1, 1, "1", False)))]


def test_a_table_in_a_table_follows_it() -> None:
    inner = tbl(tr(tc("内"), tc("里")))
    outer = tbl(tr(f"<w:tc>{p('外')}{inner}{tbl(tr(tc('框')))}{p('面')}</w:tc>", tc("旁边的一格字")))
    cells_outside = {(0, 0, 1, 1, "外\n框\n面"), (0, 1, 1, 1, "旁边的一格字")}
    assert seen(read(word_file(p("前") + outer + p("后")))) == [
        "前", cells_outside, {(0, 0, 1, 1, "内"), (0, 1, 1, 1, "里")}, "后",
    ]  # fmt: skip


def test_a_table_that_arranges_the_page_is_none() -> None:
    layout = tbl(tr(tc("标题")), tr(f"<w:tc>{p('文字之前')}{tbl(tr(tc('内')))}{p('文字之后')}</w:tc>"))
    assert seen(read(word_file(layout))) == ["标题", "文字之前", {(0, 0, 1, 1, "内")}, "文字之后"]


# ---- files that are broken, locked or hostile


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.remedy
    return caught.value.what


def test_files_that_a_file_holds_are_read_in_their_place() -> None:
    def holding(inner: str | bytes, body: str) -> bytes:
        return zipped(
            {
                "_rels/.rels": relations(officeDocument="word/document.xml"),
                "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
                "word/_rels/document.xml.rels": relations(aFChunk="in.dat"),
                "word/in.dat": inner,
            }
        )

    chunk = f'<w:altChunk xmlns:r="{RELATED}" r:id="aFChunk"/>'
    whole = p("前") + chunk + p("后")
    page = "<html><p>中<table><tr><td>规章<td>5</table></html>"
    for inner in (page, word_file(p("中") + tbl(tr(tc("规章"), tc("5"))))):
        first, middle, table, last = read(holding(inner, whole))
        assert (first, middle, last) == (Paragraph("前"), Paragraph("中"), Paragraph("后"))
        assert isinstance(table, Table)
        assert [cell.text for cell in table.cells] == ["规章", "5"]
    for inner in (b"{\\rtf1 x}", holding(page, chunk)):  # one in another is not followed further
        _, told, _ = read(holding(inner, whole))
        assert isinstance(told, Notice)


def test_old_and_locked_files() -> None:
    old = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)
    assert "旧的 Word 格式" in refused(old)
    assert "加了密码" in refused(old + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "年度报告".encode(), b"{\\rtf1 x}", b"<html></html>"])
def test_files_that_are_no_word_files(data: bytes) -> None:
    assert "不是 Word 文件" in refused(data)


def test_other_office_files() -> None:
    sheet = zipped(
        {"_rels/.rels": relations(officeDocument="xl/workbook.xml"), "xl/workbook.xml": "<workbook/>"}
    )
    assert "没有 Word 正文" in refused(sheet)
    assert "没有 Word 正文" in refused(zipped({"readme.txt": "x"}))


def test_a_file_without_its_lesser_parts_is_read() -> None:
    data = zipped({"word\\document.xml": part("document", f"<w:body>{p('甲')}</w:body>")})
    assert read(data) == [Paragraph("甲")]
    assert read(zipped({"word/document.xml": part("document", "")})) == []


def test_links_between_parts_cannot_leave_the_file() -> None:
    members = {
        "word/document.xml": part("document", f"<w:body>{p('甲')}</w:body>"),
        "word/_rels/document.xml.rels": relations(styles="../../../../../etc/passwd"),
    }
    assert read(zipped(members)) == [Paragraph("甲")]


def test_damage_is_noticed() -> None:
    data = bytearray(word_file(p("甲" * 500)))
    data[data.index(b"word/document.xml") + 40] ^= 0xFF
    assert "损坏" in refused(bytes(data))
    assert "损坏" in refused(zipped({"word/document.xml": "<w:document"}))
    assert "损坏" in refused(word_file(p("甲"))[:-40])


def test_locked_and_strangely_packed_members() -> None:
    locked = bytearray(word_file(p("甲")))
    entry = locked.rindex(b"PK\x01\x02", 0, locked.rindex(b"word/document.xml"))
    locked[entry + 8] |= 1
    local = locked.rindex(b"PK\x03\x04", 0, locked.index(b"word/document.xml"))
    locked[local + 6] |= 1
    assert "密码" in refused(bytes(locked))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("word/document.xml", part("document", ""))
    assert "压缩方式" in refused(buffer.getvalue())
    patched = bytearray(word_file(p("甲")))
    patched[patched.index(b"PK\x01\x02") + 8] |= 0x20
    assert "不能解压" in refused(bytes(patched))


def test_a_zip_bomb_is_stopped_by_counting() -> None:
    assert "解压后太大" in refused(zipped({"word/document.xml": bytes(LARGEST_PART + 1)}))
    assert "解压后太大" in refused(word_file("<w:p/>" * MOST_TAGS))


def test_a_zip_bomb_that_lies_about_its_size_is_stopped_too() -> None:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(bytes(LARGEST_PART + 1)) + packed.flush()
    data = zipped({"word/document.xml": b"x" * 10})
    real = zipped({"word/document.xml": bytes(LARGEST_PART + 1)})
    assert content in real
    lying = bytearray(real)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = lying.index(signature)
        lying[start + offset : start + offset + 4] = (10).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        read(bytes(lying))
    assert len(data) < len(lying) < 100_000


def test_too_many_members() -> None:
    assert "太大" in refused(zipped({str(number): b"" for number in range(10_001)}))


def test_document_types_and_entities_are_refused() -> None:
    document = part("document", f"<w:body>{p('&x;')}</w:body>")
    local = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    assert "文档类型声明" in refused(zipped({"word/document.xml": local + document}))
    entities = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE w:document [<!ENTITY x0 "ha">{entities}<!ENTITY x "&x11;">]>'
    assert refused(zipped({"word/document.xml": bomb + document}))


def test_depth_is_bounded() -> None:
    def nested(depth: int) -> bytes:
        return word_file("<w:tbl><w:tr><w:tc>" * depth + p("深") + "</w:tc></w:tr></w:tbl>" * depth)

    assert seen(read(nested(80))) == [frozenset({(0, 0, 1, 1, "深")})]
    assert "层次太深" in refused(nested(90))


def test_columns_and_cells_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cells(tbl(tr(tc("宽", span(64))))) == {(0, 0, 1, 64, "宽")}
    assert "超过 64 列" in refused(word_file(tbl(tr(tc("宽", span(65))))))
    assert "超过 64 列" in refused(word_file(tbl(tr(tc("宽", span("9" * 4000))))))
    assert "超过 64 列" in refused(word_file(tbl(tr(tc("宽"), properties='<w:gridBefore w:val="64"/>'))))
    assert cells(tbl(tr(tc("窄", span("9" * 5000))))) == {(0, 0, 1, 1, "窄")}  # no number at all for Python
    assert cells(tbl(tr(tc("窄", span(-3)), tc("二")))) == {(0, 0, 1, 1, "窄"), (0, 1, 1, 1, "二")}
    monkeypatch.setattr("nianbao.read.docx.document.MOST_CELLS", 5)
    five = [tr(tc("1")) for _ in range(5)]
    assert len(cells(tbl(*five))) == 5
    assert "表格太大" in refused(word_file(tbl(*five) + tbl(tr(tc("6")))))


@given(st.integers(0, 10_000), st.binary(max_size=6))
def test_whatever_is_broken_it_fails_in_words(place: int, noise: bytes) -> None:
    data = word_file(p("甲") + tbl(tr(tc("1"), tc("2"))), styles=STYLES, numbering=NUMBERING)
    place %= len(data)
    try:
        found = read(data[:place] + noise + data[place + len(noise) :])
    except Unreadable as error:
        found = [Paragraph(error.what)]
    assert all(block.text for block in found if isinstance(block, Paragraph))
