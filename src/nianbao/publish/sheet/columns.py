"""The columns of a table by what stands in them: no number is ever parted, type gets smaller if it must.

The form says how wide columns are; one whose number or word needs more takes it from those that have more
than they need. Where that is not enough, or the table would be higher than a page, lines are set closer,
then the type of the whole table smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from nianbao.model.grid import Grid, GridCell, Role
from nianbao.publish.sheet import remarks
from nianbao.publish.sheet.lines import lines, pieces, width_of
from nianbao.publish.sheet.remarks import LINE_COUNTS, remarked
from nianbao.publish.sheet.words import printing_words
from nianbao.write.table_type import (
    APART,
    CLOSE,
    LABEL_INDENT,
    LINE_WIDTH,
    LOOSE,
    MANY,
    MANY_COLUMNS,
    NARROW,
    ROOMY,
    RULE,
    TableType,
    table_type,
)  # fmt: skip

ROOM = 637.8 - 28.95 - 5  # points: a page less the heading above a table and the blank below that
_SMALLEST, _SMALLEST_FOR_HEIGHT = 4.5, 7.5  # points; 六号 is 7.5
_SMALLEST_FOR_REMARKS = 9.5  # one long remark is no reason to set all the rest small
_NARROW_BELOW = 8.0
_STEP = 0.5
_SLACK = 0.06  # of a character: fonts differ a little, and what just fits is parted
_FONTS_DIFFER = (0.0, -0.2, 0.3)  # of a character: what one program puts on a line, another does not
_LEAST_STUB = 3.0  # characters of a label on a line


@dataclass(frozen=True, slots=True)
class Setting:
    """How a table is set: ``widths`` in percent of the line, ``size`` of its type in points, ``classes`` of
    the table, the ``heights`` of its rows in points, and of each label the lines in which it is set. So are
    the figures in ``remarks``: each stands on a line, its remark in smaller type on those below.

    Before the rows ``cuts`` it is foreseen to go on on another page."""

    widths: tuple[float, ...]
    size: float
    classes: tuple[str, ...]
    heights: tuple[float, ...]
    labels: Mapping[tuple[int, int], tuple[str, ...]]
    remarks: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    cuts: tuple[int, ...] = ()

    @property
    def is_tall(self) -> bool:
        """Whether it is higher than a page, so that it may go on after any row."""
        return self.height > ROOM

    @property
    def height(self) -> float:
        return sum(self.heights) + RULE


def settings(grid: Grid, texts: Mapping[str, str]) -> tuple[Setting, ...]:
    """How a table may be set that stands whole on a page, best first: as usual, closer and looser. Only one
    where it must be close or smaller than usual. ``texts`` are the figures by cell."""
    said = tuple(texts[cell.cell.id] if cell.cell else cell.label for cell in grid.cells)
    return _settings(grid, said, printing_words().labels)


@lru_cache(maxsize=32)  # while somebody writes a text the tables stay as they are
def _settings(grid: Grid, texts: tuple[str, ...], words: re.Pattern[str]) -> tuple[Setting, ...]:
    table = _Table(grid, texts, words)
    tall: list[Setting] = []
    for size in table.sizes():
        found = [each for each in (table.set(size, *manner) for manner in table.manners(size)) if each]
        whole = [each for each in found if not each.is_tall]
        if whole:
            return tuple(whole)
        tall += found
        if tall and size - _STEP < table.smallest_for_height:  # too high in any type that is easy to read
            return (apart(tall[0]),)
    return (table.forced(),)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table in type of one size, however close its lines: ``widths`` in percent of the line,
    ``labels`` and ``remarks`` as in Setting, and the cells with ``more`` than one line, with how many."""

    widths: tuple[float, ...]
    labels: Mapping[tuple[int, int], tuple[str, ...]]
    remarks: Mapping[tuple[int, int], tuple[str, ...]]
    more: tuple[tuple[GridCell, int], ...]

    def heights(self, rows: int, form: TableType) -> tuple[float, ...]:
        """Those of so many rows in points, in this type of their size."""
        heights = [form.row(1)] * rows
        high: list[tuple[GridCell, float]] = []
        for cell, count in self.more:
            remark = self.remarks.get((cell.row, cell.column))
            needed = form.row(count) if remark is None else remarks.height(remark, form)
            if cell.rows == 1:
                heights[cell.row] = max(heights[cell.row], needed)
            else:
                high.append((cell, needed))
        for cell, needed in high:
            lack = needed - sum(heights[cell.row : cell.row + cell.rows])
            heights[cell.row + cell.rows - 1] += max(0.0, lack)
        return tuple(heights)


class _Table:
    """A table whose columns are looked for."""

    def __init__(self, grid: Grid, texts: tuple[str, ...], words: re.Pattern[str]) -> None:
        self._grid = grid
        self._usual = (MANY,) if grid.width > MANY_COLUMNS else ()
        self._texts = list(zip(grid.cells, texts, strict=True))
        self._words = words
        self._remarked = {
            (cell.row, cell.column): found
            for cell, text in self._texts
            if cell.cell and (found := remarked(text)) is not None
        }
        self._least = [
            (
                cell,
                max((width_of(piece) for piece in pieces(text, None if cell.cell else words)), default=0.0),
            )
            for cell, text in sorted(self._texts, key=lambda pair: pair[0].columns)
        ]
        self._found: dict[float, list[_Columns]] = {}  # by the size of the type

    def sizes(self) -> Iterator[float]:
        """The sizes of type to be tried, in points."""
        size = table_type(self._usual).size
        while size >= _SMALLEST:
            yield size
            size -= _STEP

    def manners(self, size: float) -> Iterator[tuple[str, ...]]:
        """The classes to be tried in this type; a table with many columns has no room to be loose."""
        yield from ((), (CLOSE,))
        if size == table_type(self._usual).size and not self._usual:
            yield from ((LOOSE,), (ROOMY,))

    @property
    def smallest_for_height(self) -> float:
        """The smallest type, in points, that is tried so that the table stands on one page."""
        return _SMALLEST_FOR_REMARKS if self._remarked else _SMALLEST_FOR_HEIGHT

    def set(self, size: float, *classes: str) -> Setting | None:
        """The table in this type; None if a number would be parted. Remarks get the width that makes it least
        high."""
        named = self._classes(size, *classes)
        if size not in self._found:
            self._found[size] = list(self._columns(table_type(named, size)))
        found = (self._setting(each, named, size) for each in self._found[size])
        return min(found, key=lambda each: each.height, default=None)

    def forced(self) -> Setting:
        """A table with what no type is small enough for."""
        named = self._classes(_SMALLEST_FOR_HEIGHT, CLOSE, APART)
        widths = [LINE_WIDTH * share / 100 for share in self._grid.widths]
        columns = self._lines(table_type(named, _SMALLEST_FOR_HEIGHT), widths)
        return self._setting(columns, named, _SMALLEST_FOR_HEIGHT)

    def _setting(self, columns: _Columns, classes: tuple[str, ...], size: float) -> Setting:
        heights = columns.heights(self._grid.height, table_type(classes, size))
        return Setting(columns.widths, size, classes, heights, columns.labels, columns.remarks)

    def _columns(self, form: TableType) -> Iterator[_Columns]:
        """The columns in type of this size: several ways where there are remarks."""
        for count in (None, *LINE_COUNTS) if self._remarked else (None,):
            widths = self._widths(form, count)
            if widths is not None:
                yield self._lines(form, widths)

    def _classes(self, size: float, *classes: str) -> tuple[str, ...]:
        return (*self._usual, *classes, *((NARROW,) if size < _NARROW_BELOW else ()))

    def _widths(self, form: TableType, most: int | None) -> list[float] | None:
        """The columns in points, as the form has them where that is enough; remarks have about ``most`` lines
        at most."""
        wanted = [LINE_WIDTH * share / 100 for share in self._grid.widths]
        least = [
            _LEAST_STUB * form.size if column < self._grid.stub_columns else 0.0
            for column in range(self._grid.width)
        ]
        for cell, width in self._least:
            remark = self._remarked.get((cell.row, cell.column))
            whole = width * form.size if remark is None else remark.needs(form, most)
            need = whole + _SLACK * form.size + self._blank(cell, form)
            span = range(cell.column, cell.column + cell.columns)
            lack = need - sum(max(wanted[at], least[at]) for at in span)
            if cell.columns == 1:
                least[cell.column] = max(least[cell.column], need)
            elif lack > 0:
                for at in span:
                    least[at] = max(wanted[at], least[at]) + lack / cell.columns
        if sum(least) > LINE_WIDTH:
            return None
        given = [max(pair) for pair in zip(wanted, least, strict=True)]
        spare = [have - need for have, need in zip(given, least, strict=True)]
        over = sum(given) - LINE_WIDTH
        part = over / sum(spare) if over > 0 else 0.0
        return [have - part * more for have, more in zip(given, spare, strict=True)]

    def _lines(self, form: TableType, shares: Sequence[float]) -> _Columns:
        """Which lines everything has in columns of these widths in points."""
        labels: dict[tuple[int, int], tuple[str, ...]] = {}
        apart: dict[tuple[int, int], tuple[str, ...]] = {}
        more: list[tuple[GridCell, int]] = []
        for cell, text in self._texts:
            room = self._room(cell, form, shares)
            found = lines(text, room, None if cell.cell else self._words)
            place = cell.row, cell.column
            if len(found) > 1:
                more.append((cell, len(found)))
                if (remark := self._remarked.get(place)) is not None:
                    apart[place] = remark.lines(form, room * form.size)
            if not cell.cell:
                # Whether lines end there by themselves; columns of figures have other widths on screens.
                alone = cell.role is not Role.HEAD and all(
                    found == lines(text, room + wider) for wider in _FONTS_DIFFER
                )
                labels[place] = (text,) if alone else tuple(line.strip() for line in found)
        percent = tuple(round(100 * share / LINE_WIDTH, 3) for share in shares)
        return _Columns(percent, labels, apart, tuple(more))

    def _room(self, cell: GridCell, form: TableType, shares: Sequence[float]) -> float:
        """How many characters wide the line of a cell is."""
        width = sum(shares[cell.column : cell.column + cell.columns])
        return (width - self._blank(cell, form)) / form.size

    def _blank(self, cell: GridCell, form: TableType) -> float:
        """What of a cell's width is not for its text, in points."""
        is_label = MANY in self._usual and cell.role is Role.STUB and cell.rows == 1
        return (LABEL_INDENT if is_label else form.x) + form.x + RULE


def apart(setting: Setting) -> Setting:
    """The same table, to be continued on the next page where its blocks end."""
    return replace(setting, classes=(*setting.classes, APART))
