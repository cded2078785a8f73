"""Tables that a browser has printed up to the edge of the paper: what is there is read, the rest told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from nianbao.model.figure import State
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise import recognise
from tests.recognise.specimen import blocks_of, specimen

COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other", "total")
LABELS = 3  # columns of labels


def cut(table: Table, many: int) -> Table:
    """The table with so many of its columns of figures."""
    end = LABELS + many
    cells = (cell for cell in table.cells if cell.column < end)
    return replace(table, cells=tuple(replace(c, columns=min(c.columns, end - c.column)) for c in cells))


def with_border(table: Table, many: int) -> Table:
    """The same with a column that is there by half: nothing of it is known."""
    rows = range(max(cell.row for cell in table.cells) + 1)
    kept = cut(table, many)
    return replace(kept, cells=(*kept.cells, *(TableCell(row, LABELS + many, 1, 1, "?") for row in rows)))


def wide(block: Block) -> bool:
    return isinstance(block, Table) and max(cell.column for cell in block.cells) == LABELS + len(COLUMNS) - 1


@pytest.mark.parametrize(("made", "many"), [(cut, 2), (with_border, 5), (with_border, 3)])
def test_columns_that_a_page_has_cut_off_are_unknown_and_the_others_read(
    made: Callable[[Table, int], Table], many: int
) -> None:
    whole = blocks_of("2021", "distinct")
    blocks = [made(block, many) if isinstance(block, Table) and wide(block) else block for block in whole]
    found = recognise(blocks)
    assert any("右边的各列" in notice for notice in found.notices)
    wanted = specimen("2021").all_figures()
    for cell, figure in found.report.all_figures().items():
        is_there = not cell.startswith("applications") or cell.rpartition(".")[2] in COLUMNS[:many]
        assert figure == wanted[cell] if is_there else figure.state is State.UNKNOWN, cell


def test_nothing_is_missing_where_the_next_table_has_it() -> None:
    blocks: list[Block] = []
    for block in blocks_of("2021", "distinct"):
        if isinstance(block, Table) and wide(block):
            rest = (cell for cell in block.cells if cell.column not in (LABELS, LABELS + 1))
            halves = [cut(block, 2), replace(block, cells=tuple(rest))]
            blocks += [halves[0], Paragraph(""), halves[1]]
        else:
            blocks.append(block)
    assert not recognise(blocks).notices
