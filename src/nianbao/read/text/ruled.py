"""Tables in text between rules of dashes, which tell the columns: ---- -------- ----. Pandoc writes them.

A Chinese character takes two columns. Where empty lines part the rows, a row may take several lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from nianbao.read.text.bars import unbroken

_RULE = re.compile(r"\s*(?:-{2,}(?:\s+-{2,})+|={2,}(?:\s+={2,})+)\s*")
_DASHES = re.compile(r"-{2,}|={2,}")
_MOST_LINES = 120  # of a table
_MOST_COLUMNS = 64
_MOST_RULES = 3  # below the first of a table

Rows = list[list[str]]
Span = tuple[int, int]


class _Cell(NamedTuple):
    """The text of a cell in a line, and how far it stands from either side of its column."""

    text: str
    left: int
    right: int


def ruled_at(lines: Sequence[str], at: int) -> tuple[Rows, int]:
    """The rows of the table whose first rule is a line, and the line after it. None if there is no table."""
    spans = _spans(lines[at])
    if not spans or len(spans) > _MOST_COLUMNS:
        return [], at
    rules = [
        end
        for end in range(at + 1, min(len(lines), at + _MOST_LINES))
        if lines[end].rstrip() == lines[at].rstrip()
    ]
    for last in reversed(rules[:_MOST_RULES]):  # one below the head, one at the end
        if rows := _rows(
            [line for line in lines[at + 1 : last] if line.rstrip() != lines[at].rstrip()], spans
        ):
            return rows, last + 1
    return [], at


def _rows(lines: Sequence[str], spans: Sequence[Span]) -> Rows:
    """The rows of a table; none if something stands between its columns, or aslant in one."""
    cut = [_cut(line, spans) for line in lines]
    cells = [row for row in cut if row is not None]
    if len(cells) < len(cut) or not all(map(_is_straight, zip(*cells, strict=True))):
        return []
    texts = [[cell.text for cell in row] for row in cells]
    if all(any(row) for row in texts):
        return texts
    groups = (list(group) for written, group in itertools.groupby(texts, any) if written)
    return [[unbroken(pieces) for pieces in zip(*group, strict=True)] for group in groups]


def _spans(line: str) -> list[Span]:
    return [match.span() for match in _DASHES.finditer(line)] if _RULE.fullmatch(line) else []


def _cut(line: str, spans: Sequence[Span]) -> list[_Cell] | None:
    """The cells of a line; None if something stands between two columns."""
    texts = [""] * len(spans)
    left, right = [0] * len(spans), [0] * len(spans)
    place = column = 0
    for character in line.rstrip():
        begin = place
        place += 2 if east_asian_width(character) in "WF" else 1
        while begin >= spans[column][1] and column + 1 < len(spans):
            column += 1
        if not character.isspace():
            if begin < spans[column][0]:
                return None
            left[column] = left[column] if texts[column].strip() else begin - spans[column][0]
            right[column] = spans[column][1] - place
        texts[column] += character
    return [_Cell(*cell) for cell in zip(map(str.strip, texts), left, right, strict=True)]


def _is_straight(cells: Sequence[_Cell]) -> bool:
    """Whether the cells of a column are all set to the left, or all to the right, or all in the middle: else
    somebody counted the width of characters in another way."""
    written = [cell for cell in cells if cell.text]
    ways = [cell.left for cell in written], [cell.right for cell in written]
    middle = all(abs(cell.left - cell.right) <= 1 for cell in written)
    return middle or not any(ways[0]) or not any(ways[1])
