"""The sheet that is signed and handed in with the report: every rule, its result, numbers and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nianbao.checks.registry import between_years, stated_by
from nianbao.checks.rules import narrative, wording
from nianbao.checks.subject import Subject, comparable
from nianbao.model.evidence import worked
from nianbao.model.finding import Finding, Level
from nianbao.model.form import CrossSum
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.model.rules import Rule, catalogue, sentence
from nianbao.model.wording import words
from nianbao.publish import compose

SIGNERS = ("经办人", "审核人", "负责人")
_MOST_EXAMPLES = 12
_RELATIONS = {"=": "", "!=": "不等于", "<=": "不超过", "<": "小于", ">=": "不小于", ">": "大于"}


class Result(StrEnum):
    """How a rule came out."""

    KEPT = "符合"
    BROKEN = "不符合"
    EXPLAINED = "已说明"
    NOT_CHECKED = "未检查"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the sheet: a rule, how it came out, and what that rests on."""

    rule: Rule
    result: Result
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding that is kept with a reason: where, what, why."""

    code: str
    place: str
    found: str
    reason: str


def html(report: Report, findings: Sequence[Finding], prior: Report | None = None) -> str:
    """The sheet as neutral HTML for any writer; ``findings`` are those of :func:`checks.check`."""
    listed = items(report, findings, prior)
    counts = Counter(item.result for item in listed)
    return compose.page(
        "checklist.html.j2",
        report=report,
        title_lines=compose.title_lines(report),
        items=listed,
        counts=[(result, counts[result]) for result in Result],
        explained=list(explained(report, findings)),
        prior=prior if comparable(report, prior) else None,
        signers=SIGNERS,
    )


def items(report: Report, findings: Sequence[Finding], prior: Report | None = None) -> list[Item]:
    """Every rule of the catalogue with its result; rules of another form alone are none of this report."""
    subject = Subject(report, prior)
    notes = _Notes(subject)
    others = frozenset().union(*(stated_by(form) for form in all_forms().values())) - stated_by(report.form)
    rules = [rule for code, rule in catalogue(report.form.id).items() if code not in others]
    return [_item(rule, report, findings, subject.prior, notes) for rule in rules]


def explained(report: Report, findings: Sequence[Finding]) -> Iterator[Explained]:
    """The findings that are kept with a reason, in their order."""
    for finding in findings:
        if finding.waived is not None:
            yield Explained(finding.code, place_of(report, finding), sentence(finding), finding.waived)


def place_of(report: Report, finding: Finding) -> str:
    """Where a finding stands, in words."""
    form = report.form
    section = form.section(finding.section) if finding.section else None
    where = (section.heading or section.name) if section else "全文"
    if finding.cell in form.cells:
        return f"{where} {form.cells[finding.cell].name}"
    return f"{where} {form.rows[finding.cell][0].row.name}" if finding.cell in form.rows else where


def _item(
    rule: Rule, report: Report, findings: Sequence[Finding], prior: Report | None, notes: _Notes
) -> Item:
    if reason := _not_checked(rule, report, prior):
        return Item(rule, Result.NOT_CHECKED, (reason,))
    found = [finding for finding in findings if finding.code == rule.code]
    said = tuple(_told(finding) for finding in found)
    if any(finding.waived is None and finding.level is not Level.HINT for finding in found):
        return Item(rule, Result.BROKEN, said)
    if any(finding.waived is not None for finding in found):
        return Item(rule, Result.EXPLAINED, said)
    return Item(rule, Result.KEPT, (*said, *notes.of(rule)))


def _told(finding: Finding) -> str:
    if finding.waived is not None:
        return f"{sentence(finding)}说明：{finding.waived}"
    return f"提示：{sentence(finding)}" if finding.level is Level.HINT else sentence(finding)


def _not_checked(rule: Rule, report: Report, prior: Report | None) -> str:
    """Why a rule was not run; empty if it was."""
    if not rule.checked:
        return "本版本不检查这一条。"
    if prior is None and rule.code in between_years(report.form):
        return "没有上一年度的报告。"
    return ""


class _Notes:
    """What a rule that is kept rests on: the sums, cells and sentences that were looked at."""

    def __init__(self, subject: Subject) -> None:
        self._report = subject.report
        self._look = subject.look
        self._said = [heard.said for heard in subject.heard.values()]

    def of(self, rule: Rule) -> tuple[str, ...]:
        """The numbers behind a rule that is kept."""
        notes = [*self._sums(rule.code), *self._cells(rule.code), *self._claims(rule.code)]
        if rule.code == "S105":
            notes += list(wording.lengths(self._report))
        if len(notes) > _MOST_EXAMPLES:
            notes = [*notes[:_MOST_EXAMPLES], f"等{len(notes)}处。"]
        return tuple(notes)

    def _sums(self, code: str) -> Iterator[str]:
        found = [cross_sum for cross_sum in self._report.form.sums if cross_sum.rule == code]
        if found:
            yield f"核对了{len(found)}处。"
            yield from (self._sum(cross_sum) for cross_sum in found[-1:] if self._shows(cross_sum))

    def _shows(self, cross_sum: CrossSum) -> bool:
        """Whether its numbers show that it holds: it is not void, nor is a figure missing."""
        look = self._look
        return cross_sum.holds.certain(look) and all(condition.certain(look) for condition in cross_sum.when)

    def _sum(self, cross_sum: CrossSum) -> str:
        holds = cross_sum.holds
        where = f"“{cross_sum.where}”：" if cross_sum.where else ""
        left, right = (words(worked(side, self._look)) for side in (holds.left, holds.right))
        return f"{where}{left}，{_RELATIONS[holds.operator]}{right}。"

    def _cells(self, code: str) -> Iterator[str]:
        form = self._report.form
        kinds = {kind for kind, rule in form.kind_rules.items() if rule == code}
        number = sum(1 for cell in form.cells.values() if cell.column.kind in kinds)
        if number:
            yield f"核对了{number}格。"

    def _claims(self, code: str) -> Iterator[str]:
        """Which reading of a sentence matched: both ways of counting 收到 are in use."""
        for said in self._said:
            for claim in said.claims:
                compared = narrative.compare(claim, self._look) if claim.rule == code else []
                fits = next((each for each in compared if each.fits and each.known), None)
                if fits is not None:
                    yield f"正文“{claim.quantity.words}”：{words(fits.told)}。"
            sums = said.sums if code == "N507" else ()
            for total in filter(narrative.adds_up, sums):
                parts = "＋".join(part.words for part in total.parts)
                yield f"正文“{total.wholes[-1].words}”：{parts}。"
