"""Runs the checks: all of them on a report, or after a change only those that the change touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from nianbao.checks.coverage import Place
from nianbao.checks.registry import Each, Entry, Finds, On, depending, entries
from nianbao.checks.subject import Change, Subject
from nianbao.model.finding import Finding
from nianbao.model.form import CrossSum, Form
from nianbao.model.report import Report
from nianbao.model.rules import rule
from nianbao.model.wording import words

if TYPE_CHECKING:
    from nianbao.checks.members import Members
    from nianbao.checks.repeats import Index

Unit = str | CrossSum  # what a rule is asked about at a time; "" for the whole report
_BY_CELLS = On.FIGURES  # what a change says the cells of
_BY_SECTIONS = On.FIGURES | On.TEXT | On.SAID  # what it says the sections of


def check(
    report: Report,
    prior: Report | None = None,
    beside: Index | None = None,
    members: Members | None = None,
) -> list[Finding]:
    """Every finding on a report in the order of its sections, waived ones marked with their reason.

    ``prior`` is the report of the year before, ``members`` what the members of the region say whose report
    it is; of another year neither is looked at.
    """
    return Watch(report, prior, beside, members).findings()


def looked_at(
    report: Report, prior: Report | None = None, members: Members | None = None
) -> dict[str, list[Place]]:
    """The places that each rule is about, by its code, and what came of looking at them; a rule that finds
    nothing to look at is not among them."""
    subject = Subject(report, prior, members=members)
    found: dict[str, list[Place]] = {}
    for entry in entries():
        for unit in ("",) if entry.each is Each.FINDINGS else _units(entry.each, subject):
            alone = entry.each in {Each.REPORT, Each.FINDINGS}
            for code, place in entry.looked(subject, *(() if alone else (unit,))):
                found.setdefault(code, []).append(place)
    return found


class Watch:
    """The findings of a report that is being edited, kept up to date change by change.

    ``findings()`` equals ``check(report, prior)`` after every change: a rule is looked at again where it
    depends on what has changed (:class:`~nianbao.checks.registry.On`).
    """

    def __init__(
        self,
        report: Report,
        prior: Report | None = None,
        beside: Index | None = None,
        members: Members | None = None,
    ) -> None:
        self._prior, self._beside, self._members = prior, beside, members
        self._begin(report)

    @property
    def report(self) -> Report:
        """The report that the findings are about."""
        return self._subject.report

    def become(self, report: Report) -> None:
        """Take over a changed report."""
        if report.form is not self.report.form:
            self._begin(report)
            return
        change = self._subject.become(report)
        for entry in depending(change.on):
            self._look(entry, _touched(entry, self._subject, change))

    def findings(self) -> list[Finding]:
        """Every finding as it stands now, in order, waived where a waiver covers it."""
        found = [
            each for by_unit in self._found.values() for findings in by_unit.values() for each in findings
        ]
        settled = waived(self.report, found)
        last = [entry(self._subject, settled) for entry in entries() if entry.each is Each.FINDINGS]
        return in_order(self.report, [*settled, *(finding for findings in last for finding in findings)])

    def _begin(self, report: Report) -> None:
        self._subject = Subject(report, self._prior, self._beside, self._members)
        self._found: dict[Finds, dict[Unit, list[Finding]]] = {}
        for entry in entries():
            self._look(entry, _units(entry.each, self._subject))

    def _look(self, entry: Entry, units: Iterable[Unit]) -> None:
        if entry.between_years and self._prior is None and self._beside is None:
            return
        found = self._found.setdefault(entry.find, {})
        for unit in units:
            arguments = () if entry.each is Each.REPORT else (unit,)
            if findings := entry(self._subject, *arguments):
                found[unit] = findings
            elif found:
                found.pop(unit, None)


def _units(each: Each, subject: Subject) -> Sequence[Unit]:
    """Everything in the report that rules of this kind are asked about."""
    form = subject.report.form
    match each:
        case Each.REPORT:
            return ("",)
        case Each.SECTION:
            return [section.id for section in form.sections]
        case Each.TABLE:
            return [section.id for section in form.sections if section.table]
        case Each.CELL:
            return tuple(form.cells)
        case Each.SUM:
            return form.sums
        case Each.FINDINGS:
            return ()


def _touched(entry: Entry, subject: Subject, change: Change) -> Iterable[Unit]:
    """What the rule has to be asked about again: all, or what the change is about if it says so."""
    form, on = subject.report.form, entry.on & change.on
    match entry.each:
        case Each.CELL if on in _BY_CELLS:
            return change.cells
        case Each.TABLE if on in _BY_CELLS:
            return {form.cells[cell].section for cell in change.cells}
        case Each.SECTION if on in _BY_SECTIONS:
            return _sections(on, subject, change)
        case Each.SUM if On.PRIOR not in on:
            sums = dict.fromkeys(each for cell in change.cells for each in form.sums_of[cell])
            others = () if on is On.FIGURES else (each for each in form.sums if not each.figures_alone)
            return sums | dict.fromkeys(others)
        case _:
            return _units(entry.each, subject)


def _sections(on: On, subject: Subject, change: Change) -> set[str]:
    """The sections whose text has changed, or what it says, or the figures that it speaks of."""
    found: set[str] = set()
    if On.TEXT in on:
        found.update(change.texts)
    if On.SAID in on:
        found.update(change.said)
    if On.FIGURES in on:
        found.update(
            section for section, heard in subject.heard.items() if not heard.cells.isdisjoint(change.cells)
        )
    return found


# ---- waivers and order


def waived(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each with the reason of the waiver that covers it, if one does and may."""
    reasons = {(waiver.code, waiver.cell): waiver.reason for waiver in report.waivers}
    result = []
    for finding in findings:
        reason = reasons.get((finding.code, finding.cell), reasons.get((finding.code, "")))
        if reason is not None and rule(finding.code).may_waive(finding):
            result.append(finding._replace(waived=reason))
        else:
            result.append(finding)
    return result


def by_figures_alone(finding: Finding) -> bool:
    """Whether a finding is about figures and does not depend on the text, which a workbook has not."""
    return bool(finding.cells) and (finding.sum is None or finding.sum.figures_alone)


def in_order(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """The findings by section; in it those on the text as they stand there, then those on the table
    as they stand in the form, then by code."""
    sections, cells = _places(report.form)

    def place(finding: Finding) -> tuple[object, ...]:
        first = min((cells.get(cell, 0) for cell in finding.cells), default=-1)
        return (
            sections.get(finding.section, -1),
            -1 if finding.span else first,
            finding.span or (-1, -1),
            finding.code,
            finding.cell,
            finding.message,
        )

    placed = [(place(finding), finding) for finding in findings]
    if len({at for at, _ in placed}) < len(placed):  # few say the same of one place, with other words
        placed = [((*at, _worded(finding)), finding) for at, finding in placed]
    return [finding for _, finding in sorted(placed, key=itemgetter(0))]


def _worded(finding: Finding) -> tuple[tuple[str, str], ...]:
    return tuple((key, words(value)) for key, value in finding.values)


@cache
def _places(form: Form) -> tuple[dict[str, int], dict[str, int]]:
    """Where the sections and the cells of a form stand in it."""
    sections = {section.id: index for index, section in enumerate(form.sections)}
    return sections, {cell: index for index, cell in enumerate(form.cells)}
