"""Cells out of the lines that are ruled on a page. Lengths are in points, y runs upward."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from nianbao.read.pdf.effort import Effort

_SNAP = 2.5  # lines closer than this are one
_GAP = 4.0  # a line may be interrupted for so long, or end so much before it meets another
_SHORTEST = 6.0  # of a side of a cell
_MOST_RULES = 5_000  # of a page that is looked at so; the largest table of a form is drawn with 700
_FEWEST_OPEN = 3  # lines that end together where a page or a table ends
_SHORTEST_OPEN = 12.0  # of level ones; strokes of what is drawn beside figures are shorter
_MEETING = 1.5  # how near these come to the upright lines of their table
_AT_EDGE = 1.2  # how far the end of what is shown is from a border there
_OF_CELL = 6  # steps of effort
MOST_LINES = 600  # of one direction on a page; the largest table of a form has some 40

Point = tuple[float, float]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at ``at`` (x if upright, y if not), from ``begin`` to ``end``, so ``thick``. One that
    ``waves`` is no border of a table, and where it ends is not known as well. One that ``goes_on`` is cut off
    at its right end."""

    upright: bool
    at: float
    begin: float
    end: float
    waves: bool = False
    thick: float = 0.0
    goes_on: bool = field(default=False, compare=False)

    def within(self, paper: Box) -> Rule | None:
        """What of the line is on a piece of paper."""
        lowest, low, high, highest = (
            (paper.left, paper.bottom, paper.top, paper.right)
            if self.upright
            else (paper.bottom, paper.left, paper.right, paper.top)
        )
        begin, end = max(self.begin, low), min(self.end, high)
        if begin >= end or not lowest <= self.at <= highest:
            return None
        goes_on = self.goes_on or (not self.upright and self.end - high > _SNAP)
        return replace(self, begin=begin, end=end, goes_on=goes_on)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page. A cell is ``open`` if nothing is ruled at its left or right side, or what is
    shown of it ends there: it may go on, on another paper or beyond the edge of a box that scrolls."""

    left: float
    bottom: float
    right: float
    top: float
    open: bool = field(default=False, compare=False)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def wider(self, points: float) -> Box:
        """The rectangle with so much more at each side."""
        return Box(self.left - points, self.bottom - points, self.right + points, self.top + points)

    def is_nearly(self, other: Box, points: float) -> bool:
        """Whether no side of one is further from that of the other."""
        across = max(abs(self.left - other.left), abs(self.right - other.right))
        return max(across, abs(self.bottom - other.bottom), abs(self.top - other.top)) <= points


def extent(points: Sequence[Point]) -> Box:
    """The smallest rectangle around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def tables(rules: Iterable[Rule], effort: Effort) -> list[list[Box]]:
    """The cells of each table that the rules make, from the top of the page to its foot."""
    rules = [rule for rule in rules if not rule.waves]
    sides = [*_sides(rules, effort)]
    rules += sides
    rules += [*_closing(rules)]
    upright = _lines(rule for rule in rules if rule.upright)
    level = _lines(rule for rule in rules if not rule.upright)
    if len(upright) < 2 or len(level) < 2 or max(len(upright), len(level)) > MOST_LINES:
        return []
    cells = [
        replace(cell, open=any(_is_side(side, cell) for side in sides)) if sides else cell
        for cell in _cells(upright, level, effort)
    ]
    cut = [rule for rule in rules if rule.goes_on]
    if cut:
        effort.spend(len(cells) * len(cut) // 16)
        cells = [each for cell in cells for each in _with_strip(cell, cut, upright)]
    return sorted(_groups(cells), key=lambda group: -max(cell.top for cell in group))


def _place(rule: Rule) -> float:
    return rule.at


def _sides(rules: Sequence[Rule], effort: Effort) -> Iterator[Rule]:
    """Lines that close a table which has none at its left or right side: there level lines end, and upright
    ones within the table meet them."""
    if len(rules) > _MOST_RULES:
        return
    upright = _lines(rule for rule in rules if rule.upright)
    level = _lines(rule for rule in rules if not rule.upright)
    if len(upright) < 2:
        return
    for side in (0, 1):
        ends = [
            (stretch[side], y, stretch)
            for y, stretches in level.items()
            for stretch in stretches
            if stretch[1] - stretch[0] >= _SHORTEST_OPEN
        ]
        groups: list[list[tuple[float, float, Interval]]] = []
        for end in sorted(ends):
            if groups and end[0] - groups[-1][-1][0] <= _SNAP:
                groups[-1].append(end)
            else:
                groups.append([end])
        for group in groups:
            if len(group) >= _FEWEST_OPEN:
                at = group[0][0]
                outer = [x for x in upright if (x >= at - _GAP if side else x <= at + _GAP)]
                closed = [stretch for x in outer for stretch in upright[x]]
                effort.spend((len(upright) + len(closed)) // 16)
                yield from _side(at, {y: stretch for _, y, stretch in group}, upright, closed, effort)


def _with_strip(cell: Box, cut: Sequence[Rule], places: Iterable[float]) -> Iterator[Box]:
    """A cell, open if the lines above and below it go on beyond what is shown. If they do a little right of
    it, the strip that is seen of the next one, too, which is too narrow for any figure. ``places`` are those
    of upright lines."""
    above, below = (
        max((rule.end for rule in cut if _runs_along(rule, at, cell.right)), default=None)
        for at in (cell.top, cell.bottom)
    )
    if above is None or below is None:
        yield cell
        return
    end = min(above, below)
    yield replace(cell, open=True) if end - cell.right <= _AT_EDGE else cell
    if _AT_EDGE < end - cell.right < _SHORTEST:
        right = min(places, key=lambda place: abs(place - end))
        right = right if cell.right < right and abs(right - end) <= _SNAP else end
        yield Box(cell.right, cell.bottom, right, cell.top, open=True)


def _runs_along(rule: Rule, at: float, x: float) -> bool:
    """Whether a level line lies at a height, and at a place or next to it."""
    return abs(rule.at - at) <= _SNAP and rule.begin - _SNAP <= x <= rule.end + _SNAP


def _is_side(side: Rule, cell: Box) -> bool:
    """Whether a line runs along the left or right side of a cell."""
    near = min(abs(side.at - cell.left), abs(side.at - cell.right)) <= _SNAP
    return near and side.begin < cell.top and cell.bottom < side.end


def _side(
    at: float,
    ends: dict[float, Interval],
    upright: dict[float, list[Interval]],
    closed: Sequence[Interval],
    effort: Effort,
) -> Iterator[Rule]:
    """What closes the level lines that end there: as high as the upright lines that meet them, where none is
    at this side or beyond it."""
    ys = edges(ends)
    if any(begin <= ys[0] + _GAP and end >= ys[-1] - _GAP for begin, end in closed):
        return
    effort.spend((len(ys) + len(upright)) * (len(closed) + 1) // 8)
    met: list[Rule] = []
    for x, stretches in upright.items():
        if abs(x - at) >= _SHORTEST:
            for begin, end in stretches:
                first, last = bisect_left(ys, begin - _GAP), bisect_right(ys, end + _GAP)
                if any(ends[y][0] - _MEETING <= x <= ends[y][1] + _MEETING for y in ys[first:last]):
                    met.append(Rule(True, at, begin, end))
    if not met:
        return
    (stretches,) = _line(met).values()
    for begin, end in stretches:
        places = edges([begin, *(y for y in ys if begin < y < end), end])
        for low, high in pairwise(places):
            if not any(start <= low + _GAP and high <= stop + _GAP for start, stop in closed):
                yield Rule(True, at, low, high)


def _closing(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Lines that close a table which goes on over the end of the page: there upright lines end, and none
    that is level meets them, or none below cells of several rows, which go on."""
    if len(rules) > _MOST_RULES:
        return
    level = sorted((rule for rule in rules if not rule.upright), key=_place)
    upright = _lines(rule for rule in rules if rule.upright)
    for side in (0, 1):
        groups: list[list[Point]] = []
        ends = [(x, stretch[side]) for x, stretches in upright.items() for stretch in stretches]
        for x, y in sorted(ends, key=lambda end: end[1]):
            if groups and y - groups[-1][-1][1] <= _SNAP:
                groups[-1].append((x, y))
            else:
                groups.append([(x, y)])
        for group in groups:
            yield from _closed(group, level)


def _closed(ends: Sequence[Point], level: Sequence[Rule]) -> Iterator[Rule]:
    """What closes the upright lines that end together."""
    at = ends[0][1]
    xs = edges(x for x, _ in ends)
    if len(xs) < _FEWEST_OPEN:
        return
    near = level[bisect_left(level, at - _GAP, key=_place) : bisect_right(level, at + _GAP, key=_place)]
    (ruled,) = _line(near).values() if near else ([],)
    for left, right in pairwise(xs):
        before = bisect_left(ruled, right - _GAP, key=lambda stretch: stretch[0]) - 1
        if before < 0 or ruled[before][1] <= left + _GAP:
            yield Rule(False, at, left, right)


def _lines(rules: Iterable[Rule]) -> dict[float, list[Interval]]:
    """Rules that lie on one another put together: by their place, the stretches that they cover."""
    lines: dict[float, list[Interval]] = {}
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if group and rule.at - group[-1].at > _SNAP:
            lines |= _line(group)
            group = []
        group.append(rule)
    return lines | _line(group) if group else lines


def _line(group: Sequence[Rule]) -> dict[float, list[Interval]]:
    stretches: list[Interval] = []
    for begin, end in sorted((rule.begin, rule.end) for rule in group):
        if stretches and begin - stretches[-1][1] <= _GAP:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((begin, end))
    place = sum(rule.at for rule in group) / len(group)
    return {place: stretches}


def _covers(stretches: Sequence[Interval], begin: float, end: float) -> bool:
    """Whether one of the stretches, which lie in order and further apart than a gap, has this part in it."""
    after = bisect_right(stretches, begin + _GAP, key=lambda stretch: stretch[0])
    return any(end <= stop + _GAP for _, stop in stretches[max(0, after - 2) : after])


def _cells(
    upright: dict[float, list[Interval]], level: dict[float, list[Interval]], effort: Effort
) -> list[Box]:
    """The smallest rectangles whose four sides are all ruled, each by its lower left corner."""
    xs, ys = sorted(upright), sorted(level)
    cells = []
    for y_index, bottom in enumerate(ys):
        effort.spend(2 * len(xs))
        crossing = [x for x in xs if _covers(level[bottom], x, x) and _covers(upright[x], bottom, bottom)]
        for x_index, left in enumerate(crossing):
            cell = _cell(left, bottom, crossing[x_index + 1 :], ys[y_index + 1 :], upright, level, effort)
            if cell is not None:
                effort.spend(_OF_CELL)
                cells.append(cell)
    return cells


def _cell(
    left: float,
    bottom: float,
    rights: Sequence[float],
    tops: Sequence[float],
    upright: dict[float, list[Interval]],
    level: dict[float, list[Interval]],
    effort: Effort,
) -> Box | None:
    for top in tops:
        effort.spend(1)
        sliver = top - bottom < _SHORTEST  # between two lines that are none of a cell
        if not sliver and not _covers(upright[left], bottom, top):
            return None
        for right in rights:
            effort.spend(2)
            if right - left < _SHORTEST:
                continue
            if not _covers(level[bottom], left, right):
                break
            if _covers(level[top], left, right) and (sliver or _covers(upright[right], bottom, top)):
                return None if sliver else Box(left, bottom, right, top)
    return None


def _groups(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner belong to one table; one cell alone is a frame, not a table."""
    by_corner: dict[tuple[float, float], list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        for corner in _corners(cell):
            by_corner[corner].append(index)
    groups: list[list[Box]] = []
    seen: set[int] = set()
    for index in range(len(cells)):
        if index in seen:
            continue
        waiting, group = [index], []
        seen.add(index)
        while waiting:
            cell = cells[waiting.pop()]
            group.append(cell)
            near = {other for corner in _corners(cell) for other in by_corner[corner]} - seen
            seen |= near
            waiting += near
        if len(group) > 1:
            groups.append(group)
    return groups


def _corners(cell: Box) -> tuple[tuple[float, float], ...]:
    return tuple((x, y) for x in (cell.left, cell.right) for y in (cell.bottom, cell.top))


def edges(values: Iterable[float]) -> list[float]:
    """The different values, in order."""
    return sorted(set(values))


def span(places: Sequence[float], begin: float, end: float) -> tuple[int, int]:
    """The index of a place and how many steps it is to another."""
    first = bisect_left(places, begin)
    return first, max(1, bisect_left(places, end) - first)
