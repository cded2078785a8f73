"""The charts of a region's summary: the main figures over the years, and one of them by member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nianbao.dataset.questions import member_columns, usual
from nianbao.model.figure import UNKNOWN, Figure
from nianbao.model.form import Cell, Form
from nianbao.model.total import total
from nianbao.publish.charts import Drawing, Group, Measure, laid_out
from nianbao.region.collected import Collected
from nianbao.region.sums import Sums, figures_of

_MOST_BARS = 12  # members that have a bar of their own


def by_year(collected: Collected, earlier: Mapping[int, Collected]) -> Drawing | None:
    """The region's main figures, year by year; None without a year before."""
    years = {year: each for year, each in sorted(earlier.items()) if year < collected.year}
    cells = [collected.form.cells[cell] for cell in member_columns() if cell in collected.form.cells]
    if not years or not cells:
        return None
    sums = {year: Sums(each).of_cells for year, each in (years | {collected.year: collected}).items()}
    groups = [
        Group(
            cell.name,
            [
                Measure(f"{year}年", of[cell.id].figure if cell.id in of else UNKNOWN, year != collected.year)
                for year, of in sums.items()
            ],
        )
        for cell in cells
    ]
    return laid_out("years", f"{collected.region.name}各年主要数据", groups, "")


def by_member(collected: Collected) -> Drawing | None:
    """The usual figure of every member that reports to the region itself, the largest first; what is smaller
    than many others stands together."""
    cell = collected.form.cells.get(usual())
    if cell is None:
        return None
    found = [(each.name, figures_of(each, collected.form)[cell.id]) for each in collected.members]
    ranked = sorted(found, key=lambda pair: (pair[1].number is None, -(pair[1].number or 0)))
    few = len(ranked) <= _MOST_BARS + 1
    bars = [Measure(name, figure) for name, figure in (ranked if few else ranked[:_MOST_BARS])]
    if not few:
        rest = [figure for _, figure in ranked[_MOST_BARS:]]
        bars.append(Measure(f"其余{len(rest)}个单位", _added(collected.form, cell, rest)))
    title = f"各单位{collected.year}年{cell.name}"
    return laid_out("members", title, [Group("", bars)], "")


def _added(form: Form, cell: Cell, figures: Sequence[Figure]) -> Figure:
    measured = [form.measured(cell.id, figure) for figure in figures]
    return total(measured, cell.column.kind, cell.column.unit)
