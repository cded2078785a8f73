"""Rows without figures in text in which blank cells have left nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from nianbao.model.load_forms import form_for
from nianbao.read import read
from nianbao.recognise import recognise

FIGURES = {
    "received": "4 1 5",
    "granted": "3 3",
    "denied_inquiry": "1 1",
    "outcomes": "3 1 4",
    "carried_out": "1 1",
}
WHOLE = {"received": "4 0 0 1 0 0 5"}


def _rows(figures: Mapping[str, str], gap: str = " ") -> str:
    """Table three with a line for each label, and the figures behind it."""
    form = form_for(2023)
    assert form is not None
    table = form.section("applications").table
    assert table is not None
    entries = [entry for block in table.blocks for top in block.rows for entry in top.walk()]
    lines = [f"{entry.label}{gap}{figures.get(entry.id, '').replace(' ', gap)}".strip() for entry in entries]
    heads = "申请人情况\n自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他"
    heading = "甲县水利局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况"
    return "\n".join([heading, heads, *lines, "四、政府信息公开行政复议、行政诉讼情况"])


def _read(text: str) -> dict[str, set[str]]:
    """What the cells of each row are read as."""
    found: dict[str, set[str]] = {}
    for cell, figure in recognise(read(text.encode(), "txt")).report.all_figures().items():
        if cell.startswith("applications."):
            found.setdefault(cell.split(".")[1], set()).add(str(figure))
    return found


def test_a_row_without_figures_is_blank_where_the_sums_come_out() -> None:
    """Of the others nobody knows which cells were blank, whatever the sums between rows would allow."""
    found = _read(_rows(FIGURES | WHOLE))
    assert found.pop("received") == {"4", "0", "1", "5"}
    assert {row for row, figures in found.items() if figures == {"?"}} == FIGURES.keys() - WHOLE.keys()
    assert all(figures == {""} for row, figures in found.items() if row not in FIGURES)


@pytest.mark.parametrize(
    "text",
    [
        _rows(FIGURES | {"granted": ""}),  # lost
        _rows(FIGURES | {"carried_out": ""}),
        _rows(FIGURES | {"granted": "3 2"}),
        _rows(FIGURES | {"granted": "3 3 7"}),  # the number of a page
        _rows({"received": "5 5", "carried_out": "5 5"}),  # too little to prove anything
        _rows(FIGURES, "  "),  # blanks may be spaces
        _rows(FIGURES).replace("4.保护", "\n4.保护"),
        _rows(FIGURES).replace("2.重复申请", "2.申请"),
        _rows(FIGURES).replace("2.重复申请", "1 1\n2.重复申请"),
    ],
)
def test_else_it_is_unknown(text: str) -> None:
    found = _read(text)
    assert all(figures == {"?"} for row, figures in found.items() if row != "received")
