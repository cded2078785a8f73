"""What the rules look at: a report with all its figures, last year's, and what its text says of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from nianbao.checks.claims import Said, said
from nianbao.checks.claims.resolved import Resolved, resolved
from nianbao.checks.registry import On
from nianbao.model.figure import UNKNOWN, Figure
from nianbao.model.form import PRIOR
from nianbao.model.reference import cells_in
from nianbao.model.report import Report

if TYPE_CHECKING:
    from nianbao.checks.members import Members
    from nianbao.checks.repeats import Index

_REMEMBERED = 256  # texts of sections
_NO_FACTS = {"figures", "narrative", "waivers", "comments", "marks", "published"}
# Everything else of a report than its figures, its text, and what is said about them.
_facts = attrgetter(*(field.name for field in fields(Report) if field.name not in _NO_FACTS))


class Change(NamedTuple):
    """What became different: in which cells, totals above them included, and in the text of which sections.
    ``said`` are the sections that say something else of figures, be it through a reference."""

    on: On
    cells: Collection[str] = ()
    texts: Collection[str] = ()
    said: Collection[str] = ()


class Heard(NamedTuple):
    """What a section says of figures, the ids of the cells it speaks of, and its text with figures in it."""

    said: Said
    cells: frozenset[str]
    text: Resolved


class Subject:
    """A report as the rules look at it. ``figures`` holds what every cell says, and, with PRIOR before its
    id, what it said the year before; ``prior`` is that report, if it is one of the year before. ``beside``
    are the reports of others, ``members`` is what the members of the region say whose report this is."""

    def __init__(
        self,
        report: Report,
        prior: Report | None = None,
        beside: Index | None = None,
        members: Members | None = None,
    ) -> None:
        self.report = report
        self.beside = beside
        self.members = members
        self._given_prior = prior
        self.prior = prior if comparable(report, prior) else None
        self.figures = {**report.all_figures(), **self._prior_figures()}
        self.heard = {section: self._hear(section) for section in report.narrative}

    def look(self, cell_id: str) -> Figure:
        """What a cell says."""
        return self.figures[cell_id]

    def become(self, report: Report) -> Change:
        """Take over a report of the same form, and tell what is different in it."""
        before, self.report = self.report, report
        facts = _facts(before) != _facts(report)
        on = On.FACTS if facts else On(0)
        if before.waivers != report.waivers:
            on |= On.WAIVERS
        if before.comments != report.comments:
            on |= On.COMMENTS
        if facts and self._take_prior():
            on |= On.PRIOR
        cells = self._take_figures(before)
        texts = _differing(before.narrative, report.narrative)
        heard = self._listen(cells, texts, everywhere=facts)
        on |= (On.FIGURES if cells else On(0)) | (On.TEXT if texts else On(0)) | (On.SAID if heard else On(0))
        return Change(on, cells, texts, heard)

    # ---- how it is done

    def _take_prior(self) -> bool:
        """Whether another report is that of the year before, now that this one has another year."""
        prior = self._given_prior if comparable(self.report, self._given_prior) else None
        if prior is self.prior:
            return False
        self.prior = prior
        self.figures |= self._prior_figures()
        return True

    def _prior_figures(self) -> dict[str, Figure]:
        """UNKNOWN where there is no such report, or its form has no such cell."""
        before = self.prior.all_figures() if self.prior is not None else {}
        return {PRIOR + cell_id: before.get(cell_id, UNKNOWN) for cell_id in self.report.form.cells}

    def _take_figures(self, before: Report) -> list[str]:
        """The cells that were changed with the totals above them, in the order in which they add up."""
        form = self.report.form
        changed = _differing(before.figures, self.report.figures)
        touched = changed.union(*(form.dependents[cell_id] for cell_id in changed))
        cells = sorted(touched, key=form.order.__getitem__)
        for cell_id in cells:
            self.figures[cell_id] = self.report.figure(cell_id)
        return cells

    def _listen(self, cells: Collection[str], texts: Collection[str], *, everywhere: bool) -> list[str]:
        """Read the sections again that may say something else, and tell which do."""
        found = []
        for section in {*self.heard, *self.report.narrative}:
            text = self.report.narrative.get(section, "")
            if everywhere or section in texts or not cells_in(text, self.report.form).isdisjoint(cells):
                before = self.heard.pop(section, None)
                if section in self.report.narrative:
                    self.heard[section] = self._hear(section)
                if before != self.heard.get(section):
                    found.append(section)
        return found

    def _hear(self, section: str) -> Heard:
        report = self.report
        text = resolved(report.narrative[section], report, self.look)
        heard = said(text.text, section, report.form, report.year, report.agency)
        return Heard(heard, _spoken_of(heard), text)


@lru_cache(maxsize=_REMEMBERED)
def _spoken_of(heard: Said) -> frozenset[str]:
    """The ids of the cells that claims are about."""
    return frozenset(cell for claim in heard.claims for cell in claim.cells)


def comparable(report: Report, prior: Report | None) -> bool:
    """Whether the other report is that of the year before."""
    return prior is not None and prior.year == report.year - 1


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> set[str]:
    """The keys under which two mappings hold different values."""
    # Most are the same object, which is quick to see.
    found = {key for key, value in other.items() if (before := one.get(key)) is not value and before != value}
    found.update(one.keys() - other.keys())
    return found
