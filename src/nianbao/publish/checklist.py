"""The sheet that is signed and handed in with the report: every rule, its result, numbers and reasons."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nianbao import __version__
from nianbao.checks.members import Members
from nianbao.checks.subject import comparable
from nianbao.model.finding import Finding, Level
from nianbao.model.fingerprint import fingerprint
from nianbao.model.report import Report
from nianbao.model.rules import sentence
from nianbao.model.wording import LEVELS, date_in_words
from nianbao.publish import compose
from nianbao.publish.origins import rows_with_origins
from nianbao.publish.results import MEANINGS, Item, Result, items
from nianbao.publish.reviewed import comments_said, sections_seen
from nianbao.publish.sheet.title import title_lines
from nianbao.publish.year_on_year import year_on_year
from nianbao.write.look import OURS, Look

SIGNERS = ("经办人", "审核人", "负责人")
LEADER = "分管负责人"  # in charge of the work, and first responsible for the report


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding that is kept with a reason: where, what, why, and its level in words; ``error`` tells whether
    the leader in charge signs for it."""

    code: str
    place: str
    found: str
    reason: str
    level: str
    error: bool


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the sheet is about, and when it was made by what: stands on every page."""

    file: str
    made_on: datetime.date
    fingerprint: str

    @property
    def lines(self) -> dict[str, str]:
        """What is printed, a line for each part; the style sheet repeats them by these names."""
        return {
            "file": f"报告文件：{self.file}",
            "made": f"制单日期：{date_in_words(self.made_on)}　制单程序：nianbao {__version__}",
            "fingerprint": f"报告指纹（SHA-256）：{self.fingerprint}",
        }

    @property
    def as_css(self) -> str:
        """The lines as the inside of a string of CSS, every character by its number: the name of a file may
        hold anything."""
        return "".join(f"\\{ord(sign):x} " for sign in "\n".join(self.lines.values()))


def html(
    report: Report,
    findings: Sequence[Finding],
    prior: Report | None = None,
    members: Members | None = None,
    *,
    file: str,
    made_on: datetime.date,
    look: Look = OURS,
) -> str:
    """The sheet as neutral HTML for any writer; ``findings`` are those of :func:`checks.check`, ``file`` is
    the name of the report's file. The date is handed in: the same input makes the same sheet."""
    listed = items(report, findings, prior, members)
    return compose.page(
        "checklist.html.j2",
        look,
        report=report,
        imprint=Imprint(file, made_on, fingerprint(report)),
        title_lines=title_lines(report.full_title(), report.agency),
        conclusion=conclusion(report, findings, listed),
        items=listed,
        counts=list(_counts(listed)),
        meanings=MEANINGS,
        levels=LEVELS,
        explained=list(explained(report, findings)),
        prior=prior if comparable(report, prior) else None,
        years=list(year_on_year(report, prior)),
        seen=sections_seen(report),
        comments=list(comments_said(report)),
        origins=list(rows_with_origins(report)),
        signers=SIGNERS,
        leader=LEADER,
    )


def conclusion(report: Report, findings: Sequence[Finding], listed: Sequence[Item]) -> str:
    """Whether the report can be published as it is, and why, in one sentence."""
    stops = [finding for finding in findings if finding.stops]
    if stops:
        codes = "、".join(dict.fromkeys(finding.code for finding in stops))
        return f"不能发布，因为有{len(stops)}条错误没有改正（{codes}）。"
    if unknown := report.unknown_cells():
        return f"不能发布，因为有{len(unknown)}格没有数。"
    kept = sum(finding.kept for finding in findings)
    verdict = f"可以发布，但要{LEADER}先签字同意保留{kept}条错误" if kept else "可以发布，没有错误"
    warnings = sum(each.waived is None and each.level is Level.WARNING for each in findings)
    incomplete = sum(item.result is Result.INCOMPLETE for item in listed)
    parts = [verdict]
    parts += [f"还有{warnings}条提醒没有处理"] if warnings else []
    parts += [f"有{incomplete}条规则数据不全，没有核对完"] if incomplete else []
    return f"{'；'.join(parts)}。"


def _counts(listed: Sequence[Item]) -> Iterator[str]:
    """How many rules came out in each way; of the broken ones also how badly."""
    counts = Counter(item.result for item in listed)
    levels = Counter(item.level for item in listed)
    for result in (result for result in Result if counts[result]):
        worst = [f"{LEVELS[level]}{levels[level]}条" for level in Level if levels[level]]
        detail = f"（{'、'.join(worst)}）" if result is Result.BROKEN and worst else ""
        yield f"{result}{counts[result]}条{detail}"


def explained(report: Report, findings: Sequence[Finding]) -> Iterator[Explained]:
    """The findings that are kept with a reason: errors first, for which the leader in charge signs."""
    waived = [(finding, finding.waived) for finding in findings if finding.waived is not None]
    for finding, reason in sorted(waived, key=lambda pair: not pair[0].kept):
        place, found = place_of(report, finding), sentence(finding)
        yield Explained(finding.code, place, found, reason, LEVELS[finding.level], finding.kept)


def place_of(report: Report, finding: Finding) -> str:
    """Where a finding stands, in words."""
    form = report.form
    section = form.section(finding.section) if finding.section else None
    where = (section.heading or section.name) if section else "全文"
    if finding.cell in form.cells:
        return f"{where} {form.cells[finding.cell].name}"
    return f"{where} {form.rows[finding.cell][0].row.name}" if finding.cell in form.rows else where
