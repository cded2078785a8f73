"""The workbook of a region: every cell of every member beside its live sum, who is missing, all findings."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nianbao import __version__
from nianbao.model.figure import Figure, Kind, State
from nianbao.model.form import Cell
from nianbao.model.total import Measured
from nianbao.problem import shown
from nianbao.publish.workbook.sums import held
from nianbao.region.collected import Collected, Handed
from nianbao.region.papers.standing import Standing, findings_of
from nianbao.region.sums import Sum, Sums, figures_of, sums_of
from nianbao.terminal import wrap
from nianbao.words import letters
from nianbao.write.xlsx.book import Book, BookCell, Look, Sheet

NAME = "汇总表"
SUMS, MISSING, FINDINGS = "汇总", "缺报和重报", "问题"
UNKNOWN = "不知道"
_HEADS = ("部分", "项目", "单位", "合计", "说明")
_TOTAL, _FIRST = 3, len(_HEADS)  # the columns of the sum and of the first member
_WIDTHS = (12.0, 36.0, 7.0, 12.0, 30.0)
_MEMBER_WIDTH = 12.0
_LINE = 15.0  # points
_TOP = 2  # rows above the first cell
_SLASH = "/"
_MOST_DIGITS = 15  # that a number of a workbook keeps
_LONGEST_NAME = 31  # characters of the name of a sheet, set by the format
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def book(collected: Collected, standings: Sequence[Standing], made_on: datetime.date) -> Book:
    """The workbook. A region below that has no report of its own is the sum on a sheet of its own."""
    title = f"{collected.region.name}{collected.year}年度政府信息公开工作年度报告{NAME}"
    sheets = _Sheets(collected)
    return Book(
        title=title,
        sheets=(*sheets.of_sums(title), _urged(standings), _findings(standings)),
        properties={"nianbao": __version__, "表式": collected.form.id},
        made=made_on,
    )


@dataclass(frozen=True)
class _Region:
    """Members whose cells are added up on one sheet."""

    name: str
    members: tuple[Handed, ...]
    sums: Mapping[str, Sum]


class _Sheets:
    """The sheets of sums: one for the region, one for each region below."""

    def __init__(self, collected: Collected) -> None:
        self._form = collected.form
        self._row = {cell: row for row, cell in enumerate(self._form.cells, _TOP)}
        whole = _Region(SUMS, collected.members, Sums(collected).of_cells)
        below = [
            _Region(each.name, each.members, sums_of(self._form, each.members))
            for each in collected.everybody()
            if each.members
        ]
        self._regions = [whole, *below]
        self._names = _sheet_names([each.name for each in self._regions])
        self._sheet_of = {
            id(each.members): name for each, name in zip(self._regions, self._names, strict=True)
        }

    def of_sums(self, title: str) -> Iterator[Sheet]:
        """Each with its heading."""
        for number, (region, name) in enumerate(zip(self._regions, self._names, strict=True)):
            heading = title if not number else f"{region.name}：所属单位"
            yield Sheet(
                name,
                tuple(self._cells(region, heading)),
                (*_WIDTHS, *[_MEMBER_WIDTH] * len(region.members)),
                {0: 30.0, 1: 44.0, **self._heights(region)},
                frozen=(_TOP, _TOTAL + 1),
                landscape=True,
                pages=(0, 0),
            )

    def _heights(self, region: _Region) -> dict[int, float]:
        """Of the rows in which something has to be said of the sum."""
        whys = {row: region.sums[cell].regional for cell, row in self._row.items()}
        room = int(_WIDTHS[_TOTAL + 1]) - 2
        return {row: len(wrap(why.why, room)) * _LINE + 6 for row, why in whys.items() if why is not None}

    def _cells(self, region: _Region, heading: str) -> Iterator[BookCell]:
        yield BookCell(0, 0, Look.HEADING, heading, columns=_FIRST)
        heads = (*_HEADS, *(each.name for each in region.members))
        yield from (BookCell(1, column, Look.HEAD, head) for column, head in enumerate(heads))
        figures = [figures_of(each, self._form) for each in region.members]
        for cell in self._form.cells.values():
            row, found = self._row[cell.id], region.sums[cell.id]
            labels = (self._form.section(cell.section).name, cell.name, _unit(cell))
            yield from (BookCell(row, column, Look.STUB, label) for column, label in enumerate(labels))
            yield self._total(found, row)
            yield BookCell(row, _TOTAL + 1, Look.STUB, found.regional.why if found.regional else "")
            for column, (member, of) in enumerate(zip(region.members, figures, strict=True), _FIRST):
                yield self._figure(member, cell, of[cell.id], (row, column))

    def _total(self, found: Sum, row: int) -> BookCell:
        """The sum at work: "不知道" as soon as a member does not say its figure."""
        added = [column for column, part in enumerate(found.parts, _FIRST) if part.counted]
        known = found.figure.number is not None or found.figure.state is State.NOT_APPLICABLE
        value = held(found.known) if known else UNKNOWN
        if not added:
            return BookCell(row, _TOTAL, Look.TOTAL, UNKNOWN)
        ranges = [f"{letters(first)}{row + 1}:{letters(last)}{row + 1}" for first, last in _runs(added)]
        numbers = "+".join(f'COUNT({each})+COUNTIF({each},"{_SLASH}")' for each in ranges)
        formula = f'IF({numbers}={len(added)},SUM({",".join(ranges)}),"{UNKNOWN}")'
        return BookCell(row, _TOTAL, Look.TOTAL, value, formula)

    def _figure(self, member: Handed, cell: Cell, figure: Figure, at: tuple[int, int]) -> BookCell:
        """What a member says; of a region that is summed up, what its own sheet comes to."""
        value = _value(cell, figure)
        if member.taken is None and member.members:
            sheet = self._sheet_of[id(member.members)]
            formula = f"'{sheet}'!{letters(_TOTAL)}{at[0] + 1}"
            return BookCell(*at, Look.TOTAL, UNKNOWN if value is None else value, formula)
        return BookCell(*at, Look.FIGURE, value)


def _value(cell: Cell, figure: Figure) -> str | int | float | None:
    """A number where formulas can add it, money in 万元 or as the label says; else the words of the form."""
    measured = Measured(figure, cell.column.kind, cell.column.unit)
    least, most = measured.bounds()
    if figure.state in {State.BLANK, State.UNKNOWN}:
        return None if figure.state is State.BLANK else UNKNOWN
    number = measured.value()
    digits = len(str(number).replace("-", "").replace(".", ""))
    if figure.state is State.NOT_APPLICABLE:
        return _SLASH
    return (
        held(number)
        if figure.number is not None and least == most and digits <= _MOST_DIGITS
        else str(figure)
    )


def _unit(cell: Cell) -> str:
    return (cell.column.unit or "万元") if cell.column.kind is Kind.AMOUNT else ""


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Columns beside each other as first and last."""
    first = last = columns[0]
    for column in columns[1:]:
        if column != last + 1:
            yield first, last
            first = column
        last = column
    yield first, last


def _sheet_names(names: Sequence[str]) -> list[str]:
    """What the format takes for the name of a sheet, each another."""
    taken: dict[str, None] = dict.fromkeys(each.lower() for each in (MISSING, FINDINGS))
    found = []
    for name in names:
        plain, number = name.translate(_FORBIDDEN), 1
        new = plain[:_LONGEST_NAME]
        while new.lower() in taken:
            number += 1
            new = f"{plain[: _LONGEST_NAME - 4]}({number})"
        taken[new.lower()] = None
        found.append(new)
    return found


def _urged(standings: Sequence[Standing]) -> Sheet:
    rows = [
        (each.name, each.parent, each.kind, each.deadline, str(each.state), each.why, each.file, each.signed)
        for each in standings
        if each.urged or each.late
    ]
    heads = ("单位", "上级", "类别", "应报日期", "情况", "说明", "文件", "落款日期")
    return _list(MISSING, heads, rows, (28, 22, 16, 12, 12, 44, 28, 14))


def _findings(standings: Sequence[Standing]) -> Sheet:
    rows = [
        (each.name, line.level, line.code, line.place, line.message, line.remedy, line.reason)
        for each in standings
        for line in findings_of(each.handed)
    ]
    heads = ("单位", "级别", "编号", "位置", "问题", "怎么办", "已说明的理由")
    return _list(FINDINGS, heads, rows, (28, 8, 8, 30, 60, 40, 24))


def _list(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Sheet:
    cells = [BookCell(0, column, Look.HEAD, head) for column, head in enumerate(heads)]
    cells += [
        BookCell(row, column, Look.STUB, shown(text))
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts)
    ]
    return Sheet(name, tuple(cells), tuple(widths), {0: 24.0}, frozen=(1, 1), landscape=True, pages=(1, 0))
