"""What a reviewer does to a report: comments, marks, handing it in and publishing it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from nianbao.desk.marks import COMMENT
from nianbao.desk.session import Session, visible
from nianbao.model.finding import Finding
from nianbao.model.fingerprint import of_section
from nianbao.model.report import Report
from nianbao.model.review import Comment, Mark, Role, paragraph_at
from nianbao.model.wording import date_in_words
from nianbao.publish.reviewed import mark_in_words, place_of, state_of


class Reviewing:
    """Changes of a session that concern its review. ``by`` is a name, ``on`` the day: both are handed in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ---- comments

    def comment(self, place: str, text: str, by: str, on: datetime.date, *, line: int | None = None) -> None:
        """Write a comment at a cell, or at the line ``line`` (from 0) of the text of a section."""
        report, at, quote = self._session.entered, place, ""
        if line is not None:
            at, quote = paragraph_at(place, report.narrative.get(place, ""), line)
        words = visible(text).strip()
        if words:
            new = Comment(at, by, words, on, quote)
            self._become(replace(report, comments=(*report.comments, new)), "写意见", at)

    def change(self, comment: Comment, **changes: Any) -> None:
        """Answer a comment (``answer``), settle it (``done``), or keep it with a reason (``reason``)."""
        report = self._session.entered
        plain: dict[str, Any] = {
            key: visible(each).strip() if isinstance(each, str) else each for key, each in changes.items()
        }
        new = comment._replace(**plain)
        comments = tuple(new if each == comment else each for each in report.comments)
        words = "处理意见" if new.done else "改意见"
        self._become(replace(report, comments=comments), words, comment.at)

    def withdraw(self, comment: Comment) -> None:
        """Take a comment away that should not have been written."""
        report = self._session.entered
        kept = tuple(each for each in report.comments if each != comment)
        self._become(replace(report, comments=kept), "删去意见", comment.at)

    def waive(self, finding: Finding, reason: str) -> None:
        """Keep a finding with a reason; one that is a comment keeps its reason itself."""
        comment = comment_of(finding, self._session.entered)
        if comment is None:
            self._session.waive(finding, reason)
        else:
            self.change(comment, reason=reason)

    # ---- marks

    def mark(self, section: str, role: Role, by: str, on: datetime.date) -> None:
        """Say that somebody has done, or looked through, a section as it is now."""
        report = self._session.entered
        new = Mark(section, role, by, on, of_section(report, section))
        self._become(replace(report, marks=(*self._others(section, role), new)), f"记{role}", section)

    def unmark(self, section: str, role: Role) -> None:
        """Take a mark back."""
        kept = self._others(section, role)
        self._become(replace(self._session.entered, marks=kept), f"取消{role}", section)

    def _others(self, section: str, role: Role) -> tuple[Mark, ...]:
        marks = self._session.entered.marks
        return tuple(mark for mark in marks if (mark.section, mark.role) != (section, role))

    # ---- publishing

    def publish(self, on: datetime.date) -> None:
        """Say that the report was published: nothing of it can be changed or undone any more."""
        self._session.become(replace(self._session.entered, published=on), "标为已公布", final=True)

    def reopen(self) -> None:
        """Let a published report be changed again."""
        self._session.become(replace(self._session.entered, published=None), "重新打开", final=True)

    def _become(self, report: Report, words: str, at: str) -> None:
        self._session.become(report, words, at.partition(":")[0])


def lock_sign(session: Session) -> str:
    """Why a report is locked, in a word for its title; empty where it is not."""
    if not session.locked:
        return ""
    return "【已公布】" if session.entered.published is not None else "【复核】"


def comment_of(finding: Finding, report: Report) -> Comment | None:
    """The open comment that a finding tells of; None for every other finding."""
    values = dict(finding.values)
    wanted = (finding.section, finding.cell, values.get("by"), finding.found)
    found = ((c.section, c.cell, c.by, c.text) == wanted for c in report.open_comments)
    return next((c for c, same in zip(report.open_comments, found, strict=True) if same), None)


def in_words(report: Report, section: str) -> str:
    """Who stands for a section, and whether it was changed since; empty if nobody does."""
    marks = ((role, report.mark(section, role)) for role in Role)
    return "　".join(f"{role} {mark_in_words(mark, report)}" for role, mark in marks if mark is not None)


def comment_in_words(comment: Comment, report: Report) -> str:
    """A comment for people: its state, where it stands, who wrote it when, what, and what came of it."""
    sign = "✓" if comment.done else "i" if comment.reason else COMMENT
    when = f" {date_in_words(comment.on)}" if comment.on else ""
    place = place_of(comment, report.form)
    return f"{sign} {place}　{comment.by}{when}：{comment.text}　〔{state_of(comment)}〕"
