"""Sheets that were printed in strips on several papers, as programs for workbooks do."""

from __future__ import annotations

from itertools import product

import pytest
import weasyprint

from nianbao.read.blocks import Table
from nianbao.read.pdf import document as pdf

STYLE = """@page { size: 400pt 400pt; margin: 40pt; @bottom-center { content: "第 " counter(page) " 页" } }
* { font: 10pt Nianbao Song; margin: 0 } table { border-collapse: collapse; table-layout: fixed }
td { border: 0.5pt solid black; width: 60pt } .open { border-right: 0 } .goes-on { border-left: 0 }"""
HEIGHTS = (24, 32, 20, 41, 27, 35, 22)
OTHERS = (33, 21, 45, 24, 38, 26, 30)
COLUMNS = 6
SPAN = 3  # the column behind which the last row has a cell of two


def rows(sheet: int) -> list[list[str]]:
    """A head, rows of figures, and at last one with a figure in the middle of two columns."""
    figures = [[str((column * 37 + row * 11 + sheet * 5) % 90) for column in range(1, 6)] for row in range(5)]
    labelled = [[f"第{name}类", *row] for name, row in zip("一二三四五", figures, strict=True)]
    return [["项目", *"甲乙丙丁戊"], *labelled, ["合计", "7", "8", "", "66", "9"]]


def paper(sheet: int, columns: tuple[int, ...]) -> str:
    html = f"<p style='height:20pt'>{'下表单位：件' * (0 in columns)}</p><table style='break-after:page'>"
    for height, row in zip((HEIGHTS, OTHERS)[sheet], rows(sheet), strict=True):
        html += f"<tr style='height:{height}pt'>"
        for column in columns:
            spanned = row[0] == "合计" and column in (SPAN, SPAN + 1)
            if not spanned:
                html += f"<td>{row[column]}"
            elif column == SPAN and SPAN + 1 in columns:
                html += "<td colspan=2>66"
            elif column == SPAN or SPAN not in columns:
                html += f"<td class={'open' if column == SPAN else 'goes-on'}>{row[column]}"
    return html + "</table>"


def tables(papers: list[tuple[int, tuple[int, ...]]]) -> list[list[list[str]]]:
    text = f"某局2023年政府信息公开工作年度报告，{'共六个部分，' * 5}数据截至年末。"
    html = "".join(paper(*each) for each in papers) + f"<p>{text}"
    made = weasyprint.HTML(string=html).write_pdf(stylesheets=[weasyprint.CSS(string=STYLE)])
    found = [block for block in pdf.read(made) if isinstance(block, Table)]
    return [[[c.text for c in each.cells if c.row == row] for row in range(len(HEIGHTS))] for each in found]


def whole(sheet: int) -> list[list[str]]:
    return [[text for text in row if text] for row in rows(sheet)]


@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize(
    "strips", [((0, 1, 2, 3), (4, 5)), ((0, 1), (2, 3), (4, 5)), ((0, 1, 2), (0, 3, 4), (0, 5))]
)
@pytest.mark.takes_turns
def test_strips_are_read_as_the_sheet_that_they_are_of(
    strips: tuple[tuple[int, ...], ...], over: bool
) -> None:
    """Down and then over, or over and then down; with the labels on each."""
    papers = [*product((0, 1), strips)] if over else [(sheet, strip) for strip in strips for sheet in (0, 1)]
    assert tables(papers) == [whole(0), whole(1)]


@pytest.mark.parametrize(
    "papers",
    [
        [(0, (0, 1, 2)), (0, (0, 1, 2)), (0, (3, 4, 5)), (0, (3, 4, 5))],
        [(0, (0, 1, 2)), (0, (0, 1, 2))],  # two copies
        [(0, (0, 1, 2)), (1, (3, 4, 5))],  # whose rows are not as high
    ],
)
def test_nothing_is_put_together_where_there_is_a_choice(papers: list[tuple[int, tuple[int, ...]]]) -> None:
    assert max(len(row) for table in tables(papers) for row in table) == 3


@pytest.mark.parametrize(("words", "told"), [("本年处理决定数量" * 9, "?"), ("本年处理决定数量", "")])
def test_an_empty_cell_at_an_edge_over_which_words_go_on_is_unknown(words: str, told: str) -> None:
    """On a paper without its others: what stands in the middle of the cell may be on one of these."""
    lines = [
        f"<td colspan=2><div class='edge'>{words}</div>",
        *("<td>许可<td>", "<td>处罚<td>5", "<td>强制<td>"),
    ]
    style = STYLE + " td { max-width: 60pt } .edge { width: 60pt; white-space: nowrap }"
    rows = "".join(f"<tr>{line}" for line in lines)
    html = f"<table>{rows}</table><p>{'某局年度报告。' * 9}<table><tr><td>甲<td>1</table>"  # a wider text
    made = weasyprint.HTML(string=html).write_pdf(stylesheets=[weasyprint.CSS(string=style)])
    table = next(block for block in pdf.read(made) if isinstance(block, Table))
    assert [cell.text for cell in table.cells if cell.column == 1] == [told, "5", told]
