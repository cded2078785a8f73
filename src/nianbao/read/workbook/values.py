"""A workbook as its library gives it: opened, its sheets, and what a cell shows."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nianbao.problem import Unreadable
from nianbao.read.no_width import OF_NO_WIDTH

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_SHEETS = 200
MOST_CELLS = 1_000_000  # of one sheet, empty ones included
_MOST_DIGITS = 10  # of a number with a fraction in a cell without a format
Span = tuple[int, int, int, int]  # first row, first column, last row, last column
_AS_TEXT = re.compile(r"['’]\d+")  # an apostrophe tells spreadsheets to take a number as a text
SAVE_AS = "请用 Excel 或 WPS 打开它，另存为不加密码的 .xlsx 文件后再试。"
DAMAGED = Unreadable("文件已经损坏，或者不是 Excel 或 WPS 表格。", SAVE_AS)


def opened(data: bytes) -> CalamineWorkbook:
    """The workbook, its sheets not yet read. Raises Unreadable."""
    from python_calamine import CalamineWorkbook, PasswordError

    with _refused(DAMAGED):
        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError as error:
            raise Unreadable("文件加了密码。", SAVE_AS) from error


@contextmanager
def _refused(refusal: Unreadable) -> Iterator[None]:
    """Raise ``refusal`` where the library gives up, by an error or by a panic, which Python knows by name."""
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, OSError, ValueError) as error:
        raise refusal from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise refusal from error
        raise


def sheet_named(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    with _refused(Unreadable(f"工作表“{name}”已经损坏，读不出来。", SAVE_AS)):
        sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Unreadable(f"工作表“{name}”太大，不像一份年度报告。", "请确认选对了文件。")
    return sheet


def shown(value: Any, *, old: bool = False) -> str:
    """What a cell shows, without the looks: a whole number without a point, a date as it is written.

    In ``old`` files (.xls, .et) a formula that came to a text, an empty one too, is told as 0.0, where a 0
    that was typed is 0: nobody knows what it shows.
    """
    match value:
        case float() if old and value == 0:
            return "?"
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            # as Excel shows it: what is behind comes of reckoning in binary, or has no room in a cell
            exact = round(float(f"{value:.15g}"), max(0, _MOST_DIGITS - len(f"{abs(value):.0f}")))
            return f"{exact:.0f}" if exact.is_integer() else f"{Decimal(repr(exact)):f}"
        case datetime.datetime() | datetime.date():
            return f"{value.year}年{value.month}月{value.day}日"
        case _:
            text = OF_NO_WIDTH.sub("", str(value)).strip()
            return text[1:] if _AS_TEXT.fullmatch(text) else text
