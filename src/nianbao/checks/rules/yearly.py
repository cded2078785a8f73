"""The report against that of the year before. The sums between years (Y601 to Y604) stand in the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nianbao.checks.rules.words import words
from nianbao.model.figure import UNKNOWN, Figure, Kind
from nianbao.model.finding import Finding
from nianbao.model.form import PRIOR, Cell, Form
from nianbao.model.report import Report
from nianbao.model.rules import rule

_SAID = re.compile(r"[\u4e00-\u9fff]+")
_SHINGLE = 8  # characters that are compared at a time


def comparable(report: Report, prior: Report | None) -> bool:
    """Whether the other report is that of the year before."""
    return prior is not None and prior.year == report.year - 1


def codes(form: Form) -> set[str]:
    """The codes of the rules that need the report of the year before."""
    return {"Y605", "Y606"} | {cross_sum.rule for cross_sum in form.sums if cross_sum.between_years}


def prior_figures(form: Form, prior: Report | None) -> dict[str, Figure]:
    """What the report of the year before says of each cell of this form, by id with PRIOR before it.

    UNKNOWN where there is no such report, or its form has no such cell.
    """
    before = prior.all_figures() if prior is not None else {}
    return {PRIOR + cell_id: before.get(cell_id, UNKNOWN) for cell_id in form.cells}


def jump(cell: Cell, figures: Mapping[str, Figure], form: Form) -> Finding | None:
    """Y605: a figure many times that of the year before, or a small part of it. A total is not told
    where one of its parts is."""
    if not _jumped(cell, figures) or any(
        _jumped(form.cells[part], figures) for part in form.totals.get(cell.id, ())
    ):
        return None
    return rule("Y605").finding(
        section=cell.section,
        cell=cell.id,
        expected=figures[PRIOR + cell.id],
        found=figures[cell.id],
        name=cell.name,
    )


def _jumped(cell: Cell, figures: Mapping[str, Figure]) -> bool:
    now, before = figures[cell.id].number, figures[PRIOR + cell.id].number
    if now is None or before is None or cell.column.kind is Kind.CHANGE:
        return False
    if figures[cell.id].unit != figures[PRIOR + cell.id].unit:
        return False
    less, more = sorted((now, before))
    return bool(less > words("Y605")["above"] and more > words("Y605")["factor"] * less)


def jumps(figures: Mapping[str, Figure], form: Form) -> Iterator[Finding]:
    """Y605 for every cell."""
    for cell in form.cells.values():
        finding = jump(cell, figures, form)
        if finding is not None:
            yield finding


def repeats(report: Report, prior: Report) -> Iterator[Finding]:
    """Y606: the section on problems says again what it said last year; years and figures do not count."""
    known = words("Y606")
    section = next((s for s in report.form.sections if s.id == known["section"]), None)
    if section is None:
        return
    now, before = (_said(each.narrative.get(section.id, "")) for each in (report, prior))
    if min(len(now), len(before)) < known["least"]:
        return
    mine = [now[i : i + _SHINGLE] for i in range(len(now) - _SHINGLE + 1)]
    theirs = {before[i : i + _SHINGLE] for i in range(len(before) - _SHINGLE + 1)}
    percent = 100 * sum(piece in theirs for piece in mine) // len(mine)
    if percent >= known["share"]:
        yield rule("Y606").finding(section=section.id, found=f"{percent}%", heading=section.heading)


def _said(text: str) -> str:
    return "".join(_SAID.findall(text))
