"""How far each part of the report is: untouched, in work, complete, or with errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nianbao.desk.marks import unfilled
from nianbao.model.finding import Finding, Level
from nianbao.model.form import Form, Section
from nianbao.model.narrative import BARE, bare_headings, paragraphs
from nianbao.model.numbering import numbering
from nianbao.model.report import Report

WHOLE = "whole"  # how far the whole report is
ABOUT = "about"  # agency, year, date; not a section of the form
GENERATE = "generate"
_SENTENCE_ENDS = ("。", "！", "；")


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
    """A part of the report as the list at the left shows it: its state and how many findings it has.

    What nobody has filled yet is no finding here: the state says so.
    """

    id: str
    name: str
    mark: str  # 一 to 六, or empty
    state: State
    findings: int


def sections(form: Form) -> list[Section]:
    """The sections that are written; the others the program prints by itself."""
    return [section for section in form.sections if section.text]


def part_of(finding: Finding, form: Form) -> str:
    """The part that shows a finding: its section, or the basic facts where that is not written."""
    return finding.section if any(section.id == finding.section for section in sections(form)) else ABOUT


def parts(report: Report, findings: Sequence[Finding]) -> Iterator[Part]:
    """Every part in the order of the list."""
    own: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.waived is None:
            own.setdefault(part_of(finding, report.form), []).append(finding)
    everything = [finding for each in own.values() for finding in each]
    yield replace(_part(WHOLE, "进度", "", report, everything), findings=0)
    yield _part(ABOUT, "基本信息", "", report, own.get(ABOUT, []))
    for section in sections(report.form):
        number = numbering(section.heading)
        mark = number.mark.rstrip("、") if number else ""
        yield _part(section.id, section.name, mark, report, own.get(section.id, []))
    yield _part(GENERATE, "检查与生成", "", report, everything)


def quiet(part_id: str, parts: Sequence[Part], findings: Sequence[Finding], report: Report) -> str:
    """What to say of a part without findings: what nobody has written yet has none, either."""
    part = next(part for part in parts if part.id == part_id)
    if part.state is State.UNTOUCHED:
        return f"{part.state} 这一部分还没有填。"
    if any(unfilled(finding, report) for finding in findings):
        return "✓ 这一部分没有发现问题；整份报告还没有填完。"
    if any(finding.waived is None for finding in findings):
        return "✓ 这一部分没有发现问题，别的部分有。"
    return "✓ 没有发现问题。"


def _part(part_id: str, name: str, mark: str, report: Report, findings: list[Finding]) -> Part:
    broken = [finding for finding in findings if not unfilled(finding, report)]
    state = _state(part_id, report, broken, complete=len(broken) == len(findings))
    return Part(part_id, name, mark, state, len(broken))


def _state(part_id: str, report: Report, broken: list[Finding], *, complete: bool) -> State:
    if not _touched(part_id, report):
        return State.UNTOUCHED
    if any(finding.level is Level.ERROR for finding in broken):
        return State.ERRORS
    has_gap = headings_alone(part_id, report) or left_open(part_id, report)
    return State.COMPLETE if complete and not has_gap else State.IN_WORK


def headings_alone(part_id: str, report: Report) -> bool:
    """Whether a text has headings and nothing below them yet."""
    text = report.narrative.get(part_id, "")
    return bool(text) and all(
        paragraph.level and not paragraph.text.endswith(_SENTENCE_ENDS) for paragraph in paragraphs(text)
    )


def left_open(part_id: str, report: Report) -> int:
    """How many headings of a text have nothing below them yet, though others have; none where a reason was
    given to leave them so."""
    if any((waiver.code, waiver.cell) == (BARE, "") for waiver in report.waivers):
        return 0
    return len(bare_headings(report.narrative.get(part_id, "")))


def _touched(part_id: str, report: Report) -> bool:
    if part_id in {WHOLE, ABOUT, GENERATE}:
        return bool(report.agency)
    return part_id in report.narrative or any(
        report.form.cells[cell].section == part_id for cell in report.figures
    )
