"""Blank cells that the structure of a PDF leaves out.

Browsers that print a page tag what is drawn. An empty cell draws nothing and is no cell of the structure, so
that what stands right of it moves to the left. The ruled lines still tell where each cell is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nianbao.read.blocks import Block, Table, TableCell
from nianbao.words import without_spaces


def lacks_cells(blocks: Sequence[Block]) -> bool:
    """Whether a table has places that no cell covers."""
    return any(isinstance(block, Table) and _is_ragged(block) for block in blocks)


def with_blanks(tagged: Sequence[Block], ruled: Sequence[Block]) -> list[Block]:
    """The blocks of the structure, with the cells between ruled lines in each table that lacks some, if they
    hold the same words in the same order."""
    tables = [block for block in ruled if isinstance(block, Table)]
    count = sum(isinstance(block, Table) for block in tagged)
    if len(tables) != count:
        return list(tagged)
    drawn = iter(tables)
    return [_in_place(block, next(drawn)) if isinstance(block, Table) else block for block in tagged]


def _is_ragged(table: Table) -> bool:
    covered = sum(cell.rows * cell.columns for cell in table.cells)
    height = max((cell.row + cell.rows for cell in table.cells), default=0)
    width = max((cell.column + cell.columns for cell in table.cells), default=0)
    return covered < height * width


def _in_place(table: Table, drawn: Table) -> Table:
    """The words of a table in the cells that were drawn. A head that is drawn again on the next page is one
    cell of the structure, and its words stand in it twice; the label of a group stands in it once."""
    if not _is_ragged(table):
        return table
    stated = [cell for cell in _in_order(table) if cell.text]
    texts: dict[TableCell, str] = {}
    labels: set[tuple[int, str]] = set()
    for cell in (cell for cell in _in_order(drawn) if cell.text):
        once = without_spaces(cell.text)
        said = stated[len(texts)] if len(texts) < len(stated) else None
        words = "" if said is None else without_spaces(said.text)
        times = len(words) // (len(once) or 1)
        if said is not None and words == once * times and (times == 1 or said.head):
            texts[cell] = said.text if times == 1 else cell.text
        elif (cell.column, once) not in labels:
            return table
        if len(once) > 1 and not any(sign.isdigit() for sign in once):
            labels.add((cell.column, once))
    if len(texts) < len(stated):
        return table
    return replace(drawn, cells=tuple(replace(cell, text=texts.get(cell, cell.text)) for cell in drawn.cells))


def _in_order(table: Table) -> list[TableCell]:
    return sorted(table.cells, key=lambda cell: (cell.row, cell.column))
