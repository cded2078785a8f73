"""Reports that were found → what each member handed in: whose each is, and which of several counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from nianbao.model.figure import UNKNOWN
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem
from nianbao.region.collected import Collected, Found, Handed, Passed, Stranger, Unread, Why
from nianbao.region.members import Member, Region
from nianbao.region.names import How, Names, plain
from nianbao.region.sums import added, figures_by_cell

_BEST = (".toml", ".docx", ".html", ".htm", ".pdf")  # of files that say the same, which is named


@dataclass
class _Theirs:
    """The reports of one member, by year, and by what they were found to be its."""

    by_year: dict[int, list[Found]] = field(default_factory=dict)
    how: dict[str, How] = field(default_factory=dict)  # by :attr:`Found.key`
    earlier: list[Found] = field(default_factory=list)  # last year's, as they were collected then

    def add(self, found: Found, how: How) -> None:
        self.by_year.setdefault(found.report.year, []).append(found)
        self.how[found.key] = how


def assigned(
    region: Region, found: Iterable[Found], unread: Iterable[Unread] = (), earlier: Iterable[Found] = ()
) -> Collected:
    """Give every report to its member. Nothing is checked yet. Raises InputError if no form is for the
    region's year.

    ``earlier`` are reports of last year that were collected then: they count as such where none is found.
    """
    form = form_for(region.year)
    if form is None:
        raise InputError(Problem(region.file, f"{region.year}年没有对应的报告格式", "；请核对 year。"))
    names = Names(region, region.year)
    theirs: dict[str, _Theirs] = {}
    strangers = []
    for each in found:
        whose = names.whose(each.report.agency)
        if whose.member is not None and whose.how is not None:
            theirs.setdefault(plain(whose.member.name), _Theirs()).add(each, whose.how)
        elif each.report.year == region.year:
            gone = names.gone(each.report.agency)
            strangers.append(Stranger(each, whose.similar, gone.name if gone is not None else ""))
    for each in earlier:
        whose = names.whose(each.report.agency)
        if whose.member is not None and each.report.year == region.year - 1:
            theirs.setdefault(plain(whose.member.name), _Theirs()).earlier.append(each)
    members = tuple(
        _handed(each, region.year, theirs) for each in region.members if each.is_one_in(region.year)
    )
    own = _handed(Member(region.name, region.kind, region.aliases), region.year, theirs)
    return Collected(region, form, members, own, tuple(strangers), tuple(unread))


def _handed(member: Member, year: int, theirs: Mapping[str, _Theirs]) -> Handed:
    below = tuple(_handed(each, year, theirs) for each in member.members if each.is_one_in(year))
    its = theirs.get(plain(member.name))
    if its is None:
        return Handed(member, how=How.SUM if below else None, members=below)
    taken, passed = newest(its.by_year.get(year, ()))
    prior = _last_years(member, year, its.by_year.get(year - 1) or its.earlier)
    others = [Passed(each, Why.YEAR) for n, reports in its.by_year.items() if n != year for each in reports]
    how = its.how[taken.key] if taken is not None else How.SUM if below else None
    return Handed(member, taken, how, (*passed, *others), prior, members=below)


def _last_years(member: Member, year: int, reports: Sequence[Found]) -> Found | None:
    """The report of the year before. Of an organ that began this year it is what those say together that it
    was made of: reports of last year under several of its names."""
    by_name: dict[str, list[Found]] = {}
    for each in reports:
        by_name.setdefault(plain(each.report.agency), []).append(each)
    if member.since != year or len(by_name) < 2:
        return newest(reports)[0]
    merged = [latest for each in by_name.values() if (latest := newest(each)[0]) is not None]
    first = merged[0]
    form = first.report.form
    parts = [figures_by_cell(each.report) for each in merged]
    figures = {
        cell: added(form, form.cells[cell], [part.get(cell, UNKNOWN) for part in parts])
        for cell in form.cells
    }
    report = Report(form, member.name, year - 1).with_figures(figures)
    return replace(first, report=report, unplaced=())


def newest(reports: Sequence[Found]) -> tuple[Found | None, list[Passed]]:
    """The report that counts of several of one member and year, and the others.

    By the dates of their signatures if all have one, then by when the files were changed. Of files that
    say the same, the one that is easiest to work on is named.
    """
    if len(reports) < 2:
        return next(iter(reports), None), []
    by_date = all(each.report.date is not None for each in reports)
    latest = max(reports, key=lambda each: _age(each, by_date=by_date))
    figures = figures_by_cell(latest.report)
    same = [each for each in reports if figures_by_cell(each.report) == figures and _same_day(each, latest)]
    taken = min(same, key=_rank)
    passed = []
    for each in reports:
        if each is not taken:
            why = Why.SAME if any(each is other for other in same) else Why.OLDER
            dated = by_date and each.report.date != taken.report.date
            passed.append(Passed(each, why, by_date=dated))
    return taken, passed


def _age(found: Found, *, by_date: bool) -> tuple[object, ...]:
    date = found.report.date
    return (date.toordinal() if by_date and date is not None else 0, found.file.modified, found.key)


def _same_day(one: Found, other: Found) -> bool:
    """Whether nothing says that one was signed on another day."""
    return one.report.date is None or other.report.date is None or one.report.date == other.report.date


def _rank(found: Found) -> tuple[object, ...]:
    """Text and figures before figures alone, what was read with certainty before what was not."""
    suffix = PurePath(found.file.name).suffix.lower()
    kind = _BEST.index(suffix) if suffix in _BEST else len(_BEST)
    return (found.figures_alone, bool(found.unplaced), kind, -found.file.modified, found.key)
