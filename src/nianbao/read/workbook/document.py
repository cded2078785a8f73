"""Workbook (.xlsx, .xls, .et, .ods) → its tables, sheet by sheet, by what its cells show.

Formulas count as the values that were stored with them; nothing is worked out and nothing is run. A formula
without a value, or with an error for one, is no figure: it reads as what stands there, or as unknown.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nianbao.model.document_words import document_words
from nianbao.model.figure import parse
from nianbao.problem import Unreadable
from nianbao.read import confined
from nianbao.read.blocks import Block, Notice, Paragraph, Table, TableCell
from nianbao.read.locked import require_unlocked
from nianbao.read.marks import OLE, ZIP
from nianbao.read.workbook import open_document, separated
from nianbao.read.workbook.beside import parts
from nianbao.read.workbook.formats import UNKNOWN, seen_by
from nianbao.read.workbook.old import may_hide, may_strike
from nianbao.read.workbook.parts import Stored, stored_in
from nianbao.read.workbook.places import Cell
from nianbao.read.workbook.values import MOST_SHEETS, SAVE_AS, Span, opened, sheet_named, shown
from nianbao.words import first_of, is_aside, letters, without_spaces

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LARGEST_FILE = 10_000_000  # bytes; a report has some ten thousand
_MOST_TOLD = 6  # addresses in a notice
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_FEWEST_NUMBERS, _LONGEST_NUMBER = 4, 4  # of rows; digits
_LONGEST_NOTE = 2  # cells: a name and a value
_LONGEST_TITLE = 15  # characters; the title of a report is longer

Rows = Sequence[Sequence[str]]
Merged = Sequence[Span] | None  # None where the library cannot tell


def read(data: bytes) -> list[Block]:
    """The texts and tables of all sheets that are not hidden, in their order.

    A web page or a text that is only named .xls is read as what it is. Raises Unreadable if the file is no
    workbook, is locked, damaged, or larger than any report.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大，不像一份年度报告。", "请确认选对了文件。")
    require_unlocked(data)
    head = data[:2048].lower()
    if data.startswith(ZIP) and b"opendocument" not in head:
        return _blocks(data, stored_in(data))
    if data.startswith(OLE) and may_strike(data):
        return read(_renewed(data))
    if may_hide(data) if data.startswith(OLE) else data.startswith(ZIP) and open_document.may_hide(data):
        return _as_seen(data)
    if data.startswith((OLE, ZIP)):
        return confined.read("workbook.document", data)
    if _XML_2003 in head:
        from nianbao.read import office  # here, because few workbooks need it

        return read(office.as_workbook(data))
    if b"<html" in head or b"<table" in head:
        from nianbao.read.html import page  # here, because no workbook needs it

        return page.read(data)
    if separated.is_table(data):
        return separated.read(data)
    raise Unreadable("这不是 Excel 或 WPS 表格文件，或者文件已经损坏。", SAVE_AS)


def _as_seen(data: bytes) -> list[Block]:
    """A workbook of another kind by what it shows, where LibreOffice is installed; else by its values, and
    that is told."""
    from nianbao.read import office  # here, because few workbooks need it

    try:
        return read(office.as_workbook(data))
    except Unreadable:
        told = (
            "这种格式（.xls、.et、.ods）里看不出哪些格隐藏了、被盖住或者是白字，也看不出数按什么格式显示，"
            "是按存的数读的；请另存为 .xlsx 再读，或者对照原件。"
        )
        return [Notice(told), *confined.read("workbook.document", data)]


def _renewed(data: bytes) -> bytes:
    """An old workbook as .xlsx. Raises Unreadable."""
    from nianbao.read import office  # here, because few workbooks need it

    try:
        return office.as_workbook(data)
    except Unreadable as error:
        raise Unreadable(
            "文件里有划掉的字、上标或下标，旧格式（.xls、.et）里分不清是哪几格，没有读取。", SAVE_AS
        ) from error


def read_here(data: bytes) -> list[Block]:
    """The same for the kinds whose size nobody can tell before they are read."""
    return _blocks(data, open_document.stored_in(data) if data.startswith(ZIP) else {})


def _blocks(data: bytes, stored: dict[str, Stored]) -> list[Block]:
    from python_calamine import SheetVisibleEnum

    workbook = opened(data)
    if len(workbook.sheets_metadata) > MOST_SHEETS:
        raise Unreadable("文件里的工作表太多，不像一份年度报告。", "请确认选对了文件。")
    found: list[Block] = []
    for sheet in workbook.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible:
            values = sheet_named(workbook, sheet.name)
            own = _of_sheet(values, stored.get(sheet.name, Stored()), old=data.startswith(OLE))
            found += [each if isinstance(each, Table) else replace(each, sheet=sheet.name) for each in own]
        elif sheet.visible == SheetVisibleEnum.Hidden:
            found.append(Notice(f"隐藏的工作表“{sheet.name}”没有读；要读的请先取消隐藏。"))
    return found


def texts_of(data: bytes) -> dict[str, list[list[str]]]:
    """What every cell shows, by the name of its sheet, hidden ones included. Raises Unreadable."""
    workbook = opened(data)
    found = {
        name: sheet_named(workbook, name).to_python(skip_empty_area=False) for name in workbook.sheet_names
    }
    return {name: [[shown(value) for value in row] for row in rows] for name, rows in found.items()}


def _of_sheet(sheet: CalamineSheet, stored: Stored, *, old: bool) -> Iterator[Block]:
    """The runs of rows between empty ones."""
    values = sheet.to_python(skip_empty_area=False)
    rows = [
        _without_asides([_seen(value, (y, x), stored, old=old) for x, value in enumerate(row)])
        for y, row in enumerate(values)
    ]
    ranges = sheet.merged_cell_ranges
    merged = None if ranges is None else [(*first, *last) for first, last in ranges]
    yield from _notices(sheet.name, rows, stored, merged, old=old)
    start = 0
    rows = _without_numbers([_without_hidden_words(y, row, stored) for y, row in enumerate(rows)])
    for at in range(len(rows) + 1):
        if at == len(rows) or not (any(rows[at]) or _is_gap(rows, start, at)):
            for number, (top, part) in enumerate(parts(rows[start:at], start, merged)):
                several = number == 0 or any(sum(map(bool, row)) > 1 for row in part)
                yield from (
                    _of_run(part, top, merged, sheet.name)
                    if several
                    else [_table(part, top, merged, sheet.name)]
                )
            start = at + 1


def _seen(value: Any, cell: Cell, stored: Stored, *, old: bool) -> str:
    """What somebody sees of a cell; of a figure that cannot be seen, that it is unknown."""
    text = stored.faults.get(cell)
    if text is None:
        text = _by_format(value, cell, stored, shown(value, old=old))
    return UNKNOWN if parse(text).number is not None and stored.cannot_be_seen(cell) else text


def _by_format(value: Any, cell: Cell, stored: Stored, text: str) -> str:
    """What a cell shows of a number that reads as ``text``, where its format makes it another one."""
    if not isinstance(value, int | float) or isinstance(value, bool) or parse(text).number is None:
        return text
    if value == 0 and stored.without_zeros:
        return ""
    seen = seen_by(stored.formats[cell], Decimal(text)) if cell in stored.formats else None
    return text if seen is None or parse(seen) == parse(text) else seen


def _notices(sheet: str, rows: Rows, stored: Stored, merged: Merged, *, old: bool) -> Iterator[Notice]:
    """What nobody sees who looks at the sheet, or sees otherwise."""
    if hidden := stored.hidden():
        yield Notice(f"工作表“{sheet}”隐藏了{hidden}，里面的数没有读，当作“?”；要读的请先取消隐藏。")
    unseen = [cell for cell in sorted(stored.pale | stored.covered) if _text_at(rows, cell) == UNKNOWN]
    if unseen:
        yield Notice(
            f"工作表“{sheet}”有{len(unseen)}格是白字，或者被图片、文本框盖住，看不见，没有读，当作“?”："
            f"{_addresses(unseen)}。"
        )
    if stored.struck:
        yield Notice.of_struck(stored.struck)
    if covered := _covered(rows, merged):
        places = first_of(covered, _MOST_TOLD)
        yield Notice(f"工作表“{sheet}”有{len(covered)}格被合并的格盖住，里面的内容没有读：{places}。")
    unknown = [
        f"{letters(x)}{y + 1}" for y, row in enumerate(rows) for x, text in enumerate(row) if text == "?"
    ]
    if old and unknown:
        places = first_of(unknown, _MOST_TOLD)
        yield Notice(
            f"工作表“{sheet}”有{len(unknown)}格是公式，旧格式（.xls、.et）里分不清它算出的是空白还是 0，"
            f"当作没有读准：{places}；请另存为 .xlsx 再试。"
        )


def _text_at(rows: Rows, cell: Cell) -> str:
    y, x = cell
    return rows[y][x] if y < len(rows) and x < len(rows[y]) else ""


def _addresses(cells: Sequence[Cell]) -> str:
    return first_of([f"{letters(x)}{y + 1}" for y, x in cells], _MOST_TOLD)


def _covered(rows: Rows, merged: Merged) -> list[str]:
    """The addresses of cells below a merged one that hold something else than it shows."""
    return [
        f"{letters(x)}{y + 1}"
        for top, left, bottom, right in merged or ()
        for y in range(top, min(bottom + 1, len(rows)))
        for x in range(left, min(right + 1, len(rows[y])))
        if (y, x) != (top, left) and rows[y][x] not in {"", rows[top][left]}
    ]


def _is_gap(rows: Rows, start: int, at: int) -> bool:
    """Whether an empty row is only a gap in the table that begins at ``start``: what is below it, a label and
    figures, has no head of its own."""
    before = rows[at - 1] if at > start else ()
    below = next((row for row in rows[at:] if any(row)), ())
    texts = [text for text in below if text]
    figures = any(parse(text).number is not None for text in texts[1:])
    return sum(map(bool, before)) > 1 and figures


def _of_run(rows: Rows, top: int, merged: Merged, sheet: str) -> Iterator[Block]:
    """Rows with one text before and after the table are paragraphs; what stands between is the table. A
    number alone right below it is a row of which somebody has filled in one cell."""
    several = [at for at, row in enumerate(rows) if sum(map(bool, row)) > 1]
    first, last = (several[0], several[-1] + 1) if several else (len(rows), len(rows))
    while several and last < len(rows) and all(not text or text.isdecimal() for text in rows[last]):
        last += 1
    if several and last < len(rows) and _is_row(rows[last], top + last, rows[first:last], merged):
        last += 1
    if several and first and any(rows[first - 1]) and _is_title(rows[first - 1], top + first - 1, merged):
        first -= 1
    yield from _paragraphs(rows[:first])
    if several:
        yield _table(rows[first:last], top + first, merged, sheet)
    yield from _paragraphs(rows[last:])


def _is_title(row: Sequence[str], at: int, merged: Merged) -> bool:
    """Whether a row right above a table is the title of its first block: short words across columns."""
    text = next(filter(None, row))
    column = row.index(text)
    across = merged is None or any(span[:2] == (at, column) and span[3] > column for span in merged)
    return across and len(text) <= _LONGEST_TITLE


def _is_row(row: Sequence[str], at: int, above: Rows, merged: Merged) -> bool:
    """Whether a row of one text right below a table is the last one of it, with nothing filled in: cells are
    merged in it, though not all as for a title."""
    used = [column for each in above for column, text in enumerate(each) if text]
    spans = [span for span in merged or () if span[0] == at]
    whole = any(left <= min(used) and right >= max(used) for _, left, _, right in spans)
    return bool(spans) and not whole and bool(row[min(used)])


def _without_hidden_words(y: int, row: list[str], stored: Stored) -> list[str]:
    """The row, empty if it is hidden and has one text alone: no part of a table, but a draft's."""
    return [""] * len(row) if y in stored.hidden_rows and sum(map(bool, row)) < 2 else row


def _without_asides(row: list[str]) -> list[str]:
    """The row, empty if it is one of the program's own notes in a workbook that it made; of one that goes on
    with another table, which somebody has put beside it, without the note."""
    texts = [text for text in row if text]
    if len(texts) > _LONGEST_NOTE:
        return ["" if is_aside(text) else text for text in row]
    return [""] * len(row) if texts == ["?"] or (texts and is_aside(texts[0])) else row


def _without_numbers(rows: list[list[str]]) -> list[list[str]]:
    """The rows without a first column that only numbers them: it would stand before the labels."""
    left = min((x for row in rows for x, text in enumerate(row) if text), default=0)
    texts = [row[left] for row in rows if left < len(row) and row[left]]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= _LONGEST_NUMBER]
    heads = {without_spaces(text) for text in texts if not text.isdecimal()}
    rising = all(one < other for one, other in itertools.pairwise(numbers))
    others = heads - document_words().columns.numbers
    if len(numbers) < _FEWEST_NUMBERS or not rising or others or numbers[-1] > 2 * len(rows):
        return rows
    return [["" if x == left else text for x, text in enumerate(row)] for row in rows]


def _paragraphs(rows: Rows) -> Iterator[Paragraph]:
    return (Paragraph(text) for row in rows for text in row if text)


def _table(rows: Rows, top: int, merged: Merged, sheet: str) -> Table:
    """The rows with their merged cells as one each; empty columns at the sides are left off."""
    spans = {
        (first - top, column): (last - first + 1, right - column + 1)
        for first, column, last, right in merged or ()
    }
    covered = {
        (row + down, column + aside)
        for (row, column), (rows_, columns) in spans.items()
        for down in range(rows_)
        for aside in range(columns)
        if down or aside
    }
    used = [column for row in rows for column, text in enumerate(row) if text]
    left, right = min(used), max(used)
    cells = []
    for y, row in enumerate(rows):
        for x in range(left, right + 1):
            if (y, x) in covered:
                continue
            height, width = spans.get((y, x), (1, 1))
            place = f"{sheet}!{letters(x)}{top + y + 1}"
            cells.append(
                TableCell(
                    y, x - left, min(height, len(rows) - y), min(width, right + 1 - x), row[x], place=place
                )
            )
    return Table(tuple(cells))
