"""Months and years as labels and titles write them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from nianbao.ledger.monthly.words import MonthWords
from nianbao.ledger.words import plain


@dataclass(frozen=True, slots=True)
class Month:
    """A month (1 to 12) and its year, None where only the month is written."""

    month: int
    year: int | None = None


def as_month(text: str, words: MonthWords) -> Month | None:
    """The month that a label is: 1月, 一月, 2024年1月, 2024-01, or the first or last day of one. Any
    other day is that of a case, not a month."""
    label = plain(text)
    for pattern in words.whole:
        match = pattern.fullmatch(label)
        if match is not None:
            return _month(match, words)
    return None


def is_day(text: str, words: MonthWords) -> bool:
    """Whether a text is a date that stands for no month."""
    label = plain(text)
    matches = [match for each in words.whole if (match := each.fullmatch(label)) is not None]
    return any(m.groupdict().get("day") for m in matches) and as_month(text, words) is None


def in_title(text: str, words: MonthWords) -> Month | None:
    """The one month that a line above the table tells; one of when it was filled in tells nothing."""
    if any(word in text for word in words.not_of_counts):
        return None
    found = {_month(match, words) for each in words.in_title for match in each.finditer(plain(text))}
    return found.pop() if len(found) == 1 else None


def year_in(text: str, words: MonthWords) -> int | None:
    """The one year that a line or a name tells."""
    if any(word in text for word in words.not_of_counts):
        return None
    found = {int(match["year"]) for each in words.year for match in each.finditer(plain(text))}
    return found.pop() if len(found) == 1 else None


def _month(match: re.Match[str], words: MonthWords) -> Month | None:
    told = match.groupdict()
    year = int(told["year"]) if told.get("year") else None
    if told.get("english"):
        return Month(words.english.index(told["english"]) + 1, year)
    name = told["month"]
    month = words.names.index(name) + 1 if name in words.names else int(name)
    if told.get("day") and year is not None:
        ends = {1, calendar.monthrange(year, month)[1]}
        return Month(month, year) if int(told["day"]) in ends else None
    return Month(month, year)
