"""What two people have made of one report, field by field: nobody's work is undone by what the other did not
touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from nianbao.desk.splice import splice
from nianbao.model.origin import Origin
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment, Mark
from nianbao.publish.differences import Difference, differences

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Together:
    """A report with what two people have made of it. ``differences`` tell what that changes in theirs,
    ``theirs`` what they have changed, but for where figures come from; ``disputed`` are the places that both
    have, of which it has mine."""

    report: Report
    differences: tuple[Difference, ...]
    theirs: tuple[Difference, ...]
    disputed: frozenset[str]


def together(base: Report, mine: Report, theirs: Report) -> Together:
    """What was made of ``base`` in two places, and where the two meet."""
    report = merged(base, mine, theirs)
    found = tuple(differences(theirs, report))
    changed = tuple(differences(*(replace(each, origins=()) for each in (base, theirs))))
    disputed = {each.place for each in found} & {each.place for each in changed}
    return Together(report, found, changed, frozenset(disputed))


def merged(base: Report, mine: Report, theirs: Report) -> Report:
    """The report with what was changed from ``base`` in either of the two; where both have changed the same
    place, mine. Reports of different forms are not mixed: mine as a whole."""
    if not base.form is mine.form is theirs.form:
        return mine
    waivers = _entries(_reasons(base), _reasons(mine), _reasons(theirs))
    return replace(
        theirs,
        agency=_one(base.agency, mine.agency, theirs.agency),
        year=_one(base.year, mine.year, theirs.year),
        agency_kind=_one(base.agency_kind, mine.agency_kind, theirs.agency_kind),
        date=_one(base.date, mine.date, theirs.date),
        title=_one(base.title, mine.title, theirs.title),
        source=_one(base.source, mine.source, theirs.source),
        prior=_one(base.prior, mine.prior, theirs.prior),
        region=_one(base.region, mine.region, theirs.region),
        headings=_entries(base.headings, mine.headings, theirs.headings),
        figures=_entries(base.figures, mine.figures, theirs.figures),
        narrative=_texts(base.narrative, mine.narrative, theirs.narrative),
        waivers=tuple(Waiver(code, cell, reason) for (code, cell), reason in waivers.items()),
        comments=tuple(_entries(*map(_comments, (base, mine, theirs))).values()),
        marks=tuple(_entries(*map(_marks, (base, mine, theirs))).values()),
        published=_one(base.published, mine.published, theirs.published),
        letter=_one(base.letter, mine.letter, theirs.letter),
        charts=_one(base.charts, mine.charts, theirs.charts),
        earlier=_entries(base.earlier, mine.earlier, theirs.earlier),
        origins=tuple(chain.from_iterable(_entries(*map(_origins, (base, mine, theirs))).values())),
    )


def _one(base: Value, mine: Value, theirs: Value) -> Value:
    return theirs if mine == base else mine


def _entries(
    base: Mapping[Key, Value], mine: Mapping[Key, Value], theirs: Mapping[Key, Value]
) -> dict[Key, Value]:
    found = {key: _one(base.get(key), mine.get(key), theirs.get(key)) for key in (*theirs, *mine)}
    return {key: value for key, value in found.items() if value is not None}


def _reasons(report: Report) -> dict[tuple[str, str], str]:
    return {(waiver.code, waiver.cell): waiver.reason for waiver in report.waivers}


def _comments(report: Report) -> dict[tuple[str, str, str], Comment]:
    return {(comment.at, comment.by, comment.text): comment for comment in report.comments}


def _origins(report: Report) -> dict[str, tuple[Origin, ...]]:
    return {origin.cell: report.origins_of(origin.cell) for origin in report.origins}


def _marks(report: Report) -> dict[tuple[str, str], Mark]:
    return {(mark.section, mark.role): mark for mark in report.marks}


def _texts(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    sections = dict.fromkeys((*theirs, *mine))
    found = {key: _text(base.get(key, ""), mine.get(key, ""), theirs.get(key, "")) for key in sections}
    return {key: text for key, text in found.items() if text}


def _text(base: str, mine: str, theirs: str) -> str:
    """A text with both changes where they lie apart."""
    if base in (mine, theirs) or mine == theirs:
        return _one(base, mine, theirs)
    one, other = splice(base, mine), splice(base, theirs)
    if other.offset + other.removed < one.offset:
        moved = replace(one, offset=one.offset + len(other.inserted) - other.removed)
        return moved.apply(theirs)
    return one.apply(theirs) if one.offset + one.removed < other.offset else mine
