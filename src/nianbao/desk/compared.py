"""Which report of last year is compared with the one that is edited, also after undoing a choice of it."""

from __future__ import annotations

from dataclasses import replace

from nianbao.desk.session import Session
from nianbao.model.figure import Figure, State
from nianbao.model.report import Report
from nianbao.model.succession import brought


class Compared:
    """Follows the name of last year's report in the session, and knows the reports that were chosen."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._named = session.report.prior
        self._known: dict[str, Report | None] = {self._named: session.prior}

    def to_fill(self, prior: Report) -> dict[str, Figure]:
        """What a report of last year would bring into cells in which nothing stands yet."""
        report = self._session.report
        empty = {State.UNKNOWN, State.BLANK}
        found = brought(report, prior)
        return {cell: figure for cell, figure in found.items() if report.figure(cell).state in empty}

    def take(self, prior: Report, name: str, *, fill: bool) -> None:
        """Compare with another report from now on; ``fill`` what it brings. One step of the history."""
        session = self._session
        figures = self.to_fill(prior) if fill else {}
        self._known[name] = prior
        chosen = replace(session.report.with_figures(figures), prior=name)
        session.become(chosen, "换上年的报告", "about")
        session.prior, self._named = prior, name
        session.unconfirmed |= figures.keys()

    def follow(self) -> None:
        """Compare with the report that is named now. One that was only moved is the same."""
        named = self._session.report.prior
        if named != self._named:
            self._named = named
            self._known.setdefault(named, self._session.prior)
            self._session.prior = self._known[named]


def prior_in_words(session: Session) -> tuple[str, str]:
    """The report of last year that is compared, and in which file it is."""
    prior, named = session.prior, session.report.prior
    if prior is None:
        return ("没有打开", named) if named else ("没有，不与上年对照", "")
    where = named or prior.source or "在同一个文件夹里找到的"
    return f"{prior.agency} {prior.year}年度", where
