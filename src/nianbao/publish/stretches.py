"""Which stretches of two texts are the same: lines of a section, words and numbers of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Step = tuple[str, int, int, int, int]  # as difflib has them: a tag, from and to before, from and to after

_MOST = 4_000_000  # pairs of pieces; aligning takes time by their product where many are alike
_MOST_PAIRS = 10_000  # pairs of lines whose likeness is weighed
_ALIKE = 0.3  # share of common pairs of characters from which on two lines are one that was changed
_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was changed, put in (``before`` None) or taken out (``after`` None); ``first`` and ``now``
    count from 0 where it stands, or would stand, in either text."""

    first: int
    now: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive words of a paragraph; the same before and after, or not."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        return self.before == self.after


def steps(before: Sequence[str], after: Sequence[str]) -> Iterator[Step]:
    """How one sequence becomes the other. Of very long ones all between the common beginning and the common
    end is one step."""
    if len(before) * len(after) <= _MOST:
        yield from SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        return
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    last, end = len(before) - tail, len(after) - tail
    every = (
        ("equal", 0, head, 0, head),
        ("replace" if last > head < end else "insert" if last == head else "delete", head, last, head, end),
        ("equal", last, len(before), end, len(after)),
    )
    yield from (step for step in every if step[2] > step[1] or step[4] > step[3])


def changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Every line that differs; among several at one place those that are alike belong together."""
    for tag, first, last, start, end in steps(before, after):
        if tag != "equal":
            for old, new in _pairs(before[first:last], after[start:end]):
                yield Line(
                    first + old[0],
                    start + new[0],
                    before[first + old[0]] if old[1] else None,
                    after[start + new[0]] if new[1] else None,
                )


def stretches(before: str, after: str) -> list[Stretch]:
    """A paragraph before and after; numbers and words of Latin letters are never torn."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    return [
        Stretch("".join(old[first:last]), "".join(new[start:end]))
        for _, first, last, start, end in steps(old, new)
    ]


_Side = tuple[int, bool]  # how many lines of its side come before, and whether it has a line itself


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[_Side, _Side]]:
    """The lines of both sides in their order: those that belong together in one pair. As many lines on both
    sides between two such pairs are the same ones in other words."""
    old = new = 0
    for left, right in [*_partners(before, after), (len(before), len(after))]:
        if left - old == right - new:
            yield from (((old + at, True), (new + at, True)) for at in range(left - old))
        else:
            yield from (((index, True), (new, False)) for index in range(old, left))
            yield from (((left, False), (index, True)) for index in range(new, right))
        if left < len(before):
            yield (left, True), (right, True)
        old, new = left + 1, right + 1


def _partners(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Which line became which. One of one, and of very many each in its turn; else as alike as can be."""
    if len(before) == len(after) == 1 or len(before) * len(after) > _MOST_PAIRS:
        return list(zip(range(len(before)), range(len(after)), strict=False))
    left, right = [_bigrams(line) for line in before], [_bigrams(line) for line in after]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]  # of the lines from here on
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            together = _likeness(left[i], right[j]) + best[i + 1][j + 1]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    found, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return found


def _bigrams(line: str) -> set[str]:
    return {line[index : index + 2] for index in range(max(len(line) - 1, 1))}


def _likeness(one: set[str], other: set[str]) -> float:
    """0 where they have too little in common to be one line."""
    share = len(one & other) / len(one | other)
    return share if share >= _ALIKE else 0.0


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, its) in pairs if mine != its), min(len(one), len(other)))
