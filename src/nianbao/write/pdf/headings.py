"""Which headings of a table hold for which of its figures.

Merged cells make the plain rule of readers (same row, same column) fail, so it is all stated in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nianbao.spans import Place

ROW_SCOPES = frozenset({"row", "rowgroup"})  # values of the attribute scope


class Cell(NamedTuple):
    """A cell by its place; ``head`` tells that it is a heading, ``row_head`` that it is one of rows."""

    place: Place
    head: bool
    row_head: bool

    @property
    def scope(self) -> str:
        """What a heading is for, as the standard says it."""
        return "/Row" if self.row_head else "/Column"


def headings(cells: Sequence[Cell]) -> dict[int, list[int]]:
    """For each figure cell, by its index among ``cells``, the indexes of its headings."""
    beside: dict[int, list[int]] = {}  # the headings of rows by the rows that they span
    above: dict[int, list[int]] = {}  # those of columns by the columns
    for index, cell in enumerate(cells):
        if cell.head:
            lines = beside if cell.row_head else above
            for line in _rows(cell.place) if cell.row_head else _columns(cell.place):
                lines.setdefault(line, []).append(index)
    figures = {index: cell.place for index, cell in enumerate(cells) if not cell.head}
    begins = sorted({cell.place.row for cell in cells if cell.head and not cell.row_head})
    filled = sorted({place.row for place in figures.values()})
    barriers = {row: _barrier(row, begins, filled) for row in filled}
    held: dict[int, list[int]] = {}
    for index, place in figures.items():
        row, barrier = place.row, barriers[place.row]
        found = [head for line in _rows(place) for head in beside.get(line, ())]
        for column in _columns(place):  # a heading that does not stand between the two is of another block
            found += [head for head in above.get(column, ()) if barrier < cells[head].place.row < row]
        held[index] = sorted(set(found))
    return held


def _rows(place: Place) -> range:
    return range(place.row, place.bottom)


def _columns(place: Place) -> range:
    return range(place.column, place.right)


def _barrier(row: int, begins: Sequence[int], filled: Sequence[int]) -> int:
    """The last row of figures above ``row`` below which column headings begin anew; -1 if there is none."""
    begin = max((each for each in begins if each < row), default=-1)
    return max((each for each in filled if each < begin), default=-1)
