"""Writes a Book with XlsxWriter, values beside formulas, so that every program shows them at once."""

from __future__ import annotations

import datetime
import io
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from nianbao.problem import OutputError
from nianbao.words import BROKEN, FINE
from nianbao.write.page import Page
from nianbao.write.xlsx.book import Asks, Book, BookCell, Look, Sheet
from nianbao.write.xlsx.plain_sheet import PlainSheet

_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_RULED = {**_FONT, "border": 1, "align": "center", "text_wrap": True}
_LOOKS: dict[Look, dict[str, object]] = {
    Look.HEADING: {**_FONT, "font_size": 14, "bold": True, "text_wrap": True},
    Look.NOTE: {**_FONT, "text_wrap": True},
    Look.HEAD: {**_RULED, "bold": True, "bg_color": "#EDEDED"},
    Look.STUB: {**_RULED, "align": "left"},
    Look.INPUT: {**_RULED, "bg_color": "#FFF9DB", "locked": False, "font_size": 12},
    Look.FIGURE: {**_RULED, "font_size": 12},
    Look.TOTAL: {**_RULED, "bold": True, "font_size": 12, "bg_color": "#F5F5F5"},
    Look.CHECK: {**_FONT, "text_wrap": True},
    Look.VERDICT: {**_FONT, "bold": True, "text_wrap": True},
}
_TEXT, _WHOLE, _MONEY = "@", "0", "General"
_RED = {"font_color": "#9C0006", "bg_color": "#FFC7CE"}
_NOTHING = " "  # what a formula came to that is empty: "" would say that nobody has worked it out yet
_A4, _MARGIN = 9, 0.6  # the paper's number; inches
_SMALL = 60  # percent, of a sheet that takes as many pages as it needs
_LONGEST_HINT_TITLE, _LONGEST_HINT = 32, 255  # characters, set by the format


def write(page: Page) -> bytes:
    """The workbook of a page. Raises OutputError if the page has none: then it is no report."""
    if page.book is None:
        raise OutputError("这一页不是表格，不能生成 Excel 文件。")
    return written(page.book())


def written(book: Book) -> bytes:
    """The bytes of a workbook: the same for the same content."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as file:
        made = datetime.datetime.combine(book.made, datetime.time(), datetime.UTC)
        file.set_properties({"title": book.title, "created": made})
        for name, value in book.properties.items():
            file.set_custom_property(name, value, "text")
        file.set_calc_mode("auto")
        looks = _Looks(file)
        for sheet in book.sheets:
            _Writer(file.add_worksheet(sheet.name, PlainSheet), looks).write(sheet)
    return stream.getvalue()


class _Looks:
    """The formats of a file, each made once."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._made: dict[tuple[Look, str], Format] = {}
        self.broken: Format = file.add_format(_RED)
        self.fine: Format = file.add_format({"font_color": "#1E6B2E"})

    def of(self, look: Look, number: str = "") -> Format:
        if (look, number) not in self._made:
            extra = {"num_format": number} if number else {}
            self._made[look, number] = self._file.add_format({**_LOOKS[look], **extra})
        return self._made[look, number]


class _Writer:
    """Writes one sheet."""

    def __init__(self, sheet: Worksheet, looks: _Looks) -> None:
        self._sheet = sheet
        self._looks = looks

    def write(self, sheet: Sheet) -> None:
        for column, width in enumerate(sheet.widths):
            self._sheet.set_column(column, column, width)
        for row, height in sheet.heights.items():
            self._sheet.set_row(row, height)
        for cell in sheet.cells:
            self._cell(cell)
        self._set_up(sheet)

    def _cell(self, cell: BookCell) -> None:
        look = self._looks.of(cell.look, _number_format(cell))
        if cell.rows > 1 or cell.columns > 1:
            last = (cell.row + cell.rows - 1, cell.column + cell.columns - 1)
            self._sheet.merge_range(cell.row, cell.column, *last, "", look)
        place = (cell.row, cell.column)
        if cell.formula:
            value = _NOTHING if cell.value in {None, ""} else cell.value
            self._sheet.write_formula(*place, f"={cell.formula}", look, value)
        elif cell.value is None:
            self._sheet.write_blank(*place, None, look)
        elif isinstance(cell.value, str):
            self._sheet.write_string(*place, cell.value, look)
        else:
            self._sheet.write_number(*place, cell.value, look)
        if cell.asks is not None:
            self._sheet.data_validation(*place, *place, _validation(cell, cell.asks))
        if cell.look in {Look.CHECK, Look.VERDICT}:
            self._coloured(cell)

    def _coloured(self, cell: BookCell) -> None:
        place = (cell.row, cell.column, cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        first = xl_rowcol_to_cell(cell.row, cell.column, row_abs=True, col_abs=True)
        for mark, look in ((BROKEN, self._looks.broken), (FINE, self._looks.fine)):
            rule = {"type": "formula", "criteria": f'=LEFT({first},1)="{mark}"', "format": look}
            self._sheet.conditional_format(*place, rule)

    def _set_up(self, sheet: Sheet) -> None:
        self._sheet.freeze_panes(*sheet.frozen)
        self._sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        self._sheet.set_paper(_A4)
        self._sheet.set_margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._sheet.center_horizontally()
        self._fit(sheet)
        self._sheet.set_footer("&C&A — &P / &N")
        if sheet.landscape:
            self._sheet.set_landscape()
        if sheet.printed is not None:
            self._sheet.print_area(*sheet.printed)

    def _fit(self, sheet: Sheet) -> None:
        """On one page, or on as many as it takes to be read, each with its labels."""
        if sheet.pages == (0, 0):
            self._sheet.set_print_scale(_SMALL)
        else:
            self._sheet.fit_to_pages(*sheet.pages)
        if sheet.pages != (1, 1):
            rows, columns = sheet.frozen
            self._sheet.repeat_rows(0, rows - 1)
            self._sheet.repeat_columns(0, columns - 1)


def _number_format(cell: BookCell) -> str:
    if cell.asks is None:
        return ""
    if cell.asks.signed:
        return _TEXT  # a + that was typed is part of the figure
    whole = cell.value is None or isinstance(cell.value, int)  # else its parts would not be seen
    return _WHOLE if cell.asks.whole and whole else _MONEY


def _validation(cell: BookCell, asks: Asks) -> dict[str, object]:
    """Numbers as asked for, or "/". A program may still take what is pasted: reading looks again."""
    own = xl_rowcol_to_cell(cell.row, cell.column)
    common: dict[str, object] = {
        "input_title": asks.title[:_LONGEST_HINT_TITLE],
        "input_message": asks.hint[:_LONGEST_HINT],
        "error_title": "请检查这一格",
        "error_message": asks.hint[:_LONGEST_HINT],
    }
    if asks.signed:
        return {"validate": "any", **common}
    number = f"{own}>=0,INT({own})={own}" if asks.whole else f"{own}>=0"
    rule = f'=OR({own}="/",IF(ISNUMBER({own}),AND({number}),FALSE))'
    return {"validate": "custom", "value": rule, "ignore_blank": True, **common}
