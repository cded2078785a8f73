"""What reviewers wrote to a report, in words: for the checklist and the screen, never for publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nianbao.model.fingerprint import is_void
from nianbao.model.form import Form
from nianbao.model.report import Report
from nianbao.model.review import Comment, Mark, Role
from nianbao.model.wording import date_in_words


@dataclass(frozen=True, slots=True)
class Seen:
    """A section with who stands for it, in words; empty where nobody does."""

    section: str
    drafted: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class Said:
    """A comment in words: its place, who wrote it when and what, and what came of it."""

    place: str
    said: str
    state: str


def sections_seen(report: Report) -> list[Seen]:
    """Every section with its marks; nothing where no section has any."""
    if not report.marks:
        return []
    return [
        Seen(section.heading or section.name, *(_who(report, section.id, role) for role in Role))
        for section in report.form.sections
    ]


def comments_said(report: Report) -> Iterator[Said]:
    """All comments: the open ones first, each in the order in which they were written."""
    for comment in sorted(report.comments, key=lambda comment: comment.done):
        by = f"{comment.by}（{date_in_words(comment.on)}）" if comment.on else comment.by
        yield Said(place_of(comment, report.form), f"{by}：{comment.text}", state_of(comment))


def place_of(comment: Comment, form: Form) -> str:
    """Where a comment stands, in words."""
    name = form.section(comment.section).name
    if comment.cell:
        return f"{name}·{form.cells[comment.cell].name}"
    return f"{name}·正文第{comment.paragraph}段" if comment.paragraph else name


def state_of(comment: Comment) -> str:
    """What came of a comment."""
    state = "已处理" if comment.done else "说明了理由" if comment.reason else "没有处理"
    parts = [f"答复：{comment.answer}"] if comment.answer else []
    parts += [f"理由：{comment.reason}"] if comment.reason else []
    return "；".join([state, *parts])


def mark_in_words(mark: Mark, report: Report) -> str:
    """Who stands for a section since when, and whether it was changed after that."""
    void = "，此后有改动" if is_void(mark, report) else ""
    return f"{mark.by}（{date_in_words(mark.on)}{void}）"


def _who(report: Report, section: str, role: Role) -> str:
    mark = report.mark(section, role)
    return "" if mark is None else mark_in_words(mark, report)
