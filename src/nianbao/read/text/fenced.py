"""Tables between two lines |===, as AsciiDoc writes them: a bar begins each cell, wherever lines end.

How many cells make a row is stated above the table, else its first line tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.read.blocks import Table, TableCell

_FENCE = "|==="
_ATTRIBUTES = re.compile(r"\[[^\[\]]*\]")
_COLUMNS = re.compile(r'cols="([^"]*)"')
_CELL = re.compile(r"(?:(?<=\s)|^)(?:(\d{0,2})(?:\.(\d{1,2}))?\+)?[<^>.]{0,2}[adehlmsv]?\|", re.MULTILINE)
_MOST_COLUMNS = 64
_MOST_PLACES = 20_000  # that cells cover


def fenced_at(lines: Sequence[str], at: int) -> tuple[Table | None, int]:
    """The table that begins with a line, and the line after it. None if there is none, with the line up to
    which there is none either."""
    stated = _ATTRIBUTES.fullmatch(lines[at].strip()) if at + 1 < len(lines) else None
    begin = at + (stated is not None)
    if lines[begin].strip() != _FENCE:
        return None, at
    end = next((to for to in range(begin + 1, len(lines)) if lines[to].strip() == _FENCE), len(lines))
    columns = _COLUMNS.search(lines[at]) if stated else None
    first = next((lines[to] for to in range(begin + 1, end) if lines[to].strip()), "")
    count = columns[1].count(",") + 1 if columns else len(_CELL.findall(first))
    text = "\n".join(lines[begin + 1 : end])
    return _filled(text, count) if 0 < count <= _MOST_COLUMNS else None, min(end + 1, len(lines))


def _filled(text: str, count: int) -> Table | None:
    """The cells, row by row; None if they do not fill the last one, or cover more than any report's."""
    marks = list(_CELL.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    cells: list[TableCell] = []
    taken: set[tuple[int, int]] = set()
    row = column = 0
    for mark, end in zip(marks, ends, strict=True):
        while column >= count or (row, column) in taken:
            row, column = (row, column + 1) if column < count else (row + 1, 0)
        wide, high = (int(number or 1) or 1 for number in mark.groups())
        if column + wide > count or len(taken) > _MOST_PLACES:
            return None
        cells.append(TableCell(row, column, high, wide, " ".join(text[mark.end() : end].split())))
        taken |= {(row + down, column + aside) for down in range(high) for aside in range(wide)}
        column += wide
    height = max((cell.row + cell.rows for cell in cells), default=0)
    whole = len(taken) == height * count == sum(cell.rows * cell.columns for cell in cells)
    return Table(tuple(cells)) if cells and whole else None
