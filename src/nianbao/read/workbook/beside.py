"""What stands beside a table on a sheet: another table, notes, numbers that somebody has only worked with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.model.figure import parse
from nianbao.read.workbook.values import Span

_FEWEST_LABELS = 3  # of a table

Rows = Sequence[Sequence[str]]


def parts(rows: Rows, top: int, merged: Sequence[Span] | None) -> Iterator[tuple[int, Rows]]:
    """The rows as one part for each table that stands beside another with an empty column between, each with
    the number of its first row on the sheet; ``top`` is that of the first of all. What has a head where the
    columns left of it have theirs is of the same table."""
    width = max(map(len, rows), default=0)
    empty = [
        column
        for column in range(width)
        if not any(column < len(row) and row[column] for row in rows)
        and not any(
            left < column <= right and first < top + len(rows) and last >= top
            for first, left, last, right in merged or ()
        )
    ]
    begin = 0
    for column in empty:
        across = any(
            left >= column and right > left and top <= first < top + len(rows)
            for first, left, _, right in merged or ()
        )
        if _has_figures(rows, begin, column) and _is_apart(rows, begin, column, width, across=across):
            yield _within(rows, top, begin, column)
            begin = column
    yield _within(rows, top, begin, width) if begin else (top, rows)


def _within(rows: Rows, top: int, begin: int, end: int) -> tuple[int, Rows]:
    found = [[text if begin <= at < end else "" for at, text in enumerate(row)] for row in rows]
    written = [at for at, row in enumerate(found) if any(row)]
    return top + written[0], found[written[0] : written[-1] + 1]


def _has_figures(rows: Rows, begin: int, end: int) -> bool:
    """Whether figures stand behind labels in some columns."""
    return any(
        any(map(_is_number, row[begin:end])) and any(text and not _is_number(text) for text in row[begin:end])
        for row in rows
    )


def _is_apart(rows: Rows, begin: int, end: int, width: int, *, across: bool) -> bool:
    """Whether what stands right of an empty column is no part of the table left of it: it has labels of its
    own, or not each of its figures a head, or a head that is merged ``across`` columns and figures in few of
    the rows."""
    first = next((at for at, row in enumerate(rows) if any(map(_is_number, row[begin:end]))), len(rows))
    columns = [[row[at] for row in rows if at < len(row)] for at in range(end, width)]
    written = [column for column in columns if any(column)]
    labels = [text for text in (written or [[]])[0] if text and not _is_number(text)]
    counted = [column for column in written if any(map(_is_number, column))]
    headed = counted and all(any(t and not _is_number(t) for t in column[:first]) for column in counted)
    beside, here = (
        sum(any(map(_is_number, row[low:high])) for row in rows) for low, high in ((end, width), (begin, end))
    )
    few = across and 0 < 2 * beside < here
    return len(labels) >= _FEWEST_LABELS or bool(written and not headed) or few


def _is_number(text: str) -> bool:
    return parse(text).number is not None
