"""The form as a workbook: a sheet to begin with, a sheet for each statutory table as it is printed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from nianbao import __version__
from nianbao.model.figure import Kind, State
from nianbao.model.form import Cell, Form
from nianbao.model.form_words import table_name
from nianbao.model.grid import Grid, GridCell, Role, grid_of
from nianbao.model.report import Report
from nianbao.model.rules import rule
from nianbao.model.wording import date_in_words
from nianbao.publish.workbook.sums import Live, Sums, countable, held
from nianbao.terminal import wrap
from nianbao.words import ASIDE, BROKEN, FINE, OPEN, letters
from nianbao.write.xlsx.book import Asks, Book, BookCell, Look, Sheet

FIRST_SHEET = "说明"
_UNDATED = datetime.date(2000, 1, 1)  # what a file tells whose report has no date
_MOST_DIGITS = 15  # that a number of a workbook keeps; a longer one is written as text
_LINE, _LEAST_HEIGHT = 15.0, 24.0  # points
_STUB, _LABELS, _FIGURE, _LEAST_ROOM = 13.0, 30.0, 11.0, 100.0  # widths in characters of Latin text
_DRAFT = "草稿，不是最后的报告。"
_LANDSCAPE = 12  # columns, from which on a sheet is printed across
_TOP = 3  # rows above a table: its heading, a hint, and what its sums come to
_ROLES = {Role.TITLE: Look.HEAD, Role.CORNER: Look.HEAD, Role.HEAD: Look.HEAD, Role.STUB: Look.STUB}


def workbook(report: Report, *, draft: bool = False) -> Book:
    """The workbook of a report, with its figures; what nobody knows yet is shown as "?"."""
    return _Form(report, blank=False, draft=draft).book()


def blank_workbook(report: Report) -> Book:
    """The same to be filled in: what nobody knows yet is empty."""
    return _Form(report, blank=True, draft=False).book()


@dataclass(frozen=True)
class _Place:
    """Where a cell of the form stands."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        return f"{letters(self.column)}{self.row + 1}"

    def seen_from(self, sheet: str) -> str:
        """The address as a formula of a sheet names it."""
        return self.address if sheet == self.sheet else f"'{self.sheet}'!{self.address}"


class _Form:
    """A report on its way into a workbook."""

    def __init__(self, report: Report, *, blank: bool, draft: bool) -> None:
        self._draft = draft
        self._report = report
        self._form = report.form
        self._blank = blank
        self._figures = report.all_figures()
        tables = [section for section in self._form.sections if section.table is not None]
        self._grids = {section.id: grid_of(self._form, section.id) for section in tables}
        self._names = {section.id: table_name(section) for section in tables}
        self._places = {
            printed.cell.id: _Place(self._names[section], printed.row + _TOP, printed.column)
            for section, grid in self._grids.items()
            for printed in grid.cells
            if printed.cell is not None
        }

    def book(self) -> Book:
        report = self._report
        sheets = [self._sheet(section, grid) for section, grid in self._grids.items()]
        return Book(
            title=report.full_title(),
            sheets=(self._first(sheets), *sheets),
            properties={"nianbao": __version__, "表式": self._form.id, "文号": self._form.notice},
            made=report.date or _UNDATED,
        )

    # ---- the sheet of a table

    def _sheet(self, section: str, grid: Grid) -> Sheet:
        name = self._names[section]
        widths = _widths(grid)
        room = int(sum(widths))
        sums = Sums(self._form, self._figures, lambda cell: self._places[cell].seen_from(name), self._blank)
        below = _TOP + grid.height + 1
        lines = [
            replace(_across(row, look, live.value, grid.width), formula=live.formula)
            for row, (look, live) in enumerate(self._sentences(section, sums), below)
        ]
        hint = f"{ASIDE} {_DRAFT * self._draft}{_hint(self._form, section)}"
        cells = [
            _across(0, Look.HEADING, self._report.heading(section), grid.width),
            _across(1, Look.NOTE, hint, grid.width),
            replace(_verdict([(name, lines)], _FINE_HERE), row=_TOP - 1, columns=grid.width),
            *(self._printed(printed, sums) for printed in grid.cells),
            *lines,
        ]
        heights = dict.fromkeys(range(_TOP), _LEAST_HEIGHT) | _heights(grid, widths)
        heights |= {1: _height(hint, room)} | {line.row: _height(str(line.value), room) for line in lines}
        return Sheet(
            name=name,
            cells=tuple(cells),
            widths=widths,
            heights=heights,
            frozen=(_TOP + grid.head_rows, grid.stub_columns),
            printed=(0, 0, _TOP + grid.height - 1, grid.width - 1),
            landscape=grid.width >= _LANDSCAPE,
        )

    def _printed(self, printed: GridCell, sums: Sums) -> BookCell:
        cell = printed.cell
        if cell is None:
            look, value = _ROLES[printed.role], printed.label
            return BookCell(
                printed.row + _TOP, printed.column, look, value, rows=printed.rows, columns=printed.columns
            )
        place = BookCell(printed.row + _TOP, printed.column, Look.INPUT, columns=printed.columns)
        given = cell.id in self._report.figures
        if cell.id in self._form.totals and not given and (live := sums.total(cell.id)) is not None:
            return replace(place, look=Look.TOTAL, value=live.value, formula=live.formula)
        look = Look.TOTAL if cell.id in self._form.totals else Look.INPUT
        return replace(place, look=look, value=self._value(cell), asks=_asks(cell))

    def _value(self, cell: Cell) -> str | int | float | None:
        """What stands in an input: a number where a workbook keeps it exactly, else the words of the form."""
        figure = self._figures[cell.id]
        if figure.state is State.BLANK or (self._blank and figure.state is State.UNKNOWN):
            return None
        number = figure.number
        if number is None or not countable(figure) or cell.column.kind is Kind.CHANGE:
            return str(figure)
        digits = len(str(number).replace("-", "").replace(".", ""))
        if digits > _MOST_DIGITS:
            return str(figure)
        return held(number)

    def _sentences(self, section: str, sums: Sums) -> Iterator[tuple[Look, Live]]:
        """The sums of a table, under the name of their rule."""
        own = [each for each in self._form.sums if each.section == section]
        if own:
            yield Look.NOTE, Live("", f"{ASIDE} 勾稽关系（{FINE} 相符，{BROKEN} 不符，{OPEN} 还不能核对）：")
        for code, cross_sums in groupby(own, key=lambda cross_sum: cross_sum.rule):
            yield Look.NOTE, Live("", f"{ASIDE} {rule(code).title}")
            for cross_sum in cross_sums:
                yield Look.CHECK, sums.sentence(cross_sum)

    # ---- the sheet to begin with

    def _first(self, sheets: list[Sheet]) -> Sheet:
        report = self._report
        facts = [
            ("机关名称", report.agency),
            ("年度", str(report.year)),
            ("落款日期", date_in_words(report.date) if report.date else ""),
        ]
        cells = [_across(0, Look.HEADING, report.full_title(), 2)]
        for row, (label, value) in enumerate(facts, 1):
            cells.append(BookCell(row, 0, Look.STUB, f"{ASIDE} {label}"))
            cells.append(BookCell(row, 1, Look.STUB, value))
        notes = [f"按{self._form.notice}规定的格式（{self._form.id}年表式）。", *_HOW]
        heights: dict[int, float] = {0: _height(report.full_title(), 60)}
        for row, note in enumerate(notes, len(facts) + 2):
            cells.append(_across(row, Look.NOTE, f"{ASIDE} {note}", 2))
            heights[row] = _height(note, 80)
        checked = [(each.name, [cell for cell in each.cells if cell.look is Look.CHECK]) for each in sheets]
        verdict = _verdict(checked, _FINE)
        cells.append(replace(verdict, row=len(facts) + len(notes) + 3, columns=2))
        heights[cells[-1].row] = _LEAST_HEIGHT * 3
        return Sheet(FIRST_SHEET, tuple(cells), (16.0, 64.0), heights)


def _verdict(checked: Sequence[tuple[str, Sequence[BookCell]]], fine: str) -> BookCell:
    """What the sums of some sheets come to: that none is broken, or the first that is, and how many are."""
    ranges = [f"'{sheet}'!$A${cells[0].row + 1}:$A${cells[-1].row + 1}" for sheet, cells in checked if cells]
    texts = [str(cell.value) for _, cells in checked for cell in cells]
    broken = [text for text in texts if text.startswith(BROKEN)]
    if not ranges:
        return BookCell(0, 0, Look.VERDICT, fine)
    counted = "+".join(f'COUNTIF({each},"{BROKEN}*")' for each in ranges)
    first = '""'
    for each in reversed(ranges):
        first = f'IFERROR(INDEX({each},MATCH("{BROKEN}*",{each},0)),{first})'
    formula = f'IF({counted}=0,"{fine}",{first}&"（共"&({counted})&"处，见表下）")'
    value = f"{broken[0]}（共{len(broken)}处，见表下）" if broken else fine
    return BookCell(0, 0, Look.VERDICT, value, formula)


_FINE, _FINE_HERE = f"{FINE} 各表没有不符的勾稽关系。", f"{FINE} 本表没有不符的勾稽关系。"
_HOW = (
    "只填浅黄色的格；灰色的总计由公式算出。",
    "没有发生的填 0；不适用的填 /；暂时不知道的空着，不要填 0。",
    "各表下方的句子核对勾稽关系，红色的是不符的，两边的数和相差多少都写明了。",
    "填好以后用 nianbao 导入：按各行各列的名称认数，不要改动表头和各行的名称。",
)


def _across(row: int, look: Look, value: object, width: int) -> BookCell:
    text = value if isinstance(value, str | int | float) or value is None else str(value)
    return BookCell(row, 0, look, text, columns=width)


def _hint(form: Form, section: str) -> str:
    units = {cell.column.unit for cell in form.cells.values() if cell.section == section and cell.column.unit}
    money = f"金额单位：{'、'.join(sorted(units))}。" if units else ""
    return f"只填浅黄色的格。没有发生的填 0，不适用的填 /，不知道的空着。{money}"


def _asks(cell: Cell) -> Asks:
    column = cell.column
    match column.kind:
        case Kind.COUNT:
            hint = "请填整数，没有发生的填 0，不适用的填 /。"
        case Kind.CHANGE:
            hint = "请填增减的件数，如 +3、-2；没有变化填 0。"
        case Kind.AMOUNT:
            unit = f"以{column.unit}为单位" if column.unit else "写明单位，如 3万元"
            hint = f"请填金额，{unit}；没有发生的填 0。"
    worded = column.kind is Kind.CHANGE or (column.kind is Kind.AMOUNT and not column.unit)
    return Asks(whole=column.kind is Kind.COUNT, signed=worded, title=cell.name, hint=hint)


def _widths(grid: Grid) -> tuple[float, ...]:
    """Columns in the shares of the printed form, never too narrow for their figures."""
    figures = grid.width - grid.stub_columns
    stubs = ([_STUB] * (grid.stub_columns - 1) + [_LABELS]) if grid.stub_columns else []
    figure = max(_FIGURE, (_LEAST_ROOM - sum(stubs)) / figures)
    return (*stubs, *([figure] * figures))


def _heights(grid: Grid, widths: tuple[float, ...]) -> dict[int, float]:
    """Heights at which every label is seen whole; merged cells do not make rows higher by themselves."""
    heights = dict.fromkeys(range(grid.height), _LEAST_HEIGHT)
    for cell in sorted(grid.cells, key=lambda cell: cell.rows):
        room = int(sum(widths[cell.column : cell.column + cell.columns])) - 1
        wanted = _height(cell.label, room)
        rows = range(cell.row, cell.row + cell.rows)
        missing = wanted - sum(heights[row] for row in rows)
        for row in rows:
            heights[row] += max(missing, 0) / cell.rows
    return {row + _TOP: height for row, height in heights.items()}


def _height(text: str, room: int) -> float:
    """The height of a row in which the text, wrapped, is seen whole."""
    return max(_LEAST_HEIGHT, len(wrap(text, max(room, 4))) * _LINE + 6)
