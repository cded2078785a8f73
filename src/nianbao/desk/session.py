"""A report while it is edited: every change goes through here, can be undone, and is journaled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nianbao.checks import Watch, remembered
from nianbao.checks.members import Members
from nianbao.desk.splice import Splice, splice
from nianbao.model.figure import Figure
from nianbao.model.finding import Finding
from nianbao.model.form import Form
from nianbao.model.narrative import invisible
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment, Role
from nianbao.model.succession import brought
from nianbao.model.wording import date_in_words

_REVIEW = "现在是复核，只能写意见、记审核，别的不能改；要改请关掉，不加 --review 再打开。"
_PUBLISHED = "这份报告{}已经公布，锁住了，不能改；确实要改，请按 Ctrl+P 选“重新打开已公布的报告”。"


@dataclass(frozen=True, slots=True)
class Step:
    """One change that can be undone: what it is called, where it happened, the report before and after."""

    words: str
    place: str  # a cell id, a section id, "about", or empty: everywhere
    before: Report
    after: Report

    def changed_cells(self) -> int:
        """How many figures it has changed."""
        old, new = self.before.figures, self.after.figures
        return sum(1 for cell in old.keys() | new.keys() if old.get(cell) != new.get(cell))


class Session:
    """The report that is being edited, its findings, its history, and what is not saved.

    ``type`` lays half-typed figures over the report: findings follow every keystroke, history
    only what is entered. ``on_change`` is called after every change of either (for the journal).
    ``members`` is what the members of the region say whose report this is; it counts from when ``prior`` is
    set, with which all checks begin anew.
    ``unconfirmed`` are the cells that were taken over from last year's report and that nobody has confirmed.

    With ``review`` only comments and the marks of a reviewer can be changed, in a published report nothing:
    then ``on_refused`` is called with :attr:`locked`.
    """

    def __init__(self, report: Report, *, prior: Report | None = None, review: bool = False) -> None:
        self._entered = report
        self._typed: Report | None = None
        self._saved = report
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._pen: tuple[str, int] | None = None  # section and offset where the last keystroke ended
        self._prior = prior
        self.members: Members | None = None
        self._watch = Watch(report, prior)
        self.unconfirmed: set[str] = set()
        self._review = review
        self.on_change: Callable[[], None] = lambda: None
        self.on_refused: Callable[[str], object] = lambda words: None

    @classmethod
    def of_file(cls, report: Report, *, review: bool = False) -> Session:
        """A report that lies in a file: what was found in its lines the last time is known."""
        with remembered(report):
            return cls(report, review=review)

    # ---- what is there

    @property
    def report(self) -> Report:
        """The report with what is being typed."""
        return self._entered if self._typed is None else self._typed

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
    def prior(self) -> Report | None:
        """The report of the year before, if it is known."""
        return self._prior

    @prior.setter
    def prior(self, prior: Report | None) -> None:
        self._prior = prior
        self._watch = Watch(self.report, prior, members=self.members)

    @property
    def unsaved(self) -> bool:
        return self.report != self._saved

    @property
    def locked(self) -> str:
        """Why figures and text cannot be changed, as a sentence; empty if they can."""
        if self._entered.published is not None:
            return _PUBLISHED.format(date_in_words(self._entered.published))
        return _REVIEW if self._review else ""

    @property
    def next_undo(self) -> Step | None:
        """What :meth:`undo` would take back."""
        return self._undo[-1] if self._undo else None

    @property
    def next_redo(self) -> Step | None:
        """What :meth:`redo` would do again."""
        return self._redo[-1] if self._redo else None

    def findings(self) -> list[Finding]:
        """The findings on the report with what is being typed."""
        return self._watch.findings()

    def is_carried(self, cell: str) -> bool:
        """Whether a cell holds what was taken over from last year's report, and nobody has confirmed it."""
        if cell not in self.unconfirmed or self._prior is None:
            return False
        return self.report.figures.get(cell) == brought(self.report, self._prior).get(cell)

    # ---- changes

    def confirm(self, cell: str) -> None:
        """Somebody has looked at a figure that was taken over, and lets it stand."""
        self.unconfirmed.discard(cell)

    def type(self, changes: Mapping[str, Figure | None]) -> None:
        """Lay half-typed figures over the report; an empty mapping takes what is half typed away again."""
        if changes and self.locked:
            self.on_refused(self.locked)
            return
        self._show(self._entered.with_figures(changes) if changes else None)

    def enter(self, changes: Mapping[str, Figure | None], words: str) -> None:
        """Enter figures; None takes a given figure away (a total is computed again)."""
        self._do(Step(words, next(iter(changes), ""), self._entered, self._entered.with_figures(changes)))

    def enter_text(self, section: str, text: str, words: str = "修改正文") -> None:
        """Enter the narrative of a section. Typing on at one place of a line is one step of the history."""
        before = self._entered
        after = replace(before, narrative=_with(before.narrative, section, text))
        change = splice(before.narrative.get(section, ""), after.narrative.get(section, ""))
        last = self.next_undo
        if last and not self._redo and last.words == words and self._goes_on(section, change):
            self._undo.pop()
            before = last.before
        self._do(Step(words, section, before, after))
        self._pen = (section, change.offset + len(change.inserted))

    def enter_about(self, words: str = "修改基本信息", **changes: Any) -> None:
        """Change agency, its kind, year, date, title, letter or form. What the new form has no place for is
        left out, and comes back with undo."""
        plain: dict[str, Any] = {
            key: _one_line(value) if isinstance(value, str) else value for key, value in changes.items()
        }
        self._do(Step(words, "about", self._entered, _within_form(replace(self._entered, **plain))))

    def waive(self, finding: Finding, reason: str) -> None:
        """Keep a finding with a reason; an empty reason takes the waiver back."""
        code, places = finding.code, finding.places
        others = tuple(w for w in self._entered.waivers if w.code != code or w.cell not in places)
        words = visible(reason).strip()
        waivers = (*others, *(Waiver(code, each, words) for each in places)) if words else others
        place = finding.cell or finding.section
        self._do(Step("说明理由", place, self._entered, replace(self._entered, waivers=waivers)))

    def become(self, report: Report, words: str, place: str = "", *, final: bool = False) -> None:
        """Put another report in the place of this one, as one step; with ``final`` one that nobody can undo,
        nor anything before it."""
        self._do(Step(words, place, self._entered, report))
        if final and self._entered == report:
            self._undo.clear()
            self._redo.clear()

    def recover(self, report: Report, words: str) -> None:
        """Take over what was typed before into a report that was open then, though its file is locked now."""
        if self.may_recover(report):
            self._undo.append(Step(words, "", self._entered, report))
            self._become(report)

    def may_recover(self, report: Report) -> bool:
        """Whether what was typed before may be taken over: in a review only what a reviewer writes."""
        return not self._review or self._may(self._entered, report)

    def undo(self) -> Step | None:
        """Take the last step back; None if there is none."""
        if not self._undo:
            self._show(None)
            return None
        step = self._undo.pop()
        self._redo.append(step)
        self._become(step.before)
        return step

    def redo(self) -> Step | None:
        """Do the last undone step again; None if there is none."""
        if not self._redo:
            self._show(None)
            return None
        step = self._redo.pop()
        self._undo.append(step)
        self._become(step.after)
        return step

    def rebase(self, based: Callable[[Report], Report]) -> None:
        """Put another ground below the report, now and in the whole history, so that undo does not take it
        away: the file was moved, or somebody else has changed it."""
        self._saved = based(self._saved)
        self._undo, self._redo = (
            [_based(step, based) for step in steps] for steps in (self._undo, self._redo)
        )
        self._entered = based(self._entered)
        self._show(None if self._typed is None else based(self._typed))

    def mark_saved(self, report: Report) -> None:
        """The file now has this report."""
        self._saved = report
        self.on_change()

    # ---- how it is done

    def _goes_on(self, section: str, change: Splice) -> bool:
        """Whether a change of a text continues the last keystroke: forward within a line, or backspacing."""
        if self._pen is None or self._pen[0] != section or "\n" in change.inserted:
            return False
        return self._pen[1] in (change.offset, change.offset + change.removed)

    def _do(self, step: Step) -> None:
        if not self._may(step.before, step.after):
            self.on_refused(self.locked)
            self._show(None)
            return
        if step.after != step.before:
            self._undo.append(step)
            self._redo.clear()
        self._become(step.after)

    def _may(self, before: Report, after: Report) -> bool:
        """Whether a change may be made: any, but in a review only of what a reviewer writes, and of a
        published report only that it is open again."""
        if before.published is not None:
            return after == before or after == replace(before, published=None)
        return not self._review or _without_review(before) == _without_review(after)

    def _become(self, report: Report) -> None:
        self._pen = None
        self._entered = report
        self._show(None)

    def _show(self, typed: Report | None) -> None:
        """Lay something over what is entered, or nothing, and bring the findings up to date."""
        self._typed = typed
        self._watch.become(self.report)
        self.on_change()


def _based(step: Step, based: Callable[[Report], Report]) -> Step:
    return replace(step, before=based(step.before), after=based(step.after))


def visible(text: str) -> str:
    """The text with plain line ends and without characters that nobody can see; a file cannot hold those."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if lines.replace("\n", "").replace("\u3000", "").isprintable():  # the usual case, at a glance
        return lines
    return lines.translate({ord(character): None for character in set(lines) if invisible(character)})


def _without_review(report: Report) -> Report:
    """The report without what a reviewer may write."""
    drafted = tuple(mark for mark in report.marks if mark.role is not Role.REVIEWED)
    return replace(report, comments=(), marks=drafted)


def _one_line(text: str) -> str:
    return visible(text).replace("\n", " ").replace("\t", " ").strip()


def _with(narrative: Mapping[str, str], section: str, text: str) -> dict[str, str]:
    changed = {**narrative, section: visible(text).strip("\n")}
    return {key: value for key, value in changed.items() if value}


def _within_form(report: Report) -> Report:
    """The report without what its form has no place for."""
    form = report.form
    sections = {section.id for section in form.sections}
    places = {"", *form.cells, *form.rows}
    return replace(
        report,
        figures={key: f for key, f in report.figures.items() if key in form.cells and form.can_hold(key, f)},
        narrative={key: text for key, text in report.narrative.items() if key in sections},
        headings={key: heading for key, heading in report.headings.items() if key in sections},
        waivers=tuple(waiver for waiver in report.waivers if waiver.cell in places),
        comments=tuple(_within(comment, form) for comment in report.comments),
        marks=tuple(mark for mark in report.marks if mark.section in sections),
        origins=tuple(origin for origin in report.origins if origin.cell in form.cells),
    )


def _within(comment: Comment, form: Form) -> Comment:
    """The comment where the form has its place: else at its section, or at the first one. Nobody's comment is
    lost because the year was changed."""
    if comment.cell and comment.cell not in form.cells:
        comment = comment._replace(at=comment.section)
    sections = [section.id for section in form.sections]
    return comment if comment.section in sections else comment._replace(at=sections[0], quote="")
