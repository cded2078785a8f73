"""What the head of a table says of the order and the place of its columns."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

from nianbao.model.form import Block, Entry
from nianbao.recognise.labels import likeness, squeezed
from nianbao.recognise.tables.assign import Columns, Span
from nianbao.recognise.tables.lines import Item, Line

_LEAST_ALIKE = 0.5  # of a head in the place of another

Naming = Callable[[str], str]  # the squeezed label of the column that a text names


def columns_of(block: Block, heads: Sequence[Line], naming: Naming, *, loose: bool) -> Columns:
    """The columns of a block by the lines of its head. A head that is lost leaves the form's order; in a
    ``loose`` table only a line that has every label whole tells another one."""
    leaves = block.column_leaves()
    words = [squeezed(leaf.label) for leaf in leaves]
    met = [_met(line, words, naming) for line in heads]
    places: dict[int, list[Item]] = {}
    for found in met:
        places |= found
    spans = _spans(len(leaves), places)
    repeated = any(len(items) > 1 for items in places.values())
    if places and all(item.place for items in places.values() for item in items):
        # In a workbook a column is one whatever the line of the head: somebody may have moved it.
        if _is_scattered(met):
            return Columns(None)
        if spans:
            order = tuple(sorted(range(len(leaves)), key=lambda index: spans[index]))
            return Columns(order, spans, repeated, exact=True)
        if not repeated and not (_in_place(places) and _may_be(heads, words, places)):
            return Columns(None)
    if _is_printed(block, heads, naming) or all(_ascending(list(found)) for found in met):
        spans = spans if _ascending(spans) else ()
        partial = 0 < len(places) < len(leaves)
        return Columns(tuple(range(len(leaves))), spans, repeated, partial)
    whole = any(set(words) <= {squeezed(item.text) for item in line.cells} for line in heads)
    if loose and not whole:
        return Columns(None)
    if spans:
        order = tuple(sorted(range(len(leaves)), key=lambda index: spans[index]))
        return Columns(order, spans, repeated, moved=True)
    line = next((found for found in met if len(found) == len(leaves)), None)
    return Columns(tuple(line) if line else None)


def has_gap(heads: Sequence[Line], first: int) -> bool:
    """Whether empty cells stand between the corner of a table and the head of the ``first`` column of its
    figures: so all merged cells left such in their place."""
    for line in heads:
        written = [item for item in line.items if not item.blank]
        corner, beside = written[:1], written[1:2]
        if corner and beside and corner[0].end < beside[0].column == first and not corner[0].column:
            return True
    return False


def is_packed(heads: Sequence[Line], naming: Naming) -> bool:
    """Whether merged cells left nothing in their place: what stood right of the corner or below it moved to
    the left, names of groups to the corner and those of columns to where it stands."""
    written = [[item for item in line.items if not item.blank] for line in heads]
    if not all(item.rows == 1 and item.end == item.column + 1 for items in written for item in items):
        return False
    begins = [[item.column for item in items] == list(range(len(items))) for items in written]
    corner, *below = written or [[]]
    return (
        len(written) > 1
        and all(begins)
        and len(corner) > 1
        and not naming(corner[0].text)
        and all(naming(item.text) for items in (corner[1:], *below) for item in items)
    )


def columns_across(
    block: Block,
    rows: Sequence[Entry],
    heads: Sequence[Line],
    naming: Naming,
    rows_named: Mapping[str, Entry],
) -> Columns:
    """The columns of a table whose figures stand below all labels: each row's columns in turn. ``rows_named``
    are the rows of the form by their squeezed labels, also after those of their groups."""
    words = [squeezed(leaf.label) for leaf in block.column_leaves()]
    count = len(words) * len(rows)
    met = [
        (item, words.index(naming(item.text)))
        for line in heads
        for item in line.cells
        if item.fresh and naming(item.text) in words
    ]
    if not met:
        return Columns(tuple(range(count)))
    met.sort(key=lambda pair: pair[0].column)
    apart = all(left.end <= right.column for (left, _), (right, _) in itertools.pairwise(met))
    by_place = [index for _, index in met] if apart else []
    usual = list(range(len(words))) * len(rows)
    starts = _starts(rows, heads, rows_named)
    in_workbook = all(item.place for item, _ in met)
    if not _ascending([row for _, row in starts]) or (in_workbook and apart and not _is_usual(met, usual)):
        return _moved(len(rows), len(words), starts, met) if apart else Columns(None)
    spans = tuple((item.column, item.end) for item, _ in met) if by_place == usual else ()
    lines = [_indexes(line, words, naming) for line in heads]
    if usual in (by_place, [index for line in lines for index in line], *lines):
        return Columns(tuple(range(count)), spans)
    return Columns(
        tuple(range(count)) if _within([index for line in lines for index in line], usual) else None
    )


def _starts(
    rows: Sequence[Entry], heads: Sequence[Line], rows_named: Mapping[str, Entry]
) -> list[tuple[int, int]]:
    """At which column the label of each row that a head names stands first, with the number of the row."""
    first: dict[int, int] = {}
    for item in (item for line in heads for item in line.cells):
        row = rows_named.get(squeezed(item.text))
        if row in rows:
            at = rows.index(row)
            first[at] = min(item.column, first.get(at, item.column))
    return sorted((column, row) for row, column in first.items())


def _moved(
    count: int, width: int, starts: Sequence[tuple[int, int]], met: Sequence[tuple[Item, int]]
) -> Columns:
    """The columns of a table in which somebody has moved some: each of ``count`` rows of the form begins
    where its label stands and ends where the next one does, and has each of its columns once. Nothing is
    certain else."""
    if len(starts) < count:
        return Columns(None)
    spans: dict[int, Span] = {}
    for item, index in met:
        row = next((row for column, row in reversed(starts) if column <= item.column), None)
        if row is None or row * width + index in spans:
            return Columns(None)
        spans[row * width + index] = (item.column, item.end)
    if len(spans) < count * width:
        return Columns(None)
    return Columns(
        tuple(sorted(spans, key=spans.__getitem__)), tuple(spans[at] for at in sorted(spans)), exact=True
    )


def _is_usual(met: Sequence[tuple[Item, int]], usual: Sequence[int]) -> bool:
    """Whether the heads that were met stand in the usual order, and as far from each other."""
    rest = iter(enumerate(usual))
    at = [next((place for place, each in rest if each == index), None) for _, index in met]
    if None in at:
        return False
    gaps = [right - left for left, right in itertools.pairwise(place for place in at if place is not None)]
    apart = [right.column - left.column for (left, _), (right, _) in itertools.pairwise(met)]
    return len(met) == len(usual) or gaps == apart


def _within(found: Sequence[int], usual: Sequence[int]) -> bool:
    """Whether what was met of a head stands in the usual order, though some of it is missing."""
    rest = iter(usual)
    return all(index in rest for index in found)


def _indexes(line: Line, words: Sequence[str], naming: Naming) -> list[int]:
    return [words.index(naming(i.text)) for i in line.cells if i.fresh and naming(i.text) in words]


def _met(line: Line, words: Sequence[str], naming: Naming) -> dict[int, list[Item]]:
    """The columns that a line labels, in the order in which it does, each with its cell: several where
    a merged head was taken apart and its text repeated."""
    found: dict[int, list[Item]] = {}
    for item in line.cells:
        if naming(item.text) in words:
            found.setdefault(words.index(naming(item.text)), []).append(item)
    return found


def _may_be(heads: Sequence[Line], words: Sequence[str], places: Mapping[int, Sequence[Item]]) -> bool:
    """Whether what stands in the place of each head that was not met can be a piece of it, or is another
    wording of it rather than of any other head."""
    index, items = next(iter(places.items()))
    above = {item.column: squeezed(item.text) for line in heads for item in line.cells}
    first = items[0].column - index
    return all(_is_like(above.get(first + at, ""), at, words) for at in range(len(words)) if at not in places)


def _is_like(text: str, at: int, words: Sequence[str]) -> bool:
    alike = [likeness(text, word, _LEAST_ALIKE) for word in words]
    return text in words[at] or (
        alike[at] >= _LEAST_ALIKE and alike.count(max(alike)) == 1 and max(alike) == alike[at]
    )


def _is_scattered(met: Sequence[Mapping[int, Sequence[Item]]]) -> bool:
    """Whether a head stands several times, and not in the same column or in neighbouring ones as a merged one
    that was taken apart: another table stands beside this one."""
    for index in {index for line in met for index in line}:
        items = sorted((item.column, item.end) for line in met for item in line.get(index, ()))
        if any(right[0] > left[1] for left, right in itertools.pairwise(items)):
            return True
    return False


def _in_place(places: Mapping[int, Sequence[Item]]) -> bool:
    """Whether the heads that were met stand as far from each other as the form has them."""
    at = [(index, items[0].column) for index, items in sorted(places.items())]
    return all(right[1] - left[1] == right[0] - left[0] for left, right in itertools.pairwise(at))


def _is_printed(block: Block, heads: Sequence[Line], naming: Naming) -> bool:
    """Whether the lines of a head name columns and groups of them in the form's order, line by line: wherever
    wrong spans put them then, none was moved."""
    wanted: list[list[str]] = []
    level = list(block.columns)
    while level:
        wanted.append([squeezed(entry.label) for entry in level])
        level = [below for entry in level for below in entry.entries]
    met = [[naming(item.text) for item in line.cells if item.fresh and naming(item.text)] for line in heads]
    return len(wanted) > 1 and met[-len(wanted) + 1 :] == wanted[1:]


def _ascending(indexes: Sequence[Span] | Sequence[int]) -> bool:
    return list(indexes) == sorted(indexes)


def _spans(count: int, places: dict[int, list[Item]]) -> tuple[Span, ...]:
    """What each head covers, if every one was met and none covers what another does."""
    if len(places) < count:
        return ()
    spans = [(places[index][0].column, places[index][-1].end) for index in range(count)]
    ordered = sorted(spans)
    apart = all(left[1] <= right[0] for left, right in itertools.pairwise(ordered))
    return tuple(spans) if apart else ()
