"""Heads that stand above labels, because columns of a table were lost, tell nothing of the figures below."""

from __future__ import annotations

import pytest

from nianbao.model.figure import parse
from nianbao.read import read
from nianbao.read.blocks import Paragraph, Table, TableCell
from nianbao.recognise import recognise
from nianbao.recognise.tables.assign import figure_of
from nianbao.recognise.tables.lines import Item

_HEAD = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
_ROWS = {"（一）予以公开": "1234567", "（二）部分公开": "2345678", "（七）总计": "3456789"}


@pytest.mark.parametrize("lost", [0, 2])
def test_figures_are_unknown_where_labels_stand_below_heads_of_figures(lost: int) -> None:
    cells = [TableCell(0, 0, 1, 3 - lost, "项目")]
    cells += [TableCell(0, 3 - lost + at, 1, 1, head) for at, head in enumerate(_HEAD)]
    cells += [TableCell(1, 0, len(_ROWS), 1, "三、本年度办理结果")]
    for y, (label, figures) in enumerate(_ROWS.items(), 1):
        cells += [TableCell(y, 1, 1, 2, label)]
        cells += [TableCell(y, 3 + at, 1, 1, figure) for at, figure in enumerate(figures[: 7 - lost])]
    title = Paragraph("卫滨区水利局2023年政府信息公开工作年度报告", 1)
    section = Paragraph("三、收到和处理政府信息公开申请情况")
    found = recognise([title, section, Table(tuple(cells))], "2023年").report.all_figures()
    read = {str(figure) for cell, figure in found.items() if cell.startswith("applications.granted.")}
    assert read == ({"?"} if lost else set("1234567"))


@pytest.mark.parametrize(
    ("text", "seen"), [("\u202d12\u202c", "12"), ("\u200e12", "12"), ("\u202e12\u202c", "\u202e12")]
)
def test_marks_of_direction_leave_a_number_but_where_they_turn_it_round(text: str, seen: str) -> None:
    assert figure_of(Item(text, 0, 1)) == parse(seen)


_TEXT = """卫滨区水利局2023年政府信息公开工作年度报告

三、收到和处理政府信息公开申请情况

| {head} |
{rows}
"""
_LOST = """| 一、本年新收政府信息公开申请数量 |  | 11 | 9 | 3 | 6 | 1 | 6 | 36 |
| 二、上年结转政府信息公开申请数量 |  |  | 1 | 1 |  |  |  | 2 |
| （二）部分公开 |  | 2 |  |  |  | 2 |"""
_ADDED = """| 3.危及“三安全一稳定” | 2 |  |  |  |  |  | 2 |
| 4.保护第三方合法权益 |  | 5 | 2 |  |  |  |  | 7 |
| 5.属于三类内部事务信息 | 1 |  |  |  | 6 |  | 7 |
| 6.属于四类过程性信息 | 11 |  | 12 |  |  |  | 23 |"""


@pytest.mark.parametrize(
    ("rows", "row", "beside"),
    [(_LOST, "carried_in", {"received": "36"}), (_ADDED, "denied_third_party", {"denied_internal": "7"})],
)
def test_nothing_is_read_of_a_row_that_may_have_lost_or_gained_a_cell(
    rows: str, row: str, beside: dict[str, str]
) -> None:
    text = _TEXT.format(head=" | ".join(["", *_HEAD]), rows=rows)
    found = recognise(read(text.encode(), "md"), "2023年").report.all_figures()
    assert {str(figure) for cell, figure in found.items() if cell.startswith(f"applications.{row}.")} == {"?"}
    assert {row: str(found[f"applications.{row}.total"]) for row in beside} == beside


def test_the_end_of_a_label_that_reaches_over_the_border_is_no_part_of_the_figure() -> None:
    rows = "\n".join(f"| {label} | {cells} |" for label, cells in _OVER.items())
    text = _TEXT.format(head=" | ".join(["项目", *_HEAD]), rows=rows)
    found = recognise(read(text.encode(), "md"), "2023年").report.all_figures()
    assert found["applications.denied_by_law.natural_person"] == parse("7")
    assert found["applications.unavailable_not_held.natural_person"] == parse("0")


_OVER = {
    "2.其他法律行政法规禁止公": "开 7 | 0 | 0 | 0 | 0 | 0 | 7",
    "6.属于四类过程性信息": "11 | 0 | 12 | 0 | 0 | 0 | 23",
    "1.本机关不掌握相关政府信": "息0 | 1 | 0 | 0 | 0 | 0 | 1",
}
