"""A table that somebody turned: its rows stand side by side at the top, and its columns down the left."""

from __future__ import annotations

from dataclasses import replace

from nianbao.read.blocks import Table
from nianbao.recognise.labels import Leaf, Vocabulary

_FEWEST = 5  # labels of rows side by side; a head has one at most that could be one


def upright(table: Table, vocabulary: Vocabulary) -> Table:
    """The table as the form has it, if the labels of many of its rows stand in one row, each above its own
    figures, and those of columns in rows of their own; as it is else."""
    leaves: dict[int, set[Leaf]] = {}
    for cell in table.cells:
        leaf = vocabulary.leaf(cell.text) if cell.columns == 1 else None
        if leaf is not None:
            leaves.setdefault(cell.row, set()).add(leaf)
    turned = max(map(len, leaves.values()), default=0) >= _FEWEST
    if not turned or len({cell.row for cell in table.cells if vocabulary.column(cell.text)}) < _FEWEST:
        return table
    return replace(
        table,
        seams=(),
        cells=tuple(
            replace(cell, row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows)
            for cell in table.cells
        ),
    )
