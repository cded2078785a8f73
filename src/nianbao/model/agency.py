"""The kinds of agencies, as forms/agencies.toml states them, and how to tell a kind by a name."""

import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from nianbao.model.kept import kept
from nianbao.model.law_file import AGENCIES_FILE, LawFile, law_file
from nianbao.patterns import regex

KEYS = {"name", "deadline", "earlier", "scale", "names"}
_EARLIER_KEYS = {"until", "deadline"}
_LEAP_YEAR = 2020  # in which every day of the calendar is one


class AgencyKind(NamedTuple):
    """A kind of agency: its Chinese name and the last day of publication as (month, day).

    ``earlier`` is the last report year that had another day, and that day. ``scale`` is how many times the
    money of a department passes through it; ``names`` are regular expressions.
    """

    id: str
    name: str
    deadline: tuple[int, int]
    scale: int
    names: tuple[str, ...]
    earlier: tuple[int, tuple[int, int]] | None = None

    def deadline_for(self, report_year: int) -> datetime.date:
        """Until when the report of a year is to be published: always in the year after it."""
        day = self.deadline
        if self.earlier is not None and report_year <= self.earlier[0]:
            day = self.earlier[1]
        return datetime.date(report_year + 1, *day)


@cache
def agency_kinds() -> dict[str, AgencyKind]:
    """Every kind by its id, in the order in which names are tried. InputError where the file is wrong."""
    return kept("agencies", lambda: read_kinds(law_file(AGENCIES_FILE)))


def read_kinds(file: LawFile) -> dict[str, AgencyKind]:
    """The kinds that a file states."""
    return {
        kind_id: _kind(file, kind_id, file.typed(kind_id, item, dict)) for kind_id, item in file.data.items()
    }


def _kind(file: LawFile, kind_id: str, item: dict[str, Any]) -> AgencyKind:
    file.known(kind_id, item, KEYS)
    name = file.item(kind_id, item, "name", str)
    deadline = _deadline(file, kind_id, item)
    earlier = None
    if "earlier" in item:
        place, before = f"{kind_id}.earlier", file.item(kind_id, item, "earlier", dict)
        file.known(place, before, _EARLIER_KEYS)
        earlier = file.item(place, before, "until", int), _deadline(file, place, before)
    file.item(kind_id, item, "names", list)
    names = file.expressions(kind_id, item, "names")
    scale = file.optional(kind_id, item, "scale", 1)
    return AgencyKind(kind_id, name, deadline, scale, names, earlier)


def _deadline(file: LawFile, place: str, item: dict[str, Any]) -> tuple[int, int]:
    """The month and day of ``deadline``, a day that every year has."""
    deadline = file.item(place, item, "deadline", str)
    try:
        last = datetime.date.fromisoformat(f"{_LEAP_YEAR}-{deadline}")
        last.replace(year=_LEAP_YEAR + 1)
    except ValueError:
        file.fail(f"{place}.deadline", f"“{deadline}”不是每年都有的日期", "；请写成 01-31 这样的月和日。")
    return last.month, last.day


@lru_cache(maxsize=64)
def kind_by_name(agency: str) -> str | None:
    """The kind that a name points to, or None."""
    for kind in agency_kinds().values():
        if any(regex(name).search(agency) for name in kind.names):
            return kind.id
    return None
