"""What a page shows that no word of it says: a point, a stroke or a digit that is drawn beside a figure, as a
path, a picture or whatever else there is ink from. Borders and the paper of cells say nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nianbao.read.doubts import Why
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.ink import Seen
from nianbao.read.pdf.ruled import Box, Point, Rule, tables

if TYPE_CHECKING:
    from nianbao.read.pdf.page import Sign

# Of the height of the box of a digit, which reaches from below its line to above it:
_REACH = 0.6  # how far from a figure stands what anybody takes for a part of it
_NEXT = 0.3  # how near digits of one figure are
_LOW, _HIGH = 0.03, 0.72  # how far below its foot and above it
_LOWER, _HIGHER = 0.1, 0.55  # a long line below the one and above the other goes beside digits, not through
_LONG_WALL, _LONG_LINE = 1.3, 2.5  # how long a border is at least
_SHORTER = 0.02  # by which it is shorter than what it strikes out, at either end
_MIDDLE = 0.25  # by which a line that strikes digits out misses their middle
_BEYOND = 0.7  # how far a dotted border goes on above and below
_LEVEL = 0.02
_ONE_LINE = 0.8  # points by which parts of one border are aside
_WAVE = 2.5  # half of the height of a line that waves
_GAP = 1.0  # points between such parts
_EDGE = 1.0  # points beside a border that its soft edge covers
_SOFT = 0.5  # points around a line that it colours, too, where it is drawn
_ASIDE = 3.0  # points by which the middle of a border is off whose edge is near
_MOST_OF_SIDE = 0.8  # share of a side that its border is long
_LONGEST_MARK = 14.0  # points: what is shorter may be a dash
_OF_RUN = 3  # steps of effort
_OF_FIGURES = frozenset("0123456789.,")


@dataclass(frozen=True, slots=True)
class _Border:
    upright: bool
    at: float
    begin: float
    end: float
    half: float  # of its thickness

    @property
    def length(self) -> float:
        return self.end - self.begin

    @property
    def box(self) -> Box:
        low, high = self.at - self.half, self.at + self.half
        return Box(low, self.begin, high, self.end) if self.upright else Box(self.begin, low, self.end, high)


class Unsaid:
    """What is drawn on a page besides its words, its borders and the paper of its cells."""

    def __init__(self, rules: Sequence[Rule], fields: Sequence[Box], seen: Seen, effort: Effort) -> None:
        self._across = sorted((rule for rule in rules if not rule.upright), key=_place)
        every = [rule for rule in rules if not rule.waves]
        self._rules, self._fields = rules, fields
        self._signs: list[Sign] = []
        self._walls = [*_borders(rule for rule in every if rule.upright)]
        self._lines = [*_borders(rule for rule in every if not rule.upright)]
        self._seen = seen
        self._effort = effort

    def told(self, signs: Sequence[Sign]) -> list[Sign]:
        """The signs of a page, digits of a figure beside which something is drawn as not seen."""
        found = [*signs]
        self._signs = [sign for sign in signs if sign.text.strip()]
        for run in _runs(signs):
            self._effort.spend(_OF_RUN)
            doubt = self._beside([signs[at] for at in run])
            for at in run if doubt is not None else ():
                found[at] = replace(signs[at], doubt=signs[at].doubt or doubt)
        return found

    def _beside(self, run: Sequence[Sign]) -> Why | None:
        """Why a figure is in doubt by what is drawn at it, or lies upon it."""
        height, foot = run[0].top - run[0].bottom, run[0].foot
        left, right = min(sign.left for sign in run), max(sign.right for sign in run)
        low, high = foot - max(_LOW * height, self._seen.pixel), foot + _HIGH * height
        begin, end = left - _REACH * height, right + _REACH * height
        middle = (left + right) / 2
        for wall in _near(self._walls, begin - _ASIDE, end + _ASIDE):
            is_high = wall.begin < foot - 2 * _LOW * height and high < wall.end
            is_long = wall.length >= _LONG_WALL * height and wall.begin < high and low < wall.end
            if is_high or is_long:  # higher than digits are
                if wall.at < middle:
                    begin = max(begin, wall.at + wall.half + _EDGE)
                else:
                    end = min(end, wall.at - wall.half - _EDGE)
        for line in _near(self._lines, low - _ASIDE, high + _ASIDE):
            if line.length >= _LONG_LINE * height and line.begin < end and begin < line.end:
                if line.at < foot + _LOWER * height:
                    low = max(low, line.at + line.half + _EDGE)
                elif line.at > foot + _HIGHER * height:
                    high = min(high, line.at - line.half - _EDGE)
        around = Box(begin, low, end, high)
        if any(_meet(field, around) for field in self._fields):
            return Why.COVERED
        if not self._seen.shows_more(around):
            return None
        lines = [_with_edge(line.box) for line in self._lines if line.length >= _LONG_LINE * height]
        known = [*self._through(around), *self._seen.borders(around, _BEYOND * height, lines)]
        return Why.DRAWN if self._seen.shows_more(around, known) else None

    def _through(self, around: Box) -> Iterator[Box]:
        """The lines through words there: what they strike out is known by itself. One within
        a digit is a part of it: 0 with a bar is 8."""
        for rule in self._across[slice(*_between(self._across, around.bottom, around.top))]:
            self._effort.spend(len(self._signs) // 4)
            if any(_strikes(rule, sign) for sign in self._signs):
                half = _WAVE if rule.waves else rule.thick / 2
                yield Box(rule.begin - half, rule.at - half, rule.end + half, rule.at + half)

    def cells(self, signs: Sequence[Sign]) -> list[Box]:
        """The cells between ruled lines that have no letter or digit, and in which something is drawn beside
        what else is written there, such as a dash."""
        borders = [*self._walls, *self._lines]
        self._effort.spend(len(borders) * _OF_RUN)
        long = [border.box for border in borders if border.length >= _LONGEST_MARK]
        if not self._fields and not self._seen.shows_besides(long):
            return []
        words = sorted(sign.middle for sign in signs if sign.text.isalnum())
        dashes = sorted(sign.middle for sign in signs if sign.text.strip() and not sign.text.isalnum())
        return [
            box
            for group in tables(self._rules, self._effort)
            for box in group
            if not _holds_any(box, words) and self._is_marked(box, written=_holds_any(box, dashes))
        ]

    def _is_marked(self, cell: Box, *, written: bool) -> bool:
        self._effort.spend(_OF_RUN)
        inner = self._within_borders(cell)
        more = self._seen.shows_more(inner) if written else not self._seen.is_empty(inner)
        return more or any(_meet(field, inner) for field in self._fields)

    def _within_borders(self, cell: Box) -> Box:
        """What is inside of the borders of a cell, as they are drawn: lines of several rows that lie near
        one another count as one where cells are looked for."""
        left, right = _inside(self._walls, cell.left, cell.right, cell.bottom, cell.top)
        bottom, top = _inside(self._lines, cell.bottom, cell.top, cell.left, cell.right)
        return Box(left, bottom, right, top)


def _strikes(rule: Rule, sign: Sign) -> bool:
    """Whether a line goes through a whole character."""
    height = sign.top - sign.bottom
    whole = rule.begin <= sign.left + _SHORTER * height and sign.right - _SHORTER * height <= rule.end
    return whole and abs(sign.middle[1] - rule.at) < _MIDDLE * height


def _with_edge(line: Box) -> Box:
    return Box(line.left, line.bottom - _SOFT, line.right, line.top + _SOFT)


def _inside(
    borders: Sequence[_Border], low: float, high: float, begin: float, end: float
) -> tuple[float, float]:
    """The place between the borders at two sides of a cell, which goes from ``begin`` to ``end``."""
    first, last = low, high
    for border in _near(borders, low - _ASIDE, high + _ASIDE):
        if min(border.end, end) - max(border.begin, begin) >= _MOST_OF_SIDE * (end - begin):
            if border.at < (2 * low + high) / 3:
                first = max(first, border.at + border.half)
            elif border.at > (low + 2 * high) / 3:
                last = min(last, border.at - border.half)
    return first + _EDGE, last - _EDGE


def _meet(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and min(one.top, other.top) - max(one.bottom, other.bottom) > 0


def _holds_any(box: Box, points: Sequence[Point]) -> bool:
    """Whether a box has one of the points in it, which lie in order."""
    first = bisect_left(points, (box.left, box.bottom))
    return any(box.holds(*point) for point in points[first : bisect_right(points, (box.right, box.top))])


def _runs(signs: Sequence[Sign]) -> Iterator[list[int]]:
    """The digits of each figure, by their numbers, as they were drawn one after the other. Not those within
    words: 局2024年."""
    begin = 0
    while begin < len(signs):
        end = begin
        if signs[begin].text.isdecimal():
            while (
                end + 1 < len(signs)
                and signs[end + 1].text in _OF_FIGURES
                and _is_next(signs[end], signs[end + 1])
            ):
                end += 1
            if not (_is_letter(signs, begin - 1, begin) and _is_letter(signs, end, end + 1)):
                yield [*range(begin, end + 1)]
        begin = end + 1


def _is_letter(signs: Sequence[Sign], at: int, behind: int) -> bool:
    """Whether two signs stand next to each other, of which one is a letter."""
    if at < 0 or behind >= len(signs) or not _is_next(signs[at], signs[behind]):
        return False
    return signs[at].text.isalpha() or signs[behind].text.isalpha()


def _is_next(one: Sign, other: Sign) -> bool:
    height = one.top - one.bottom
    return abs(one.foot - other.foot) <= _LEVEL * height and abs(other.left - one.right) <= _NEXT * height


def _borders(rules: Iterable[Rule]) -> Iterator[_Border]:
    """Lines with those that go on where they end put together, in order of their place."""
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if group and rule.at - group[0].at > _ONE_LINE:
            yield from _joined(group)
            group = []
        group.append(rule)
    yield from _joined(group)


def _joined(group: Sequence[Rule]) -> Iterator[_Border]:
    if not group:
        return
    low, high = group[0].at, group[-1].at
    half = (high - low + max(rule.thick for rule in group)) / 2
    begin = end = None
    for rule in sorted(group, key=lambda rule: rule.begin):
        if begin is None or end is None:
            begin, end = rule.begin, rule.end
        elif rule.begin - end <= _GAP:
            end = max(end, rule.end)
        else:
            yield _Border(group[0].upright, (low + high) / 2, begin, end, half)
            begin, end = rule.begin, rule.end
    if begin is not None and end is not None:
        yield _Border(group[0].upright, (low + high) / 2, begin, end, half)


def _near(borders: Sequence[_Border], low: float, high: float) -> Sequence[_Border]:
    return borders[slice(*_between(borders, low, high))]


def _between(lines: Sequence[_Border] | Sequence[Rule], low: float, high: float) -> tuple[int, int]:
    """The first of the lines, which lie in order, from a place on, and behind the last up to another."""
    first = bisect_left(lines, low, key=_place)
    return first, bisect_right(lines, high, lo=first, key=_place)


def _place(line: _Border | Rule) -> float:
    return line.at
