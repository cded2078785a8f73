"""A table that somebody turned: its rows stand side by side at the top, and its columns down the left."""

from __future__ import annotations

from dataclasses import replace

from nianbao.read.blocks import Table, TableCell
from nianbao.recognise.labels import Leaf, Vocabulary, squeezed

_FEWEST = 5  # labels of rows side by side; a head has one at most that could be one


def upright(table: Table, vocabulary: Vocabulary) -> Table:
    """The table as the form has it, if the labels of many of its rows stand in one row, each above its own
    figures, and those of columns in rows of their own; as it is else."""
    if not (_has_many_rows_at_top(table, vocabulary) or _is_turned_aside(table, vocabulary)):
        return table
    width = max(cell.column + cell.columns for cell in table.cells)
    return replace(table, seams=(), cells=tuple(_turned(cell, width) for cell in table.cells))


def _turned(cell: TableCell, width: int) -> TableCell:
    """A cell with rows and columns exchanged; one all across, such as a note, in a row below them."""
    if cell.columns == width:
        return replace(cell, row=width + cell.row, column=0, columns=1)
    return replace(cell, row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows)


def _has_many_rows_at_top(table: Table, vocabulary: Vocabulary) -> bool:
    leaves: dict[int, set[Leaf]] = {}
    for cell in table.cells:
        leaf = vocabulary.leaf(cell.text) if cell.columns == 1 else None
        if leaf is not None:
            leaves.setdefault(cell.row, set()).add(leaf)
    if max(map(len, leaves.values()), default=0) < _FEWEST:
        return False
    return len({cell.row for cell in table.cells if vocabulary.column(cell.text)}) >= _FEWEST


def _is_turned_aside(table: Table, vocabulary: Vocabulary) -> bool:
    """Whether a table whose figures stand below all labels has each of its columns once, at the head of a
    row of its own, and all of its rows once, side by side above them."""
    for _, block in vocabulary.across:
        columns = [squeezed(column.label) for column in block.column_leaves()]
        rows = {squeezed(row.label) for row in block.row_leaves()}
        down = [cell for cell in table.cells if cell.rows == 1 and squeezed(cell.text) in columns]
        above = [cell for cell in table.cells if cell.columns == 1 and squeezed(cell.text) in rows]
        foot = max((cell.row + cell.rows for cell in above), default=0)
        above = [cell for cell in above if cell.row + cell.rows == foot]
        if (
            sorted(squeezed(cell.text) for cell in down) == sorted(columns)
            and {squeezed(cell.text) for cell in above} == rows
            and len({cell.column for cell in above}) == len(above) == len(rows)
            and len({cell.column for cell in down}) == 1
            and max(cell.column for cell in down) < min(cell.column for cell in above)
            and foot <= min(cell.row for cell in down)
        ):
            return True
    return False
