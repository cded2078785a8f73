"""Words as they are drawn at one stroke, and how they lie to one another, to lines and to what is filled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

import pikepdf

from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.ruled import Box

# Of the size of words:
_LOW, _HIGH = 0.08, 0.8  # how far above its foot a line goes through a word
_BELOW = 0.15  # how far below its foot a stroke of a digit ends
_MIDDLE = 0.6  # and how high its middle is at most
DASHED = -0.6  # how near a dash stands
_ON = 0.25  # how much of a word is crossed or covered
_ASIDE = 0.5  # how far apart parts of one number may be
_DIFFERENT = 0.06  # by how much parts of a number differ in foot or size that are no longer one
_NEXT_LINE = 0.9  # how much lower the next line is
BESIDE = 0.3  # how near digits are that anybody takes for one number
_LARGEST_GAP, _FARTHEST = 150, 3_000  # thousandths, between the digits of a number, and in any text with some

# What is drawn at one stroke, in points from the corner of the page: its foot, where it begins, where it ends
# at the latest, its size, how many areas had been filled before, where it ends at the earliest, what it is,
# and of which marked content.
Word = tuple[float, float, float, float, int, float, str, int]
_foot, _size = itemgetter(0), itemgetter(3)


def are_crossed(
    rules: Sequence[tuple[float, float, float]], words: Sequence[Word], effort: Effort, on: float = _ON
) -> bool:
    """Whether a level line goes through words, ``on`` so much of their size at least; less than nothing is
    beside them, as a dash stands."""
    tallest = max(map(_size, words), default=0.0)
    for at, begin, end in rules:
        first = bisect_left(words, at - _HIGH * tallest, key=_foot)
        last = bisect_right(words, at, lo=first, key=_foot)
        effort.spend((last - first) // 4)
        for foot, left, right, size, *_ in words[first:last]:
            if _LOW * size < at - foot < _HIGH * size and min(end, right) - max(begin, left) > on * size:
                return True
    return False


def are_in_line(strokes: Sequence[Box], words: Sequence[Word], effort: Effort) -> bool:
    """Whether an upright stroke is no higher than the line that it stands in, as that of a digit is, or
    whether a point stands at its words."""
    tallest = max(map(_size, words), default=0.0)
    for stroke in strokes:
        is_point = stroke.top - stroke.bottom <= _ON
        first = bisect_left(words, stroke.top - tallest, key=_foot)
        last = bisect_right(words, stroke.bottom + _BELOW * tallest, lo=first, key=_foot)
        effort.spend((last - first) // 4)
        for foot, left, right, size, *_ in words[first:last]:
            if is_point and not left - size < stroke.left < right + size:
                continue
            is_low = (stroke.bottom + stroke.top) / 2 <= foot + _MIDDLE * size and stroke.top <= foot + size
            if is_low and foot - _BELOW * size <= stroke.bottom:
                return True
    return False


def are_covered(areas: Sequence[Box], words: Sequence[Word], effort: Effort) -> bool:
    """Whether something is drawn upon words."""
    tallest = max(map(_size, words), default=0.0)
    for number, area in enumerate(areas):
        first = bisect_left(words, area.bottom - tallest, key=_foot)
        last = bisect_right(words, area.top, lo=first, key=_foot)
        effort.spend((last - first) // 4)
        for foot, left, right, size, below, *_ in words[first:last]:
            across = min(area.right, right) - max(area.left, left)
            upright = min(area.top, foot + _HIGH * size) - max(area.bottom, foot + _LOW * size)
            if below <= number and upright > 0 and across > _ON * min(size, area.right - area.left):
                return True
    return False


def are_overprinted(numbers: Sequence[Word], words: Sequence[Word], effort: Effort) -> bool:
    """Whether a number and other words are drawn upon one another."""
    feet = [word[0] for word in words]
    for number in numbers:
        foot, left, _, size, _, sure, _, _ = number
        first = bisect_left(feet, foot - _ON * size)
        last = bisect_right(feet, foot + _HIGH * size, lo=first)
        effort.spend((last - first) // 8)
        for other in words[first:last]:
            if other[1] < sure and other[5] > left and other is not number:
                return True
    return False


def are_shifted(numbers: Sequence[Word], effort: Effort) -> bool:
    """Whether digits beside others stand higher or lower, are smaller, or were drawn by themselves; the words
    lie in order."""
    for at, (foot, left, right, size, _, _, text, mark) in enumerate(numbers, 1):
        for other_foot, other_left, other_right, other_size, _, _, other, by in islice(numbers, at, None):
            near = other_left - right < BESIDE * size and other_foot - foot < _ON * size
            if near and bool(mark) != bool(by) and (text[-1] + other[0]).isdigit():
                return True
            if other_foot == foot and other_size == size:  # as in most rows
                continue
            largest = max(size, other_size)
            if other_foot - foot > _NEXT_LINE * largest:
                break
            effort.spend(1)
            apart = max(left, other_left) - min(right, other_right)
            difference = max(other_foot - foot, abs(size - other_size))
            if apart < _ASIDE * largest and difference > _DIFFERENT * largest:
                return True
    return False


def is_torn(before: Word, word: Word) -> bool:
    """Whether the digits of one number, drawn at two strokes, do not stand one behind the other."""
    if before[-1] != word[-1] or not (before[-2][-1] + word[-2][0]).isdigit():
        return False
    level = abs(before[0] - word[0]) <= _DIFFERENT * before[3] and before[3] == word[3]
    return not (level and before[1] < word[1] <= before[2])


def is_apart(texts: Sequence[str], operands: Sequence[Any]) -> bool:
    """Whether digits that are stored one after the other are drawn apart; between the texts stand gaps."""
    before, gap, shown = "", 0.0, iter(texts)
    for item in operands:
        if isinstance(item, pikepdf.String):
            text = next(shown)
            if abs(gap) > _FARTHEST or (abs(gap) > _LARGEST_GAP and (before[-1:] + text[:1]).isdigit()):
                return True
            before, gap = text, 0.0
        else:
            gap += float(item)
    return False
