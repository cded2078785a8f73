"""A report as plain data and back, with all that checks and sums look at: what goes from one process to
another, and is kept from one run to the next."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from nianbao.model.figure import from_toml, to_toml
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment

_figure = lru_cache(maxsize=10_000)(from_toml)  # of thousands of reports, most cells say the same
_TEXTS = ("agency", "year", "agency_kind", "title", "source")


def as_data(report: Report) -> dict[str, Any]:
    """The report without marks, origins and the names of other files."""
    return {
        "form": report.form.id,
        **{name: getattr(report, name) for name in _TEXTS},
        "date": report.date.isoformat() if report.date else None,
        "headings": dict(report.headings),
        "narrative": dict(report.narrative),
        "figures": {cell: to_toml(figure) for cell, figure in report.figures.items()},
        "waivers": [waiver._asdict() for waiver in report.waivers],
        "comments": [{**c._asdict(), "on": c.on.isoformat() if c.on else None} for c in report.comments],
    }


def from_data(data: dict[str, Any]) -> Report:
    """The report again. Raises KeyError, TypeError or ValueError for data that are none."""
    form = all_forms()[data["form"]]
    return Report(
        form=form,
        **{name: data[name] for name in _TEXTS},
        date=_day(data["date"]),
        headings=data["headings"],
        narrative=data["narrative"],
        figures={form.cells[cell].id: _figure(value) for cell, value in data["figures"].items()},
        waivers=tuple(Waiver(**waiver) for waiver in data["waivers"]),
        comments=tuple(Comment(**{**c, "on": _day(c["on"])}) for c in data["comments"]),
    )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
