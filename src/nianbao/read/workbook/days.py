"""What a cell of a list tells as a day, in whatever way dates are written, and how its words are compared."""

from __future__ import annotations

import datetime
import re
from typing import Any

from nianbao.model.figure import half_width
from nianbao.read.workbook.listed import NO_DATE
from nianbao.read.workbook.values import shown
from nianbao.words import without_spaces

_WEEKDAY = r"\(?(?:周|星期|礼拜)[一二三四五六日天]\)?"
_DATE = re.compile(
    rf"(\d{{4}})\s*[-./年]\s*(\d{{1,2}})\s*[-./月]\s*(\d{{1,2}})\s*[日号]?\s*(?:{_WEEKDAY})?(?:[T\s].*)?"
)
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_YEARS = range(1990, 2100)
_EPOCH = datetime.date(1899, 12, 30).toordinal()  # day 0 of Excel


def day_of(value: Any, blank: frozenset[str]) -> int:
    """The day that a cell tells as an ordinal; 0 for a blank, NO_DATE for what is none."""
    match value:
        case datetime.datetime():
            return value.date().toordinal()
        case datetime.date():
            return value.toordinal()
        case bool() | datetime.time() | datetime.timedelta():
            return NO_DATE
        case int() | float():
            text = shown(value)
        case _:
            text = half_width(str(value)).strip()
    if not text or plain(text) in blank:
        return 0
    if match := _SERIAL.fullmatch(text):
        day = _EPOCH + int(match[1])
        return day if datetime.date.fromordinal(day).year in _YEARS else NO_DATE
    if match := _DATE.fullmatch(text) or _DAY.fullmatch(text):
        try:
            day_of = datetime.date(*map(int, match.groups()[:3]))
        except ValueError:
            return NO_DATE
        return day_of.toordinal() if day_of.year in _YEARS else NO_DATE
    return NO_DATE


def plain(text: object) -> str:
    """A text without spaces, in half-width signs: as heads and words are compared."""
    return without_spaces(half_width(str(text)))
