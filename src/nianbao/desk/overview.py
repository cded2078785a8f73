"""How far a report is as a whole: each section, findings, deadline, what is saved, what was made of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nianbao.desk.marks import COMMENT, unfilled
from nianbao.desk.parts import headings_alone, left_open
from nianbao.desk.progress import Progress, bar, progress
from nianbao.desk.reviewing import in_words
from nianbao.files.made import is_foreign, made_of
from nianbao.model.agency import agency_kinds, kind_by_name
from nianbao.model.finding import Finding, Level
from nianbao.model.fingerprint import fingerprint, is_void
from nianbao.model.report import Report
from nianbao.model.wording import date_in_words
from nianbao.systems import local_time
from nianbao.terminal import width_of

_BAR = 12  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """A line for people: its sign, ✓ ✗ ! or another, and its words."""

    sign: str
    words: str


def next_step(report: Report, findings: Sequence[Finding]) -> str | Finding | None:
    """What is to be done next: the first place where something is missing, else the first error; None where
    nothing stands between the report and its files."""
    gap = next((each.gap for each in progress(report) if each.gap), None)
    return gap if gap is not None else next((finding for finding in findings if finding.stops), None)


def section_lines(report: Report, findings: Sequence[Finding]) -> list[Line]:
    """A bar for each section, with the number of its errors and warnings."""
    rows = list(progress(report))
    widest = max(width_of(each.name) for each in rows)
    return [_section_line(each, widest, report, findings) for each in rows]


def _section_line(each: Progress, widest: int, report: Report, findings: Sequence[Finding]) -> Line:
    own = [finding for finding in findings if finding.section == each.section.id]
    errors, warnings = _counts(finding for finding in own if not unfilled(finding, report))
    begun, bare = headings_alone(each.section.id, report), left_open(each.section.id, report)
    words = f"{each.name}{' ' * (widest - width_of(each.name))}　{bar(each.filled, each.asked, _BAR)}"
    if each.section.table is not None:
        words += f" {each.filled}/{each.asked}"
    elif bare:
        words += f" {bare}个标题下没有写"
    else:
        words += " 写了" if each.complete else " 只有标题" if begun else " 没有写"
    words += f"　✗{errors}" if errors else ""
    words += f"　!{warnings}" if warnings else ""
    is_begun = each.filled or begun or bare
    return Line("✗" if errors else "✓" if each.complete else "◔" if is_begun else "◌", words)


def whole_line(report: Report, findings: Sequence[Finding]) -> Line:
    """How many errors and warnings there are. What nobody has filled yet is no error: the bars show it."""
    errors, warnings = _counts(finding for finding in findings if not unfilled(finding, report))
    if errors or warnings:
        return Line("✗" if errors else "!", f"错误{errors}处，提醒{warnings}处")
    complete = all(each.complete for each in progress(report))
    return Line("✓" if complete else "◔", "没有发现问题" if complete else "填了的没有发现问题")


def _counts(findings: Iterator[Finding]) -> tuple[int, int]:
    levels = [finding.level for finding in findings if finding.waived is None]
    return levels.count(Level.ERROR), levels.count(Level.WARNING)


def review_lines(report: Report) -> Iterator[Line]:
    """Whether the report is out, who stands for which section, and how many comments are open."""
    if report.published is not None:
        yield Line("✓", f"{date_in_words(report.published)}已经公布，锁住了")
    for section in report.form.sections:
        if words := in_words(report, section.id):
            void = any(is_void(mark, report) for mark in report.marks if mark.section == section.id)
            yield Line("!" if void else "✓", f"{section.name}　{words}")
    if waiting := sum(not comment.reason for comment in report.open_comments):
        yield Line(COMMENT, f"还有{waiting}条意见没有处理，按 Alt+L 看")


def deadline_line(report: Report, today: datetime.date) -> Line:
    """How many days there are to the deadline of this kind of agency (条例第四十九、五十条)."""
    kind = agency_kinds().get(report.agency_kind or kind_by_name(report.agency) or "")
    if kind is None:
        return Line("!", "看名称不知道机关类别，算不出公布期限；请在“基本信息”里选")
    last = kind.deadline_for(report.year)
    days = (last - today).days
    words = f"{date_in_words(last)}以前公布（{kind.name}），"
    if days < 0:
        return Line("!", f"{words}已经过了{-days}天")
    return Line("i", f"{words}{f'还有{days}天' if days else '就是今天'}")


def saved_line(path: Path, *, unsaved: bool) -> Line:
    """When the report was saved last, and whether the file has what is on the screen."""
    try:
        changed = local_time(path.stat().st_mtime)
    except OSError:
        return Line("●", "还没有保存过，按 Ctrl+S 保存")
    when = f"{changed:%m月%d日 %H:%M}"
    return Line("●", f"有没保存的改动；上次保存 {when}") if unsaved else Line("✓", f"已保存，{when}")


def made_lines(report: Report, path: Path) -> Iterator[Line]:
    """Each file that was made of the report, and whether it has the present figures and words."""
    now = fingerprint(report)
    for each in made_of(path):
        name = f"{each.name}　{each.path.name}"
        try:
            if not each.path.exists():
                continue
            changed = is_foreign(each.path)
        except OSError:
            continue
        if changed:
            yield Line("!", f"{name}　生成以后有人改过")
        elif each.fingerprint != now:
            yield Line("!", f"{name}　不是现在的数据，请重新生成")
        else:
            yield Line("✓", f"{name}　是现在的数据")
