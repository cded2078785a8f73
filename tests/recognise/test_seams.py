"""Tables that the end of a page cuts, between two rows or through one: halves of labels and of figures."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable
from dataclasses import replace

import pytest

from nianbao.model.load_forms import all_forms
from nianbao.read import read
from nianbao.read.blocks import Block, Table, TableCell
from nianbao.recognise import recognise
from nianbao.recognise.labels import vocabulary_of
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
@pytest.mark.takes_turns
def test_a_row_cut_by_the_end_of_a_page(figures: Way, form: str, filling: str) -> None:
    chance = random.Random(f"{figures.__name__}{form}{filling}")  # noqa: S311 - nothing secret
    blocks, wanted = blocks_of(form, filling), specimen(form, filling).all_figures()
    for table in (block for block in blocks if isinstance(block, Table)):
        for row in _rows(table) if SOAKING else chance.sample(_rows(table), min(2, len(_rows(table)))):
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


def _in_two(table: Table, row: int) -> tuple[Table, Table]:
    """Two tables of one that the end of a page cuts: figures at its end, and their label on the next page."""
    above: list[TableCell] = []
    below: list[TableCell] = []
    for cell in table.cells:
        end = cell.row + cell.rows
        if cell.row <= row:
            stays = end <= row or is_figure(cell.text) or cell.rows > 1
            above.append(replace(cell, rows=min(end, row + 1) - cell.row, text=cell.text if stays else ""))
        if end > row:
            text = "" if is_figure(cell.text) and cell.row <= row else cell.text
            below.append(replace(cell, row=max(cell.row - row, 0), rows=end - max(cell.row, row), text=text))
    return Table(tuple(above)), Table(tuple(below))


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_row_whose_figures_the_end_of_a_page_left_in_another_table(form: str) -> None:
    blocks, wanted = blocks_of(form), specimen(form).all_figures()
    table = max((block for block in blocks if isinstance(block, Table)), key=lambda each: len(each.cells))
    for row in list(_rows(table))[1 :: 1 if SOAKING else 6]:
        above, below = _in_two(table, row)
        parts = [part for block in blocks for part in ((above, below) if block is table else (block,))]
        found = compared(wanted, recognise(parts).report)
        assert not found["wrong"], row
        assert found["unknown"] <= 15, row


def test_figures_beside_the_end_of_a_broken_label_are_not_the_next_ones() -> None:
    """Cells of labels in several lines, as python-docx gives them, and a row below without any figure."""
    leaves = [leaf for leaf in vocabulary_of(all_forms()["2021"]).leaves if leaf.cells[0].startswith("app")]
    heads = [column.label for column in leaves[0].block.column_leaves()]
    lines = [
        "甲县水利局2024年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        "\t".join(["", *heads]),
    ]
    for at, leaf in enumerate(leaves):
        first, *others = textwrap.wrap(leaf.entry.label, 12)
        figures = [""] * 7 if at % 2 else [str(10 * at)] * 7
        lines += ["三、", "本年度", "办理", "结果\t（五）"]
        lines += "\n".join(("其他处理\t" + first, *others)).split("\n")
        lines[-1] = "\t".join([lines[-1], *figures])
    found = recognise(read("\n".join(lines).encode(), "txt")).report.all_figures()
    for at, leaf in enumerate(leaves):
        seen = {str(found[cell]) for cell in leaf.cells}
        assert seen <= {"?", "" if at % 2 else str(10 * at)}, leaf.entry.label
