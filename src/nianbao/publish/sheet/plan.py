"""Which setting of each table leaves the least of the pages empty.

A table that does not fit below what stands above it goes to the next page whole, and what is left behind is
empty. Setting a table closer or looser, or letting it go on where one of its blocks ends, costs some of its
looks and saves such gaps: all ways are laid out by counting lines, and the best is taken, once for all that
print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from nianbao.model.grid import Grid, Role
from nianbao.publish.sheet.columns import Setting, apart
from nianbao.publish.sheet.lines import lines
from nianbao.write.table_type import APART, CLOSE, LOOSE, ROOMY, RULE

PAGE = 637.8  # points: 225 mm, the height of the type area
PITCH = 28.95
CHARACTERS = 442.2 / 15.75  # on a line
_INDENT = 2.0
_TITLE, _ABOVE_TABLE, _BELOW_TABLE = 34.0, 4.0 + RULE, 8.0  # a row has the rule below it
_SLACK = 0.01  # points
_SIGNATURE = 2  # lines beside those of the organ
_LEAST_ROWS = 3  # of a table on a page: beside an outer label, and below the head
_FEWEST = 2  # lines of a paragraph that stand on a page
# What it costs. A fifth of a page that is empty costs nearly as much as to cut a table.
_FREE = 0.1  # of a page, empty: nobody sees it
_MANNER_COSTS = {CLOSE: 0.015, LOOSE: 0.01, ROOMY: 0.02, APART: 0.02}
_GAP_COSTS, _CUT_COSTS, _PAGE_COSTS = 2.0, 0.08, 0.03


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of so many lines; ``keeps``: it stands on one page with what follows."""

    count: int
    pitch: float = PITCH
    below: float = 0.0
    keeps: bool = False
    whole: bool = False


def title(count: int) -> Text:
    """The title, of so many lines."""
    return Text(count, _TITLE, PITCH, keeps=True, whole=True)


def paragraph(text: str, *, heading: bool = False) -> Text:
    """A paragraph or a heading of the text."""
    count = len(lines(text, CHARACTERS, indent=_INDENT))
    return Text(count, keeps=heading, whole=heading)


def signature(organ: int) -> Text:
    """The organ on so many lines, and the date, with the blank line above them."""
    return Text(organ + _SIGNATURE, whole=True)


def ends(grid: Grid) -> tuple[int, ...]:
    """The rows before which a table may go on on another page: where a block or a group of rows begins."""
    titles = {cell.row for cell in grid.cells if cell.role is Role.TITLE}
    if titles:
        return tuple(sorted(titles - {0}))
    if grid.stub_columns == 0:
        return ()
    stubs = [cell for cell in grid.cells if cell.role is Role.STUB]
    least = range(grid.head_rows + _LEAST_ROWS, grid.height - _LEAST_ROWS + 1)
    begun = {cell.row for cell in stubs if cell.column <= 1 and cell.row in least}
    for cell in stubs:
        # An outer label is printed on both pages, and both parts must be high enough for it.
        beside = _LEAST_ROWS if cell.column == 0 else cell.rows
        begun -= {
            row for row in range(cell.row + 1, cell.row + cell.rows)
            if row < cell.row + beside or row > cell.row + cell.rows - beside
        }  # fmt: skip
    return tuple(sorted(begun))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with the settings that it may have, and the rows before which it may go on elsewhere;
    ``heads`` rows are repeated there."""

    settings: tuple[Setting, ...]
    ends: tuple[int, ...]
    heads: int

    def ways(self) -> tuple[Setting, ...]:
        """Every way to set it."""
        if not self.ends:
            return self.settings
        return (*self.settings, *(apart(each) for each in self.settings if APART not in each.classes))


Item = Text | Sheet


def planned(items: Sequence[Item]) -> tuple[Setting, ...]:
    """The setting of each table, in order, with the rows before which it is foreseen to be cut."""
    ways: list[tuple[tuple[Setting, ...], _Flow]] = [((), _Flow())]
    # Each way to set what came before is laid out once, not for all that follow.
    for stretch in _stretches(items):
        last = stretch[-1]
        if isinstance(last, Sheet):
            settled = [(way, _settled(stretch, way)) for way in last.ways()]
            ways = [
                ((*chosen, way), flow.with_more(steps)) for chosen, flow in ways for way, steps in settled
            ]
        else:
            ways = [(chosen, flow.with_more(_settled(stretch))) for chosen, flow in ways]
    chosen, flow = min(ways, key=lambda pair: _cost(*pair))
    return tuple(replace(setting, cuts=tuple(cuts)) for setting, cuts in zip(chosen, flow.cuts, strict=True))


def _stretches(items: Sequence[Item]) -> Iterator[list[Item]]:
    """What stands before each table with the table, and what stands below the last."""
    stretch: list[Item] = []
    for item in items:
        stretch.append(item)
        if isinstance(item, Sheet):
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _cost(chosen: Sequence[Setting], flow: _Flow) -> float:
    looks = sum(_MANNER_COSTS.get(name, 0.0) for setting in chosen for name in setting.classes)
    gaps = sum(gap * gap for gap in flow.gaps if gap > _FREE)
    cuts = sum(map(len, flow.cuts))
    return looks + _GAP_COSTS * gaps + _CUT_COSTS * cuts + _PAGE_COSTS * len(flow.gaps)


class _Step(NamedTuple):
    """What comes next on the pages: a text with the height of what must stand on its page, or the parts of a
    table, each with the row that it begins with and its height, and the height of the table's head."""

    text: Text | None
    following: float = 0.0
    parts: tuple[tuple[int, float], ...] = ()
    head: float = 0.0


def _settled(stretch: Sequence[Item], way: Setting | None = None) -> list[_Step]:
    """A stretch of which the table is set in this way: what holds on whatever page it begins."""
    laid = [(item, way if isinstance(item, Sheet) else None) for item in stretch]
    steps: list[_Step] = []
    for index, (item, setting) in enumerate(laid):
        after = laid[index + 1 :]
        if isinstance(item, Text):
            steps.append(_Step(item, _needed(after) if item.keeps or _leads(after) else 0.0))
        elif setting is not None:
            steps.append(_Step(None, 0.0, tuple(_parts(item, setting)), sum(setting.heights[: item.heads])))
    return steps


class _Flow:
    """Pages being filled. ``gaps`` are the empty shares of those that are full, ``cuts`` are the rows
    before which each table goes on below its head once more."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.cuts: list[list[int]] = []
        self._y = 0.0

    def with_more(self, steps: Iterable[_Step]) -> _Flow:
        """The same pages, and more on them."""
        more = _Flow()
        more.gaps, more.cuts, more._y = [*self.gaps], [*self.cuts], self._y
        for step in steps:
            if step.text is None:
                more._table(step)
            else:
                more._text(step.text, step.following)
        return more

    def _text(self, item: Text, following: float) -> None:
        rest = item.count
        if item.whole or rest <= _FEWEST + 1:
            self._make_room(min(rest * item.pitch + following, PAGE))
            following = 0.0
        while rest * item.pitch + following > PAGE - self._y + _SLACK:
            fitting = min(int((PAGE - self._y + _SLACK) / item.pitch), rest - _FEWEST)
            if fitting < _FEWEST and self._y == 0:
                break  # what follows is as high as a page
            self._y += fitting * item.pitch if fitting >= _FEWEST else 0.0
            rest -= fitting if fitting >= _FEWEST else 0
            self._turn()
        self._y += rest * item.pitch + item.below

    def _table(self, table: _Step) -> None:
        self._y += _ABOVE_TABLE
        cuts: list[int] = []
        self.cuts.append(cuts)
        for start, height in table.parts:
            if self._y + height > PAGE and self._y > 0:
                self._turn()
                self._y = RULE
                if start and table.head:
                    cuts.append(start)
                    self._y += table.head
            self._y += height
            while self._y > PAGE + _SLACK:  # a row higher than a page
                self.gaps.append(0.0)
                self._y -= PAGE
        self._y += _BELOW_TABLE

    def _make_room(self, height: float) -> None:
        if self._y + height > PAGE + _SLACK and self._y > 0:
            self._turn()

    def _turn(self) -> None:
        self.gaps.append(max(0.0, 1 - self._y / PAGE))
        self._y = 0.0


def _leads(after: Sequence[tuple[Item, Setting | None]]) -> bool:
    return bool(after) and isinstance(after[0][0], Sheet)


def _needed(after: Sequence[tuple[Item, Setting | None]]) -> float:
    """How much of what follows must stand on the page, too."""
    total = 0.0
    for index, (item, setting) in enumerate(after):
        if isinstance(item, Sheet):
            first = next(_parts(item, setting))[1] if setting else 0.0
            return total + _ABOVE_TABLE + min(first, PAGE)
        is_long = not item.whole and item.count > _FEWEST + 1
        if is_long or not (item.keeps or _leads(after[index + 1 :])):
            return total + item.pitch * (_FEWEST if is_long else item.count)
        total += item.count * item.pitch
    return total


def _parts(sheet: Sheet, setting: Setting) -> Iterator[tuple[int, float]]:
    """The parts of a table that stand on one page each: with which row they begin, and how high they are."""
    every = range(sheet.heads + 1, len(setting.heights))
    bounds = () if APART not in setting.classes else every if setting.is_tall else sheet.ends
    start = 0
    for end in (*bounds, len(setting.heights)):
        yield start, sum(setting.heights[start:end])
        start = end
