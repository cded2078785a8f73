"""Figures that were counted into a report: what would change, and what stands there otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nianbao.model.figure import BLANK, UNKNOWN, Figure, State, count
from nianbao.model.report import Report

Figures = Mapping[str, int] | Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose figure the source would change; ``stands`` if somebody has written another one there."""

    cell: str
    before: Figure
    after: Figure
    stands: bool


def changes(report: Report, figures: Figures) -> list[Change]:
    """Every cell that differs, totals that are given included, in the order of the form."""
    filled = filled_in(report, figures)
    found = []
    for cell in report.form.cells:
        before, after = report.figures.get(cell, UNKNOWN), filled.figure(cell)
        touched = cell in figures or (cell in report.figures and filled.figures.get(cell) != before)
        if touched and before != after and after.number is not None:
            stands = before.state not in {State.UNKNOWN, State.BLANK}
            found.append(Change(cell, before if before != UNKNOWN else BLANK, after, stands))
    return found


def filled_in(report: Report, figures: Figures) -> Report:
    """The report with the figures; totals of theirs that were given are computed again."""
    totals = {total: None for cell in figures for total in report.form.dependents[cell]}
    return report.with_figures(
        {**totals, **{c: count(f) if isinstance(f, int) else f for c, f in figures.items()}}
    )
