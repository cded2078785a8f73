"""What changed between two reports, as a small JSON value, and the way back: the journal's language.

Figures stand by cell as the text that :func:`nianbao.model.figure.parse` reads as the same figure, texts
as splices, all else as a whole.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from nianbao.desk.splice import Splice, splice
from nianbao.model.figure import Figure, parse, to_toml
from nianbao.model.form import Form
from nianbao.model.letter import Letter
from nianbao.model.load_forms import all_forms
from nianbao.model.origin import Origin, Source
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment, Mark, Role

Change = dict[str, Any]


class BadChange(ValueError):
    """A change that this program did not write, or that does not belong to the report."""


def nothing() -> Report:
    """The report before the first change: no figure, no text, no name."""
    return Report(form=next(iter(all_forms().values())), agency="", year=0)


def change(before: Report, after: Report) -> Change:
    """What must be done to one report to get the other; empty if nothing. The inverse of :func:`changed`."""
    found: Change = {}
    if after.form is not before.form:
        found["form"] = after.form.id
    about, old = _about(after), _about(before)
    if different := {key: value for key, value in about.items() if old[key] != value}:
        found["about"] = different
    for key, plain in _WHOLE.items():
        if getattr(after, key) != getattr(before, key):
            found[key] = plain(getattr(after, key))
    if after.figures is not before.figures and (figures := _figures(before.figures, after.figures)):
        found["figures"] = figures
    if after.narrative is not before.narrative and (texts := _texts(before.narrative, after.narrative)):
        found["texts"] = texts
    return found


def changed(report: Report, change: Mapping[str, Any]) -> Report:
    """The report with a change made. Raises BadChange if it cannot be."""
    try:
        return _changed(report, change)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadChange(str(error)) from error


def _changed(report: Report, change: Mapping[str, Any]) -> Report:
    form: Form = all_forms()[change["form"]] if "form" in change else report.form
    about = {**_about(report), **change.get("about", {})}
    figures = dict(report.figures)
    for cell_id, text in change.get("figures", {}).items():
        if text is None:
            figures.pop(cell_id, None)
        elif cell_id in form.cells:
            figures[cell_id] = parse(text)
        else:
            raise BadChange(cell_id)
    narrative = dict(report.narrative)
    for section, (offset, removed, inserted) in change.get("texts", {}).items():
        narrative[section] = Splice(offset, removed, inserted).apply(narrative.get(section, ""))
    return replace(
        report,
        form=form,
        agency=str(about["agency"]),
        year=int(about["year"]),
        agency_kind=about["agency_kind"],
        date=_day(about["date"]),
        title=about["title"],
        source=str(about["source"]),
        prior=str(about["prior"]),
        region=str(about.get("region", "")),
        headings=dict(change.get("headings", report.headings)),
        waivers=_waivers(change["waivers"]) if "waivers" in change else report.waivers,
        figures=figures,
        narrative={key: text for key, text in narrative.items() if text},
        comments=_comments(change["comments"]) if "comments" in change else report.comments,
        marks=_marks(change["marks"]) if "marks" in change else report.marks,
        published=_day(about["published"]),
        origins=_origins(change["origins"]) if "origins" in change else report.origins,
        letter=_letter_from(change["letter"]) if "letter" in change else report.letter,
        charts=bool(change.get("charts", report.charts)),
        earlier=_earlier(change["earlier"]) if "earlier" in change else report.earlier,
    )


def _waivers(items: list[list[str]]) -> tuple[Waiver, ...]:
    return tuple(Waiver(code, cell, reason) for code, cell, reason in items)


def _plain(said: Comment | Mark) -> dict[str, Any]:
    """A comment or a mark as JSON holds it."""
    return {**said._asdict(), "on": said.on.isoformat() if said.on else None}


def _comments(items: list[dict[str, Any]]) -> tuple[Comment, ...]:
    return tuple(Comment(**{**item, "on": _day(item["on"])}) for item in items)


def _marks(items: list[dict[str, Any]]) -> tuple[Mark, ...]:
    dates = [datetime.date.fromisoformat(item["on"]) for item in items]
    return tuple(
        Mark(**{**item, "role": Role(item["role"]), "on": on}) for item, on in zip(items, dates, strict=True)
    )


def _origin(origin: Origin) -> dict[str, Any]:
    """An origin as JSON holds it."""
    value = None if origin.value is None else str(to_toml(origin.value))
    return {**origin._asdict(), "value": value, "at": origin.at.isoformat() if origin.at else None}


def _origins(items: list[dict[str, Any]]) -> tuple[Origin, ...]:
    return tuple(
        Origin(
            **{
                **item,
                "kind": Source(item["kind"]),
                "rows": tuple(item["rows"]),
                "value": None if item["value"] is None else parse(item["value"]),
                "at": datetime.datetime.fromisoformat(item["at"]) if item["at"] else None,
            }
        )
        for item in items
    )


def _letter(letter: Letter) -> dict[str, Any]:
    """A letter as JSON holds it."""
    return {**letter._asdict(), "date": letter.date.isoformat() if letter.date else None}


# What is told as a whole where it has changed, as JSON holds it.
_WHOLE: Mapping[str, Callable[[Any], Any]] = {
    "headings": dict,
    "waivers": lambda waivers: [[waiver.code, waiver.cell, waiver.reason] for waiver in waivers],
    "comments": lambda comments: [_plain(each) for each in comments],
    "marks": lambda marks: [_plain(each) for each in marks],
    "origins": lambda origins: [_origin(each) for each in origins],
    "letter": _letter,
    "charts": bool,
    "earlier": lambda years: {year: _figures({}, figures) for year, figures in years.items()},
}


def _letter_from(item: dict[str, Any]) -> Letter:
    return Letter(**{**item, "date": _day(item["date"]), "enclosures": tuple(item["enclosures"])})


def _earlier(years: dict[str, dict[str, str]]) -> dict[int, dict[str, Figure]]:
    return {
        int(year): {cell: parse(text) for cell, text in figures.items()} for year, figures in years.items()
    }


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _about(report: Report) -> dict[str, Any]:
    return {
        "agency": report.agency,
        "year": report.year,
        "agency_kind": report.agency_kind,
        "date": report.date.isoformat() if report.date else None,
        "title": report.title,
        "source": report.source,
        "prior": report.prior,
        "region": report.region,
        "published": report.published.isoformat() if report.published else None,
    }


def _figures(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> dict[str, str | None]:
    found: dict[str, str | None] = {
        key: str(figure) for key, figure in after.items() if before.get(key) != figure
    }
    return found | dict.fromkeys(before.keys() - after.keys())


def _texts(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[int, int, str]]:
    found = {}
    for section in sorted(before.keys() | after.keys()):
        old, new = before.get(section, ""), after.get(section, "")
        if old != new:
            there = splice(old, new)
            found[section] = (there.offset, there.removed, there.inserted)
    return found
