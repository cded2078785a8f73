"""Runs the checks: all of them on a report, or after a change only those that the change touches."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from nianbao.checks.claims import Claim, Said
from nianbao.checks.rules import arithmetic, leftovers, narrative, scope, structure, wording, yearly
from nianbao.model.finding import Finding
from nianbao.model.form import CrossSum
from nianbao.model.report import Report, Waiver
from nianbao.model.rules import rule


def check(report: Report, prior: Report | None = None) -> list[Finding]:
    """Every finding on a report in the order of its sections, waived ones marked with their reason.

    ``prior`` is the report of the year before; one of another year is not looked at.
    """
    before = prior if yearly.comparable(report, prior) else None
    figures = {**report.all_figures(), **yearly.prior_figures(report.form, before)}
    found = [
        *of_document(report, before),
        *structure.completenesses(report, figures),
        *arithmetic.findings(report, figures),
        *yearly.jumps(figures, report.form),
        *narrative.findings(report, figures.__getitem__),
    ]
    return settled(report, found, before)


def of_document(report: Report, prior: Report | None) -> Iterator[Finding]:
    """The findings that do not depend on figures."""
    yield from structure.of_document(report)
    yield from wording.findings(report)
    yield from leftovers.findings(report)
    yield from scope.findings(report)
    if prior is not None:
        yield from yearly.repeats(report, prior)


def settled(report: Report, findings: Iterable[Finding], prior: Report | None) -> list[Finding]:
    """The findings in order, waived where a waiver covers them, with what is wrong with the waivers."""
    found = list(findings)
    return in_order(report, [*waived(report, found), *idle_waivers(report, found, prior)])


def waived(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each with the reason of the waiver that covers it, if one does and may."""
    reasons = {(waiver.code, waiver.cell): waiver.reason for waiver in report.waivers}
    result = []
    for finding in findings:
        reason = reasons.get((finding.code, finding.cell), reasons.get((finding.code, "")))
        if reason is not None and rule(finding.code).may_waive(finding.level):
            result.append(replace(finding, waived=reason))
        else:
            result.append(finding)
    return result


def idle_waivers(report: Report, findings: Iterable[Finding], prior: Report | None) -> Iterator[Finding]:
    """S112: waivers that cover nothing, or nothing that may be waived; of a rule that was not run, none."""
    if not report.waivers:
        return
    found = list(findings)
    for waiver in report.waivers:
        if not rule(waiver.code).checked or (prior is None and waiver.code in yearly.codes(report.form)):
            continue
        covered = [finding for finding in found if _covers(waiver, finding)]
        if any(rule(finding.code).may_waive(finding.level) for finding in covered):
            continue
        cell = report.form.cells.get(waiver.cell) or report.form.rows.get(waiver.cell, (None,))[0]
        yield rule("S112").finding(
            section=cell.section if cell else "",
            cell=waiver.cell,
            message="refused" if covered else "stale",
            code=waiver.code,
            found=waiver.reason,
        )


def _covers(waiver: Waiver, finding: Finding) -> bool:
    return waiver.code == finding.code and waiver.cell in {"", finding.cell}


def in_order(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """The findings by section; in it those on the text as they stand there, then those on the table
    as they stand in the form, then by code."""
    sections = {section.id: index for index, section in enumerate(report.form.sections)}
    cells = {cell_id: index for index, cell_id in enumerate(report.form.cells)}

    def place(finding: Finding) -> tuple[int, int, tuple[int, int], str, str, str, object]:
        first = min((cells.get(cell, 0) for cell in finding.cells), default=-1)
        return (
            sections.get(finding.section, -1),
            -1 if finding.span else first,
            finding.span or (-1, -1),
            finding.code,
            finding.cell,
            finding.message,
            finding.values,
        )

    return sorted(findings, key=place)


class Watch:
    """The findings of a report that is being edited, kept up to date change by change.

    ``findings()`` equals ``check(report, prior)`` after every change. A change of figures runs only the
    cross-sums that the cells go into, near or far, what their tables lack, and what the text claims of
    them; the text is read again only where it has changed.
    """

    def __init__(self, report: Report, prior: Report | None = None) -> None:
        self._report = report
        self._given_prior = prior
        self._prior: Report | None = None
        self._figures = report.all_figures()
        self._of_document: list[Finding] = []
        self._of_place: dict[Hashable, list[Finding]] = {}
        self._said: dict[str, Said] = {}
        self._claims_of: dict[str, list[tuple[str, Claim]]] = {}
        self._take_prior()
        self.document_changed(report)
        self._look_again(report.form.cells)

    @property
    def report(self) -> Report:
        """The report that the findings are about."""
        return self._report

    def document_changed(self, report: Report) -> None:
        """Take over a report in which anything but figures has changed."""
        before, self._report = self._report, report
        if (before.year, before.source) != (report.year, report.source):
            self._take_prior()
            self._look_again(report.form.cells)
        elif before.waivers != report.waivers:
            self._look_at_gaps({cell.section for cell in report.form.cells.values()})
        self._of_document = list(of_document(report, self._prior))
        self._look_at_sums(cross_sum for cross_sum in report.form.sums if not cross_sum.figures_alone)
        self._hear()

    def figures_changed(self, report: Report, cells: Iterable[str]) -> None:
        """Take over a report in which the figures of these cells, and nothing else, have changed."""
        self._report = report
        changed = set(cells)
        touched = changed.union(*(report.form.dependents[cell_id] for cell_id in changed))
        for cell_id in sorted(touched, key=report.form.order.__getitem__):
            self._figures[cell_id] = report.figure(cell_id)
        self._look_again(touched)

    def findings(self) -> list[Finding]:
        """What :func:`check` would find now."""
        found = [*self._of_document, *(f for place in self._of_place.values() for f in place)]
        return settled(self._report, found, self._prior)

    # ---- what depends on figures

    def _take_prior(self) -> None:
        prior = self._given_prior
        self._prior = prior if yearly.comparable(self._report, prior) else None
        self._figures |= yearly.prior_figures(self._report.form, self._prior)

    def _look_again(self, cells: Iterable[str]) -> None:
        report, form = self._report, self._report.form
        sections: set[str] = set()
        sums: dict[CrossSum, None] = {}
        claims: dict[tuple[str, Claim], None] = {}
        for cell_id in cells:
            cell = form.cells[cell_id]
            sections.add(cell.section)
            sums |= dict.fromkeys(form.sums_of[cell_id])
            claims |= dict.fromkeys(self._claims_of.get(cell_id, ()))
            fault = arithmetic.of_cell(cell, self._figures[cell_id], form)
            self._set(cell_id, fault if cell_id in report.figures else None)
            for each in (cell_id, *form.dependents[cell_id]):
                self._set(("jump", each), yearly.jump(form.cells[each], self._figures, form))
        self._look_at_gaps(sections)
        self._look_at_sums(sums)
        self._look_at_claims(claims)

    def _look_at_gaps(self, sections: Iterable[str]) -> None:
        for section in sections:
            self._put(section, list(structure.completeness(section, self._report, self._figures)))

    def _look_at_sums(self, sums: Iterable[CrossSum]) -> None:
        for cross_sum in sums:
            self._set(cross_sum, arithmetic.of_sum(cross_sum, self._report, self._figures.__getitem__))

    def _look_at_claims(self, claims: Iterable[tuple[str, Claim]]) -> None:
        for section, claim in claims:
            self._set((section, claim), narrative.of_claim(claim, section, self._figures.__getitem__))

    def _hear(self) -> None:
        """Read the text again; what it claims is looked at anew where a section says something else."""
        before, self._said = self._said, narrative.said_by(self._report)
        for section in before.keys() | self._said.keys():
            old, new = before.get(section), self._said.get(section)
            if old is new:
                continue
            for claim in old.claims if old else ():
                self._put((section, claim), [])
            self._put(("sums", section), list(narrative.of_sums(new, section)) if new else [])
            self._look_at_claims((section, claim) for claim in (new.claims if new else ()))
        self._claims_of = {}
        for section, said in self._said.items():
            for claim in said.claims:
                for cell_id in claim.cells:
                    self._claims_of.setdefault(cell_id, []).append((section, claim))

    def _set(self, place: Hashable, finding: Finding | None) -> None:
        self._put(place, [] if finding is None else [finding])

    def _put(self, place: Hashable, findings: list[Finding]) -> None:
        if findings:
            self._of_place[place] = findings
        else:
            self._of_place.pop(place, None)
