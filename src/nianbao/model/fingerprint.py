"""What a signature is tied to: one number for everything that a report says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from nianbao.model.narrative import paragraphs
from nianbao.model.reference import BadReference, resolve
from nianbao.model.report import Report


def fingerprint(report: Report) -> str:
    """SHA-256, in 64 hexadecimal digits, of the figures and the text of a report as they are printed.

    Two files of one report have the same fingerprint, whatever their comments, layout and ways to write a
    figure; one figure, character or heading more or less makes another. The kind of the agency, waivers and
    names of files are not printed and do not count.
    """
    said = json.dumps(list(_said(report)), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _said(report: Report) -> Iterator[tuple[str, str, str]]:
    """Everything that is printed, in its order: what it is, where, and the words."""
    yield "form", "", report.form.id
    yield "agency", "", report.agency
    yield "title", "", report.full_title()
    yield "date", "", report.date.isoformat() if report.date else ""
    for section in report.form.sections:
        yield "heading", section.id, report.heading(section.id)
        for paragraph in paragraphs(_resolved(report, section.id)):
            yield "text", section.id, paragraph.text
    for cell_id, figure in report.all_figures().items():
        yield "figure", cell_id, str(figure)


def _resolved(report: Report, section: str) -> str:
    """The text with its figures; as typed where a reference is wrong, for the checklist of an unfinished
    report needs a fingerprint, too."""
    text = report.narrative.get(section, "")
    try:
        return resolve(text, report)
    except BadReference:
        return text
