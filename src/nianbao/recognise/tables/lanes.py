"""The columns of a page in a text that keeps their order, as ``pdftotext -layout`` does.

It puts words that stood above each other so that they touch, and what stood further right after what stood
further left: a figure that touches a word of one column alone is of that column, and one that begins after a
word of a column is of that one or of one right of it. Distances tell nothing. Single lines may be moved, so
a head alone is no proof: aligned.py asks for several rows below it.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

CLEARLY = 1.0  # columns by which a figure must be nearer to its head than to any other
_BESIDE = 1.0  # columns by which figures of one column may stand beside each other where no head tells
_FEWEST_BELOW = 3  # figures that make a column there
_MOST = 0.7  # share of the rows that must stand straight
_STRAIGHT = 2.0  # columns by which figures of one column may stand apart
_FEWEST_STRAIGHT = 2  # columns in which rows stand below others
_ASIDE = 0.35  # share of the way to the next column by which a figure may stand beside the middle of its own


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, with the places at which it begins and ends."""

    text: str
    begin: float
    end: float

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2


Placed = tuple[Sequence[Word], tuple[int, ...] | None]  # figures, and their columns if they are certain


class Lanes:
    """The columns of a table on one page, by the words that are known to stand in each: the pieces of its
    head, then every figure that can stand nowhere else."""

    def __init__(self, heads: Sequence[Sequence[Word]]) -> None:
        self._known = [{(word.begin, word.end) for word in words} for words in heads]
        self.broken = False  # whether figures stand where no order of columns allows them

    def learn(self, rows: Sequence[Sequence[Word]]) -> None:
        """Take in where the figures of rows stand, as long as that tells more."""
        before = -1
        while not self.broken and before < (before := sum(map(len, self._known))):
            for figures in rows:
                for figure, column in zip(figures, self.under(figures) or (), strict=False):
                    self._known[column].add((figure.begin, figure.end))

    def under(self, figures: Sequence[Word]) -> tuple[int, ...] | None:
        """The columns that the figures of a line stand under; None if that is not certain."""
        ranges = [self._range(figure) for figure in figures]
        for at in range(1, len(ranges)):
            low, high = ranges[at]
            ranges[at] = max(low, ranges[at - 1][0] + 1), high
        for at in range(len(ranges) - 2, -1, -1):
            low, high = ranges[at]
            ranges[at] = low, min(high, ranges[at + 1][1] - 1)
        if any(low > high for low, high in ranges):
            self.broken = True
            return None
        return tuple(low for low, _ in ranges) if all(low == high for low, high in ranges) else None

    def allows(self, figures: Sequence[Word], columns: Sequence[int], shift: float) -> bool:
        """Whether figures can stand in columns if they are moved to the left by a shift."""
        ranges = (self._range(Word("", figure.begin - shift, figure.end - shift)) for figure in figures)
        return all(low <= at <= high for at, (low, high) in zip(columns, ranges, strict=True))

    def _range(self, figure: Word) -> tuple[int, int]:
        """The first and the last column that a figure can stand in."""
        low, high = 0, len(self._known) - 1
        for column, words in enumerate(self._known):
            for begin, end in words:
                if begin <= figure.end and figure.begin <= end:
                    low, high = max(low, column), min(high, column)
                elif begin < figure.begin:
                    low = max(low, column)
                else:
                    high = min(high, column)
        return low, high


def chained(rows: Sequence[Sequence[Word]], count: int) -> list[tuple[int, ...] | None]:
    """The columns that the figures of rows on one page stand under where no head tells: what stands below is
    one column, what stands side by side in a row is two, and what stands further right is no column further
    left. If that makes as many columns as there are, each is known. None for a row of which a column is not
    certain."""
    spans = _merged(sorted((word.begin, word.end) for row in rows for word in row))
    places = [[_index(word, spans) for word in row] for row in rows]
    beside = {pair for row in places for pair in itertools.combinations(row, 2)}
    if any(left >= right for left, right in beside):
        return [None] * len(rows)
    low, high = [0] * len(spans), [count - 1] * len(spans)
    for at in range(len(spans)):
        low[at] = max((low[other] + ((other, at) in beside) for other in range(at)), default=0)
    for at in range(len(spans) - 1, -1, -1):
        others = range(at + 1, len(spans))
        high[at] = min((high[other] - ((at, other) in beside) for other in others), default=count - 1)
    if any(one > two for one, two in zip(low, high, strict=True)):
        return [None] * len(rows)
    found = [
        tuple(low[at] for at in row) if row and all(low[at] == high[at] for at in row) else None
        for row in places
    ]
    return _straight(rows, found)


def _straight(
    rows: Sequence[Sequence[Word]], found: Sequence[tuple[int, ...] | None]
) -> list[tuple[int, ...] | None]:
    """The columns of the rows whose figures all stand below those of others, and of no other row: one that a
    program has moved may be in any. Of none where many are."""
    middles: dict[int, list[float]] = defaultdict(list)
    for row, columns in zip(rows, found, strict=True):
        for word, column in zip(row, columns or (), strict=False):
            middles[column].append(word.middle)
    middle = {column: median(places) for column, places in middles.items() if len(places) >= _FEWEST_BELOW}
    kept = [
        columns
        if columns
        and all(
            column in middle and abs(word.middle - middle[column]) <= _BESIDE
            for word, column in zip(row, columns, strict=True)
        )
        else None
        for row, columns in zip(rows, found, strict=True)
    ]
    return kept if sum(map(bool, kept)) >= _MOST * sum(map(bool, found)) else [None] * len(rows)


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans in their order, those that lie on each other as one."""
    merged: list[tuple[float, float]] = []
    for begin, end in spans:
        if merged and begin < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _index(word: Word, spans: Sequence[tuple[float, float]]) -> int:
    return next(at for at, (begin, end) in enumerate(spans) if begin <= word.begin < end)


# ---- whether anything moved


def unmoved(rows: Sequence[Placed], last: int, *, paged: bool) -> set[int]:
    """Which rows are certain: none with figures unless those of each column stand straight, for a program
    may shift lines, or lay a page out wider, so that they stand below other heads. Where pages are not told
    the next may be narrower: rows up to an end of the table at which the ``last`` column is empty are certain
    if they stand below others in several columns."""
    empty = {at for at, (figures, _) in enumerate(rows) if not figures}
    if any(max(places) - min(places) > _STRAIGHT for places in _middles(rows).values()):
        return empty
    ends = [at for at, (_, columns) in enumerate(rows) if columns and last in columns]
    inside = range(ends[0], ends[-1] + 1) if ends else range(0)
    middles = _middles([rows[at] for at in inside])
    certain = {*empty, *inside}
    for part in (range(inside.start), range(inside.stop, len(rows))):
        found = [pair for at in part for pair in _by_column(rows[at])]
        below = (any(abs(word.middle - x) <= CLEARLY for x in middles.get(at, ())) for at, word in found)
        if paged or (all(below) and len({at for at, _ in found}) >= _FEWEST_STRAIGHT):
            certain.update(part)
    return certain


def unshifted(rows: Sequence[Placed], heads: Sequence[Sequence[Word]]) -> set[int]:
    """Which rows are certain although they stand beside their head, as figures of its last column tell: those
    of which each figure may stand in its column without that shift, too."""
    head = Lanes(heads)
    begin, end = min(word.begin for word in heads[-1]), max(word.end for word in heads[-1])
    lasts = {at: row[0][-1].middle for at, row in enumerate(rows) if row[1] and row[1][-1] == len(heads) - 1}
    shifts = {at: place - min(max(place, begin), end) for at, place in lasts.items()}
    widest = max(shifts.values(), key=abs, default=0.0)
    return {
        at
        for at, (figures, columns) in enumerate(rows)
        if not columns or head.allows(figures, columns, shifts.get(at, widest))
    }


def _middles(rows: Iterable[Placed]) -> dict[int, list[float]]:
    """Where the figures of each column stand."""
    found: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        for column, word in _by_column(row):
            found[column].append(word.middle)
    return found


def _by_column(row: Placed) -> Iterator[tuple[int, Word]]:
    figures, columns = row
    return zip(columns or (), figures, strict=False)


# ---- by distance, where everything stands where it stood on paper


def under(figures: Sequence[Word], spans: Sequence[Word]) -> tuple[int, ...] | None:
    """The columns that figures stand under, one each, from left to right; None if that is not certain."""
    found = [_nearest(figure, spans) for figure in figures]
    columns = tuple(column for column in found if column is not None)
    ascending = all(one < two for one, two in itertools.pairwise(columns))
    return columns if len(columns) == len(figures) and ascending else None


def _nearest(figure: Word, spans: Sequence[Word]) -> int | None:
    """The column that a figure stands clearly nearest to, near its middle and below no other label."""
    if len(spans) == 1:
        return 0
    away = sorted((abs(figure.middle - span.middle), column) for column, span in enumerate(spans))
    (nearest, column), (second, other) = away[:2]
    room = _ASIDE * abs(spans[column].middle - spans[other].middle) + CLEARLY
    below = {i for i, span in enumerate(spans) if figure.begin < span.end and span.begin < figure.end}
    return column if below <= {column} and nearest + CLEARLY <= second and nearest <= room else None
