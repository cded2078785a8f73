"""Runs the checks: all of them on a report, or after a change only those that the change touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nianbao.checks import arithmetic, structure
from nianbao.finding import Finding
from nianbao.form import CrossSum
from nianbao.report import Report
from nianbao.rules import rule


def check(report: Report) -> list[Finding]:
    """Every finding on a report in the order of its sections, waived ones marked with their reason."""
    figures = report.all_figures()
    found = [*structure.findings(report, figures), *arithmetic.findings(report, figures)]
    return in_order(report, waived(report, found))


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


def in_order(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """The findings by section, then as they stand in the form, then by code."""
    sections = {section.id: index for index, section in enumerate(report.form.sections)}
    cells = {cell_id: index for index, cell_id in enumerate(report.form.cells)}

    def place(finding: Finding) -> tuple[int, int, str]:
        first = min((cells.get(cell, 0) for cell in finding.cells), default=-1)
        return sections.get(finding.section, -1), first, finding.code

    return sorted(findings, key=place)


class Watch:
    """The findings of a report that is being edited, kept up to date cell by cell.

    ``findings()`` equals ``check(report)`` after every change; a change of figures runs only the
    cross-sums that the cells go into, near or far, and their rows.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._figures = report.all_figures()
        self._of_document: list[Finding] = []
        self._of_place: dict[str | CrossSum, list[Finding]] = {}
        self.document_changed(report)
        self._look_again(report.form.cells)

    @property
    def report(self) -> Report:
        """The report that the findings are about."""
        return self._report

    def document_changed(self, report: Report) -> None:
        """Take over a report in which anything but figures has changed."""
        self._report = report
        self._of_document = list(structure.of_document(report))

    def figures_changed(self, report: Report, cells: Iterable[str]) -> None:
        """Take over a report in which the figures of these cells, and nothing else, have changed."""
        self._report = report
        touched = set(cells)
        for cell_id in cells:
            touched.update(report.form.dependents[cell_id])
        for cell_id in sorted(touched, key=report.form.order.__getitem__):
            self._figures[cell_id] = report.figure(cell_id)
        self._look_again(touched)

    def findings(self) -> list[Finding]:
        """What :func:`check` would find now."""
        found = [*self._of_document, *(f for place in self._of_place.values() for f in place)]
        return in_order(self._report, waived(self._report, found))

    def _look_again(self, cells: Iterable[str]) -> None:
        report, form = self._report, self._report.form
        rows: dict[str, None] = {}
        sums: dict[CrossSum, None] = {}
        for cell_id in cells:
            cell = form.cells[cell_id]
            rows[cell.row_id] = None
            sums |= dict.fromkeys(form.sums_of[cell_id])
            fault = arithmetic.of_cell(cell, self._figures[cell_id], form)
            self._set(cell_id, [fault] if fault and cell_id in report.figures else [])
        for row_id in rows:
            self._set(row_id, list(structure.completeness(form.rows[row_id], self._figures, report)))
        for cross_sum in sums:
            broken = arithmetic.of_sum(cross_sum, report, self._figures.__getitem__)
            self._set(cross_sum, [broken] if broken else [])

    def _set(self, place: str | CrossSum, findings: list[Finding]) -> None:
        if findings:
            self._of_place[place] = findings
        else:
            self._of_place.pop(place, None)
