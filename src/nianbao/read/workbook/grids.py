"""Workbook or table as text → what its cells show, sheet by sheet, with addresses: for sheets whose layout
nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nianbao.problem import Unreadable
from nianbao.read import confined
from nianbao.read.locked import require_unlocked
from nianbao.read.marks import OLE, ZIP
from nianbao.read.workbook.document import LARGEST_FILE
from nianbao.read.workbook.parts import Stored, stored_in
from nianbao.read.workbook.separated import decoded, rows_of
from nianbao.read.workbook.values import MOST_SHEETS, SAVE_AS, Span, opened, sheet_named, shown
from nianbao.words import letters

MOST_COLUMNS = 2_000  # up to the last with something in it
MOST_CELLS = 200_000  # with something in them, of all sheets
_ROOM, _SECONDS = 600_000_000, 10
_TOO_LARGE = Unreadable("表格太大。", "请确认选对了文件；也可以只留要统计的工作表，另存一份再试。")


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows from the first, each from column A. A merged cell shows its text in all of its
    cells, a number in the first alone."""

    name: str
    rows: Sequence[Sequence[str]]
    hidden: str = ""  # how many rows and columns are hidden, in words; they are among the rows

    def address(self, row: int, column: int) -> str:
        """Where a cell (from 0) stands: 一季度!D7, or D7 in a file without sheets."""
        place = f"{letters(column)}{row + 1}"
        return f"{self.name}!{place}" if self.name else place


def grids(data: bytes, kind: str) -> list[Grid]:
    """The sheets that are not hidden. ``kind`` is how the file's name ends. Formulas count as what was stored
    with them, ``?`` where nothing was. Raises Unreadable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大，不像统计表。", "请确认选对了文件。")
    if kind == "csv":
        return _bounded([Grid("", _separated(data))])
    require_unlocked(data)
    if data.startswith(ZIP) and b"opendocument" not in data[:2048].lower():
        found = _sheets(data, stored_in(data))
    elif data.startswith((OLE, ZIP)):
        found = confined.call(
            "nianbao.read.workbook.grids", "sheets_here", data, room=_ROOM, seconds=_SECONDS,
            refusal=_TOO_LARGE,
        )  # fmt: skip
    else:
        raise Unreadable("这不是 Excel 或 WPS 表格文件，或者文件已经损坏。", SAVE_AS)
    return _bounded([Grid(name, rows, hidden) for name, rows, hidden in found])


def sheets_here(data: bytes) -> list[list[Any]]:
    """Name, rows and what is hidden of each sheet, in a process with limits."""
    return _sheets(data, {})


def _sheets(data: bytes, stored: dict[str, Stored]) -> list[list[Any]]:
    from python_calamine import SheetVisibleEnum

    workbook = opened(data)
    if len(workbook.sheets_metadata) > MOST_SHEETS:
        raise Unreadable("文件里的工作表太多。", "请确认选对了文件。")
    found = []
    for told in workbook.sheets_metadata:
        if told.visible == SheetVisibleEnum.Visible:
            sheet = sheet_named(workbook, told.name)
            faults = stored.get(told.name, Stored()).faults
            rows = [
                [faults.get((y, x), shown(value, old=data.startswith(OLE))) for x, value in enumerate(values)]
                for y, values in enumerate(sheet.to_python(skip_empty_area=False))
            ]
            _spread(rows, [(*first, *last) for first, last in sheet.merged_cell_ranges or ()])
            found.append([told.name, rows, stored.get(told.name, Stored()).hidden()])
    return found


def _spread(rows: list[list[str]], merged: Sequence[Span]) -> None:
    """Put the text of each merged cell into all of its cells; a number stands once."""
    for top, left, bottom, right in merged:
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if text and not text.replace(".", "").isdecimal():
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [text] * len(row[left : right + 1])


def _separated(data: bytes) -> list[list[str]]:
    return [[field.strip() for field in row] for row in rows_of(decoded(data))]


def _bounded(found: list[Grid]) -> list[Grid]:
    if any(len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]) for grid in found for row in grid.rows):
        raise _TOO_LARGE
    if sum(bool(text) for grid in found for row in grid.rows for text in row) > MOST_CELLS:
        raise _TOO_LARGE
    return found
