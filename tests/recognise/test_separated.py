"""Reports as text whose cells other signs than bars set apart, and as mail quotes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from nianbao.read import read
from nianbao.read.blocks import Block, Paragraph, Table
from nianbao.read.text.literals import with_rows
from nianbao.read.text.separated import barred, unquoted
from nianbao.recognise import recognise
from tests.recognise.specimen import FILLINGS, blocks_of, specimen
from tests.recognise.test_damage import compared, some

YEARS = {"2019": "2020年", "2021": "2023年"}


def _grid(table: Table) -> list[list[str]]:
    width = max(cell.column + cell.columns for cell in table.cells)
    at = {(cell.row, cell.column): cell.text.replace("\n", "") for cell in table.cells}
    rows = max(cell.row for cell in table.cells) + 1
    return [[at.get((y, x), "") for x in range(width)] for y in range(rows)]


def _text(blocks: Sequence[Block], line: Callable[[list[str]], str]) -> str:
    return "\n".join(
        each.text if isinstance(each, Paragraph) else "\n".join(map(line, _grid(each))) for each in blocks
    )


def _lists(blocks: Sequence[Block], indent: int | None = None) -> str:
    return "\n".join(
        each.text if isinstance(each, Paragraph) else json.dumps(_grid(each), indent=indent)
        for each in blocks
    )


WAYS: dict[str, Callable[[Sequence[Block]], str]] = {
    separator: lambda blocks, separator=separator: _text(blocks, separator.join)
    for separator in (" / ", "→", ";", ",", "，", " - ", " * ")
} | {
    "in quotes": lambda blocks: _text(blocks, lambda row: ",".join(f'"{cell}"' for cell in row)),
    "with numbers of lines": lambda blocks: "\n".join(
        f"{at:5}\t{line}" for at, line in enumerate(_text(blocks, " | ".join).split("\n"), 1)
    ),
    "as changes": lambda blocks: "+" + _text(blocks, "\t".join).replace("\n", "\n+"),
    "as lists of Python": lambda blocks: _text(blocks, repr),
    "as lists of JSON": lambda blocks: _lists(blocks, indent=1),
    "as lists on one line": lambda blocks: _lists(blocks).replace('""', "null"),
    "with bullets": lambda blocks: _text(
        blocks, lambda row: "\n".join(("- - " if at == 0 else "  - ") + cell for at, cell in enumerate(row))
    ),
    "in mail": lambda blocks: "> " + _text(blocks, " | ".join).replace("\n", "\n> "),
}


@pytest.mark.parametrize("form", YEARS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.takes_turns
def test_cells_are_read_as_with_bars(form: str, way: str) -> None:
    """In make test each form with two fillings, the other form with the other two."""
    for _, filling in some(FILLINGS, [*YEARS].index(form) + [*WAYS].index(way)):
        text = WAYS[way](blocks_of(form, filling))
        found = compared(
            specimen(form, filling).all_figures(), recognise(read(text.encode(), "txt"), YEARS[form]).report
        )
        assert not found["wrong"]
        assert found["right"] > 0.85 * found.total()


@pytest.mark.parametrize(
    "text",
    [
        "收到申请，较上年增加，已办结，无复议。\n收到，办理，答复，归档。\n是，是，是，是。\n否，否，否，否。",
        "> 引用一句\n正文不动\n再一行",
        "予以公开 / 5 / 2 / 0\n部分公开 / 1 / 0 / 0",
        "甲 5 / / / / / 5\n乙 3 / 2 / / / 5\n丙 4 2 / 3 / 1 / 9\n丁 1 / / / 1 / 2\n戊 5 / / / / / 5",
        '见附件[1]、[2]和[3]，共3件。\n- 一\n- 二\n[\'甲\', \'1\']\n{"甲": {"乙": 1, "丙": 2}}',
    ],
)
def test_sentences_and_short_runs_stay(text: str) -> None:
    assert barred(with_rows(unquoted(text))) == text


def test_records_of_one_kind_have_one_head() -> None:
    rows = [{"项目": "规章", "制发": 3}, {"项目": "许可", "制发": None}, {"项目": "处罚", "制发": 5}]
    (table,) = (each for each in read(json.dumps(rows).encode(), "txt") if isinstance(each, Table))
    assert _grid(table) == [["项目", "制发"], ["规章", "3"], ["许可", ""], ["处罚", "5"]]


@pytest.mark.parametrize(
    "lines", ["（七）总计|1|2|3|4|5|6|24,\n472", "（七）总计|1|2|3|4|5|6|\n7", "（七）总计|1|2|3|4|5|6|46\n3"]
)
def test_a_number_that_the_end_of_a_line_may_have_broken_is_unknown(lines: str) -> None:
    rows = "二、上年结转政府信息公开申请数量|1|0|0|0|0|0|1\n" * 3
    text = f"甲县水利局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{rows}{lines}\n"
    figures = recognise(read(text.encode(), "txt")).report.all_figures()
    assert str(figures["applications.outcomes.total"]) == "?"


def test_a_sign_that_stands_twice_between_cells_leaves_no_blanks_there() -> None:
    row = "（一）予以公开||||||||21||9||||30"
    rows = "\n".join(
        ["二、上年结转政府信息公开申请数量||1||0||0||0||0||0||1", row, "（二）部分公开||24||||||||36||||60"]
    )
    text = f"甲县水利局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{rows}\n"
    figures = recognise(read(text.encode(), "txt")).report.all_figures()
    found = [str(value) for cell, value in figures.items() if cell.startswith("applications.granted.")]
    assert found == ["", "", "", "21", "9", "", "30"]
