"""Workbooks, beside openpyxl on the same cells where it is installed: writing the form, reading it. Medians,
in milliseconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from io import BytesIO

from nianbao.model.report import Report
from nianbao.publish.workbook import workbook
from nianbao.read import read
from nianbao.write.xlsx.book import Book, Look
from nianbao.write.xlsx.workbook import written

_TIMES = 20


def median(action: Callable[[], object]) -> float:
    """The median in milliseconds of some runs, after one that does not count."""
    action()
    durations = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        action()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations) * 1000


def writing(report: Report) -> tuple[float, float | None]:
    """The form as a workbook, and its cells by openpyxl."""
    book = workbook(report)
    return median(lambda: written(book)), _by_openpyxl(book)


def reading(report: Report) -> tuple[float, float | None]:
    """The tables of a workbook, and the values of all its cells by openpyxl."""
    data = written(workbook(report))
    ours = median(lambda: read(data, "xlsx"))
    try:
        from openpyxl import load_workbook
    except ImportError:
        return ours, None

    def values() -> list[list[object]]:
        found = load_workbook(BytesIO(data), data_only=True)
        return [[cell.value for cell in row] for sheet in found for row in sheet.iter_rows()]

    return ours, median(values)


def _by_openpyxl(book: Book) -> float | None:
    """The same cells with a border, a colour where something is filled in, and merged ones."""
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    except ImportError:
        return None

    def make() -> bytes:
        file = Workbook()
        line = Side(style="thin")
        border, font = Border(line, line, line, line), Font(name="宋体", size=11)
        fill, middle = PatternFill("solid", "FFFFF2CC"), Alignment(vertical="center", wrap_text=True)
        for each in book.sheets:
            sheet = file.create_sheet(each.name)
            for cell in each.cells:
                place = sheet.cell(cell.row + 1, cell.column + 1)
                place.value = f"={cell.formula}" if cell.formula else cell.value
                place.border, place.font, place.alignment = border, font, middle
                if cell.look is Look.INPUT:
                    place.fill = fill
                if cell.rows > 1 or cell.columns > 1:
                    bottom, right = cell.row + cell.rows, cell.column + cell.columns
                    sheet.merge_cells(None, cell.row + 1, cell.column + 1, bottom, right)
        stream = BytesIO()
        file.save(stream)
        return stream.getvalue()

    return median(make)
