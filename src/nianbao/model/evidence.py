"""What a finding rests on: numbers with their names. wording.py puts them into words."""

import datetime
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

from nianbao.model.figure import Figure, Number
from nianbao.model.formula import Look, Side


class Worked(NamedTuple):
    """One side of a sum with the figure of each of its terms, and what they add up to."""

    side: Side
    figures: tuple[Figure, ...]
    value: Number


def worked(side: Side, look: Look) -> Worked:
    """The side with what its cells say now; cells without a number add nothing."""
    return Worked(side, tuple(look(term.cell) for term in side.terms), side.value(look))


class Held(NamedTuple):
    """A cross-sum that holds: its row or column in words, and both sides with their numbers."""

    where: str
    left: Worked
    operator: str
    right: Worked


class Unmet(NamedTuple):
    """A condition of a cross-sum that certainly does not hold, so that the sum says nothing."""

    left: Worked
    operator: str
    right: Worked


class Exempt(NamedTuple):
    """A kind of agency, in a phrase, for which a cross-sum need not hold."""

    kind: str


class OtherForm(NamedTuple):
    """The report of the year before, in a form that has no such cell."""

    year: int
    form: str


class Wording(NamedTuple):
    """That a section does, or does not, say one of these words, so that a cross-sum says nothing."""

    section: str
    says: tuple[str, ...]
    said: bool


class Tally(NamedTuple):
    """What was counted by name, with the number of each part and of all; None is not known.

    ``least`` is what it must be at least, where it is not known but something of it is.
    """

    parts: tuple[tuple[str, Number | None], ...]
    value: Number | None
    least: Number | None = None


class AllOf(NamedTuple):
    """A part that is said to be the whole."""

    whole: Tally
    part: Tally


class Share(NamedTuple):
    """A part of a whole in percent, each as counted or in the words of the text; None: cannot be told."""

    part: Tally | str
    whole: Tally | str
    percent: Decimal | None


class LastYears(NamedTuple):
    """A tally, or a share, of the report of the year before."""

    told: Tally | Share


class Growth(NamedTuple):
    """This year against the year before; ``change`` is in percent if ``in_percent``, None: cannot be told."""

    now: Tally
    before: Tally | None
    change: Decimal | None
    in_percent: bool


class Gaps(NamedTuple):
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


class Percent(NamedTuple):
    """A share in whole percent."""

    value: int


class Period(NamedTuple):
    """From one day to another of the same year."""

    first: datetime.date
    last: datetime.date


class Paragraph(NamedTuple):
    """A paragraph of a section by its name, counted from 1 without blank lines."""

    section: str
    number: int


class CodePoints(NamedTuple):
    """Characters by their numbers in Unicode, each once."""

    points: tuple[int, ...]


class Stated(NamedTuple):
    """A number of the text in its words, and what it was found to agree with."""

    words: str
    told: "Told | tuple[Told, ...] | tuple[str, ...]"


class Lacking(Enum):
    """What besides figures can be missing, so that a rule cannot be checked."""

    PRIOR = auto()  # the report of the year before
    MEMBERS = auto()  # what the members of the region say together
    MEMBERS_CHANGED = auto()  # what they say now: it was collected before they changed it
    MEMBER_FIGURES = auto()  # the figures of some of them
    DATE = auto()  # the date of the signature
    KIND = auto()  # the kind of the agency
    LEVEL = auto()  # the area that the agency works for
    FULL_DATE = auto()  # year, month and day of a period


Told = Tally | LastYears | AllOf | Share | Growth  # how a claim of the text compares with the tables
Plain = str | int | Decimal | datetime.date | Figure
Value = (
    Plain
    | Worked
    | Held
    | Unmet
    | Exempt
    | OtherForm
    | Wording
    | Stated
    | Told
    | Gaps
    | Percent
    | Period
    | Paragraph
    | CodePoints
)
Values = Value | tuple[str, ...] | tuple[Told, ...]
