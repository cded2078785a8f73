"""Writes a list to be filled in row by row: a head that stays in view, drop-down lists, dates, hints."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from nianbao.write.xlsx.plain_sheet import PlainSheet

MOST_ROWS = 5000  # that have lists and hints; more can be written below
_A4 = 9  # the paper's number
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
_HEAD = {**_FONT, "bold": True, "border": 1, "align": "center", "bg_color": "#EDEDED"}
_ROW = {**_FONT, "border": 1}
_EARLIEST = datetime.date(2008, 5, 1)  # the first day on which anybody could apply (国务院令第492号)
_LONGEST_HINT_TITLE, _LONGEST_HINT = 32, 255  # characters, set by the format
_CHOICES = "选项"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: its name, what is to be written there, its width in characters of Latin text. With
    ``choices`` one of them is chosen."""

    name: str
    hint: str
    width: float
    choices: tuple[str, ...] = ()
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class OtherList:
    """Another list, on a sheet of its own."""

    name: str
    columns: tuple[ListColumn, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The list, perhaps others behind it, and the texts of a sheet that explains it, row by row; ``made`` is
    the date that the file tells, so that the same content gives the same bytes."""

    title: str
    name: str
    columns: tuple[ListColumn, ...]
    notes_name: str
    notes: tuple[tuple[str, ...], ...]
    made: datetime.date
    others: tuple[OtherList, ...] = ()


def written(register: Register) -> bytes:
    """The workbook of a list that has no rows yet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as file:
        made = datetime.datetime.combine(register.made, datetime.time(), datetime.UTC)
        file.set_properties({"title": register.title, "created": made})
        lists = (OtherList(register.name, register.columns), *register.others)
        sheets = [file.add_worksheet(each.name, PlainSheet) for each in lists]
        choices = file.add_worksheet(_CHOICES)
        choices.hide()
        first = 0
        for sheet, each in zip(sheets, lists, strict=True):
            _fill_in(file, sheet, each, (choices, first))
            first += len(each.columns)
        _notes(file, register)
    return stream.getvalue()


def _fill_in(
    file: xlsxwriter.Workbook, sheet: Worksheet, register: OtherList, choices_from: tuple[Worksheet, int]
) -> None:
    """Write one list; what can be chosen stands on another sheet, from a column on."""
    choices, first = choices_from
    head, row = file.add_format(_HEAD), file.add_format(_ROW)
    day = file.add_format({**_ROW, "num_format": "yyyy-mm-dd", "align": "center"})
    for at, column in enumerate(register.columns):
        sheet.set_column(at, at, column.width, day if column.is_date else row)
        sheet.write_string(0, at, column.name, head)
        for down, choice in enumerate(column.choices):
            choices.write_string(down, first + at, choice)
        sheet.data_validation(1, at, MOST_ROWS, at, _validation(first + at, column))
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, MOST_ROWS, len(register.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _validation(at: int, column: ListColumn) -> dict[str, object]:
    """What may be typed. What is pasted is not looked at by any program: counting looks again."""
    common: dict[str, object] = {
        "input_title": column.name[:_LONGEST_HINT_TITLE],
        "input_message": column.hint[:_LONGEST_HINT],
        "error_title": "请检查这一格",
        "error_message": column.hint[:_LONGEST_HINT],
    }
    if column.choices:
        source = f"={_CHOICES}!{xl_range_abs(0, at, len(column.choices) - 1, at)}"
        return {"validate": "list", "source": source, **common}
    if column.is_date:
        return {"validate": "date", "criteria": ">=", "value": _EARLIEST, **common}
    return {"validate": "any", **common}


def _notes(file: xlsxwriter.Workbook, register: Register) -> None:
    sheet = file.add_worksheet(register.notes_name)
    text = file.add_format(_FONT)
    line = file.add_format({**_FONT, "text_wrap": False})  # goes on over the empty cells beside it
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    for at, width in enumerate((16, 70, 30)):
        sheet.set_column(at, at, width)
    for row, texts in enumerate(register.notes):
        for column, each in enumerate(texts):
            sheet.write_string(row, column, each, text if len(texts) > 1 else line)
