"""The form as a workbook, and what offices do to it: sheets copied, rows and columns put in and moved, labels
cut, values pasted over formulas."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import xlsxwriter

from nianbao.model.figure import State, parse
from nianbao.model.report import Report
from nianbao.publish.workbook import workbook
from nianbao.read.workbook.values import opened, shown
from nianbao.write.xlsx.workbook import written

Cells = dict[tuple[int, int], str]
Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """One sheet: what its cells show, and which are merged."""

    name: str
    cells: Cells
    merged: tuple[Span, ...] = ()


Book = tuple[Sheet, ...]


def book_of(report: Report) -> Book:
    """The form with a report's figures, every formula replaced by what it shows."""
    file = opened(written(workbook(report)))
    found = []
    for name in file.sheet_names:
        sheet = file.get_sheet_by_name(name)
        cells = {
            (y, x): text
            for y, row in enumerate(sheet.to_python(skip_empty_area=False))
            for x, value in enumerate(row)
            if (text := shown(value))
        }
        merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
        found.append(Sheet(name, cells, merged))
    return tuple(found)


def as_file(book: Book, *, as_text: bool = False, hidden: Sequence[str] = ()) -> bytes:
    """The bytes of an .xlsx file."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as file:
        for each in book:
            sheet = file.add_worksheet(each.name)
            if each.name in hidden:
                sheet.hide()
            for top, left, bottom, right in each.merged:
                if (top, left) != (bottom, right):
                    sheet.merge_range(top, left, bottom, right, "")
            for (y, x), text in each.cells.items():
                if text.isdecimal() and text.isascii() and not as_text:
                    sheet.write_number(y, x, int(text))
                else:
                    sheet.write_string(y, x, text)
    return stream.getvalue()


# ---- what is done to a sheet


def rows_put_in(sheet: Sheet, random: Random) -> Sheet:
    """An empty row, or one with a remark, somewhere."""
    at = random.randrange(1, max(y for y, _ in sheet.cells) + 1)
    found = _spread(sheet, at, 0)
    if random.random() < 0.5:
        found.cells[at, random.randrange(4)] = random.choice(["审批科填", "已核对", "——"])
    return found


def columns_put_in(sheet: Sheet, random: Random) -> Sheet:
    """An empty column somewhere."""
    return _spread(sheet, 0, random.randrange(0, max(x for _, x in sheet.cells) + 2))


def _spread(sheet: Sheet, row: int, column: int) -> Sheet:
    """With a row, or with a column where ``row`` is 0, put in."""

    def moved(y: int, x: int) -> tuple[int, int]:
        return (y + (y >= row), x) if row else (y, x + (x >= column))

    merged = tuple((*moved(top, left), *moved(bottom, right)) for top, left, bottom, right in sheet.merged)
    return Sheet(sheet.name, {moved(y, x): text for (y, x), text in sheet.cells.items()}, merged)


def columns_moved(sheet: Sheet, random: Random) -> Sheet:
    """Two neighbouring columns changed places, with their heads; merged cells are lost."""
    at = random.randrange(1, max(x for _, x in sheet.cells))
    swap = {at: at + 1, at + 1: at}
    return Sheet(sheet.name, {(y, swap.get(x, x)): text for (y, x), text in sheet.cells.items()})


def labels_cut(sheet: Sheet, random: Random) -> Sheet:
    """Some labels lost their ends."""
    cells = dict(sheet.cells)
    for place, text in sheet.cells.items():
        if len(text) > 4 and parse(text).number is None and random.random() < 0.15:
            cells[place] = text[: random.randrange(2, len(text))]
    return Sheet(sheet.name, cells, sheet.merged)


def figures_pasted(sheet: Sheet, random: Random) -> Sheet:
    """Figures as texts in other signs: full-width digits, blanks, commas, a unit."""
    wide = {code: code + 0xFEE0 for code in range(0x30, 0x3A)}
    looks: list[Callable[[str], str]] = [
        lambda text: text.translate(wide), lambda text: f" {text} ", lambda text: f"{int(text):,}",
        lambda text: f"{text}件",
    ]  # fmt: skip
    return Sheet(
        sheet.name,
        {at: random.choice(looks)(text) if text.isdecimal() else text for at, text in sheet.cells.items()},
        sheet.merged,
    )


def last_year_beside(sheet: Sheet, random: Random) -> Sheet:
    """A column of last year's figures at the right."""
    right = max(x for _, x in sheet.cells) + 1
    rows = {y for (y, _), text in sheet.cells.items() if text.isdecimal()}
    beside = {(y, right): str(random.randrange(900, 999)) for y in rows}
    return Sheet(
        sheet.name, {**sheet.cells, (min(rows, default=1) - 1, right): "上年数", **beside}, sheet.merged
    )


def rows_deleted(sheet: Sheet, random: Random) -> Sheet:
    """A row of figures is gone. Of a head that is gone nobody knows whether its columns were moved."""
    gone = random.choice(
        sorted({y for (y, _), text in sheet.cells.items() if parse(text).number is not None})
    )
    cells = {(y - (y > gone), x): text for (y, x), text in sheet.cells.items() if y != gone}
    merged = tuple(
        (top - (top > gone), left, bottom - (bottom > gone), right)
        for top, left, bottom, right in sheet.merged
        if not top <= gone <= bottom
    )
    return Sheet(sheet.name, cells, merged)


def merged_lost(sheet: Sheet, random: Random) -> Sheet:
    """Merged cells taken apart."""
    return Sheet(sheet.name, sheet.cells)


def numbers_in_front(sheet: Sheet, random: Random) -> Sheet:
    """A first column that numbers the rows."""
    found = _spread(sheet, 0, 0)
    for number, y in enumerate(sorted({y for y, _ in sheet.cells})[random.randrange(1, 3) :], 1):
        found.cells[y, 0] = str(number)
    return found


def column_lost(sheet: Sheet, random: Random) -> Sheet:
    """A column is gone, and in its place stands what was right of it, or remarks."""
    gone = random.randrange(1, max(x for _, x in sheet.cells) + 1)
    cells = {(y, x - (x > gone)): text for (y, x), text in sheet.cells.items() if x != gone}
    right = max(x for _, x in cells) + 1
    for y in sorted({y for y, _ in cells})[6:]:
        if random.random() < 0.5:
            cells[y, right] = str(random.randrange(900))
    return Sheet(sheet.name, cells)


def columns_shuffled(sheet: Sheet, random: Random) -> Sheet:
    """The columns but the first in any order, with their heads; merged cells are lost."""
    places = sorted({x for _, x in sheet.cells})[1:]
    to = dict(zip(places, random.sample(places, len(places)), strict=True))
    return Sheet(sheet.name, {(y, to.get(x, x)): text for (y, x), text in sheet.cells.items()})


DONE: Mapping[str, Callable[[Sheet, Random], Sheet]] = {
    each.__name__: each
    for each in (
        rows_put_in, columns_put_in, columns_moved, labels_cut, figures_pasted, last_year_beside,
        rows_deleted, merged_lost, numbers_in_front, column_lost, columns_shuffled,
    )
}  # fmt: skip


def sheet_copied(book: Book, random: Random) -> Book:
    """One sheet twice, the copy with other figures: an old state that somebody kept."""
    sheet = random.choice([each for each in book if any(text.isdecimal() for text in each.cells.values())])
    other = {at: str(int(t) + 1) if t.isdecimal() else t for at, t in sheet.cells.items()}
    return (*book, Sheet(f"{sheet.name[:20]}旧", other, sheet.merged))


def side_by_side(book: Book, random: Random) -> Book:
    """Two sheets of tables put beside each other on one."""
    one, other = random.sample(book[1:], 2)
    to = max(x for _, x in one.cells) + 1 + random.randrange(3)
    cells = {**one.cells, **{(y, x + to): text for (y, x), text in other.cells.items()}}
    merged = ((top, left + to, bottom, right + to) for top, left, bottom, right in other.merged)
    rest = (sheet for sheet in book if sheet not in (one, other))
    return (*rest, Sheet(one.name, cells, (*one.merged, *merged)))


def mistreated(book: Book, names: list[str], random: Random) -> Book:
    """Every sheet with all of that done to it."""
    sheets = []
    for sheet in book:
        found = sheet
        for name in names:
            found = DONE[name](found, random) if _is_table(found) else found
        sheets.append(found)
    return tuple(sheets)


def wrong(report: Report, found: Report) -> list[str]:
    """The cells of which a number was read that the report does not have."""
    wanted, read = report.all_figures(), found.all_figures()
    return [
        cell
        for cell, figure in read.items()
        if cell in found.figures and figure.state is State.NUMBER and figure.number != wanted[cell].number
    ]


def _is_table(sheet: Sheet) -> bool:
    """Whether a sheet has several columns and figures."""
    return len({x for _, x in sheet.cells}) > 2 and any(text.isdecimal() for text in sheet.cells.values())
