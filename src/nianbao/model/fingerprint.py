"""What a signature is tied to: one number for everything that a report says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from nianbao.model.form import Form
from nianbao.model.narrative import paragraphs
from nianbao.model.reference import BadReference, resolve
from nianbao.model.report import Report
from nianbao.model.review import Mark

_SHORT = 16  # hexadecimal digits that tell one state of a section from another


def fingerprint(report: Report) -> str:
    """SHA-256, in 64 hexadecimal digits, of the figures and the text of a report as they are printed.

    Two files of one report have the same fingerprint, whatever their comments, layout and ways to write a
    figure; one figure, character or heading more or less makes another. The kind of the agency, waivers,
    comments, marks and names of files are not printed and do not count.
    """
    return _digest(_said(report))


def of_section(report: Report, section: str) -> str:
    """The same for one section: its heading, text and figures as they are printed, the date for the one that
    is signed; 16 hexadecimal digits. What was marked as seen is compared with it."""
    form = report.form
    own = (line for line in _said(report) if _section_of(line, form) == section)
    dated = [("date", "", _date(report))] if not form.section(section).text else []
    return _digest([*own, *dated])[:_SHORT]


def is_void(mark: Mark, report: Report) -> bool:
    """Whether the section says something else now than when it was marked."""
    return mark.fingerprint != of_section(report, mark.section)


def _digest(said: Iterable[tuple[str, str, str]]) -> str:
    words = json.dumps(list(said), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _section_of(line: tuple[str, str, str], form: Form) -> str:
    what, where, _ = line
    return form.cells[where].section if what == "figure" else where


def _said(report: Report) -> Iterator[tuple[str, str, str]]:
    """Everything that is printed, in its order: what it is, where, and the words."""
    yield "form", "", report.form.id
    yield "agency", "", report.agency
    yield "title", "", report.full_title()
    yield "date", "", _date(report)
    for section in report.form.sections:
        yield "heading", section.id, report.heading(section.id)
        for paragraph in paragraphs(_resolved(report, section.id)):
            yield "text", section.id, paragraph.text
    for cell_id, figure in report.all_figures().items():
        yield "figure", cell_id, str(figure)


def _date(report: Report) -> str:
    return report.date.isoformat() if report.date else ""


def _resolved(report: Report, section: str) -> str:
    """The text with its figures; as typed where a reference is wrong, for the checklist of an unfinished
    report needs a fingerprint, too."""
    text = report.narrative.get(section, "")
    try:
        return resolve(text, report)
    except BadReference:
        return text
