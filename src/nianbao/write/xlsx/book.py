"""A workbook as a value: sheets of cells with their looks, formulas and hints. It knows no report."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Look(StrEnum):
    """What a cell is for, and therefore what it looks like."""

    HEADING = "heading"
    NOTE = "note"
    HEAD = "head"  # labels the columns below it
    STUB = "stub"  # labels the rows beside it
    INPUT = "input"  # to be filled in: the only cells that are not locked
    FIGURE = "figure"  # a figure that is shown, as it was reported
    TOTAL = "total"  # follows from others
    CHECK = "check"  # a sentence on a sum; begins with FINE, BROKEN or OPEN
    VERDICT = "verdict"  # how many of those sentences are broken


@dataclass(frozen=True, slots=True)
class Asks:
    """What may be typed into an INPUT: whole numbers or money, signed or not, and the hint that is shown.

    ``decimals`` are those of money at most; None means any. Every input takes "/" for "does not apply".
    """

    whole: bool
    signed: bool
    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class BookCell:
    """One cell and how many rows and columns it covers, counted from 0.

    ``value`` is what it holds, or what its ``formula`` (without =) comes to; None is an empty cell.
    A text is written as text, whatever it begins with.
    """

    row: int
    column: int
    look: Look
    value: str | int | float | None = None
    formula: str = ""
    rows: int = 1
    columns: int = 1
    asks: Asks | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``widths`` are those of its columns in characters of Latin text, ``heights`` those of its
    rows in points; what stands above ``frozen`` (row, column) stays in view. ``printed`` is what goes on
    paper: first row, first column, last row, last column; None is everything. ``pages`` are how many it is
    fitted on across and down, 0: as many as it takes; then every page has the frozen rows and columns."""

    name: str
    cells: tuple[BookCell, ...]
    widths: tuple[float, ...]
    heights: Mapping[int, float] = field(default_factory=dict)
    frozen: tuple[int, int] = (0, 0)
    printed: tuple[int, int, int, int] | None = None
    landscape: bool = False
    pages: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook. ``properties`` are kept inside under their names; ``made`` is the date that the file
    tells, so that the same content gives the same bytes."""

    title: str
    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str]
    made: datetime.date
