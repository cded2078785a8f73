"""Sheets of a workbook that are wider than their paper: printed in strips, one paper after the other.

Strips are put side by side again where nothing else is possible: a paper whose figures stand without labels,
or beside the labels of another, has the same rows, as high and at the same places, as one before it. Whether
papers follow one another down or to the right is not asked: few papers of a report have the same rows, and
where one may be right of two, nothing is put together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations, product
from math import inf
from typing import NamedTuple

from nianbao.read.blocks import UNKNOWN
from nianbao.read.pdf.cut import CUT, is_of_number
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.page import Sheet, Sign
from nianbao.read.pdf.ruled import Box, Rule, tables
from nianbao.read.pdf.torn_off import open_at_edge, stretches

_NEAR = 1.5  # points by which lines and characters on two papers differ that are the same
_FEWEST = 6  # lines of a paper that tell which is beside it
_FEWEST_MORE = 4  # where others have told that there are strips
_ALIKE = 0.8  # share of the lines of two papers that both have: beside cells of several rows some lack
_FEWEST_LETTERS = 5  # of labels that are printed on each strip
_FEWEST_SHARED = 2  # letters that two papers without tables both have, for they are cut by the edge
_EDGE = 24.0  # points beside the edge of a paper, where characters may stand upon it
_LINES_OF_STEP = 16


_Place = tuple[str, int, int]  # what stands where


class _Paper:
    """A page, and what its tables tell of its place in a sheet."""

    def __init__(self, page: Sheet, effort: Effort) -> None:
        self.page = page
        self._effort = effort
        self.lines = [rule for rule in page.rules if not (rule.upright or rule.waves)]
        self._walls = [rule for rule in page.rules if rule.upright]
        self.left = min((line.begin for line in self.lines), default=0.0)
        self.right = max((line.end for line in self.lines), default=0.0)
        self.heights = {round(line.at) for line in self.lines}
        self.at_right = _places(line.at for line in self.lines if self.right - line.end <= _NEAR)

    @cached_property
    def begin(self) -> float | None:
        """Where its columns begin that have figures alone: no row has both figures and words there. None if
        it has no figures, or words among them."""
        words, figures = dict[int, float](), dict[int, float]()  # how far to the right they go in a row
        heights = sorted(line.at for line in self.lines)
        within = stretches(self._walls)
        self._effort.spend(len(self.page.signs))
        for sign in self.page.signs:
            x, y = sign.middle
            at = bisect_right(within, (y, inf)) - 1
            if at >= 0 and y < within[at][1] and self.left <= x <= self.right:
                of_kind = words if sign.text.isalpha() else figures if _is_digit(sign) else {}
                row = bisect_right(heights, y)
                of_kind[row] = max(x, of_kind.get(row, 0.0))
        both = max((min(words[row], figures[row]) for row in words.keys() & figures.keys()), default=-inf)
        places = [self.left, *(wall.at for wall in self._walls if wall.at > self.left + _NEAR)]
        behind = [at for at in places if both < at < max(figures.values(), default=-inf)]
        return min(behind, default=None)

    @property
    def has_labels(self) -> bool:
        return self.begin != self.left

    @cached_property
    def at_begin(self) -> list[float]:
        """How high the lines lie above and below the first of these columns, in order."""
        at = self.left if self.begin is None else self.begin
        return _places(line.at for line in self.lines if line.begin - _NEAR <= at < line.end - _NEAR)

    def has_labels_of(self, other: _Paper, *, with_heads: bool) -> bool:
        """Whether it has no labels, or those of another paper once more, parted from its columns, which have
        other heads than those of that paper, or none."""
        if not self.has_labels:
            return True
        begin = self.left if self.begin is None else self.begin
        parted = sum(abs(line.begin - begin) <= _NEAR for line in self.lines)
        labels, heads = self._left_of(begin)
        again, others = other._left_of(begin)
        many = sum(text.isalpha() for text, _, _ in labels) >= _FEWEST_LETTERS
        return (
            parted >= _ALIKE * len(self.at_begin)
            and many
            and labels == again
            and (heads != others if with_heads else not (heads or others))
        )

    def _left_of(self, begin: float) -> tuple[set[_Place], set[_Place]]:
        """What its tables say left of a place, and where, from their first row with figures down; and above
        that right of it, their heads."""
        low, high = min(self.at_right), max(self.at_right)
        within = [sign for sign in self.page.signs if sign.text.strip() and low < sign.middle[1] < high]
        first = max((sign.top for sign in within if sign.text.isdigit() and sign.left > begin), default=low)
        places = [(sign, (sign.text, round(sign.left), round(sign.foot))) for sign in within]
        labels = {place for sign, place in places if sign.middle[0] < begin and sign.middle[1] < first}
        return labels, {place for sign, place in places if sign.middle[0] > begin and sign.middle[1] > first}


def joined(pages: Sequence[Sheet], bare: Callable[[Sheet], Sheet], effort: Effort) -> list[Sheet]:
    """The pages with the strips of one sheet as one page. ``bare`` takes page numbers and such off one."""
    papers = [_Paper(page, effort) for page in pages]
    effort.spend(len(papers) * sum(len(paper.lines) for paper in papers) // _LINES_OF_STEP)
    beside = _beside(papers)
    if not beside:
        return open_at_edge(pages, effort)
    beside |= _texts_beside(papers, beside)
    rights = {seam.right for seam in beside.values()}
    alone = [at for at in range(len(papers)) if at not in beside.keys() | rights]
    opened = dict(zip(alone, open_at_edge([pages[at] for at in alone], effort), strict=True))
    firsts = (at for at in range(len(papers)) if at not in rights)
    return [opened[at] if at in opened else _whole(papers, at, beside, bare, effort) for at in firsts]


# ---- which paper is right of which


class _Seam(NamedTuple):
    """Where a paper ends, and which other one goes on there, from which place on."""

    edge: float
    right: int
    begin: float

    @property
    def by(self) -> float:
        return self.edge - self.begin


def _beside(papers: Sequence[_Paper]) -> dict[int, _Seam]:
    """The seam at the right of each paper that has one; nothing if a paper may be right of two."""
    ruled = [at for at, paper in enumerate(papers) if paper.lines]
    alike = [
        (left, right)
        for left, right in combinations(ruled, 2)
        if _may_have_same_rows(papers[left], papers[right])
    ]
    found = dict[int, _Seam]()
    for fewest in (_FEWEST, _FEWEST_MORE):
        steps = {seam.right - left for left, seam in found.items()} | {1}
        for right in sorted({right for _, right in alike} - {seam.right for seam in found.values()}):
            lefts = [
                left
                for left, other in alike
                if other == right and left not in found
                if fewest == _FEWEST or (found and right - left in steps)
                if _goes_on(papers[left : right + 1], fewest)
            ]
            if len(lefts) > 1:
                return {}
            for left in lefts:
                found[left] = _Seam(papers[left].right, right, papers[right].begin or 0.0)
    return found


def _goes_on(papers: Sequence[_Paper], fewest: int) -> bool:
    """Whether the first of some papers goes on at the right with the last of them."""
    left, *_, right = papers
    if right.begin is None or not _have_same_rows(left, right, fewest):
        return False
    return _are_of_one_sheet(papers) and right.has_labels_of(left, with_heads=fewest == _FEWEST)


def _may_have_same_rows(one: _Paper, other: _Paper) -> bool:
    """Whether most lines of the paper that has fewer lie as high on the other."""
    few, many = sorted((one.heights, other.heights), key=len)
    near = sum(not many.isdisjoint((at - 1, at, at + 1)) for at in few)
    return near >= max(_FEWEST_MORE, _ALIKE * len(few))


def _have_same_rows(left: _Paper, right: _Paper, fewest: int) -> bool:
    """Whether the lines that reach the right end of one paper go on at the left end of another: all of them,
    or where fewer are enough those of a table."""
    mine, theirs = left.at_right, right.at_begin
    if len(theirs) < fewest or not mine:
        return False
    if fewest < _FEWEST:
        mine = [at for at in mine if theirs[0] - _NEAR <= at <= theirs[-1] + _NEAR]
    if not mine or not _end_alike(mine, theirs):
        return False
    both = sum(any(abs(at - other) <= _NEAR for other in theirs) for at in mine)
    return both >= _ALIKE * (len(mine) + len(theirs) - both)


def _end_alike(mine: Sequence[float], theirs: Sequence[float]) -> bool:
    """Whether the first and the last line of both lie equally high; beside a cell that goes on over the edge
    one line may be missing at one end."""
    lows = [abs(one - other) <= _NEAR for one, other in product(mine[:2], theirs[:2])]
    highs = [abs(one - other) <= _NEAR for one, other in product(mine[-2:], theirs[-2:])]
    first, last = abs(mine[0] - theirs[0]) <= _NEAR, abs(mine[-1] - theirs[-1]) <= _NEAR
    return (first and any(highs)) or (last and any(lows))


def _are_of_one_sheet(papers: Sequence[_Paper]) -> bool:
    """Whether papers may lie between the first and the last of them, which is right of it: a sheet does not
    begin anew there."""
    labels = [paper.has_labels for paper in papers[:-1] if paper.lines]
    return all(labels[: sum(labels)])


def _texts_beside(papers: Sequence[_Paper], beside: dict[int, _Seam]) -> dict[int, _Seam]:
    """The same of papers without tables: letters on the edge are on both, at places that lie as far apart as
    those of other strips."""
    ways = {(seam.right - left, round(seam.edge, 1), round(seam.begin, 1)) for left, seam in beside.items()}
    ways |= {(1, edge, begin) for _, edge, begin in ways}
    rights = {seam.right for seam in beside.values()}
    found = dict[int, _Seam]()
    for step, edge, begin in sorted(ways):
        for left in range(len(papers) - step):
            seam = _Seam(edge, left + step, begin)
            if left in beside | found or seam.right in rights or papers[seam.right].lines:
                continue
            shown = _Shown(papers[left].page.signs)
            letters = (sign for sign in papers[seam.right].page.signs if sign.text.isalpha())
            if sum(_moved(sign, seam.by) in shown for sign in letters) >= _FEWEST_SHARED:
                found[left] = seam
                rights.add(seam.right)
    return found


# ---- one page of several


def _whole(
    papers: Sequence[_Paper],
    at: int,
    beside: dict[int, _Seam],
    bare: Callable[[Sheet], Sheet],
    effort: Effort,
) -> Sheet:
    whole, by = papers[at].page, 0.0
    while at in beside:
        seam = beside[at]
        by += seam.by
        whole = _with(whole, bare(papers[seam.right].page), seam.begin, by)
        at = seam.right
    if not whole.unsaid:
        return whole
    cells = [box for group in tables(whole.rules, effort) for box in group]
    effort.spend(len(cells) * len(whole.unsaid))
    return replace(whole, unsaid=[cell for cell in cells if any(_meet(cell, box) for box in whole.unsaid)])


def _with(whole: Sheet, page: Sheet, begin: float, by: float) -> Sheet:
    """A page with what stands on another one from a place on, so far to the right."""
    edge = begin + by
    added = [_moved(sign, by) for sign in page.signs if sign.middle[0] > begin - _NEAR]
    signs = [*_without_rest((sign for sign in whole.signs if sign.middle[0] < edge + _NEAR), added, edge)]
    at = {id(sign): number for number, sign in enumerate(signs)}
    shown = _Shown(sign for sign in signs if sign.right > edge - _EDGE)
    for sign in added:
        same = shown.like(sign)
        if same is None:
            signs.append(sign)
        elif same.text == UNKNOWN or (same.doubt and not sign.doubt):
            signs[at[id(same)]] = sign
    rules = [_rule_moved(part, by) for rule in page.rules if (part := _from(rule, begin)) is not None]
    struck, covered, unsaid = (
        [*mine, *(replace(box, left=box.left + by, right=box.right + by) for box in others)]
        for mine, others in (
            (whole.struck, page.struck),
            (whole.covered, page.covered),
            (whole.unsaid, page.unsaid),
        )
    )
    width = max(whole.width, page.width + by)
    return replace(
        whole,
        width=width,
        signs=signs,
        rules=[*whole.rules, *rules],
        struck=struck,
        covered=covered,
        unsaid=unsaid,
    )


class _Shown:
    """Characters, found by what they say and where they stand."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        self._at: dict[tuple[int, int], list[Sign]] = defaultdict(list)
        for sign in signs:
            self._at[round(sign.left / _NEAR), round(sign.foot / _NEAR)].append(sign)

    def like(self, sign: Sign) -> Sign | None:
        """The character that is the same and stands at the same place, or of which it is not known."""
        x, y = round(sign.left / _NEAR), round(sign.foot / _NEAR)
        near = (each for at in product((x - 1, x, x + 1), (y - 1, y, y + 1)) for each in self._at.get(at, ()))
        return next((each for each in near if _are_same(each, sign)), None)

    def __contains__(self, sign: Sign) -> bool:
        return self.like(sign) is not None


def _are_same(one: Sign, other: Sign) -> bool:
    near = abs(one.left - other.left) <= _NEAR and abs(one.foot - other.foot) <= _NEAR
    return near and (one.text == other.text or UNKNOWN in (one.text, other.text))


def _without_rest(signs: Iterable[Sign], added: Sequence[Sign], edge: float) -> Iterator[Sign]:
    """The characters without those of words that are cut off by the edge, which stand upon it, if the other
    paper has them, too."""
    rests: dict[int, list[Sign]] = defaultdict(list)
    for sign in signs:
        if sign.right <= sign.left and sign.right > edge - _EDGE:
            rests[round(sign.foot)].append(sign)
        else:
            yield sign
    for foot, rest in rests.items():
        line = sorted((sign for sign in added if abs(sign.foot - foot) < _NEAR), key=lambda sign: sign.left)
        lines = (line[skipped:] for skipped in (0, 1))  # one that nearly lies on the edge
        goes_on = any(len(each) >= len(rest) and all(map(_may_be, rest, each)) for each in lines)
        yield from () if goes_on else rest


def _may_be(one: Sign, other: Sign) -> bool:
    unknown = other.text == UNKNOWN or one.text == CUT
    return one.text == other.text or (unknown and (is_of_number(one.text) and is_of_number(other.text)))


def _from(rule: Rule, begin: float) -> Rule | None:
    """What of a line lies right of a place."""
    if rule.upright:
        return rule if rule.at > begin - _NEAR else None
    return replace(rule, begin=max(rule.begin, begin)) if rule.end > begin else None


def _moved(sign: Sign, by: float) -> Sign:
    return replace(sign, left=sign.left + by, right=sign.right + by)


def _rule_moved(rule: Rule, by: float) -> Rule:
    return (
        replace(rule, at=rule.at + by)
        if rule.upright
        else replace(rule, begin=rule.begin + by, end=rule.end + by)
    )


def _is_digit(sign: Sign) -> bool:
    return sign.text.isdigit() or sign.text == UNKNOWN


def _places(heights: Iterable[float]) -> list[float]:
    """Different heights, in order."""
    found: list[float] = []
    for at in sorted(heights):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    return found


def _meet(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and min(one.top, other.top) - max(one.bottom, other.bottom) > 0
