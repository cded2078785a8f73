"""How far each part of the report is: untouched, in work, complete, or with errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nianbao.finding import Finding, Level
from nianbao.form import Form, Section
from nianbao.numbering import numbering
from nianbao.report import Report
from nianbao.wizard.marks import unfilled

ABOUT = "about"  # agency, year, date; not a section of the form
GENERATE = "generate"


class State(StrEnum):
    """How far a part is; the value is its sign."""

    UNTOUCHED = "◌"
    IN_WORK = "◔"
    COMPLETE = "✓"
    ERRORS = "✗"


STATE_NAMES = {
    State.UNTOUCHED: "还没有填",
    State.IN_WORK: "正在填",
    State.COMPLETE: "填好了",
    State.ERRORS: "有错误",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report as the list at the left shows it: its state and how many findings it has."""

    id: str
    name: str
    mark: str  # 一 to 六, or empty
    state: State
    findings: int


def sections(form: Form) -> list[Section]:
    """The sections that are written; the others the program prints by itself."""
    return [section for section in form.sections if section.text]


def parts(report: Report, findings: Sequence[Finding]) -> Iterator[Part]:
    """Every part in the order of the list."""
    yield _part(ABOUT, "基本信息", "", report, [f for f in findings if not f.section])
    for section in sections(report.form):
        number = numbering(section.heading)
        own = [finding for finding in findings if finding.section == section.id]
        yield _part(section.id, section.name, number.mark.rstrip("、") if number else "", report, own)
    counted = [finding for finding in findings if finding.waived is None]
    state = State.ERRORS if any(finding.stops for finding in findings) else State.COMPLETE
    yield Part(GENERATE, "检查与生成", "", state, len(counted))


def _part(part_id: str, name: str, mark: str, report: Report, findings: list[Finding]) -> Part:
    counted = [finding for finding in findings if finding.waived is None]
    return Part(part_id, name, mark, _state(part_id, report, counted), len(counted))


def _state(part_id: str, report: Report, findings: list[Finding]) -> State:
    empty = [finding for finding in findings if unfilled(finding, report)]
    if not _touched(part_id, report):
        return State.UNTOUCHED
    if any(f.level is Level.ERROR and f not in empty for f in findings):
        return State.ERRORS
    return State.IN_WORK if empty else State.COMPLETE


def _touched(part_id: str, report: Report) -> bool:
    if part_id == ABOUT:
        return bool(report.agency)
    return part_id in report.narrative or any(
        report.form.cells[cell].section == part_id for cell in report.figures
    )
