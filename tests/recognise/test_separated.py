"""Reports as text whose cells other signs than bars set apart, and as mail quotes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from nianbao.read import read
from nianbao.read.blocks import Block, Paragraph, Table
from nianbao.read.text.separated import barred, unquoted
from nianbao.recognise import recognise
from tests.recognise.specimen import FILLINGS, blocks_of, specimen
from tests.recognise.test_damage import compared

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


WAYS: dict[str, Callable[[Sequence[Block]], str]] = {
    separator: lambda blocks, separator=separator: _text(blocks, separator.join)
    for separator in (" / ", "→", ";", ",", "，")
} | {
    "in quotes": lambda blocks: _text(blocks, lambda row: ",".join(f'"{cell}"' for cell in row)),
    "in mail": lambda blocks: "> " + _text(blocks, " | ".join).replace("\n", "\n> "),
}


@pytest.mark.parametrize("form", YEARS)
@pytest.mark.parametrize("way", WAYS)
def test_cells_are_read_as_with_bars(form: str, way: str) -> None:
    for filling in FILLINGS:
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
    ],
)
def test_sentences_and_short_runs_stay(text: str) -> None:
    assert barred(unquoted(text)) == text
