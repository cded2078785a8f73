"""Which headings of a table hold for which of its figures.

Merged cells make the plain rule of readers (same row, same column) fail, so it is all stated in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nianbao.spans import Place

ROW_SCOPES = frozenset({"row", "rowgroup"})  # values of the attribute scope


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its place; ``head`` tells that it is a heading, ``row_head`` that it is one of rows."""

    place: Place
    head: bool
    row_head: bool

    @property
    def scope(self) -> str:
        """What a heading is for, as the standard says it."""
        return "/Row" if self.row_head else "/Column"

    def holds_for(self, other: Cell, barrier: int) -> bool:
        """Whether this heading is a figure cell's; headings above row ``barrier`` are of another block."""
        if self.row_head:
            return self.place.row < other.place.bottom and other.place.row < self.place.bottom
        above = barrier < self.place.row < other.place.row
        return above and self.place.column < other.place.right and other.place.column < self.place.right


def headings(cells: Sequence[Cell]) -> dict[int, list[int]]:
    """For each figure cell, by its index among ``cells``, the indexes of its headings."""
    heads = [index for index, cell in enumerate(cells) if cell.head]
    figures = [index for index, cell in enumerate(cells) if not cell.head]
    begins = sorted({cells[index].place.row for index in heads if not cells[index].row_head})
    filled = sorted({cells[index].place.row for index in figures})
    barriers = {row: _barrier(row, begins, filled) for row in filled}
    return {
        index: [
            head for head in heads if cells[head].holds_for(cells[index], barriers[cells[index].place.row])
        ]
        for index in figures
    }


def _barrier(row: int, begins: Sequence[int], filled: Sequence[int]) -> int:
    """The last row of figures above ``row`` below which column headings begin anew; -1 if there is none."""
    begin = max((each for each in begins if each < row), default=-1)
    return max((each for each in filled if each < begin), default=-1)
