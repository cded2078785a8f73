"""Columns whose figures stand at one edge: programs that line up a table set them all to the left, or all to
the right. Then a short figure at the edge of a wide label is as certain as one in its middle."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from nianbao.recognise.tables.lanes import Word

_NEARLY_ALL = 0.9  # share of the figures of a table that must stand at an edge
_FEWEST = 8  # figures that do
_FEWEST_UNLIKE = 5  # figures wider or narrower than most of their column: others stand at both edges


class Edges:
    """The edges at which nearly all figures below a head stand, with the column of each."""

    def __init__(self, rows: Sequence[Sequence[Word]], head: Sequence[Word]) -> None:
        figures = [word for row in rows for word in row]
        self._right = _right_edges(figures, head)
        self._left = {} if self._right else _left_edges(figures, head)

    @property
    def known(self) -> bool:
        """Whether figures stand at edges."""
        return bool(self._left or self._right)

    def under(self, figures: Sequence[Word]) -> tuple[int, ...] | None:
        """The columns at whose edges the figures of a line stand; None if one stands at none."""
        found = [self._left.get(word.begin, self._right.get(word.end)) for word in figures]
        columns = tuple(column for column in found if column is not None)
        return columns if len(columns) == len(found) else None


def _left_edges(figures: Sequence[Word], head: Sequence[Word]) -> Mapping[float, int]:
    """The column of each left edge: where its label begins, or else what a mirror shows at the right."""
    begins = {word.begin: column for column, word in enumerate(head)}
    met = sum(word.begin in begins for word in figures)
    if len(begins) == len(head) and met >= max(_FEWEST, _NEARLY_ALL * len(figures)):
        return begins
    last = len(head) - 1
    mirrored = _right_edges([*map(_mirrored, figures)], [*map(_mirrored, reversed(head))])
    return {-edge: last - column for edge, column in mirrored.items()}


def _mirrored(word: Word) -> Word:
    return Word(word.text, -word.end, -word.begin)


def _right_edges(figures: Sequence[Word], head: Sequence[Word]) -> Mapping[float, int]:
    """The column of each right edge. It lies between the places at which its label and the next begin,
    wherever labels stand in their columns."""
    begins = [word.begin for word in head]
    columns: dict[int, list[Word]] = defaultdict(list)
    for word in figures:
        columns[bisect_left(begins, word.end) - 1].append(word)
    found: dict[float, int] = {}
    flush = unlike = unlike_flush = 0
    for column, words in columns.items():
        edge = Counter(word.end for word in words).most_common(1)[0][0]
        usual = Counter(word.end - word.begin for word in words).most_common(1)[0][0]
        others = [word for word in words if word.end - word.begin != usual]
        found[edge] = column
        flush += sum(word.end == edge for word in words)
        unlike += len(others)
        unlike_flush += sum(word.end == edge for word in others)
    proved = flush >= _NEARLY_ALL * len(figures) and unlike_flush >= max(_FEWEST_UNLIKE, _NEARLY_ALL * unlike)
    return found if proved and -1 not in columns else {}
