"""The figures of a ledger into a report: what would change, and what stands there otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nianbao.model.figure import BLANK, UNKNOWN, Figure, State, count
from nianbao.model.report import Report


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose figure the ledger would change; ``stands`` if somebody has written another one there."""

    cell: str
    before: Figure
    after: int
    stands: bool


def changes(report: Report, figures: Mapping[str, int]) -> list[Change]:
    """Every cell that differs, totals that are given included, in the order of the form."""
    filled = filled_in(report, figures)
    found = []
    for cell in report.form.cells:
        before, after = report.figures.get(cell, UNKNOWN), filled.figure(cell)
        if cell in figures or (cell in report.figures and filled.figures.get(cell) != before):
            number = after.number
            if before != after and isinstance(number, int):
                stands = before.state not in {State.UNKNOWN, State.BLANK}
                found.append(Change(cell, before if before != UNKNOWN else BLANK, number, stands))
    return found


def filled_in(report: Report, figures: Mapping[str, int]) -> Report:
    """The report with the figures; totals of theirs that were given are computed again."""
    totals = {total: None for cell in figures for total in report.form.dependents[cell]}
    return report.with_figures({**totals, **{cell: count(number) for cell, number in figures.items()}})
