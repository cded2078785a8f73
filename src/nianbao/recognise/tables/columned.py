"""Text whose columns are known, as cells: figures below their heads, labels left of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from nianbao.read.blocks import Block, Place, Table, TableCell
from nianbao.recognise.labels import Vocabulary, is_figure
from nianbao.recognise.tables.aligned import Aligned, Head, Labels
from nianbao.recognise.tables.wrapped import UNREAD

_FEWEST_LEFT = 2  # columns for labels, so that what stands above them is a merged cell


def with_whole_heads(blocks: Iterable[Block], aligned: Aligned) -> Iterator[Block]:
    """The blocks with one line for each head that was broken over several."""
    for block in blocks:
        place = None if isinstance(block, Table) else block.place
        if isinstance(block, Table) or place is None or place not in aligned.heads:
            yield block
        elif (head := aligned.heads[place]) is not None:
            yield replace(block, text="   ".join(head.labels))


def with_blanks(cells: list[str], row: Labels | None) -> list[str]:
    """The cells of a line with the blanks among its figures, if these are known."""
    if row is None:
        return cells
    unread = row[0] == UNREAD
    figures = (
        sum(1 for _ in itertools.takewhile(is_figure, reversed(cells))) if unread else sum(map(bool, row))
    )
    return [*cells[: len(cells) - figures], *row]


def in_columns(
    rows: Sequence[Sequence[str]], places: Mapping[int, Place], aligned: Aligned, vocabulary: Vocabulary
) -> Table | None:
    """The table that rows are, by number, with figures below their heads and labels left of them. None if
    no head tells of columns."""
    heads = {at: head for at, place in places.items() if (head := aligned.heads.get(place)) is not None}
    if not heads:
        return None
    labels = {at: vocabulary.labels_at_head(row) for at, row in enumerate(rows) if any(map(is_figure, row))}
    labels |= {
        at: len(rows[at]) - len(aligned.rows[place]) for at, place in places.items() if place in aligned.rows
    }
    left = max(labels.values(), default=0)
    if any(not head.rows for head in heads.values()):
        left = max(left, _FEWEST_LEFT)
    cells: list[TableCell] = []
    top = 0
    for at, row in enumerate(rows):
        if at in heads:
            cells += _cells_of(heads[at], top, left)
            top += 2
            continue
        begin = left - labels.get(at, left)
        cells += (TableCell(top, column, 1, 1, "") for column in range(begin))
        cells += (TableCell(top, begin + column, 1, 1, text) for column, text in enumerate(row))
        top += 1
    return Table(tuple(cells))


def _cells_of(head: Head, top: int, left: int) -> Iterator[TableCell]:
    """The two lines of cells of a head, merged as the form has them: so a reader knows that they stand above
    what they label."""
    if left:
        yield TableCell(top, 0, 2, left, "")
    width = len(head.labels) // (len(head.rows) or 1)
    for number, label in enumerate(head.rows or ("",)):
        yield TableCell(top, left + number * width, 1, width, label)
    for number, label in enumerate(head.labels):
        yield TableCell(top + 1, left + number, 1, 1, label)
