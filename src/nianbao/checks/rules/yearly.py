"""The report against that of the year before. The sums between years (Y601 to Y604) stand in the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nianbao.checks.coverage import Place, compared, outside, unknown
from nianbao.checks.registry import Each, On, checks
from nianbao.checks.rules.words import words
from nianbao.checks.subject import Subject
from nianbao.model.evidence import Lacking, Percent
from nianbao.model.figure import Figure, Kind, State
from nianbao.model.finding import Finding
from nianbao.model.form import PRIOR, Cell, Section
from nianbao.model.rules import rule
from nianbao.patterns import regex

_SAID = regex(r"[\u4e00-\u9fff]+")
_SHINGLE = 8  # characters that are compared at a time


def _jump_places(subject: Subject, cell_id: str) -> Iterator[Place]:
    """Every cell of this year and of the last; a change of last year's figure is none to compare."""
    if subject.report.form.cells[cell_id].column.kind is Kind.CHANGE:
        return
    if subject.prior is None:
        yield unknown(lacking=Lacking.PRIOR)
        return
    pair = (cell_id, PRIOR + cell_id)
    figures = [subject.figures[each] for each in pair]
    if cell_id not in subject.prior.form.cells or any(f.state is State.NOT_APPLICABLE for f in figures):
        yield outside("", cells=pair)
    elif gaps := [cell for cell, figure in zip(pair, figures, strict=True) if figure.number is None]:
        yield unknown(*gaps)
    elif figures[0].unit != figures[1].unit:
        yield outside("", cells=pair)
    else:
        yield compared(cells=pair)


@checks("Y605", on=On.FIGURES | On.PRIOR, each=Each.CELL, between_years=True, covers=_jump_places)
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


def _share_places(subject: Subject) -> Iterator[Place]:
    if subject.prior is None:
        yield unknown(lacking=Lacking.PRIOR)
    elif (percent := _repeated(subject)) is None:
        yield outside("short", least=words("Y606")["least"])
    else:
        yield compared("share", found=Percent(percent))


@checks("Y606", on=On.TEXT | On.PRIOR, between_years=True, covers=_share_places)
def y606_repeats(subject: Subject) -> Iterator[Finding]:
    """The section on problems says again what it said last year; years and figures do not count."""
    section, percent = _section(subject), _repeated(subject)
    if section is not None and percent is not None and percent >= words("Y606")["share"]:
        yield rule("Y606").finding(section=section.id, found=Percent(percent), heading=section.heading)


def _section(subject: Subject) -> Section | None:
    wanted = words("Y606")["section"]
    return next((section for section in subject.report.form.sections if section.id == wanted), None)


def _repeated(subject: Subject) -> int | None:
    """How much of the section, in percent, stood in last year's; None where there is too little to tell."""
    section, prior = _section(subject), subject.prior
    if section is None or prior is None:
        return None
    now, before = (_said(each.narrative.get(section.id, "")) for each in (subject.report, prior))
    if min(len(now), len(before)) < words("Y606")["least"]:
        return None
    mine = [now[i : i + _SHINGLE] for i in range(len(now) - _SHINGLE + 1)]
    theirs = {before[i : i + _SHINGLE] for i in range(len(before) - _SHINGLE + 1)}
    return 100 * sum(piece in theirs for piece in mine) // len(mine)


def _said(text: str) -> str:
    return "".join(_SAID.findall(text))
