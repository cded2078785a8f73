"""Whether the two sides of a table agree, column by column: the cross-sum that runs over every column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from nianbao.model.form import CrossSum, Form
from nianbao.model.formula import Look, Side
from nianbao.model.grid import Grid


@dataclass(frozen=True, slots=True)
class Balance:
    """``words`` names the two sides by the marks of their rows, as 一＋二＝（七）＋四; ``sums`` has the
    cross-sum of each column of the grid."""

    words: str
    sums: Mapping[int, CrossSum]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One column: the two sides as they are now, and whether they certainly agree or certainly do not."""

    left: str
    right: str
    difference: str
    agrees: bool
    broken: bool


@cache
def balance_of(form: Form, grid: Grid) -> Balance | None:
    """The first equation of the form with several rows on both sides that it states for every column of the
    table; None if there is none."""
    columns = {cell.cell.column.id: cell.column for cell in grid.cells if cell.cell is not None}
    found: dict[str, dict[int, CrossSum]] = {}
    for cross_sum in form.sums:
        own = {form.cells[cell].column.id for cell in cross_sum.cells() if cell in form.cells}
        if cross_sum.section == grid.section and len(own) == 1 and _is_equation(cross_sum):
            found.setdefault(cross_sum.rule, {})[columns[own.pop()]] = cross_sum
    whole = next((sums for sums in found.values() if sums.keys() == set(columns.values())), None)
    if whole is None:
        return None
    holds = next(iter(whole.values())).holds
    return Balance(f"{_rows(holds.left, form)}＝{_rows(holds.right, form)}", whole)


def weighed(cross_sum: CrossSum, look: Look) -> Weighed:
    """Both sides of one column."""
    holds = cross_sum.holds
    left, right = holds.left.value(look), holds.right.value(look)
    agrees, broken = holds.certain(look), holds.broken(look)
    return Weighed(f"{left}", f"{right}", f"{abs(left - right)}", agrees, broken)


def _is_equation(cross_sum: CrossSum) -> bool:
    holds = cross_sum.holds
    if holds.operator != "=" or cross_sum.when or cross_sum.between_years or not cross_sum.figures_alone:
        return False
    return min(len(holds.left.terms), len(holds.right.terms)) > 1


def _rows(side: Side, form: Form) -> str:
    rows = [form.cells[term.cell].row for term in side.terms]
    return "＋".join(_unique(row.mark or row.name for row in rows))


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
