"""Tables as other people set them up: read, or unknown, and never as another figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from nianbao.read.blocks import Block, Table
from nianbao.recognise import recognise
from tests.recognise.damage import is_figure
from tests.recognise.specimen import blocks_of, specimen

Change = Callable[[Table], list[Block]]


def changed(width: int, change: Change) -> list[Block]:
    """The specimen with the table that has so many columns changed."""
    found: list[Block] = []
    for block in blocks_of("2021", "distinct"):
        wide = isinstance(block, Table) and max(c.column + c.columns for c in block.cells) == width
        found += change(block) if wide and isinstance(block, Table) else [block]
    return found


def suits_first(table: Table) -> list[Block]:
    """In table four suits stand left of the reviews, and the second kind of them left of the first."""
    columns = {0: 10, 5: 5, 10: 0}  # where the five columns go that begin here
    return [
        Table(
            tuple(
                replace(cell, column=cell.column % 5 + columns[cell.column // 5 * 5])
                if cell.columns <= 5
                else replace(cell, column=0)
                for cell in table.cells
            )
        )
    ]


def no_width(table: Table) -> list[Block]:
    """An editor has put characters that show nothing before figures."""
    return [
        Table(
            tuple(replace(c, text=f"\u200b{c.text}\ufeff") if is_figure(c.text) else c for c in table.cells)
        )
    ]


@pytest.mark.parametrize(("width", "change"), [(15, suits_first), (10, no_width)])
def test_a_table_set_up_otherwise_is_read(width: int, change: Change) -> None:
    found = recognise(changed(width, change)).report.all_figures()
    assert found == specimen("2021", "distinct").all_figures()
