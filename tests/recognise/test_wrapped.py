"""Numbers that a narrow cell may have broken: no reader of text takes the pieces."""

from __future__ import annotations

import pytest

from nianbao.model.figure import Figure, State
from nianbao.read import read
from nianbao.recognise import recognise

_TITLE = "卫滨区水利局2023年政府信息公开工作年度报告\n"
_HEAD = f"""{_TITLE}三、收到和处理政府信息公开申请情况
申请人情况
自然人 法人或其他组织 总计
商业企业 科研机构 社会公益组织 法律服务机构 其他
"""
_ROWS = """一、本年新收政府信息公开申请数量 12 3 0 0 0 0 15
二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1
三、本年度办理结果 （一）予以公开 8 2 0 0 0 0 10
（二）部分公开 2 1 0 0 0 0 3
（三）不予公开 1.属于国家秘密 0 0 0 0 0 0 0
2.其他法律行政法规禁止公开 1 0 0 0 0 0 1
四、结转下年度继续办理 2 0 0 0 0 0 2
"""


def row(text: str, name: str) -> list[Figure]:
    figures = recognise(read(text.encode(), "txt")).report.all_figures()
    return [figure for cell, figure in figures.items() if cell.startswith(f"applications.{name}.")]


def is_unknown(text: str, name: str = "partly_granted") -> bool:
    found = row(text, name)
    assert found
    return all(figure.state is State.UNKNOWN for figure in found)


WHOLE = "（二）部分公开    2    1    0    0    0    0    3"
BROKEN = "（二）部分公开    24    0    0    0    0    0    24"
LAID_OUT = _HEAD.replace(" ", "    ") + _ROWS.replace(" ", "    ")


@pytest.mark.parametrize(
    "lines",
    [
        f"{BROKEN}\n     44    44",  # below
        f"{BROKEN}\n处理的    44    44",  # beside the rest of a label
        f"{BROKEN}\n理\n     44",  # below a piece of an upright one
        "28  （二）部分公开    34    2    0    0    0    0    5",  # before the label
        "572（二）部分公开    34    2    0    0    0    0    5",
        "（二）部分公开    25\n        5",
    ],
)
def test_a_row_with_pieces_beside_it_is_unknown(lines: str) -> None:
    assert not is_unknown(LAID_OUT)
    text = LAID_OUT.replace(WHOLE, lines)
    assert text != LAID_OUT
    assert is_unknown(text)
    assert not is_unknown(text, "denied_by_law")


def test_where_a_row_has_pieces_on_its_own_line_others_must_come_out() -> None:
    """208 15 4 13 8 254 289 are five numbers of which two are broken, and two blanks."""
    broken = "四、结转下年度继续办理 208 15 4 13 8 254 289\n"
    more = "二、上年结转政府信息公开申请数量 1 1 0 0 0 0 0 1 1\n"
    text = _HEAD + _ROWS.replace("四、结转下年度继续办理 2 0 0 0 0 0 2\n", broken)
    assert not is_unknown(text, "carried_out")  # a broken sum alone is the report's
    text = text.replace("二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1\n", more)
    assert is_unknown(text, "carried_out")
    assert not is_unknown(text)


def test_groups_that_stand_together_leave_only_rows_in_doubt_that_do_not_follow_one() -> None:
    rows = _ROWS.replace("（一）予以公开 8 2 0 0 0 0 10", "（一）予以公开 果")
    rows = rows.replace("（三）不予公开", "（三）不予公开 （四）无法提供")
    text = (_HEAD + rows).replace(" ", "\n")
    assert is_unknown(text)
    assert not is_unknown(text, "denied_by_law")


def test_a_piece_of_a_label_right_behind_a_figure_is_no_unit() -> None:
    text = LAID_OUT.replace("0    15\n", "0    15量\n")
    assert is_unknown(text, "received")
