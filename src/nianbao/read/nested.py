"""A table whose cells hold tables, each below its head: read as the one table that a person sees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nianbao.read.blocks import UNKNOWN, Block, Paragraph, Table, TableCell

FEWEST = 2  # tables beside each other
_MOST_NUMBERS = 4  # in a table in the place of one
_NUMBER = re.compile(r"\s*[\d.,]+\s*")


def opened(cells: Sequence[TableCell], inner: Mapping[int, Table]) -> Table | None:
    """The cells with the tables that stand in some of them, by their number, in their place. None if these
    are not in one row, each in a cell of its own below a head, and alike."""
    holders = [cells[at] for at in inner]
    rows = {cell.row for cell in holders}
    sizes = {_size(table) for table in inner.values()}
    single = all((cell.rows, cell.columns, cell.text) == (1, 1, "") for cell in holders)
    if len(inner) < FEWEST or len(rows) != 1 or len(sizes) != 1 or not single:
        return None
    (row,), ((high, wide),) = rows, sizes
    wider = sorted(cell.column for cell in holders)

    def column(at: int) -> int:
        return at + (wide - 1) * sum(each < at for each in wider)

    found: list[TableCell] = []
    for at, cell in enumerate(cells):
        left, end = column(cell.column), column(cell.column + cell.columns)
        top = cell.row + (high - 1) * (cell.row > row)
        if at in inner:
            found += [
                replace(each, row=top + each.row, column=left + each.column) for each in inner[at].cells
            ]
        else:
            rows_ = cell.rows + (high - 1) * (cell.row <= row < cell.row + cell.rows)
            found.append(replace(cell, row=top, column=left, rows=rows_, columns=end - left))
    return Table(tuple(sorted(found, key=lambda cell: (cell.row, cell.column))))


def said(block: Block, *, alone: bool) -> str | None:
    """What a paragraph or table says in its cell: a table in which a single cell is written is but a frame
    around it, and of several numbers, where a table stands ``alone``, nobody can tell whether they are one.
    None of a table that has more to say."""
    if isinstance(block, Paragraph):
        return block.text
    written = [cell.text for cell in block.cells if cell.text.strip()]
    if len(written) < FEWEST:
        return "".join(written)
    return (
        UNKNOWN if alone and len(written) <= _MOST_NUMBERS and all(map(_NUMBER.fullmatch, written)) else None
    )


def _size(table: Table) -> tuple[int, int]:
    """How many rows and columns it has."""
    return max(c.row + c.rows for c in table.cells), max(c.column + c.columns for c in table.cells)
