"""A table with rows for several years: the report's own is read, none where it is not certain which."""

from __future__ import annotations

import pytest

from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise import recognise

_RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
_TITLE = "卫滨区水利局2023年政府信息公开工作年度报告"


def blocks(names: list[str], title: str = _TITLE) -> list[Block]:
    """Table four below a title, with rows of 1 to 15, 2 to 16 and so on."""
    cells = [
        TableCell(0, 0, 3, 1, "年度"),
        TableCell(0, 1, 1, 5, "行政复议"),
        TableCell(0, 6, 1, 10, "行政诉讼"),
    ]
    cells += [TableCell(1, 1 + at, 2, 1, text) for at, text in enumerate(_RESULTS)]
    cells += [TableCell(1, 6, 1, 5, "未经复议直接起诉"), TableCell(1, 11, 1, 5, "复议后起诉")]
    cells += [TableCell(2, 6 + at, 1, 1, text) for at, text in enumerate(_RESULTS * 2)]
    for y, name in enumerate(names, 3):
        cells += [TableCell(y, 0, 1, 1, name)]
        cells += [TableCell(y, 1 + at, 1, 1, str(at + y - 2)) for at in range(15)]
    heading = Paragraph("四、政府信息公开行政复议、行政诉讼情况")
    return [Paragraph(title, 1), heading, Table(tuple(cells)), Paragraph("五、存在的主要问题及改进情况")]


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (["2023年", "2022年"], 1),
        (["2021", "2022", "2023"], 3),
        (["上年度", "本年度"], 2),
        (["2022年", "2021年"], None),
        (["2023年", "2023年"], None),
        (["2023年", "本年"], None),
    ],
)
def test_the_row_of_the_reports_own_year_is_read(names: list[str], first: int | None) -> None:
    found = recognise(blocks(names))
    read = [str(f) for cell, f in found.report.all_figures().items() if cell.startswith("disputes.")]
    assert read == (["?"] * 15 if first is None else [str(first + at) for at in range(15)])
    assert not any(found.report.narrative.values())
