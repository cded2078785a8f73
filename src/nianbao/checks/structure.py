"""Checks of the report as a document: headings, form, title, completeness (S1xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nianbao.figure import Figure, State, half_width
from nianbao.finding import Finding
from nianbao.form import Cell, Section
from nianbao.forms import form_for
from nianbao.numbering import number_of, numbering
from nianbao.report import Report
from nianbao.rules import rule

_INCOMPLETE = {
    "blank": {State.BLANK},
    "unknown": {State.UNKNOWN},
    "not_applicable": {State.NOT_APPLICABLE},
}
_READ_IN = {"blank", "unknown"}  # of another level in a document that was read in
_YEAR = re.compile(r"(?<!\d)(\d{4})年")


def completenesses(report: Report, figures: Mapping[str, Figure]) -> Iterator[Finding]:
    """S104 for every row. ``figures`` holds what every cell of the form says."""
    for row in report.form.rows.values():
        yield from completeness(row, figures, report)


def of_document(report: Report) -> Iterator[Finding]:
    """The findings that do not depend on figures."""
    yield from headings(report)
    yield from form_and_year(report)
    yield from title(report)


def headings(report: Report) -> Iterator[Finding]:
    """S101: the six headings, exact, in order, each once."""
    official = {_squeezed(section.heading): section for section in report.form.numbered}
    for section in report.form.numbered:
        found = report.heading(section.id)
        if not found:
            yield _heading(section, "missing", "")
        elif not _same_heading(found, section.heading):
            yield _heading(section, "", found)
    for section_id, text in report.narrative.items():
        for line in text.splitlines():
            twin = official.get(_squeezed(line))
            if twin is not None:
                yield rule("S101").finding(
                    section=section_id, message="repeated", expected="", found=line.strip()
                )


def _heading(section: Section, message: str, found: str) -> Finding:
    return rule("S101").finding(section=section.id, message=message, expected=section.heading, found=found)


def _same_heading(found: str, official: str) -> bool:
    """The same number and the same words. An Arabic number in the place of 一 is a slip of S111."""
    left, right = numbering(found), numbering(official)
    if left is None or right is None:
        return _squeezed(found) == _squeezed(official)
    return left.value == right.value and _squeezed(left.rest) == _squeezed(right.rest)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def form_and_year(report: Report) -> Iterator[Finding]:
    """S102: the form fits the year."""
    right = form_for(report.year)
    if right is None or report.form.is_for(report.year):
        return
    message = "encouraged" if report.year in right.encouraged_years else ""
    yield rule("S102").finding(
        message=message,
        expected=right.id,
        found=report.form.id,
        year=report.year,
        notice=right.notice,
    )


def title(report: Report) -> Iterator[Finding]:
    """S103: organ + year + 年政府信息公开工作年度报告, with the year of the report."""
    found, usual = _squeezed(half_width(report.full_title())), _squeezed(half_width(report.usual_title()))
    years = {number_of(match) for match in _YEAR.findall(found)}
    if found == usual:
        return
    message = "year" if years and report.year not in years else ""
    yield rule("S103").finding(
        message=message, expected=report.usual_title(), found=report.full_title(), year=report.year
    )


def completeness(row: tuple[Cell, ...], figures: Mapping[str, Figure], report: Report) -> Iterator[Finding]:
    """S104: no cell blank or unknown, none that says "does not apply". One finding a row and kind.

    A total that nobody gave follows from its parts, which are named themselves. What a published
    document leaves out is no error of the one who read it in.
    """
    said = [cell for cell in row if cell.id in report.figures or cell.id not in report.form.totals]
    for message, states in _INCOMPLETE.items():
        cells = [cell for cell in said if figures[cell.id].state in states]
        if not cells:
            continue
        whole = len(cells) == len(said) and len(cells) > 1
        yield rule("S104").finding(
            section=row[0].section,
            cell=cells[0].id if len(cells) == 1 else row[0].row_id,
            cells=tuple(cell.id for cell in cells),
            message=f"read_{message}" if report.source and message in _READ_IN else message,
            found=figures[cells[0].id],
            row=row[0].row.name,
            columns="整行" if whole else "、".join(cell.column.name for cell in cells),
            number=len(cells),
        )
