"""Rows of a table on several lines: those that mail or a terminal broke within a number or before it, 466 at
the end of a row and 3 alone below it, and heads whose cells have line breaks of their own."""

from __future__ import annotations

import itertools
import re

from nianbao.patterns import regex
from nianbao.read.blocks import UNKNOWN
from nianbao.read.text.bars import Rows, unbroken

_NUMBERS = regex(r"[\d.,]*")
_DIGIT = regex(r"\d")
_FEWEST_CELLS = 5  # of rows by whose number of cells the lines of a head are counted
_MAY_GO_ON = regex(r"(?:.*\d[,.]?)?", re.DOTALL)


def with_torn(rows: Rows, after: str) -> Rows:
    """The rows, unknown the figure or blank with which one ends and the figure with which the next begins, if
    that one is shorter and has no word: nothing tells then whether they are one number. ``after`` is the line
    below the table."""
    result = [list(row) for row in rows]
    for at, (above, below) in enumerate(itertools.pairwise([*rows, [after.strip()]])):
        if above and below and _may_go_on(above, below):
            result[at][-1] = UNKNOWN
            if at + 1 < len(result):
                result[at + 1][0] = UNKNOWN
    return result


def _may_go_on(above: list[str], below: list[str]) -> bool:
    numbers = all(map(_NUMBERS.fullmatch, below)) and below[0] != ""
    return numbers and len(below) < len(above) and _MAY_GO_ON.fullmatch(above[-1]) is not None


def with_whole_heads(rows: Rows) -> Rows:
    """The rows, those without any number put together whose cells have line breaks, where nothing marks the
    ends of a cell: the last cell of a line and the first of the next are one, and as many lines make a row as
    have the cells of a whole one. Untouched where they do not come out even."""
    width = max(map(len, rows), default=0)
    if width < _FEWEST_CELLS or sum(len(row) == width for row in rows) < 2:
        return rows
    result: Rows = []
    for are_pieces, group in itertools.groupby(rows, lambda row: _are_pieces(row, width)):
        lines = list(group)
        result += (_joined(lines, width) if are_pieces else None) or lines
    return result


def _are_pieces(row: list[str], width: int) -> bool:
    return len(row) < width and all(row) and not any(map(_DIGIT.search, row))


def _joined(lines: Rows, width: int) -> Rows | None:
    """The rows of so many cells that lines make; None if they do not."""
    rows: Rows = []
    for line in lines:
        if rows and len(rows[-1]) < width:
            rows[-1] = [*rows[-1][:-1], unbroken([rows[-1][-1], line[0]]), *line[1:]]
        else:
            rows.append(list(line))
    return rows if all(len(row) == width for row in rows) else None
