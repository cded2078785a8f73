"""Draws a grid in character cells: column widths, wrapped labels, box-drawing rules, merged cells.

Pure geometry; the sheet colours it and puts the figures in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from nianbao.model.form import Form
from nianbao.model.grid import Grid, GridCell, Role
from nianbao.model.numbering import numbering
from nianbao.terminal import balanced, centred, least_width, left, width_of, wrap

Labels = Callable[[GridCell], str]

_WIDEST_SPREAD = 14  # a column wider than its figures need is harder to follow with the eye
# Richest first: official labels?, width of a figure column, most lines of a label beside one row.
_STYLES = (
    *((True, figure, lines) for lines in (1, 2) for figure in (10, 8, 7)),
    *((False, figure, lines) for lines in (1, 2, 3) for figure in (8, 6, 5, 4)),
    (False, 3, 3),
)
_JUNCTIONS = dict(
    zip(
        [
            (up, down, west, east)
            for up in (False, True)
            for down in (False, True)
            for west in (False, True)
            for east in (False, True)
        ],
        " ╶╴─╷┌┐┬╵└┘┴│├┤┼",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a drawn line: where it begins, its text, and the grid cell it is of (None: a rule).

    ``slot`` tells that the text is to be replaced by the figure of the cell.
    """

    x: int
    text: str
    cell: GridCell | None = None
    slot: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Where a grid cell stands: left and top edge inside its rules, width and height."""

    x: int
    y: int
    width: int
    height: int


def official(cell: GridCell) -> str:
    """The label as it is printed."""
    return cell.label


def short_labels(form: Form, section_id: str) -> Labels:
    """Labels by the form's short names with their numbers, where those are shorter."""
    table = form.section(section_id).table
    names = {
        entry.label: entry.name
        for block in (table.blocks if table else ())
        for top in (*block.rows, *block.columns)
        for entry in top.walk()
    }

    def short(cell: GridCell) -> str:
        name = names.get(cell.label, cell.label)
        number = numbering(cell.label)
        numbered = f"{number.mark}{name}" if number else name
        return min(cell.label, numbered, key=width_of)

    return short


class Plan:
    """A grid laid out for a screen.

    ``width`` and ``height`` are in character cells, ``widest`` is the widest column of figures, ``tallest``
    their tallest row. The first ``head_height`` lines and ``stub_width`` columns are to stay while the rest
    scrolls.
    """

    def __init__(self, grid: Grid, labels: Labels, widths: tuple[int, ...], *, ruled: bool) -> None:
        self.grid = grid
        self._owners: list[list[GridCell]] = _owners(grid)
        self._widths = widths
        self._xs = tuple(accumulate((width + 1 for width in widths), initial=0))
        self.width = self._xs[-1] + 1
        self.stub_width = self._xs[grid.stub_columns] + (1 if grid.stub_columns else 0)
        self._texts = {cell: self._lines_of(cell, labels) for cell in grid.cells}
        self._rules = self._ruled_boundaries(ruled)
        self._lines: list[tuple[int, int]] = []  # (row, line within it); a rule: (row below it, -1)
        self._tops: list[int] = []  # first line of each row
        self._lay_rows(self._row_heights())
        self.height = len(self._lines)
        self.head_height = self._tops[grid.head_rows] if grid.head_rows else 0
        self._boxes = {cell: self._box(cell) for cell in grid.cells}
        figures = [cell for cell in grid.cells if cell.role is Role.FIGURE]
        self.widest = max((self._boxes[cell].width for cell in figures if cell.columns == 1), default=0)
        self.tallest = max((self._boxes[cell].height for cell in figures), default=0)

    def box(self, cell: GridCell) -> Box:
        """Where a cell of the grid stands."""
        return self._boxes[cell]

    def at(self, x: int, y: int) -> GridCell | None:
        """The cell of the grid at a place, None on a rule or outside."""
        for cell, box in self._boxes.items():
            if box.x <= x < box.x + box.width and box.y <= y < box.y + box.height:
                return cell
        return None

    def line(self, y: int, first: int = 0, last: int | None = None) -> list[Piece]:
        """The pieces of a line. Labels of tall cells stand in the middle of what is seen of them:
        the lines from ``first`` up to ``last`` of the body, all of the head."""
        if y < self.head_height:
            first, last = 0, self.head_height
        window = (first, self.height if last is None else last)
        row, _ = self._lines[y]
        return list(self._rule(row, y, window) if self._lines[y][1] < 0 else self._row(row, y, window))

    # ---- lines

    def _row(self, row: int, y: int, window: tuple[int, int]) -> Iterator[Piece]:
        for cell in self._across(row):
            yield Piece(self._xs[cell.column], "│")
            yield self._content(cell, y, window)
        yield Piece(self._xs[-1], "│")

    def _rule(self, row: int, y: int, window: tuple[int, int]) -> Iterator[Piece]:
        column = 0
        while column < self.grid.width:
            yield Piece(self._xs[column], self._junction(row, column))
            if self._drawn(row, column):
                yield Piece(self._xs[column] + 1, "─" * self._widths[column])
                column += 1
            else:
                cell = self._owners[row][column]
                yield self._content(cell, y, window)
                column = cell.column + cell.columns
        yield Piece(self._xs[-1], self._junction(row, self.grid.width))

    def _content(self, cell: GridCell, y: int, window: tuple[int, int]) -> Piece:
        box = self._boxes[cell]
        if cell.role is Role.FIGURE:
            return Piece(box.x, " " * box.width, cell, slot=y == box.y + (box.height - 1) // 2)
        texts = self._texts[cell]
        top = max(box.y, window[0] if box.y >= self.head_height else 0)
        bottom = min(box.y + box.height, window[1])
        start = max(top + max(bottom - top - len(texts), 0) // 2, box.y)
        index = y - min(start, box.y + box.height - len(texts))
        text = texts[index] if 0 <= index < len(texts) else ""
        aside = cell.role is Role.STUB and cell.rows == 1
        return Piece(box.x, (left if aside else centred)(text, box.width), cell)

    def _drawn(self, row: int, column: int) -> bool:
        """Whether the rule above ``row`` runs through this column."""
        if row in {0, self.grid.height}:
            return True
        return row in self._rules and self._owners[row - 1][column] is not self._owners[row][column]

    def _junction(self, row: int, column: int) -> str:
        def upright(at: int) -> bool:
            if not 0 <= at < self.grid.height:
                return False
            owners = self._owners[at]
            return column in {0, self.grid.width} or owners[column - 1] is not owners[column]

        west = column > 0 and self._drawn(row, column - 1)
        east = column < self.grid.width and self._drawn(row, column)
        return _JUNCTIONS[upright(row - 1), upright(row), west, east]

    def _across(self, row: int) -> Iterator[GridCell]:
        column = 0
        while column < self.grid.width:
            cell = self._owners[row][column]
            yield cell
            column = cell.column + cell.columns

    # ---- geometry

    def _lines_of(self, cell: GridCell, labels: Labels) -> list[str]:
        if cell.role is Role.FIGURE:
            return [""]
        aside = cell.role is Role.STUB and cell.rows == 1
        return (wrap if aside else balanced)(labels(cell), self._width_of(cell))

    def _width_of(self, cell: GridCell) -> int:
        return self._xs[cell.column + cell.columns] - self._xs[cell.column] - 1

    def _ruled_boundaries(self, ruled: bool) -> frozenset[int]:
        """The rows above which a rule is drawn: all, or those where a block, the body or a group begins."""
        grid = self.grid
        if ruled:
            return frozenset(range(grid.height + 1))
        rules = {grid.head_rows, grid.height} if grid.head_rows else {0, grid.height}
        for cell in grid.cells:
            if cell.role is Role.TITLE:
                rules.add(cell.row)
            elif cell.role is Role.STUB and cell.rows > 1:
                rules |= {cell.row, cell.row + cell.rows}
            elif cell.role is Role.CORNER:
                rules.add(cell.row + cell.rows)
        return frozenset(rules)

    def _row_heights(self) -> list[int]:
        heights = [1] * self.grid.height
        for cell in sorted(self.grid.cells, key=lambda cell: cell.rows):
            rows = range(cell.row, cell.row + cell.rows)
            room = sum(heights[row] for row in rows) + sum(1 for row in rows[1:] if row in self._rules)
            heights[rows[-1]] += max(len(self._texts[cell]) - room, 0)
        return heights

    def _lay_rows(self, heights: list[int]) -> None:
        for row, height in enumerate(heights):
            if row in self._rules:
                self._lines.append((row, -1))
            self._tops.append(len(self._lines))
            self._lines += [(row, line) for line in range(height)]
        self._lines.append((self.grid.height, -1))

    def _box(self, cell: GridCell) -> Box:
        after = cell.row + cell.rows
        end = self._tops[after] if after < self.grid.height else len(self._lines)
        ruled = after == self.grid.height or after in self._rules
        top = self._tops[cell.row]
        return Box(self._xs[cell.column] + 1, top, self._width_of(cell), end - top - (1 if ruled else 0))


def plan(grid: Grid, form: Form, room: tuple[int, int], needed: Mapping[GridCell, int]) -> Plan:
    """The richest plan that fits into ``room`` (width, height in cells); else the narrowest, to be scrolled.

    ``needed`` tells the width that the figure of each cell needs; no column is narrower.
    """
    short = short_labels(form, grid.section)
    asked = {by_law: _asked(grid, labels, needed) for by_law, labels in ((True, official), (False, short))}
    for by_law, figure, lines in _STYLES:
        widths = _column_widths(grid, asked[by_law], figure, lines)
        if _total(widths) <= room[0]:
            break
    widths = _spread(grid, asked[by_law], widths, room[0] - _total(widths))
    labels = official if by_law else short
    drawn = Plan(grid, labels, widths, ruled=True)
    return drawn if drawn.height <= room[1] else Plan(grid, labels, widths, ruled=False)


_least_width = lru_cache(maxsize=4096)(least_width)  # the labels of the form, again at every layout


def _total(widths: Iterable[int]) -> int:
    return sum(width + 1 for width in widths) + 1


class _Asked(NamedTuple):
    """What a cell asks of the columns that it spans: room for its label, or for its figure."""

    columns: range
    rows: int
    label: str
    figure: int


def _asked(grid: Grid, labels: Labels, needed: Mapping[GridCell, int]) -> list[_Asked]:
    """What the cells ask that ask for anything, those of the fewest columns first."""
    asked = [
        _Asked(
            range(cell.column, cell.column + cell.columns),
            cell.rows,
            labels(cell) if cell.role is Role.STUB else "",
            0 if cell.role is Role.STUB else needed.get(cell, 0),
        )
        for cell in grid.cells
    ]
    return sorted((each for each in asked if each.label or each.figure), key=lambda each: len(each.columns))


def _column_widths(grid: Grid, asked: Iterable[_Asked], figure: int, lines: int) -> tuple[int, ...]:
    """The least widths at which every figure is whole and every label fits: beside a row into ``lines``, a
    tall one into its rows."""
    widths = [2] * grid.stub_columns + [figure] * (grid.width - grid.stub_columns)
    for columns, rows, label, room in asked:
        need = _least_width(label, lines if rows == 1 else max(lines, rows)) if label else room
        have = sum(widths[columns.start : columns.stop]) + len(columns) - 1
        if need > have:
            widths[columns[-1]] += need - have
    return tuple(widths)


def _spread(grid: Grid, asked: Iterable[_Asked], widths: tuple[int, ...], free: int) -> tuple[int, ...]:
    """Give what is left of the line to the labels until each stands on one line, then to the figures."""
    wider = list(widths)
    if grid.stub_columns and free > 0:
        labels = [each for each in asked if each.label]
        one_line = _column_widths(grid, labels, 0, 1)[grid.stub_columns - 1]
        gain = min(free, max(one_line - widths[grid.stub_columns - 1], 0))
        wider[grid.stub_columns - 1] += gain
        free -= gain
    figures = range(grid.stub_columns, grid.width)
    gain = min(free // len(figures), _WIDEST_SPREAD - min(widths[column] for column in figures))
    for column in figures:
        wider[column] += max(gain, 0)
    return tuple(wider)


def _owners(grid: Grid) -> list[list[GridCell]]:
    """The cell that covers each place of the grid."""
    owners: dict[tuple[int, int], GridCell] = {
        (row, column): cell
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    return [[owners[row, column] for column in range(grid.width)] for row in range(grid.height)]
