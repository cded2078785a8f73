"""Text whose cells are set apart by other signs than bars, as a file of values or a message has them; and
text that mail has quoted."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Sequence

from nianbao.read.text.bars import BAR

_SEPARATORS = (" / ", "→", ";", "；", ",", "，")
_FEWEST = 3  # separators of a line: fewer may stand in a sentence
_LINES = 4  # one below the other with as many of them
_VALUES = 0.4  # share of the cells that hold a figure or nothing
_VALUE = re.compile(r"[-+－＋]?[\d,]+(?:\.\d+)?(?:万?元)?|[-—－/\\]?")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_MOSTLY = 0.9


def unquoted(text: str) -> str:
    """The text without the signs that mail sets before each line of what it answers."""
    lines = text.split("\n")
    written = [line for line in lines if line.strip()]
    if sum(line.startswith(">") for line in written) < _MOSTLY * len(written):
        return text
    return "\n".join(_QUOTED.sub("", line, count=1) if line.startswith(">") else line for line in lines)


def barred(text: str) -> str:
    """The text with bars between cells that another sign sets apart, in lines below each other that have as
    many of them and hold values: else ``5 / 3`` is taken for what does not apply beside figures."""
    lines = text.split("\n")
    for separator in _SEPARATORS:
        if text.count(separator) >= _FEWEST * _LINES:
            lines = list(_with_bars(lines, separator))
    return "\n".join(lines)


def _with_bars(lines: Sequence[str], separator: str) -> Iterator[str]:
    for _, group in itertools.groupby(lines, key=lambda line: line.count(separator)):
        run = list(group)
        is_grid = len(run) >= _LINES and run[0].count(separator) >= _FEWEST
        cells = _cells(run, separator) if is_grid else []
        if cells and _are_values(cells):
            yield from (f" {BAR} ".join(row) for row in cells)
        else:
            yield from run


def _cells(run: Sequence[str], separator: str) -> list[list[str]]:
    if len(separator) == 1:
        return list(csv.reader(run, delimiter=separator))
    return [line.split(separator) for line in run]


def _are_values(rows: Sequence[Sequence[str]]) -> bool:
    cells = [cell.strip() for row in rows for cell in row]
    return sum(_VALUE.fullmatch(cell) is not None for cell in cells) >= _VALUES * len(cells)
