"""What is known of a long list: dates and the words of categories, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LARGEST_FILE = 60_000_000  # bytes; 100,000 rows of twelve columns have six million as .xlsx, 15 as .csv
MOST_VALUES = 60  # different words of a column that can be one of categories
BLANK, HIDDEN, NO_DATE = -1, -2, -1  # instead of the number of a word; instead of a day


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. ``days`` are the dates of its rows as ordinals, 0 where the cell is blank,
    NO_DATE where it is no date; None for a column without dates. ``codes`` are the places of its rows
    in ``values``, or BLANK, or HIDDEN where the word is not to be shown; None where there are too many
    different ones."""

    head: str
    days: Sequence[int] | None = None
    values: Sequence[str] = ()
    codes: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet: the number of its head's row, those of its other rows that are not empty, its columns.
    ``hidden`` is how many of these rows are hidden, by hand or by a filter; only .xlsx and .ods
    files tell."""

    name: str
    head_row: int
    rows: Sequence[int]
    columns: tuple[Column, ...]
    hidden: int = 0

    def column(self, head: str) -> Column | None:
        return next((column for column in self.columns if column.head == head), None)
