"""This year beside the year before: for the figures that the form names, two bars and the change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nianbao.checks.subject import comparable
from nianbao.model.figure import UNKNOWN, Figure
from nianbao.model.form import Section
from nianbao.model.report import Report

LONGEST = 8  # blocks of the longer bar
_BLOCK = "▇"


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both years; ``change`` in words, empty where it cannot be told. The larger number has
    the longest bar: rows of one table count different things, so the lengths compare within a row alone."""

    name: str
    now: Figure
    before: Figure
    change: str
    now_bar: str
    before_bar: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The pairs of one table."""

    section: Section
    pairs: tuple[Pair, ...]


def year_on_year(report: Report, prior: Report | None) -> Iterator[Comparison]:
    """The tables of which the form says what is to be compared; none if ``prior`` is not the year before."""
    if prior is None or not comparable(report, prior):
        return
    for section in report.form.sections:
        if section.table is not None and section.table.year_on_year:
            cells = (f"{section.id}.{cell}" for cell in section.table.year_on_year)
            yield Comparison(section, tuple(_pair(report, prior, cell) for cell in cells))


def change_in_words(now: Figure, before: Figure) -> str:
    """How much it is more or less: 减少3（60%）. Empty without two numbers of one unit."""
    if before.number is None or now.number is None or before.unit != now.unit:
        return ""
    change = Decimal(now.number) - Decimal(before.number)
    if change == 0:
        return "没有变化"
    share = f"（{_share(abs(change) / Decimal(before.number))}）" if before.number > 0 else ""
    return f"{'增加' if change > 0 else '减少'}{abs(change):f}{share}"


def _share(share: Decimal) -> str:
    """In whole per cent; none is rounded to nothing, and none to all."""
    rounded = f"{share:.0%}"
    if rounded == "0%":
        return "不到1%"
    return "超过99%" if share < 1 and rounded == "100%" else rounded


def _pair(report: Report, prior: Report, cell_id: str) -> Pair:
    """Last year's form may not have had the cell: nobody has said its figure then."""
    now = report.figure(cell_id)
    before = prior.figure(cell_id) if cell_id in prior.form.cells else UNKNOWN
    most = max(_size(now), _size(before)) if now.unit == before.unit else Decimal(0)
    bars = (_bar(_size(figure), most) for figure in (now, before))
    return Pair(report.form.cells[cell_id].name, now, before, change_in_words(now, before), *bars)


def _size(figure: Figure) -> Decimal:
    return max(Decimal(figure.number), Decimal(0)) if figure.number is not None else Decimal(0)


def _bar(size: Decimal, most: Decimal) -> str:
    """What is more than nothing has a block at least."""
    if size == 0 or most == 0:
        return ""
    return _BLOCK * max(round(size / most * LONGEST), 1)
