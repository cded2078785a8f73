"""Whether reviewers' comments were dealt with: S114."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.checks.coverage import Place, compared
from nianbao.checks.registry import On, checks
from nianbao.checks.subject import Subject
from nianbao.model.finding import Finding
from nianbao.model.review import OPEN
from nianbao.model.rules import rule


def _all(subject: Subject) -> Iterator[Place]:
    """Every comment that was ever made."""
    if comments := subject.report.comments:
        done = sum(comment.done for comment in comments)
        yield compared("comments", number=len(comments), done=done)


@checks(OPEN, on=On.COMMENTS | On.TEXT, covers=_all)
def s114_open_comments(subject: Subject) -> Iterator[Finding]:
    """Comments that are still open. The reason to publish with one stands at the comment itself: a waiver of
    its cell would hold for the next comment there, too."""
    report = subject.report
    for comment in report.open_comments:
        finding = rule(OPEN).finding(
            section=comment.section,
            cell=comment.cell,
            message="answered" if comment.answer else "open",
            span=comment.span_in(report.narrative.get(comment.section, "")),
            by=comment.by,
            found=comment.text,
            answer=comment.answer,
        )
        yield finding._replace(waived=comment.reason or None)
