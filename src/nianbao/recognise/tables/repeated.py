"""Rows with one figure whose merged cell was repeated in each of its places, as programs list the cells of a
Word file: 行政许可 43 43 43, below rows that have three."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.recognise.tables.lines import Line

_FEWEST_ROWS = 3  # with one figure: digits set apart are not the same in each of as many
_FEWEST_WRITTEN = 2


def leave_out_repeats(lines: Sequence[Line]) -> None:
    """Leave one of the figures of each row of a table that has one by the form, where all such rows have as
    many as the rows beside them have columns, and all figures of each are the same."""
    ones = [line for line in lines if line.leaf is not None and len(line.leaf.cells) == 1]
    told = [figures for line in ones if (figures := _figures(line))]
    widths = set(map(len, told))
    if len(ones) < _FEWEST_ROWS or len(told) < _FEWEST_WRITTEN or len(widths) > 1 or widths == {1}:
        return
    width = widths.pop()
    alike = all(len(set(figures)) == 1 for figures in told)
    wide = any(line.leaf is not None and len(line.leaf.cells) == len(line.cells) == width for line in lines)
    if alike and wide:
        for line in ones:
            line.cells = line.cells[:1]


def _figures(line: Line) -> list[str]:
    """What the cells of a row say, but blank ones at its end: an empty line below a table is none."""
    texts = [item.text for item in line.cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts
