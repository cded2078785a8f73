"""A report while it is edited: every change goes through here, can be undone, and is journaled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nianbao.checks import Watch
from nianbao.figure import Figure
from nianbao.finding import Finding
from nianbao.form import Form
from nianbao.report import Report, Waiver


@dataclass(frozen=True, slots=True)
class Step:
    """One change that can be undone: what it is called, where it happened, the report before and after."""

    words: str
    place: str  # a cell id, a section id, or "about"
    before: Report
    after: Report


class Session:
    """The report that is being edited, its findings, its history, and what is not saved.

    ``typing`` lays half-typed content over the report: findings follow every keystroke, history
    only what is entered. ``on_change`` is called after every change of either (for the journal).
    """

    def __init__(self, report: Report, *, prior: Report | None = None) -> None:
        self._entered = report
        self._typed: Report | None = None
        self._saved = report
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._watch = Watch(report)
        self.prior = prior
        self.on_change: Callable[[], None] = lambda: None

    # ---- what is there

    @property
    def report(self) -> Report:
        """The report with what is being typed."""
        return self._typed or self._entered

    @property
    def entered(self) -> Report:
        """The report without what is being typed."""
        return self._entered

    @property
    def form(self) -> Form:
        return self._entered.form

    @property
    def saved(self) -> Report:
        """The report as the file has it."""
        return self._saved

    @property
    def unsaved(self) -> bool:
        return self.report != self._saved

    def findings(self) -> list[Finding]:
        """The findings on the report with what is being typed."""
        return self._watch.findings()

    # ---- changes

    def type(self, changes: Mapping[str, Figure | None]) -> None:
        """Lay half-typed figures over the report; an empty mapping takes them away again."""
        cells = self._differing(self.report, self._entered) | set(changes)
        self._typed = self._entered.with_figures(changes) if changes else None
        self._watch.figures_changed(self.report, cells)
        self.on_change()

    def type_text(self, section: str, text: str) -> None:
        """Lay a half-typed narrative over the report."""
        self._typed = replace(self._entered, narrative=_with(self._entered.narrative, section, text))
        self._watch.document_changed(self.report)
        self.on_change()

    def enter(self, changes: Mapping[str, Figure | None], words: str) -> None:
        """Enter figures; None takes a given figure away (a total is computed again)."""
        self._do(Step(words, next(iter(changes), ""), self._entered, self._entered.with_figures(changes)))

    def enter_text(self, section: str, text: str, words: str = "修改正文") -> None:
        """Enter the narrative of a section. Typing on in one section is one step of the history."""
        after = replace(self._entered, narrative=_with(self._entered.narrative, section, text))
        last = self._undo[-1] if self._undo else None
        if last and not self._redo and last.place == section and last.words == words:
            self._undo.pop()
            self._do(Step(words, section, last.before, after))
        else:
            self._do(Step(words, section, self._entered, after))

    def enter_about(self, words: str = "修改基本信息", **changes: Any) -> None:
        """Change agency, agency_kind, year, date, title or form. A cell that the new form lacks is lost."""
        after = replace(self._entered, **changes)
        known = {key: figure for key, figure in after.figures.items() if key in after.form.cells}
        texts = {
            key: text for key, text in after.narrative.items() if key in {s.id for s in after.form.sections}
        }
        self._do(Step(words, "about", self._entered, replace(after, figures=known, narrative=texts)))

    def waive(self, finding: Finding, reason: str) -> None:
        """Keep a finding with a reason; an empty reason takes the waiver back."""
        others = tuple(w for w in self._entered.waivers if (w.code, w.cell) != (finding.code, finding.cell))
        waivers = (*others, Waiver(finding.code, finding.cell, reason)) if reason else others
        place = finding.cell or finding.section
        self._do(Step("说明理由", place, self._entered, replace(self._entered, waivers=waivers)))

    def undo(self) -> Step | None:
        """Take the last step back; None if there is none."""
        self._typed = None
        if not self._undo:
            return None
        step = self._undo.pop()
        self._redo.append(step)
        self._become(step.before)
        return step

    def redo(self) -> Step | None:
        """Do the last undone step again; None if there is none."""
        self._typed = None
        if not self._redo:
            return None
        step = self._redo.pop()
        self._undo.append(step)
        self._become(step.after)
        return step

    def mark_saved(self, report: Report) -> None:
        """The file now has this report."""
        self._saved = report
        self.on_change()

    # ---- how it is done

    def _do(self, step: Step) -> None:
        self._typed = None
        if step.after != step.before:
            self._undo.append(step)
            self._redo.clear()
        self._become(step.after)

    def _become(self, report: Report) -> None:
        before, self._entered = self._watch.report, report
        if before.form is not report.form:
            self._watch = Watch(report)
        else:
            self._watch.document_changed(report)
            self._watch.figures_changed(report, self._differing(before, report))
        self.on_change()

    @staticmethod
    def _differing(one: Report, other: Report) -> set[str]:
        return {
            key
            for key in one.figures.keys() | other.figures.keys()
            if one.figures.get(key) != other.figures.get(key)
        }


def _with(narrative: Mapping[str, str], section: str, text: str) -> dict[str, str]:
    return {key: value for key, value in {**narrative, section: text.strip("\n")}.items() if value}
