"""Working days between two days, by the days off that the State Council announces (forms/calendar)."""

from __future__ import annotations

import datetime
from functools import cache
from itertools import accumulate

from nianbao.model.law_file import LawFile, law_file

FILE = "calendar/holidays.toml"
_SATURDAY = 5


class WorkingDays:
    """Counts working days from the first day of one year to the last of another."""

    def __init__(self, law: LawFile, first: int, last: int) -> None:
        """``law`` states the days off. Raises InputError if it is wrong."""
        off: set[datetime.date] = set()
        on: set[datetime.date] = set()
        for year, days in law.data.items():
            off |= set(_dates(law, year, days, "off"))
            on |= set(_dates(law, year, days, "on"))
        self._first = datetime.date(first, 1, 1).toordinal()
        end = datetime.date(last, 12, 31).toordinal()
        days = map(datetime.date.fromordinal, range(self._first, end + 1))
        self._up_to = list(
            accumulate(day in on or (day.weekday() < _SATURDAY and day not in off) for day in days)
        )
        self.missing = tuple(year for year in range(first, last + 1) if str(year) not in law.data)

    def between(self, start: int, end: int) -> int:
        """How many working days there are after one day, up to another; days are ordinals."""
        last = len(self._up_to) - 1
        before, after = (self._up_to[min(max(day - self._first, 0), last)] for day in (start, end))
        return after - before


def _dates(law: LawFile, year: str, days: object, name: str) -> list[datetime.date]:
    table = law.typed(year, days, dict)
    law.known(year, table, ["off", "on"])
    return [law.typed(f"{year}.{name}", day, datetime.date) for day in law.item(year, table, name, list)]


@cache
def working_days(first: int, last: int) -> WorkingDays:
    """The working days of these years. Raises InputError if the file of forms/ is wrong."""
    return WorkingDays(law_file(FILE), first, last)
