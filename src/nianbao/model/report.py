"""One agency's report of one year: who, when, in which form, figures by cell, narrative by section."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from nianbao.model.figure import UNKNOWN, Figure, State
from nianbao.model.form import Form
from nianbao.model.letter import NONE, Letter
from nianbao.model.origin import Origin, put
from nianbao.model.review import Comment, Mark
from nianbao.model.total import total


class Waiver(NamedTuple):
    """A warning, or an error that may be waived, kept with a reason. ``cell`` empty: wherever it occurs."""

    code: str
    cell: str
    reason: str


@dataclass(frozen=True)
class Report:
    """A report as it was typed or read; a changed report is a new value.

    ``figures`` holds what was given, by cell id, totals included where somebody gave them;
    ``narrative`` the text by section id, lines as typed, references unresolved; ``title`` and
    ``headings`` only what differs from the form (kept as published); ``source`` what it was read from,
    such as the name of a published document, empty for a report that was typed; ``prior`` the file of the
    report of the year before, seen from its own, empty if none was named; ``region`` likewise the region.toml
    of the region for whose members this report sums up. ``comments`` and ``marks`` are what
    reviewers wrote to it; ``published`` the day on which it was published, after which nobody changes it
    unasked; ``origins`` tells where figures come from, ``letter`` what the letter says that goes up with the
    report. Nothing of these five is printed in it. ``charts`` tells that charts are printed behind it, and
    ``earlier`` holds what these show of the years before, by year and cell.
    """

    form: Form
    agency: str
    year: int
    agency_kind: str | None = None
    date: datetime.date | None = None
    title: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    source: str = ""
    prior: str = ""
    region: str = ""
    comments: tuple[Comment, ...] = ()
    marks: tuple[Mark, ...] = ()
    published: datetime.date | None = None
    origins: tuple[Origin, ...] = ()
    letter: Letter = NONE
    charts: bool = False
    earlier: Mapping[int, Mapping[str, Figure]] = field(default_factory=dict)

    def figure(self, cell_id: str) -> Figure:
        """What the cell says: the given figure, else the computed total, else UNKNOWN."""
        given = self.figures.get(cell_id)
        return given if given is not None else self._said.get(cell_id, UNKNOWN)

    def computed(self, total_id: str) -> Figure:
        """The sum that the form defines for a total. UNKNOWN or BLANK as soon as a part is."""
        return self._total(total_id, self.figure)

    def _total(self, total_id: str, look: Callable[[str], Figure]) -> Figure:
        column = self.form.cells[total_id].column
        parts = [self.form.measured(part, look(part)) for part in self.form.totals[total_id]]
        return total(parts, column.kind, column.unit)

    def all_figures(self) -> dict[str, Figure]:
        """What every cell of the form says, by its id."""
        return dict(self._said)

    @cached_property
    def _said(self) -> Mapping[str, Figure]:
        """The same, each total computed once: a report is a value, and is asked again and again."""
        figures: dict[str, Figure] = {}
        for cell_id in self.form.cells_parts_first:
            given = self.figures.get(cell_id)
            if given is None:
                computed = cell_id in self.form.totals
                given = self._total(cell_id, figures.__getitem__) if computed else UNKNOWN
            figures[cell_id] = given
        return figures

    def unknown_cells(self) -> tuple[str, ...]:
        """The ids of the cells of which nobody knows the figure, given or computed. Such a report has no
        final document."""
        figures = self.all_figures()
        return tuple(cell_id for cell_id in self.form.cells if figures[cell_id].state is State.UNKNOWN)

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        """The comments that nobody has dealt with, in the order of the form."""
        sections = [section.id for section in self.form.sections]
        found = [comment for comment in self.comments if not comment.done]
        return tuple(sorted(found, key=lambda comment: sections.index(comment.section)))

    def origins_of(self, cell_id: str) -> tuple[Origin, ...]:
        """Where the figure of a cell comes from; several add up."""
        return tuple(origin for origin in self.origins if origin.cell == cell_id)

    def given_by_origins(self, cell_id: str) -> Figure | None:
        """What the origins of a cell add up to; None if it has none, or one of them does not say."""
        values = [origin.value for origin in self.origins_of(cell_id)]
        known = [value for value in values if value is not None]
        if not known or len(known) < len(values):
            return None
        column = self.form.cells[cell_id].column
        parts = [self.form.measured(cell_id, value) for value in known]
        return known[0] if len(known) == 1 else total(parts, column.kind, column.unit)

    def is_changed_since_origin(self, cell_id: str) -> bool:
        """Whether a cell says something else than its origins gave: somebody typed over it."""
        given = self.given_by_origins(cell_id)
        return given is not None and given != self.figure(cell_id)

    def with_fitting_origins(self, new: Sequence[Origin]) -> Report:
        """The report with those of some origins that give what it says."""
        trial = replace(self, origins=put(self.origins, new))
        fitting = [each for each in new if not trial.is_changed_since_origin(each.cell)]
        return replace(self, origins=put(self.origins, fitting)) if fitting else self

    def mark(self, section: str, role: str) -> Mark | None:
        """The mark of a section in a role, if it has one."""
        return next((m for m in self.marks if (m.section, m.role) == (section, role)), None)

    def with_figures(self, changes: Mapping[str, Figure | None]) -> Report:
        """The report with some figures changed; None takes a given figure away."""
        merged = {**self.figures, **changes}
        kept = {key: f for key, f in merged.items() if f is not None and self.form.can_hold(key, f)}
        return replace(self, figures=kept)

    def full_title(self) -> str:
        """The title as printed: the given one, else organ + year + the form's words."""
        return self.title or self.usual_title()

    def usual_title(self) -> str:
        """The title that practice wants."""
        return self.form.title.format(agency=self.agency, year=self.year)

    def heading(self, section_id: str) -> str:
        """The heading as printed: kept as published where it differs from the form."""
        return self.headings.get(section_id, self.form.section(section_id).heading)
