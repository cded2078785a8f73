"""Row and column headings of a spreadsheet that was printed with them: A, B, C above, 1, 2, 3 beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from string import ascii_uppercase

from nianbao.read.blocks import TableCell

_FEWEST = 3  # columns


def has_headings(cells: Sequence[TableCell]) -> bool:
    """Whether the columns of a table are headed by the letters of a spreadsheet; no form has such heads."""
    head = [cell for cell in cells if cell.row == 0]
    letters = "".join(cell.text for cell in head[1:])
    alone = all(cell.rows == cell.columns == 1 for cell in [*head, *(c for c in cells if c.column == 0)])
    return alone and head[0].text == "" and len(letters) >= _FEWEST and letters in ascii_uppercase


def without_headings(cells: Sequence[TableCell]) -> list[TableCell]:
    """The cells of such a table itself."""
    return [
        replace(cell, row=cell.row - 1, column=cell.column - 1) for cell in cells if cell.row and cell.column
    ]
