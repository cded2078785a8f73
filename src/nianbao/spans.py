"""Cells of a table at their places, where a file says for each only how many rows and columns it spans.

The rule of HTML and of tagged PDF; readers and writers know it from here, and do not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

Cell = TypeVar("Cell")


class Place(NamedTuple):
    """Where a cell begins and how many rows and columns it covers, from the first row and column, 0."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def bottom(self) -> int:
        """The row below it."""
        return self.row + self.rows

    @property
    def right(self) -> int:
        """The column right of it."""
        return self.column + self.columns


def placed(
    rows: Sequence[Iterable[Cell]], spans: Callable[[Cell], tuple[int, int]]
) -> Iterator[tuple[Cell, Place]]:
    """Each cell, in reading order, at the first free column of its row.

    ``spans`` tells how many rows and columns a cell asks for, at least 1 each. It gets fewer rows where the
    table ends, and fewer columns where a cell from above is in the way: no cell lies on another.
    """
    free_from: dict[int, int] = {}  # for each column the row from which it is free
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while free_from.get(column, 0) > row:
                column += 1
            height, width = spans(cell)
            bottom, end = min(row + height, len(rows)), column + 1
            while end < column + width and free_from.get(end, 0) <= row:
                end += 1
            for taken in range(column, end):
                free_from[taken] = bottom
            yield cell, Place(row, column, bottom - row, end - column)
            column = end
