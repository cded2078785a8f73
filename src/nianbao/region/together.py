"""What the members of a region say together, for the rules on the region's own report (R701, R702)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from nianbao.checks.members import Members, MemberSum
from nianbao.model.figure import Number
from nianbao.model.form import Form
from nianbao.model.total import Measured
from nianbao.region.collected import Handed
from nianbao.region.sums import Sum, sums_of


def together(form: Form, year: int, members: Sequence[Handed]) -> Members:
    """The sums of members as bounds, and who of them is missing or handed in something else."""
    bounds = {cell: _bounds(each) for cell, each in sums_of(form, members).items()}
    sums = {cell: each._replace(parts=_parts_known(form, cell, bounds)) for cell, each in bounds.items()}
    return Members(
        year,
        sums,
        _names(members, lambda each: each.taken is None and not each.members),
        _names(members, lambda each: each.taken is not None and each.taken.report.form is not form),
        _names(members, lambda each: each.taken is None and bool(each.passed)),
    )


def _names(members: Sequence[Handed], holds: Callable[[Handed], bool]) -> tuple[str, ...]:
    """The members of which something holds; of a region without a report of its own its members."""
    found: list[str] = []
    for each in members:
        if holds(each):
            found.append(each.name)
        elif each.taken is None:
            found += _names(each.members, holds)
    return tuple(found)


def _bounds(found: Sum) -> MemberSum:
    column = found.cell.column
    parts = [Measured(part.figure, column.kind, column.unit).bounds() for part in found.parts if part.counted]
    least, most = _added([low for low, _ in parts]), _added([high for _, high in parts])
    lacking = len({*found.unknown, *found.blank})
    if not parts:
        return MemberSum(0, None, lacking=1)
    if found.regional is not None and found.regional.at_most:
        return MemberSum(found.greatest, most, lacking, joint=True)
    return MemberSum(least, most, lacking)


def _added(bounds: list[Number | None]) -> Number | None:
    added: Number = 0
    for bound in bounds:
        if bound is None:
            return None
        added += bound
    return added


def _parts_known(form: Form, cell: str, bounds: Mapping[str, MemberSum]) -> bool:
    """Whether a total is the sum of cells that are all certain."""
    parts = form.totals.get(cell, ())
    return bool(parts) and all(bounds[part].certain and not bounds[part].joint for part in parts)


# ---- as plain data


def as_data(members: Members) -> dict[str, Any]:
    """For a file; money keeps its decimals."""
    return {
        "year": members.year,
        "sums": {
            cell: [_text(each.least), _text(each.most), each.lacking, each.joint, each.parts]
            for cell, each in members.sums.items()
        },
        "missing": list(members.missing),
        "other_form": list(members.other_form),
        "other_year": list(members.other_year),
    }


def from_data(data: dict[str, Any]) -> Members:
    """The same again. Raises KeyError, TypeError or ValueError for data that are none."""
    return Members(
        int(data["year"]),
        {
            str(cell): MemberSum(_number(least), _number(most), int(lacking), bool(joint), bool(parts))
            for cell, (least, most, lacking, joint, parts) in data["sums"].items()
        },
        *(tuple(map(str, data[name])) for name in ("missing", "other_form", "other_year")),
    )


def _text(number: Number | None) -> str | None:
    return None if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number)


def _number(text: str | None) -> Number | None:
    if text is None:
        return None
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number
