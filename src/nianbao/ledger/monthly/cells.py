"""Sheets of monthly counts → their numbers, each with all labels that belong to it and with its month.

Nothing is known of the layout: months may stand in rows, in columns, in the name of the sheet or in a title.
A number's labels are the texts left of it in its row and above it in its column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from nianbao.ledger.monthly.months import Month, as_month, in_title, year_in
from nianbao.ledger.monthly.words import MonthlyWords
from nianbao.ledger.words import plain
from nianbao.model.figure import Figure, State, parse
from nianbao.read.workbook.grids import Grid
from nianbao.words import spaced

_FEWEST_IN_LINE = 2  # bare numbers below the word 月份 that are months


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a sheet. ``labels`` are those that are no month, as they stand; ``title`` are the lines
    above, the nearest first. ``month`` is None where none is told, ``clash`` where several are."""

    sheet: str
    place: str
    figure: Figure
    labels: tuple[str, ...]
    title: tuple[str, ...]
    month: Month | None = None
    clash: bool = False
    address: str = ""  # in its file
    file: PurePath | None = None  # with the digest of what was read of it
    digest: str = ""
    hidden: str = ""  # how many rows and columns of its sheet are hidden, in words


def numbers_in(
    grid: Grid, sheet: str, file: str, words: MonthlyWords, others: Sequence[str] = ()
) -> list[Number]:
    """All numbers of a sheet, and cells that should hold one. ``sheet`` is what the mapping calls it;
    ``file`` stands before addresses, if there are several; ``others`` are names that may tell the year: that
    of the file."""
    return list(_Sheet(grid, sheet, file, words, others).numbers())


class _Sheet:
    def __init__(self, grid: Grid, sheet: str, file: str, words: MonthlyWords, others: Sequence[str]) -> None:
        self._grid, self._where, self._file = grid, sheet, file
        self._words, self._others = words, others
        width = max(map(len, grid.rows), default=0)
        self._rows = [[*row, *[""] * (width - len(row))] for row in grid.rows]
        self._width = width
        self._heads = self._lines_of_months()
        self._figures = [[self._figure(y, x) for x in range(width)] for y in range(len(self._rows))]
        self._titles = [(y, text) for y in range(len(self._rows)) if (text := self._title(y))]
        self._is_title = {y for y, _ in self._titles}

    def numbers(self) -> Iterator[Number]:
        """Row by row."""
        for y, row in enumerate(self._figures):
            if y not in self._is_title:
                for x, figure in enumerate(row):
                    if figure is not None and figure.state not in {State.BLANK, State.NOT_APPLICABLE}:
                        yield self._number(y, x, figure)

    # ---- what a cell is

    def _lines_of_months(self) -> tuple[set[int], set[int]]:
        """Columns and rows whose bare numbers are months or years, because their head says so."""
        heads = self._words.labels.months | self._words.labels.years
        columns, rows = set(), set()
        for y, row in enumerate(self._rows):
            for x, text in enumerate(row):
                if text and plain(text) in heads:
                    below = [self._rows[at][x] for at in range(y + 1, len(self._rows))]
                    aside = row[x + 1 :]
                    if sum(self._bare(each) for each in below) >= _FEWEST_IN_LINE:
                        columns.add(x)
                    if sum(self._bare(each) for each in aside) >= _FEWEST_IN_LINE and x == _first(row):
                        rows.add(y)
        return (columns, rows - ({*range(len(self._rows))} if columns else set()))

    def _bare(self, text: str) -> bool:
        label = plain(text)
        return label.isdecimal() and (1 <= int(label) <= 12 or 1990 <= int(label) <= 2099)

    def _figure(self, y: int, x: int) -> Figure | None:
        """The figure in a cell; None for a label and for a month."""
        text = self._rows[y][x]
        columns, rows = self._heads
        if (x in columns or y in rows) and self._axis(text) is not None:
            return None
        if not text:
            return Figure(State.BLANK)
        if as_month(text, self._words.months) is not None and not plain(text).isdecimal():
            return None
        figure = parse(text)
        if figure.state is State.MALFORMED:
            return figure if text.startswith("#") and text.isascii() else None
        return figure

    def _axis(self, text: str) -> Month | int | None:
        """A month or a year below a head that promises one."""
        label = plain(text)
        if month := as_month(label, self._words.months):
            return month
        if label.isdecimal() and 1 <= int(label) <= 12:
            return Month(int(label))
        return int(label) if self._bare(label) else None

    def _title(self, y: int) -> str:
        """The text of a row that has only one; empty for other rows."""
        texts = {text for text in self._rows[y] if text}
        if len(texts) != 1 or any(f is not None and f.number is not None for f in self._figures[y]):
            return ""
        text = texts.pop()
        return "" if as_month(text, self._words.months) else text

    # ---- what belongs to a number

    def _number(self, y: int, x: int, figure: Figure) -> Number:
        found = [*self._left(y, x), *self._above(y, x)]
        months: set[Month] = set()
        years: set[int] = set()
        labels = []
        for at, text in found:
            axis = self._axis(text) if at else as_month(text, self._words.months)
            if isinstance(axis, Month):
                months.add(axis)
            elif isinstance(axis, int):
                years.add(axis)
            elif (year := self._year_alone(text)) is not None:
                years.add(year)
            else:
                labels.append(text)
        title = tuple(text for row, text in reversed(self._titles) if row < y)
        month, clash = self._month(months, years, title)
        address = self._grid.address(y, x)
        place = spaced(self._file, address)
        return Number(self._where, place, figure, tuple(dict.fromkeys(labels)), title, month, clash, address)

    def _month(self, months: set[Month], years: set[int], title: Sequence[str]) -> tuple[Month | None, bool]:
        """The month of a number and whether its labels contradict each other."""
        words = self._words.months
        names = [*title, self._grid.name]
        if not months:
            inner = as_month(self._grid.name, words) or next(
                filter(None, (in_title(t, words) for t in names)), None
            )
            months = {inner} if inner else set()
        told = {each.month for each in months}
        years |= {each.year for each in months if each.year is not None}
        if not years:
            year = next(filter(None, (year_in(each, words) for each in (*names, *self._others))), None)
            years = {year} if year else set()
        if len(told) != 1 or len(years) > 1:
            return None, len(told) > 1 or len(years) > 1
        return Month(told.pop(), years.pop() if years else None), False

    def _year_alone(self, text: str) -> int | None:
        label = plain(text)
        alone = label.removesuffix("年").removesuffix("年度")
        return int(alone) if alone != label and self._bare(alone) and len(alone) > 2 else None

    def _left(self, y: int, x: int) -> list[tuple[bool, str]]:
        """The labels left of a cell, up to an empty column; each with whether a head promises months
        there."""
        found: list[tuple[bool, str]] = []
        for at in range(x - 1, -1, -1):
            if self._figures[y][at] is None:
                found.insert(0, (at in self._heads[0] or y in self._heads[1], self._rows[y][at]))
            elif found and not any(row[at] for row in self._rows):
                break
        return found

    def _above(self, y: int, x: int) -> list[tuple[bool, str]]:
        """The labels above a cell: of the nearest rows without numbers."""
        found: list[tuple[bool, str]] = []
        for at in range(y - 1, -1, -1):
            row = self._figures[at]
            if at in self._is_title or any(f is not None and f.number is not None for f in row):
                if found:
                    break
                continue
            if row[x] is None:
                found.insert(0, (at in self._heads[1] or x in self._heads[0], self._rows[at][x]))
            elif found and not any(self._rows[at]):
                break
        return found


def _first(row: Sequence[str]) -> int:
    return next((x for x, text in enumerate(row) if text), 0)
