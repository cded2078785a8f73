"""What a finding rests on: numbers with their names. wording.py puts them into words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from nianbao.model.figure import Figure, Number
from nianbao.model.formula import Look, Side


@dataclass(frozen=True, slots=True)
class Worked:
    """One side of a sum with the figure of each of its terms, and what they add up to."""

    side: Side
    figures: tuple[Figure, ...]
    value: Number


def worked(side: Side, look: Look) -> Worked:
    """The side with what its cells say now; cells without a number add nothing."""
    return Worked(side, tuple(look(term.cell) for term in side.terms), side.value(look))


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted by name, with the number of each part and of all; None is not known."""

    parts: tuple[tuple[str, Number | None], ...]
    value: Number | None


@dataclass(frozen=True, slots=True)
class LastYears:
    """A tally of the report of the year before."""

    tally: Tally


@dataclass(frozen=True, slots=True)
class AllOf:
    """A part that is said to be the whole."""

    whole: Tally
    part: Tally


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole in percent, each as counted or in the words of the text; None: cannot be told."""

    part: Tally | str
    whole: Tally | str
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Growth:
    """This year against the year before; ``change`` is in percent if ``in_percent``, None: cannot be told."""

    now: Tally
    before: Tally | None
    change: Decimal | None
    in_percent: bool


@dataclass(frozen=True, slots=True)
class Gaps:
    """Cells of a table that lack a figure: one cell, or rows that lack the same columns.

    ``cell`` is the name of the only one; ``columns`` is empty where whole rows are meant; ``cells`` is how
    many they are, ``every`` how many the table has.
    """

    table: str
    cell: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: int
    every: int


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in whole percent."""

    value: int


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another of the same year."""

    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a section by its name, counted from 1 without blank lines."""

    section: str
    number: int


@dataclass(frozen=True, slots=True)
class CodePoints:
    """Characters by their numbers in Unicode, each once."""

    points: tuple[int, ...]


Told = Tally | LastYears | AllOf | Share | Growth  # how a claim of the text compares with the tables
Plain = str | int | Decimal | datetime.date | Figure
Value = Plain | Worked | Told | Gaps | Percent | Period | Paragraph | CodePoints
Values = Value | tuple[str, ...] | tuple[Told, ...]
