"""PDF files that state no structure: tables by their ruled lines, paragraphs by where their lines stand."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name

from nianbao.problem import Unreadable
from nianbao.publish import compose
from nianbao.read.blocks import UNKNOWN, Block, Notice, Paragraph, Table, without_unknown
from nianbao.read.pdf import document as pdf
from nianbao.read.pdf import lines as pdf_lines
from nianbao.read.pdf import page as pdf_page
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.overlaid import downward
from nianbao.read.pdf.page import Sign
from nianbao.read.pdf.ruled import Box, Rule, tables
from tests.paper import signs
from tests.printed import distinct, expected, in_pdf, seen

STYLE = """
@page { size: 120mm 100mm; margin: 12mm; @bottom-center { content: "— " counter(page) " —" } }
* { font-family: Nianbao Song } p { text-indent: 2em; margin: 0; line-height: 1.5 } h1 { text-align: center }
table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid black }
"""


def printed(html: str, style: str = "") -> bytes:
    """A PDF without structure."""
    made: bytes = weasyprint.HTML(string=f"<html><body>{html}</body></html>").write_pdf(
        stylesheets=[weasyprint.CSS(string=STYLE + style)]
    )
    return made


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def cells(block: Block) -> list[tuple[int, int, int, int, str]]:
    assert isinstance(block, Table)
    return [(cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in block.cells]


def lines_of(data: bytes) -> list[Block]:
    return pdf_lines.read(data, Effort())


def without_structure(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as document:
        del document.Root.StructTreeRoot
        out = BytesIO()
        document.save(out)
    return out.getvalue()


# ---- our own, with the structure taken away


def squeezed(item: object) -> object:
    if isinstance(item, frozenset):
        return {(*place, "".join(text.split())) for *place, text in item}
    return "".join(str(item).split())


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.takes_turns
def test_without_structure_the_same_is_read(form: str) -> None:
    report = distinct(form)
    organ, title, *found = seen(pdf.read(without_structure(in_pdf(form))))
    wanted = expected(compose.document(report))
    assert [squeezed(item) for item in (f"{organ}{title}", *found)] == [squeezed(item) for item in wanted]


# ---- tables


def test_merged_cells() -> None:
    html = (
        "<table><tr><th rowspan=2>甲<th colspan=2>乙<tr><th>一<th>二<tr><td>丙<td>1<td></table>"
        "<p>之后没有别的内容，只是为了使文字足够多，像一份报告那样。</p>"
    )
    assert cells(lines_of(printed(html))[0]) == [
        (0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "一"), (1, 2, 1, 1, "二"),
        (2, 0, 1, 1, "丙"), (2, 1, 1, 1, "1"), (2, 2, 1, 1, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("head", [True, False])
def test_a_table_over_several_pages_is_one(head: bool) -> None:
    top = "<thead><tr><th>项目<th>数量</thead>" if head else ""
    rows = "".join(f"<tr><td>第{row}项<td>{1000 + row}" for row in range(40))
    blocks = lines_of(printed(f"<p>前言</p><table>{top}<tbody>{rows}</tbody></table><p>后记</p>"))
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph]
    found = [text for *_, text in cells(blocks[1])]
    numbers = [text for row in range(40) for text in (f"第{row}项", str(1000 + row))]
    assert found == (["项目", "数量"] if head else []) + numbers


def test_a_table_with_other_columns_on_the_next_page_is_another() -> None:
    one, other = ("<tr><td>甲甲甲甲<td>1" * 3, "<tr><td>乙乙乙乙<td>2<td>3" * 3)
    html = f"<table>{one}</table><table style='break-before:page'>{other}</table>"
    assert [type(block) for block in lines_of(printed(html))] == [Table, Table]


def test_text_in_a_cell_keeps_its_lines() -> None:
    html = "<table><tr><td>三<br>、<br>本<br>年<td>甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲<td>1</table>"
    assert cells(lines_of(printed(html))[0])[0][-1] == "三\n、\n本\n年"


@pytest.mark.parametrize("way", ["stroke", "rectangles", "thin fills", "form", "turned"])
def test_lines_however_they_are_drawn(way: str) -> None:
    found = lines_of(drawn(way))
    assert [text for *_, text in cells(found[0])] == ["a1", "b1", "a2", "b2"]
    assert texts(found) == ["The paragraph below the table"]


def drawn(way: str) -> bytes:
    """A page with a table of two rows and two columns, its lines drawn in one of many ways."""
    grid = [(x, y, x + 100, y + 20) for x in (50, 150) for y in (100, 120)]
    if way == "stroke":
        lines = "".join(f"50 {y} m 250 {y} l S " for y in (100, 120, 140))
        lines += "".join(f"{x} 100 m {x} 140 l S " for x in (50, 150, 250))
    elif way == "thin fills":
        lines = "".join(f"50 {y} 200 0.5 re f " for y in (100, 120, 140))
        lines += "".join(f"{x} 100 0.5 40 re f " for x in (50, 150, 250))
    else:
        lines = "".join(f"{x} {y} 100 20 re S " for x, y, _, _ in grid)
    words = [("a1", 60, 126), ("b1", 160, 126), ("a2", 60, 106), ("b2", 160, 106)]
    words.append(("The paragraph below the table", 50, 60))
    shown = "".join(f"BT /F 9 Tf {x} {y} Td ({text}) Tj ET " for text, x, y in words)
    with pikepdf.new() as document:
        box = [0, 0, 300, 200] if way != "turned" else [0, 0, 200, 300]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        resources = Dictionary(Font=Dictionary(F=font))
        content = lines + shown
        if way == "form":
            form = pikepdf.Stream(document, (lines + shown).encode())
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 200])
            form.Matrix, form.Resources = Array([1, 0, 0, 1, -5, -5]), resources
            resources = Dictionary(XObject=Dictionary(X=document.make_indirect(form)))
            content = "q 1 0 0 1 5 5 cm /X Do Q"
        elif way == "turned":
            content = f"q 0 1 -1 0 200 0 cm {content} Q"
        made = document.add_blank_page(page_size=(box[2], box[3]))
        if way == "turned":
            made.obj.Rotate = 90
        made.obj.Resources = resources
        made.obj.Contents = document.make_stream(content.encode())
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def test_a_frame_is_no_table() -> None:
    frame = [Rule(True, 0, 0, 50), Rule(True, 50, 0, 50), Rule(False, 0, 0, 50), Rule(False, 50, 0, 50)]
    assert tables(frame, Effort()) == []
    assert tables([*frame, Rule(True, 25, 0, 50)], Effort()) == [[Box(0, 0, 25, 50), Box(25, 0, 50, 50)]]


def test_lines_that_do_not_quite_meet() -> None:
    rules = [Rule(True, x, 1.5, 48.5) for x in (0, 25.8, 50)] + [Rule(False, y, 2, 49) for y in (0, 50.6)]
    assert len(tables(rules, Effort())[0]) == 2


# ---- paragraphs


def test_lines_of_a_paragraph_are_put_together_also_over_a_page() -> None:
    paragraphs = [f"第{number}段，" + "全面推进政府信息公开工作" * 9 + "。" for number in range(6)]
    html = "<h1>某局年度报告</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs)
    assert texts(lines_of(printed(html))) == ["某局年度报告", *paragraphs]


def test_page_numbers_and_running_headers_are_left_out() -> None:
    pages = [f"<p style='break-before:page'>第{number}页的正文在这里，不长。</p>" for number in "一二三四"]
    style = "@page { @top-center { content: '某局年度报告（送审稿）' } }"
    assert texts(lines_of(printed("".join(pages), style))) == [
        f"第{number}页的正文在这里，不长。" for number in "一二三四"
    ]


# ---- what cannot be read


def test_a_scan_is_refused_in_plain_words() -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        out = BytesIO()
        document.save(out)
    assert lines_of(out.getvalue()) == []
    with pytest.raises(Unreadable, match="扫描的图片"):
        pdf.read(out.getvalue())


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "MOST_PAGES", -1)
    with pytest.raises(Unreadable, match="页"):
        lines_of(drawn("stroke"))


@pytest.mark.parametrize("cut", [0, 8, 0.3, 0.7])
def test_half_a_file(cut: float) -> None:
    data = drawn("stroke")
    with pytest.raises(Unreadable, match="损坏"):
        lines_of(data[: int(cut * len(data)) if 0 < cut < 1 else int(cut)])


HUGE = b"9" * 41 + b".5"  # more than fits: infinite, and not a number where two are taken from one another


@pytest.mark.parametrize("nowhere", ["%b 0 0 %b %b -%b Tm", "1 0 0 1 %b 20 Tm", "1 0 0 1 20 -%b Tm"])
def test_what_stands_nowhere_is_not_read(nowhere: str) -> None:
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(300, 300))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        document.pages[0].Resources = Dictionary(Font=Dictionary(F=document.make_indirect(font)))
        place = nowhere.encode() % ((HUGE,) * nowhere.count("%b"))
        words = b"BT /F 12 Tf 1 0 0 1 20 100 Tm (here) Tj " + place + b" (there) Tj ET"
        document.pages[0].Contents = document.make_stream(words)
        document.save(out)
    (sheet,) = pdf_page.sheets(out.getvalue(), Effort())
    assert "".join(sign.text for sign in sheet.signs) == "here"
    lines_of(out.getvalue())


def test_a_number_too_long_for_its_cell_is_one() -> None:
    style = "td { width: 8mm; padding: 1mm; overflow-wrap: anywhere } tr { font-family: Nianbao Song }"
    html = "<table style='width:auto'><tr><td>12345678<td>1<br>2<td>1,234,567<td>甲甲甲甲<td>9</table>"
    found = [text for *_, text in cells(lines_of(printed(f"{html}<p>{'文' * 30}", style))[0])]
    assert found[:3] == ["12345678", "1\n2", "1,234,567"]


def test_scraps_beside_a_table_do_not_move_the_edge_of_the_text() -> None:
    scraps = "".join(f"<p style='position:absolute;left:92mm;top:{60 + 5 * at}mm'>诉</p>" for at in range(4))
    text = "全年发布信息若干条，都在规定的期限以内，没有一件超过期限，也没有人提出异议，更没有人起诉。" * 3
    found = texts(lines_of(printed(f"<div style='width:70mm'><p>{text}</p><p>{text}</p></div>{scraps}")))
    assert found[:2] == [text, text]


def test_a_line_below_the_last_row_makes_no_cell() -> None:
    rules = [Rule(True, x, 20.0, 80.0) for x in (0.0, 50.0, 100.0)]
    rules += [Rule(False, y, 0.0, 100.0) for y in (20.0, 25.0, 50.0, 80.0)]
    (group,) = tables(rules, Effort())
    assert {(box.bottom, box.top) for box in group} == {(25.0, 50.0), (50.0, 80.0)}


def test_cells_of_several_rows_that_go_on_over_the_page_are_closed_at_its_end() -> None:
    rules = [Rule(True, x, begin, begin + 30) for x in (0.0, 20.0, 50.0, 100.0) for begin in (20.0, 50.0)]
    rules += [Rule(False, 80.0, 0.0, 100.0), *(Rule(False, y, 50.0, 100.0) for y in (20.0, 50.0))]
    (group,) = tables(rules, Effort())
    assert {(box.left, box.bottom, box.top) for box in group} == {
        (0.0, 20.0, 80.0), (20.0, 20.0, 80.0), (50.0, 20.0, 50.0), (50.0, 50.0, 80.0)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "expected"),
    [(150.0, {50.0, 100.0, 150.0}), (120.0, {50.0, 100.0, -120.0}), (104.0, {50.0, 100.0, -104.0})],
)
def test_a_cell_that_goes_on_beyond_what_is_shown_is_open(shown: float, expected: set[float]) -> None:
    """Also one of which only a strip is seen. Here the right sides of such cells are below nothing."""
    drawn = [Rule(True, x, 0.0, 60.0) for x in (0.0, 50.0, 100.0, 150.0)]
    drawn += [Rule(False, y, 0.0, 150.0) for y in (0.0, 20.0, 40.0, 60.0)]
    rules = [*filter(None, (rule.within(Box(0.0, 0.0, shown, 60.0)) for rule in drawn))]
    (group,) = tables(rules, Effort())
    assert len(group) == 9
    assert {-box.right if box.open else box.right for box in group} == expected


@pytest.mark.parametrize("outer", ["top", "none"])
def test_a_table_without_lines_at_its_sides_is_whole(outer: str) -> None:
    """What is blank there may go on on another paper, as the sheets of a workbook do."""
    style = f"td {{ border-style: solid }} table {{ border-collapse: collapse; border-{outer}: 0 }}"
    style += "td:first-child { border-left: 0 } td:last-child { border-right: 0 }"
    rows = "".join(
        f"<tr><td>{row}<td>{at}<td>7<td>{at if at < 3 else ''}" for at, row in enumerate("甲乙丙丁")
    )
    table = lines_of(printed(f"<table>{rows}</table><p>{'之后是正文。' * 9}", style))[0]
    assert isinstance(table, Table)
    figures = [text for *_, text in cells(table)]
    assert figures == [
        text
        for at, row in enumerate("甲乙丙丁")
        for text in (row, str(at), "7", str(at) if at < 3 else UNKNOWN)
    ]


@pytest.mark.parametrize("tagged", [False, True])
@pytest.mark.parametrize(("beyond", "read"), [(1.0, "?"), (40.0, "1")])
def test_a_number_at_the_edge_of_a_window_may_go_on(beyond: float, read: str, *, tagged: bool) -> None:
    """Browsers print what is seen of a table in a window that has to be scrolled: of 184, 1; a dash that is
    half beyond it does not tell that all is drawn."""
    rows = "".join(f"<tr><td>{at}<td>1</tr>" for at in "甲乙丙丁") + "<tr><td>戊<td>—</tr>"
    style = "td { width: 15mm; padding: 2mm } table { width: auto } @page { size: 70mm 100mm }"
    html = f"<html lang=zh><title>-</title><table>{rows}</table>{'<p>正文。</p>' * 9}</html>"
    made = weasyprint.HTML(string=html).write_pdf(
        stylesheets=[weasyprint.CSS(string=STYLE + style)], pdf_tags=tagged
    )
    edge = next(sign.right for sign in signs(made) if sign.text == "1") + beyond
    with pikepdf.open(BytesIO(made)) as document:
        document.pages[0].contents_add(f"q 0 0 {edge} 1000 re W n".encode(), prepend=True)
        document.pages[0].contents_add(b"Q")
        document.save(out := BytesIO())
    (table, *_) = [block for block in pdf.read(out.getvalue()) if isinstance(block, Table)]
    assert [cell.text for cell in table.cells if cell.column][:4] == [read] * 4


def test_letters_drawn_bold_by_their_outlines_are_not_struck_out() -> None:
    data = printed("<p>一二三四五六七八九十</p><p>之后是正文，使文字足够多，像一份报告。</p>")
    (sheet,) = pdf_page.sheets(data, Effort())
    sign = next(sign for sign in sheet.signs if sign.text == "一")
    left, right, middle = sign.left + 0.5, sign.right - 0.5, sign.middle[1]
    outline = f"{left} {middle} m {right} {middle} l {right} {middle + 0.5} l {right - 1} {middle + 1} l "
    outline += f"{right - 2} {middle + 0.5} l {left} {middle + 0.5} l h S"
    with pikepdf.open(BytesIO(data)) as document:
        document.pages[0].contents_add(b"q", prepend=True)
        document.pages[0].contents_add(f"Q {outline}".encode())
        out = BytesIO()
        document.save(out)
    assert texts(lines_of(out.getvalue()))[0] == "一二三四五六七八九十"


@pytest.mark.parametrize("look", ["left: 12mm", "left: 45mm", "left: 8mm; border: 0.5pt solid; width: 24mm"])
def test_a_figure_under_a_text_box_is_unknown(look: str) -> None:
    style = f"td {{ width: 16mm; height: 9mm; padding: 0 1mm }} p {{ position: absolute; top: 9mm; {look} }}"
    rows = "".join(f"<tr><td>{row}7<td>{row}8<td>{row}9" for row in (1, 2, 3))
    (_, table, *_) = without_unknown(lines_of(printed(f"<table>{rows}</table><p>请按实填", style)))
    figures = {text for *_, text in cells(table)}
    assert "?" in figures
    assert all(text.isdigit() or not any(map(str.isdigit, text)) for text in figures)


@pytest.mark.parametrize("rules", ["0", "0.5pt solid; border-width: 0.5pt 0"])
def test_a_table_without_upright_rules_keeps_its_columns(rules: str) -> None:
    """Its lines are those of a laid out text, on all pages of one table; sentences are none of them."""
    style = f"td {{ border: {rules}; text-align: center; width: 25% }} td + td {{ width: 15% }}"
    rows = [("甲乙丙丁", "1", "", "23"), ("戊", "", "4", ""), ("己庚", "5", "678", "9")] * 8
    body = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    found = lines_of(printed(f"<table>{body}</table><p>{'没有线的表以后是正文。' * 9}", style))
    table = [block for block in found if isinstance(block, Paragraph) and block.place]
    assert [block.text.split() for block in table] == [[cell for cell in row if cell] for row in rows]
    assert len({block.place.page for block in table if block.place}) == 1
    ends = {block.text.rindex("4") for block in table if block.text.startswith("戊")}
    assert len(ends) == 1
    assert texts(found)[-1] == "没有线的表以后是正文。" * 9


def test_digits_set_apart_in_a_table_without_rules_are_no_figures_of_their_own() -> None:
    """Nor is any other figure of such a row known: who counts them gives them to their neighbours."""
    style = (
        "td { border: 0; text-align: center; width: 25% } u { letter-spacing: 0.4em; text-decoration: none }"
    )
    body = "".join(f"<tr><td>第{'甲乙丙丁戊己'[at]}行<td><u>5{at}</u><td>7<td>123" for at in range(6))
    found = lines_of(printed(f"<table>{body}</table><p>{'没有线的表以后是正文。' * 9}", style))
    rows = [
        block.text.split() for block in without_unknown(found) if isinstance(block, Paragraph) and block.place
    ]
    assert rows == [[f"第{row}行", "?", "?", "?", "?"] for row in "甲乙丙丁戊己"]


def unruled(rows: Sequence[tuple[str, ...]], size: str) -> list[list[str]]:
    """What is read of each row of a table whose cells have no borders and are 12 mm wide."""
    style = "td { border: 0; width: 12mm; padding: 0 } table { table-layout: fixed; width: 48mm } "
    style += f"td {{ font-size: {size} }}"
    body = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    found = without_unknown(
        lines_of(printed(f"<table>{body}</table><p>{'没有线的表以后是正文。' * 9}", style))
    )
    return [block.text.split() for block in found if isinstance(block, Paragraph) and block.place]


def test_a_label_that_runs_into_its_figure_leaves_no_blank() -> None:
    rows = [(label, str(at), "7", "123") for at, label in enumerate(("甲", "乙乙乙", "丙", "丁", "戊"), 3)]
    assert unruled(rows, "3.8mm")[1] == ["乙乙乙4", "?", "7", "123"]


def test_figures_that_nearly_touch_are_two_where_other_lines_have_two() -> None:
    rows = [("甲", "12345", "12", "3"), *((row, "1", "23", "4") for row in "乙丙丁")]
    assert unruled(rows, "9.5pt") == [[*row] for row in rows]
    assert unruled(rows, "10pt")[0] == [*rows[0]]
    assert unruled(rows[:1] + [("乙", "1", "", "4")] * 3, "10pt")[0] == ["甲", "?", "?", "?"]


def test_words_written_downward_in_two_columns() -> None:
    places = [(20, 60), (20, 50), (20, 40), (9, 60), (9, 50)]
    signs = [Sign(text, x, y, x + 10, y + 10, y) for text, (x, y) in zip("无法提供者", places, strict=True)]
    assert downward([*enumerate(signs)]) == "无法提供者"
    assert downward([*enumerate(signs[:3])]) == downward([*enumerate(signs[::-1])]) == ""


def test_what_is_struck_out_is_not_read_and_told() -> None:
    style = "s { text-decoration: line-through } u { text-decoration: underline }"
    text = "全年<s>共计</s>发布信息八十七条，比上年<u>多</u>三条。"
    html = f"<table><tr><td>收到<td><s>3</s><u>12</u></table><p>{text}"
    told, table, paragraph = lines_of(printed(html, style))
    assert isinstance(told, Notice)
    assert "3共计" in told.text
    assert [text for *_, text in cells(table)] == ["收到", "12"]
    assert texts([paragraph]) == ["全年发布信息八十七条，比上年多三条。"]


def test_a_raised_number_of_a_note_is_no_digit() -> None:
    html = f"<table><tr><td>规章<td>5<sup>1</sup><td>12</table><p>收到12<sup>3</sup>件，{'答复' * 12}。"
    table, text = lines_of(printed(html))
    assert [text for *_, text in cells(table)] == ["规章", "5¹", "12"]
    assert texts([text]) == [f"收到12³件，{'答复' * 12}。"]


def test_a_sheet_in_small_print_is_read_with_its_numbers_cut_as_on_paper() -> None:
    """A wide sheet on one paper: rows of five points, spreadsheet headings around it."""
    head = "<tr><td></td><td>A</td><td>B</td><td>C</td></tr>"
    rows = [f"<tr><td>{at}</td><td>第{at}行</td><td>{at}38</td><td>{at}69</td></tr>" for at in range(1, 8)]
    small = "* { font-size: 4pt; line-height: 1 } td { padding: 0.4pt; width: 20pt }"
    (table,) = without_unknown(lines_of(printed(f"<table>{head}{''.join(rows)}</table>", small)))
    assert cells(table) == [
        (at - 1, column, 1, 1, text)
        for at in range(1, 8)
        for column, text in enumerate((f"第{at}行", f"{at}38", f"{at}69"))
    ]


def test_a_number_of_a_text_with_a_doubtful_digit_is_unknown_as_a_whole() -> None:
    found = without_unknown([Paragraph(f"收到1{UNKNOWN}9件、3,{UNKNOWN}00件、8件")])
    assert texts(found[1:]) == ["收到?件、?件、8件"]


@pytest.mark.parametrize(("after", "read"), [("", "（五）不\n予处理"), ("<p>之后是正文。", "（五）不")])
def test_lines_of_a_cell_that_hang_below_the_last_row_are_its_own(after: str, read: str) -> None:
    """Browsers draw a cell over several rows on the page where it begins, below its last row there."""
    rows = "".join(f"<tr><td>第{at}类信息<td>1" for at in range(5))
    hanging = "<tr><td><div style='height: 6mm; line-height: 6mm'>（五）不<br>予处理</div><td>2"
    (table,) = [
        block
        for block in lines_of(printed(f"<table>{rows}{hanging}</table>{after}"))
        if isinstance(block, Table)
    ]
    assert [cell.text for cell in table.cells][-2:] == [read, "2"]
