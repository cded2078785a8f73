"""The report against that of the year before. The sums between years (Y601 to Y604) stand in the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nianbao.checks.registry import Each, On, checks
from nianbao.checks.rules.words import words
from nianbao.checks.subject import Subject
from nianbao.model.evidence import Percent
from nianbao.model.figure import Figure, Kind
from nianbao.model.finding import Finding
from nianbao.model.form import PRIOR, Cell
from nianbao.model.rules import rule

_SAID = re.compile(r"[\u4e00-\u9fff]+")
_SHINGLE = 8  # characters that are compared at a time


@checks("Y605", on=On.FIGURES | On.PRIOR, each=Each.CELL, between_years=True)
def y605_jump(subject: Subject, cell_id: str) -> Iterator[Finding]:
    """A figure many times that of the year before, or a small part of it. A total is not told where one of
    its parts is."""
    form, figures = subject.report.form, subject.figures
    cell, parts = form.cells[cell_id], form.totals.get(cell_id, ())
    if not _jumped(cell, figures) or any(_jumped(form.cells[part], figures) for part in parts):
        return
    yield rule("Y605").finding(
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


@checks("Y606", on=On.TEXT | On.PRIOR, between_years=True)
def y606_repeats(subject: Subject) -> Iterator[Finding]:
    """The section on problems says again what it said last year; years and figures do not count."""
    report, prior, known = subject.report, subject.prior, words("Y606")
    section = next((s for s in report.form.sections if s.id == known["section"]), None)
    if section is None or prior is None:
        return
    now, before = (_said(each.narrative.get(section.id, "")) for each in (report, prior))
    if min(len(now), len(before)) < known["least"]:
        return
    mine = [now[i : i + _SHINGLE] for i in range(len(now) - _SHINGLE + 1)]
    theirs = {before[i : i + _SHINGLE] for i in range(len(before) - _SHINGLE + 1)}
    percent = 100 * sum(piece in theirs for piece in mine) // len(mine)
    if percent >= known["share"]:
        yield rule("Y606").finding(section=section.id, found=Percent(percent), heading=section.heading)


def _said(text: str) -> str:
    return "".join(_SAID.findall(text))
