"""The little language in which forms/ states cross-sums: ``received + carried_in = outcomes + carried_out``.

Both sides are linear: sums and differences of cells, each with an optional whole-number factor.
Evaluation works on intervals, because a cell may hold no number: a blank or unknown count can be
anything from zero up, and a sum is broken only if no such figure could mend it.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from nianbao.model.figure import Figure, Kind, Number
from nianbao.model.total import Measured
from nianbao.patterns import regex

Look = Callable[[str], Figure]

_COMPARISON = regex(r"\s*(.+?)\s*(<=|>=|!=|=|<|>)\s*(.+?)\s*")
_TERM = regex(r"\s*(?P<sign>[+-])?\s*(?:(?P<factor>\d+)(?:\s+|$))?(?P<name>[a-z][a-z0-9_.]*)?\s*")


class Term(NamedTuple):
    """``factor`` times the figure of ``cell``; ``kind`` and ``unit`` are what its column asks for, ``label``
    is how a message calls the cell."""

    factor: int
    cell: str
    kind: Kind
    label: str
    unit: str = ""

    def measured(self, look: Look) -> Measured:
        """The figure of the cell, with what its column asks for."""
        return Measured(look(self.cell), self.kind, self.unit)

    def bounds(self, look: Look) -> tuple[Number | None, Number | None]:
        """The least and the greatest that the figure of the cell can add; None is without bound."""
        number = look(self.cell).number
        if number is not None and self.kind is not Kind.AMOUNT:  # most, and all are asked at every keystroke
            return number, number
        return self.measured(look).bounds()

    def value(self, look: Look) -> Number:
        """What the figure of the cell adds; nothing without a number."""
        number = look(self.cell).number
        return number if number is not None and self.kind is not Kind.AMOUNT else self.measured(look).value()


class Side(NamedTuple):
    """One side of a comparison: terms and a constant."""

    terms: tuple[Term, ...]
    constant: int = 0

    def bounds(self, look: Look) -> tuple[Number | None, Number | None]:
        """The least and the greatest value the side can have; None means without bound."""
        low: Number | None = self.constant
        high: Number | None = self.constant
        for term in self.terms:
            least, most = term.bounds(look)
            if term.factor < 0:
                least, most = most, least
            low = None if low is None or least is None else low + term.factor * least
            high = None if high is None or most is None else high + term.factor * most
        return low, high

    def value(self, look: Look) -> Number:
        """The side's value where cells without a number add nothing."""
        total: Number = self.constant
        for term in self.terms:
            total = total + term.factor * term.value(look)
        return total


class Comparison(NamedTuple):
    """Two sides and what must hold between them."""

    left: Side
    operator: str
    right: Side

    def certain(self, look: Look) -> bool:
        """Whether it holds whatever the blank and unknown cells should hold."""
        low, high = self._difference(look)
        match self.operator:
            case "=":
                return low == 0 == high
            case "!=":
                return (low is not None and low > 0) or (high is not None and high < 0)
            case "<=":
                return high is not None and high <= 0
            case "<":
                return high is not None and high < 0
            case ">=":
                return low is not None and low >= 0
            case _:
                return low is not None and low > 0

    def broken(self, look: Look) -> bool:
        """Whether it fails whatever the blank and unknown cells should hold."""
        low, high = self._difference(look)
        match self.operator:
            case "=":
                return (low is not None and low > 0) or (high is not None and high < 0)
            case "!=":
                return low == 0 == high
            case "<=":
                return low is not None and low > 0
            case "<":
                return low is not None and low >= 0
            case ">=":
                return high is not None and high < 0
            case _:
                return high is not None and high <= 0

    def open_cells(self, look: Look) -> Iterator[str]:
        """The ids of the cells that leave the value open: without a number, or money without a unit."""
        for side in (self.left, self.right):
            for term in side.terms:
                least, most = term.bounds(look)
                if least is None or least != most:
                    yield term.cell

    def cells(self) -> Iterator[str]:
        """The ids of all cells on both sides."""
        for side in (self.left, self.right):
            for term in side.terms:
                yield term.cell

    def _difference(self, look: Look) -> tuple[Number | None, Number | None]:
        left_low, left_high = self.left.bounds(look)
        right_low, right_high = self.right.bounds(look)
        low = None if left_low is None or right_high is None else left_low - right_high
        high = None if left_high is None or right_low is None else left_high - right_low
        return low, high


def parse(text: str, resolve: Callable[[str], list[Term]]) -> Comparison:
    """Read one comparison; ``resolve`` gives the terms that a name stands for.

    Raises ValueError with a sentence on what cannot be read, and whatever ``resolve`` raises.
    """
    match = _COMPARISON.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}”不是一个等式或不等式")
    return Comparison(_side(match[1], resolve), match[2], _side(match[3], resolve))


def _side(text: str, resolve: Callable[[str], list[Term]]) -> Side:
    terms: list[Term] = []
    constant = 0
    position = 0
    while position < len(text):
        match = _TERM.match(text, position)
        if match is None or match.end() == position or (position > 0 and not match["sign"]):
            raise ValueError(f"“{text}”从“{text[position:]}”起看不懂")
        factor = int(match["factor"] or 1) * (-1 if match["sign"] == "-" else 1)
        if match["name"]:
            terms += [term._replace(factor=factor * term.factor) for term in resolve(match["name"])]
        elif match["factor"]:
            constant += factor
        else:
            raise ValueError(f"“{text}”以符号结尾")
        position = match.end()
    return Side(tuple(terms), constant)
