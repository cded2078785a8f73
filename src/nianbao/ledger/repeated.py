"""Sheets of a ledger whose rows stand in other sheets, too: a year beside its months, a file taken twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from nianbao.ledger.sheets import LedgerSheet
from nianbao.read.workbook.listed import NO_DATE, Column

_FEWEST_ROWS = 3  # of a sheet; fewer may be alike by chance

_Rows = Counter[tuple[object, ...]]


def repeated(columns: Sequence[tuple[LedgerSheet, Mapping[str, str]]]) -> list[LedgerSheet]:
    """The sheets of which each row has one in another sheet with the same days and words. ``columns`` are the
    names of the columns of each sheet that count, by the id of their field."""
    if len(columns) < 2:
        return []
    fields = sorted({field for _, each in columns for field in each})
    rows = [Counter(_rows(sheet, each, fields)) for sheet, each in columns]
    every: _Rows = sum(rows, Counter())
    return [
        sheet
        for (sheet, _), own in zip(columns, rows, strict=True)
        if own.total() >= _FEWEST_ROWS and all(every[row] >= 2 * number for row, number in own.items())
    ]


def is_doubled(columns: Sequence[tuple[LedgerSheet, Mapping[str, str]]]) -> bool:
    """Whether every single row stands in two sheets: all that is counted would be twice as much."""
    fields = sorted({field for _, each in columns for field in each})
    sheets = [set(_rows(sheet, each, fields)) for sheet, each in columns] if len(columns) > 1 else []
    times = Counter(row for rows in sheets for row in rows)
    return len(times) >= _FEWEST_ROWS and min(times.values()) > 1


def _rows(
    sheet: LedgerSheet, names: Mapping[str, str], fields: Sequence[str]
) -> Iterator[tuple[object, ...]]:
    """What the rows with a date say."""
    found = [sheet.column(names[field]) if field in names else None for field in fields]
    cells = [_cells(column, len(sheet.sheet.rows)) for column in found]
    return (row for row in zip(*cells, strict=True) if any(isinstance(cell, int) and cell for cell in row))


def _cells(column: Column | None, rows: int) -> Sequence[object]:
    """The days of a column as numbers, 0 where there is none, or its words."""
    if column is None:
        return [""] * rows
    if column.days is not None:
        return [0 if day == NO_DATE else day for day in column.days]
    return [column.values[code] if code >= 0 else "" for code in column.codes or [-1] * rows]
