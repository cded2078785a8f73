"""The sum of every cell over the members of a region, with what it is made of.

Blank, unknown and "does not apply" stay apart: a sum over an unknown figure is unknown, and tells whose
it is. What must not be added is said by the form (``[[regional]]``, docs/forms.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from nianbao.model.figure import UNKNOWN, Figure, Kind, Number, State
from nianbao.model.form import Cell, Form, Regional
from nianbao.model.report import Report
from nianbao.model.total import UNIT_OF_SUMS, Measured, plain, total
from nianbao.model.wording import number
from nianbao.region.collected import Collected, Handed

_NO_FIGURE = {State.UNKNOWN, State.MALFORMED}


@dataclass(frozen=True, slots=True)
class Part:
    """What one member says in a cell; ``counted``: whether it is added."""

    member: str
    figure: Figure
    counted: bool = True


@dataclass(frozen=True)
class Sum:
    """A cell of the region. ``figure`` is the sum; UNKNOWN or BLANK as soon as a part is. ``regional`` is
    what the form says where the region's figure is not simply the sum."""

    cell: Cell
    figure: Figure
    parts: tuple[Part, ...]
    regional: Regional | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The members whose figure is not known, or is none, so that the sum is not known."""
        return tuple(part.member for part in self._counted() if _is_open(self.cell, part.figure))

    @property
    def blank(self) -> tuple[str, ...]:
        """The members that left the cell blank."""
        return self._with(State.BLANK)

    @property
    def not_applicable(self) -> tuple[str, ...]:
        """The members of which the cell does not hold; they add nothing."""
        return self._with(State.NOT_APPLICABLE)

    @property
    def not_added(self) -> tuple[str, ...]:
        """The members whose figure is not added, though it is another than 0: ``regional.why`` says why."""
        return tuple(
            part.member
            for part in self.parts
            if not part.counted and part.figure.number is not None and part.figure.number != 0
        )

    @property
    def known(self) -> Number:
        """What the known figures add up to; money in the unit of sums, 万元, which most labels state."""
        measured = [self._measured(part) for part in self._counted()]
        return plain(sum((Decimal(each.value()) for each in measured), Decimal(0)))

    @property
    def greatest(self) -> Number:
        """The greatest figure of one member, in the same unit; 0 without any."""
        return max((self._measured(part).value() for part in self._counted()), default=0)

    def __str__(self) -> str:
        """The sum for people; money with its unit, which else stands in the label of the column alone."""
        unit = "" if self.figure.number is None or self.figure.unit else self.cell.column.unit
        return f"{self.figure}{unit}"

    @property
    def known_in_words(self) -> str:
        """What the known figures add up to; money with its unit, if all of it has one."""
        parts = [self._measured(part) for part in self._counted() if part.figure.number is not None]
        has_unit = self.cell.column.kind is Kind.AMOUNT and all(part.in_yuan is not None for part in parts)
        return f"{number(self.known)}{UNIT_OF_SUMS if has_unit else ''}"

    @property
    def largest_first(self) -> tuple[Part, ...]:
        """The parts that were added, the largest first; those without a number at the end."""
        return tuple(
            sorted(
                self._counted(),
                key=lambda part: (part.figure.number is None, -self._measured(part).value()),
            )
        )

    def _counted(self) -> Iterator[Part]:
        return (part for part in self.parts if part.counted)

    def _with(self, state: State) -> tuple[str, ...]:
        return tuple(part.member for part in self._counted() if part.figure.state is state)

    def _measured(self, part: Part) -> Measured:
        return Measured(part.figure, self.cell.column.kind, self.cell.column.unit)


class Sums:
    """The sums of a collected region, and of the regions below it."""

    def __init__(self, collected: Collected) -> None:
        self._form = collected.form
        self._members = collected.members

    @cached_property
    def of_cells(self) -> Mapping[str, Sum]:
        """Every cell of the form by its id."""
        return sums_of(self._form, self._members)

    def figures(self) -> dict[str, Figure]:
        """The sum of every cell that is not computed: what the region's report begins with. Unknown ones
        are left out."""
        return {
            cell_id: each.figure
            for cell_id, each in self.of_cells.items()
            if cell_id not in self._form.totals and each.figure.state is not State.UNKNOWN
        }


def figures_of(handed: Handed, form: Form) -> Mapping[str, Figure]:
    """What a member says in every cell of the form: by its report, else, of a region below, by the sum of its
    members. A cell that the form of its report lacks is unknown."""
    if handed.taken is not None:
        found = figures_by_cell(handed.taken.report)
        return {cell_id: found.get(cell_id, UNKNOWN) for cell_id in form.cells}
    if handed.members:
        return {cell_id: each.figure for cell_id, each in sums_of(form, handed.members).items()}
    return dict.fromkeys(form.cells, UNKNOWN)


def figures_by_cell(report: Report) -> dict[str, Figure]:
    """What every cell of a report says.

    A total that was given wrong is the member's fault and told as such: here it is the sum of its parts
    wherever these are known, so that the region's totals are those of its cells.
    """
    figures: dict[str, Figure] = {}
    for cell_id in report.form.cells_parts_first:
        given = report.figures.get(cell_id, UNKNOWN)
        parts = report.form.totals.get(cell_id)
        if parts is not None:
            column = report.form.cells[cell_id].column
            measured = [report.form.measured(part, figures[part]) for part in parts]
            computed = total(measured, column.kind, column.unit)
            given = computed if computed.number is not None or cell_id not in report.figures else given
        figures[cell_id] = given
    return figures


_last: list[tuple[Form, Sequence[Handed], dict[str, Sum]]] = []


def sums_of(form: Form, members: Sequence[Handed]) -> Mapping[str, Sum]:
    """The sum of every cell over some members. Kept for as long as the same ones are asked for: they are
    listed, written into a file and held against the region's report."""
    if not _last or _last[0][0] is not form or _last[0][1] is not members:
        by_member = [(each, figures_of(each, form)) for each in members]
        _last[:] = [(form, members, {cell.id: _sum(form, cell, by_member) for cell in form.cells.values()})]
    return _last[0][2]


def _sum(form: Form, cell: Cell, by_member: Sequence[tuple[Handed, Mapping[str, Figure]]]) -> Sum:
    regional = form.regional.get(cell.id)
    parts = tuple(
        Part(
            each.name,
            figures[cell.id],
            regional is None or regional.counts(each.name, each.member.kind),
        )
        for each, figures in by_member
    )
    counted = [part.figure for part in parts if part.counted]
    return Sum(cell, added(form, cell, counted), parts, regional)


def added(form: Form, cell: Cell, figures: Sequence[Figure]) -> Figure:
    """The sum of figures as the cell holds it; "does not apply" where it holds of nobody."""
    if not figures:
        return UNKNOWN
    if all(figure.state is State.NOT_APPLICABLE for figure in figures):
        return figures[0]
    measured = [form.measured(cell.id, figure) for figure in figures]
    return total(measured, cell.column.kind, cell.column.unit)


def _is_open(cell: Cell, figure: Figure) -> bool:
    """Whether nobody can add it: no figure, or money of which nobody said the unit."""
    if figure.state in _NO_FIGURE:
        return True
    measured = Measured(figure, cell.column.kind, cell.column.unit)
    least, most = measured.bounds()
    return figure.number is not None and least != most
