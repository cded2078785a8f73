"""Adding figures up: the one place for totals of a table, sums of the form and references to several cells.

A blank is not a zero, and 5000元 is not 5000万元: what cannot be added is unknown, never guessed.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from nianbao.model.figure import BLANK, UNITS_OF_MONEY, UNKNOWN, Figure, Kind, Number, State

UNIT_OF_SUMS = "万元"  # in which the sums of a form count money
_SUMS_IN = UNITS_OF_MONEY[UNIT_OF_SUMS]
_LEAST, _MOST = min(UNITS_OF_MONEY.values()), max(UNITS_OF_MONEY.values())


class Measured(NamedTuple):
    """A figure with what its column asks for: the kind, and the unit that the column's label states."""

    figure: Figure
    kind: Kind = Kind.COUNT
    unit: str = ""

    @property
    def in_yuan(self) -> Decimal | None:
        """The amount in 元, by the unit in the cell or else in the label; None where there is neither."""
        unit = UNITS_OF_MONEY.get(self.figure.unit or self.unit)
        return None if unit is None or self.figure.number is None else self.figure.number * unit

    def bounds(self) -> tuple[Number | None, Number | None]:
        """The least and the greatest it can add to a sum; None is without bound. Money counts in 万元.

        "Does not apply" adds nothing, a missing count is not negative, and money without any unit may be
        in the smallest or the largest.
        """
        number = self.figure.number
        if number is None:
            if self.figure.state is State.NOT_APPLICABLE:
                return 0, 0
            return (None if self.kind is Kind.CHANGE else 0), None
        if self.kind is not Kind.AMOUNT:
            return number, number
        if self.in_yuan is not None:
            return self.value(), self.value()
        low, high = sorted((number * _LEAST / _SUMS_IN, number * _MOST / _SUMS_IN))
        return low, high

    def value(self) -> Number:
        """What it adds to a sum that is told in a message: nothing where there is no number. Money without
        any unit is told as it stands."""
        number = self.figure.number
        if number is None:
            return 0
        if self.kind is Kind.AMOUNT and self.in_yuan is not None:
            return plain(self.in_yuan / _SUMS_IN)
        return number


def total(parts: Sequence[Measured], kind: Kind = Kind.COUNT, unit: str = "") -> Figure:
    """The sum of the parts, as a cell of this kind holds it whose label states this unit.

    UNKNOWN as soon as a part is unknown, no figure, or money of no unit; else BLANK as soon as a part is
    blank; "does not apply" adds nothing. Money carries a unit where the label has none.
    """
    figures = [part.figure for part in parts if part.figure.state is not State.NOT_APPLICABLE]
    if any(figure.state is not State.BLANK and figure.number is None for figure in figures):
        return UNKNOWN
    money = kind is Kind.AMOUNT
    found = _money(parts, unit) if money else _whole(figures)
    if found is None:
        return UNKNOWN
    if any(figure.state is State.BLANK for figure in figures):
        return BLANK
    if not money:
        return Figure(State.NUMBER, found.number, plus=kind is Kind.CHANGE and (found.number or 0) > 0)
    return found


def _whole(figures: Sequence[Figure]) -> Figure | None:
    added = 0
    for figure in figures:
        if isinstance(figure.number, int):
            added += figure.number
        elif figure.number is not None:
            return None
    return Figure(State.NUMBER, added)


def _money(parts: Sequence[Measured], unit: str) -> Figure | None:
    """The amount in the unit of the label, or in that of the first part that has one."""
    added = Decimal(0)
    for part in parts:
        if part.in_yuan is not None:
            added += part.in_yuan
        elif part.figure.number is not None and part.figure.number != 0:
            return None
    shown = unit or next((u for part in parts if (u := part.figure.unit or part.unit)), "")
    number = plain(added / UNITS_OF_MONEY[shown]) if shown in UNITS_OF_MONEY else int(added)
    return Figure(State.NUMBER, number, unit="" if unit else shown)


def plain(number: Decimal) -> Number:
    """A whole number where it is one, else the decimals that it needs."""
    return int(number) if number == int(number) else number.normalize()
