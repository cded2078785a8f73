"""The kinds of agencies, as forms/agencies.toml states them, and how to tell a kind by a name."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from functools import cache

from nianbao import resources
from nianbao.model.load_forms import AGENCIES_FILE


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of agency: its Chinese name and the last day of publication as (month, day)."""

    id: str
    name: str
    deadline: tuple[int, int]
    names: tuple[re.Pattern[str], ...]

    def deadline_for(self, report_year: int) -> datetime.date:
        """Until when the report of a year is to be published: always in the year after it."""
        return datetime.date(report_year + 1, *self.deadline)


@cache
def agency_kinds() -> dict[str, AgencyKind]:
    """Every kind by its id, in the order in which names are tried."""
    data = tomllib.loads((resources.folder("forms") / AGENCIES_FILE).read_text(encoding="utf-8"))
    kinds = {}
    for kind_id, item in data.items():
        month, day = (int(part) for part in item["deadline"].split("-"))
        patterns = tuple(re.compile(pattern) for pattern in item["names"])
        kinds[kind_id] = AgencyKind(kind_id, item["name"], (month, day), patterns)
    return kinds


def kind_by_name(agency: str) -> str | None:
    """The kind that a name points to, or None."""
    for kind in agency_kinds().values():
        if any(pattern.search(agency) for pattern in kind.names):
            return kind.id
    return None
