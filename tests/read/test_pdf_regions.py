"""PDF pages on which text stands side by side, numbers that a page cuts, and words that it does not show."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from nianbao.read.blocks import Block, Paragraph, Table, without_unknown
from nianbao.read.pdf.cut import CUT, known, of_cell
from tests.read.test_pdf_lines import cells, lines_of, printed, texts

LONG = "依法公开政府信息并及时回应群众关切，做到应公开尽公开，把工作落到实处。"
WIDE = "@page { size: 200mm 100mm } body { font-size: 9pt } "
COLUMNS = WIDE + "main { columns: 2; column-gap: 10mm; column-fill: auto; height: %dmm }"


def _table(rows: int) -> str:
    return "<table>" + "".join(f"<tr><td>第{row}项<td>{1000 + row}" for row in range(rows)) + "</table>"


def _numbers(block: Block) -> list[str]:
    return [text for *_, text in cells(block) if text.isdecimal()]


def test_two_columns_one_after_the_other() -> None:
    """Text, and a table that goes on in the next column."""
    blocks = lines_of(printed(f"<main><p>{LONG * 3}</p>{_table(16)}<p>{LONG}</p></main>", COLUMNS % 70))
    assert texts(blocks) == [LONG * 3, LONG]
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph]
    assert _numbers(blocks[1]) == [str(1000 + row) for row in range(16)]


def test_what_goes_all_across_stands_between() -> None:
    """A title above two columns, and a table over the whole width below them."""
    html = f"<h1>甲县水利局的报告分为两栏排印请从左往右看</h1><main><p>{LONG * 6}</p></main>{_table(3)}"
    blocks = lines_of(printed(html, COLUMNS % 30 + "td { width: 50% }"))
    assert [type(block) for block in blocks] == [Paragraph, Paragraph, Table]
    assert texts(blocks)[1] == LONG * 6


@pytest.mark.parametrize("rules", ["border: 0", "border: 0; border-bottom: 0.5pt solid black"])
def test_a_gap_between_the_columns_of_a_table_parts_nothing(rules: str) -> None:
    """Labels at the left and figures at the right are no two columns of text, with or without rules."""
    rows = "".join(f"<tr><td>本机关不掌握相关政府信息之{row}<td>{row}<td>{row + 1}" for row in range(12))
    found = texts(lines_of(printed(f"<table>{rows}</table>", WIDE + f"td {{ {rules}; width: 40% }}")))
    rows_of = [f"本机关不掌握相关政府信息之{row} {row} {row + 1}" for row in range(12)]
    assert [" ".join(text.split()) for text in found] == rows_of


def test_a_number_across_a_line_is_unknown() -> None:
    """One that is wider than its cell: some digits stand in the next one, or beside the table."""
    html = "<table><tr><td>甲<td>1234567<td><tr><td>丙<td>7<td>2345678</table><p>" + LONG
    style = "table { table-layout: fixed; width: 30mm } td { white-space: nowrap }"
    (table,) = (
        block for block in without_unknown(lines_of(printed(html, style))) if isinstance(block, Table)
    )
    assert [text for *_, text in cells(table) if text] == ["甲", "?", "?", "丙", "7", "?"]


def test_words_that_are_cut_off_stay_in_their_cell() -> None:
    """A label that has no room, as in a sheet of a workbook, does not lie over the figure beside it; and of a
    number that is cut off nobody knows the end."""
    rows = "".join(f"<tr><td>{text}<td>{at}" for at, text in enumerate((LONG[:12], "123456789")))
    style = "table { table-layout: fixed; width: 40mm } td { white-space: nowrap }"
    data = printed(f"<table>{rows}</table><p>{LONG}", style)
    with pikepdf.open(BytesIO(data)) as document:
        texts = document.pages[0].Contents.read_bytes().split(b" Tm\n")
        for first in (0, 2):  # the label of each row is cut off at the first column, in points
            place, figure = texts[first].rpartition(b"\n")[2], texts[first + 1].rpartition(b"\n")[2]
            texts[first] = texts[first].removesuffix(place) + b"ET q 34 0 60 283 re W n BT " + place
            texts[first + 1] = texts[first + 1].removesuffix(figure) + b"ET Q BT " + figure
        document.pages[0].Contents = document.make_stream(b" Tm\n".join(texts))
        out = BytesIO()
        document.save(out)
    found = cells(lines_of(out.getvalue())[0])
    assert [text for *_, text in found] == [LONG[:12], "0", "?", "1"]


@pytest.mark.parametrize(("read", "is_known"), [
    (f"12{CUT}", "?"), (f"{CUT}{CUT}5件", "?件"), (f"秘密{CUT}", "秘密?"), ("12", "12"),
])  # fmt: skip
def test_what_is_known_of_a_number_that_is_cut(read: str, is_known: str) -> None:
    assert known(read) == is_known
    assert of_cell(f"{known(read)}\n6") == ("?" if is_known == "?" else f"{is_known}\n6")
