"""Tables that the end of a page cuts, between two rows or through one: halves of labels and of figures."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from nianbao.read.blocks import Block, Table, TableCell
from nianbao.recognise import recognise
from tests.recognise.damage import is_figure
from tests.recognise.specimen import blocks_of, specimen
from tests.recognise.test_damage import compared
from tests.soak import SOAKING

Halves = tuple[str, str]
Way = Callable[[str, random.Random], Halves]  # what of a figure stands on either page


def _above(figure: str, _: random.Random) -> Halves:
    return figure, ""


def _below(figure: str, _: random.Random) -> Halves:
    return "", figure


def _through(figure: str, chance: random.Random) -> Halves:
    at = chance.randrange(len(figure)) if figure else 0
    return figure[:at], figure[at:]


def _cut(table: Table, row: int, figures: Way, chance: random.Random) -> Table:
    """The table with the end of a page in a row: whatever stands there goes on below."""
    cells: list[TableCell] = []
    for cell in table.cells:
        end = cell.row + cell.rows
        if end <= row or cell.row > row:
            cells.append(cell if end <= row else replace(cell, row=cell.row + 1))
            continue
        at = chance.randrange(len(cell.text) + 1)
        halves = figures(cell.text, chance) if is_figure(cell.text) else (cell.text[:at], cell.text[at:])
        cells.append(replace(cell, rows=row + 1 - cell.row, text=halves[0]))
        cells.append(replace(cell, row=row + 1, rows=end - row, text=halves[1]))
    return Table(tuple(cells), seams=(row + 1,))


def _between(table: Table, row: int) -> Table:
    """The table with the end of a page before a row: what hangs down into it goes on below, blank."""
    cells: list[TableCell] = []
    for cell in table.cells:
        end = cell.row + cell.rows
        hangs = cell.row < row < end
        cells.append(replace(cell, rows=row - cell.row) if hangs else cell)
        cells += [replace(cell, row=row, rows=end - row, text="")] if hangs else []
    return Table(tuple(cells), seams=(row,))


def _with(blocks: tuple[Block, ...], table: Table, instead: Table) -> list[Block]:
    return [instead if block is table else block for block in blocks]


def _rows(table: Table) -> range:
    """The rows below the head that a page may end in."""
    first = min(cell.row for cell in table.cells if not cell.head)
    return range(first, max(cell.row + cell.rows for cell in table.cells))


@pytest.mark.parametrize("filling", ["distinct", "few", "blanks"])
@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("figures", [_above, _below, _through], ids=lambda way: way.__name__)
def test_a_row_cut_by_the_end_of_a_page(figures: Way, form: str, filling: str) -> None:
    chance = random.Random(f"{figures.__name__}{form}{filling}")  # noqa: S311 - nothing secret
    blocks, wanted = blocks_of(form, filling), specimen(form, filling).all_figures()
    for table in (block for block in blocks if isinstance(block, Table)):
        for row in _rows(table) if SOAKING else chance.sample(_rows(table), min(4, len(_rows(table)))):
            found = compared(
                wanted, recognise(_with(blocks, table, _cut(table, row, figures, chance))).report
            )
            assert not found["wrong"], row
            assert found["unknown"] <= 15, row


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_end_of_a_page_between_two_rows(form: str) -> None:
    blocks, wanted = blocks_of(form), specimen(form).all_figures()
    for table in (block for block in blocks if isinstance(block, Table)):
        for row in list(_rows(table))[1 :: 1 if SOAKING else 4]:
            found = compared(wanted, recognise(_with(blocks, table, _between(table, row))).report)
            assert (found["wrong"], found["unknown"]) == (0, 0), row
