"""Tables of which a text has kept all cells in the order of the form, but no lines and no columns.

Programs that take the words out of a page (pdfium, MuPDF, pdf.js, ``pdftotext``) write a cell a line, several
on one, or a label in pieces around its figures. Where just as many cells stand between two headings as the
table has, and the heads of columns above them and the labels of rows among them have the form's order, the
figures have it too. That they come row by row is proved by labels, where each row has its own beside its
figures, or by the sums, where all of them come out so and in no other order in which a page may be read.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeVar

from nianbao.model.form import Entry, Form
from nianbao.read.blocks import Block, Table
from nianbao.recognise.labels import Vocabulary, squeezed
from nianbao.recognise.tables.stretches import Grid, Stream, grids, stream_of, stretches, without_sentences
from nianbao.recognise.tables.sums import Number, Numbers, Row, Sums, numbers_of

_SHORT = 2  # characters of a label that is found anywhere: 其他
_ROOM = 30  # characters of other labels that may stand among those of one
_MOST_ASTRAY = 2  # labels that stand below all others
_MOST_ORDERS = 20_000  # that are tried

Rows = list[Row]
_Any = TypeVar("_Any")
_Change = tuple[Number, ...]  # of what totals have more than their parts


def with_tables_proved(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Block]:
    """The blocks, with a table in the place of the lines between two headings that are one for certain."""
    result = list(blocks)
    for grid in grids(vocabulary):
        for begin, end in stretches(result, grid):
            first, last = without_sentences(result, begin, end, vocabulary)
            for with_blanks in (True, False):
                stream = stream_of(result[first:last], vocabulary, with_blanks=with_blanks)
                rows = _rows(stream, grid, vocabulary.form) if stream else []
                if stream and rows:
                    break
            if stream and rows:
                result[first:last] = [table_of(rows, grid), *stream.others]
                break
    return result


# ---- whether it is one


def _rows(stream: Stream, grid: Grid, form: Form) -> Rows:
    """The rows of the table, empty if their order is not certain."""
    count, width = len(grid.rows), grid.width
    stream.cut(count * width)
    if len(stream.cells) != count * width:
        return []
    cells = [cell.text for cell in stream.cells]
    rows = [cells[at : at + width] for at in range(0, count * width, width)]
    if len(set(cells)) == 1:
        return rows if _has_all_words(stream, grid) else []
    if not _has_heads(stream, grid):
        return []
    sums = Sums(grid.rows, form)
    if _has_labels(stream, grid) and _are_proved(rows, stream, sums, across=grid.across):
        return rows
    if grid.across or any(itertools.starmap(sums.is_doubtful, enumerate(rows))):
        return []
    return rows if _are_named(stream, grid) else []


def _has_all_words(stream: Stream, grid: Grid) -> bool:
    """Whether all heads and labels are there, in whatever order: that of cells which are all alike is any."""
    labels = [*(leaf.words for leaf in grid.rows), *(leaf.label for leaf in grid.block.column_leaves())]
    return not Counter("".join(map(squeezed, labels))) - Counter(stream.words)


def _has_heads(stream: Stream, grid: Grid) -> bool:
    """Whether the columns are named above all figures, or among those of the first row, in the form's order,
    as far as a character tells one from the others; the last may be named between groups, but not first."""
    above = stream.words[: stream.cells[grid.width - 1].after]
    leaves = grid.block.column_leaves()
    groups = "".join(squeezed(entry.label) for entry in _groups(grid.block.columns)) + grid.corner
    begins = [squeezed(leaf.label)[0] for leaf in leaves]
    places = [above.rfind(begin) for begin in begins if begins.count(begin) == 1 and begin not in groups]
    *others, last = places
    return min(places) >= 0 and others == sorted(others) and last > others[0]


def _groups(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.entries:
            yield entry
            yield from _groups(entry.entries)


def _has_labels(stream: Stream, grid: Grid) -> bool:
    """Whether the labels of all rows are met in the form's order, but for a few that were left for the end;
    short ones are met anywhere."""
    at = 0
    astray: list[str] = []
    labels = [leaf.words for leaf in grid.rows if len(leaf.words) > _SHORT]
    for label, below in itertools.pairwise([*labels, ""]):
        end = _met(label, stream.words, at)
        if end < 0:
            return False
        if below and _met(below, stream.words, end) < 0 <= _met(below, stream.words, at):
            astray.append(label)
        else:
            at = end
    for label in astray:
        at = _met(label, stream.words, at)
    return at >= 0 and len(astray) <= _MOST_ASTRAY


def _met(label: str, words: str, begin: int) -> int:
    """Where a label ends in words from a place on, with few others among its own; -1 if it is not there."""
    start = words.find(label[0], begin) if begin >= 0 else -1
    while start >= 0:
        at = start
        for character in label[1:]:
            at = words.find(character, at + 1)
            if at < 0:
                return -1
        if at - start < 2 * len(label) + _ROOM:
            return at + 1
        start = words.find(label[0], start + 1)
    return -1


def _are_named(stream: Stream, grid: Grid) -> bool:
    """Whether each row has its label right beside its figures, with no other figure between."""
    runs = stream.runs()
    if [end - begin for begin, end in runs] != [grid.width] * len(grid.rows):
        return False
    bounds = [0, 0, *(stream.cells[begin].after for begin, _ in runs[1:]), len(stream.words)]
    return all(
        _met(leaf.words, stream.words[bounds[row] : bounds[row + 2]], 0) > 0
        for row, leaf in enumerate(grid.rows)
    )


# ---- whether sums prove it


def _are_proved(rows: Rows, stream: Stream, sums: Sums, *, across: bool) -> bool:
    """Whether all sums come out, and in no other order of the cells. What stands below all labels is one
    line: where a program has taken it apart its rows may have come in any order, which sums do not tell."""
    numbers = list(map(numbers_of, rows))
    if across:
        return sums.hold(numbers) and (stream.is_one_line or all(row == rows[0] for row in rows))
    return sums.hold(numbers) and _is_only_order(rows, numbers, stream, sums)


def _is_only_order(rows: Rows, numbers: Sequence[Numbers], stream: Stream, sums: Sums) -> bool:
    """Whether no sum of what other orders of some rows would change is nothing."""
    bands: dict[int, set[tuple[int, _Change]]] = {}
    for first, last, band in _other_bands(rows, stream, sums):
        lines = range(first, last)
        before = sums.missing({at: numbers[at] for at in lines})
        after = sums.missing(dict(zip(lines, band, strict=True)))
        change = tuple(two - one for one, two in zip(before, after, strict=True))
        bands.setdefault(first, set()).add((last, change))
    met: list[set[tuple[bool, _Change]]] = [set() for _ in range(len(rows) + 1)]
    nothing = tuple(0 for _ in sums.missing({}))
    met[0].add((False, nothing))
    for at in range(len(rows)):
        for changed, missing in met[at]:
            met[at + 1].add((changed, missing))
            for last, change in bands.get(at, ()):
                met[last].add((True, tuple(one + two for one, two in zip(missing, change, strict=True))))
        if sum(map(len, met)) > _MOST_ORDERS:
            return False
    return (True, nothing) not in met[-1]


def _other_bands(rows: Rows, stream: Stream, sums: Sums) -> Iterator[tuple[int, int, list[Numbers]]]:
    """From which row to which others come out, too, and their figures, if a page was read there by groups of
    columns, one after the other, each row by row, with no label between."""
    width = len(rows[0])
    cells = [cell for row in rows for cell in row]
    for begin, end in stream.runs():
        whole = range(-(-begin // width), end // width + 1)
        for first, last in itertools.combinations(whole, 2):
            part = cells[first * width : last * width]
            if last - first < 2 or len(set(part)) == 1:
                continue
            numbers = numbers_of(part)
            for begins in _groupings(width):
                band: list[Numbers] = []
                for row in _by_groups(numbers, last - first, begins):
                    if not sums.row_holds(first + len(band), row):
                        break
                    band.append(row)
                else:
                    if list(_by_groups(part, last - first, begins)) != rows[first:last]:
                        yield first, last, band


def _by_groups(part: Sequence[_Any], rows: int, begins: Sequence[int]) -> Iterator[list[_Any]]:
    """So many rows of cells that came by groups of columns, which begin there."""
    groups = [(rows * begin, end - begin) for begin, end in itertools.pairwise(begins)]
    for row in range(rows):
        yield [
            cell for begin, width in groups for cell in part[begin + row * width : begin + (row + 1) * width]
        ]


@cache
def _groupings(width: int) -> tuple[tuple[int, ...], ...]:
    """Where groups of columns can begin, with the end of the last: two groups at least."""
    return tuple(
        (0, *cuts, width)
        for count in range(1, width)
        for cuts in itertools.combinations(range(1, width), count)
    )


# ---- what comes of it


def table_of(rows: Rows, grid: Grid) -> Table:
    """The table with its labels; where figures stand below all of them, with its heads."""
    if not grid.across:
        return Table.of_texts([[leaf.entry.label, *row] for leaf, row in zip(grid.rows, rows, strict=True)])
    names = [[leaf.entry.label, *[""] * (grid.width - 1)] for leaf in grid.rows]
    heads = [[column.label for column in grid.block.column_leaves()] for _ in grid.rows]
    return Table.of_texts([list(itertools.chain.from_iterable(line)) for line in (names, heads, rows)])
