"""Workbooks of anybody: values by the labels beside them, faults told, nothing run and nothing unbounded."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from nianbao.files.report_toml import load
from nianbao.model.figure import UNKNOWN, State
from nianbao.model.grid import grid_of
from nianbao.model.report import Report
from nianbao.problem import Unreadable
from nianbao.read import office, read
from nianbao.read.blocks import Notice, Paragraph, Table
from nianbao.read.workbook.document import read_here
from nianbao.read.workbook.grids import grids as grids_of
from nianbao.recognise import Recognised, figures_in, recognise
from nianbao.words import letters

SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "005-pingtan-2025.toml"
Cells = dict[tuple[int, int], str]


@pytest.fixture(scope="module")
def report() -> Report:
    return load(SAMPLE)


def grids(report: Report) -> list[tuple[str, Cells]]:
    """The tables of a report as plain cells below their headings, without merged cells."""
    found = []
    for section in report.form.sections:
        if section.table is not None:
            cells = {
                (cell.row + 1, cell.column): str(report.figure(cell.cell.id)) if cell.cell else cell.label
                for cell in grid_of(report.form, section.id).cells
            }
            found.append((section.heading, {(0, 0): section.heading, **cells}))
    return found


def in_one_sheet(report: Report, title: str) -> Cells:
    """All tables below one another, with an empty row between."""
    cells: Cells = {(0, 0): title}
    top = 2
    for _, table in grids(report):
        cells |= {(row + top, column): text for (row, column), text in table.items()}
        top = max(row for row, _ in cells) + 2
    return cells


def workbook(*sheets: Cells, as_text: bool = False, hidden: tuple[int, ...] = ()) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as file:
        for number, cells in enumerate(sheets):
            sheet = file.add_worksheet()
            if number in hidden:
                sheet.hide()
            for (row, column), text in cells.items():
                if text.isdigit() and not as_text:
                    sheet.write_number(row, column, int(text))
                else:
                    sheet.write_string(row, column, text)
    return stream.getvalue()


def found_in(data: bytes) -> Recognised:
    return recognise(read(data, "xlsx"), "平潭综合实验区管理委员会2025年政府信息公开工作年度报告")


def moved(cells: Cells, rows: int, columns: int) -> Cells:
    return {(row + rows, column + columns): text for (row, column), text in cells.items()}


def wide(cells: Cells) -> Cells:
    digits = {code: code + 0xFEE0 for code in range(0x30, 0x3A)}
    return {at: text.translate(digits) for at, text in cells.items()}


def with_notes(cells: Cells) -> Cells:
    """Numbers and words that somebody has only worked with, right of the tables; one beside their heads."""
    return cells | {(3, 17): "与上年差2件", (9, 18): "3", (21, 17): "请核对", (30, 17): "2", (31, 18): "17"}


def without_corner(cells: Cells) -> Cells:
    return {at: text for at, text in cells.items() if not text.startswith("（本列数据的勾稽关系为")}


@pytest.mark.parametrize(
    "mistreat",
    [
        lambda cells: cells,
        lambda cells: moved(cells, 3, 2),
        wide,
        lambda cells: {at: f" {text}\n" for at, text in cells.items()},
        without_corner,
        with_notes,
    ],
    ids=["as it is", "moved", "full-width digits", "blanks around", "corner lost", "notes beside"],
)
@pytest.mark.parametrize("as_text", [False, True], ids=["numbers", "texts"])
def test_a_sheet_of_anybody_is_read(
    report: Report, mistreat: Callable[[Cells], Cells], *, as_text: bool
) -> None:
    title = report.full_title()
    found = found_in(workbook(mistreat(in_one_sheet(report, title)), as_text=as_text)).report.all_figures()
    wanted = report.all_figures()
    wrong = [cell for cell in wanted if found[cell] != wanted[cell] and found[cell].state is State.NUMBER]
    assert not wrong
    assert sum(found[cell] == wanted[cell] for cell in wanted) >= len(wanted) - 15


@pytest.mark.parametrize("text", ["2024年3月1日", "共12件", "\u202d12\u202c"])
def test_what_is_no_figure_costs_its_own_cell_of_table_four_alone(report: Report, text: str) -> None:
    cells = in_one_sheet(report, report.full_title())
    at = max(cells)
    found = found_in(workbook(cells | {(at[0], at[1] - 2): text})).report
    own = [cell for cell in report.form.cells if cell.startswith("disputes.")]
    assert str(found.figure(own[-3])) == text.strip("\u202c\u202d")
    assert [cell for cell in own if found.figure(cell) != report.figure(cell)] == [own[-3]]


def test_tables_beside_each_other(report: Report) -> None:
    """The third table right of the second and the fourth right of both, an empty column between."""
    (_, one), (_, two), (_, three) = grids(report)
    cells = {(0, 0): report.full_title(), **moved(one, 2, 0), **moved(two, 2, 5), **moved(three, 2, 16)}
    assert found_in(workbook(cells)).report.all_figures() == report.all_figures()


@pytest.mark.parametrize("to", [-1, 1])
def test_figures_that_stand_below_no_head_prove_nothing(report: Report, to: int) -> None:
    """All figures of a row one column aside, or the head of the totals: something has slipped."""
    cells = in_one_sheet(report, report.full_title())
    row = next(row for (row, _), text in cells.items() if text.startswith("一、本年新收"))
    if to < 0:
        new = {(row, at + to if at > 2 else at): text for (y, at), text in cells.items() if y == row}
        changed = {place: text for place, text in cells.items() if place[0] != row} | new | {(row, 9): "2.5%"}
    else:
        head = next(place for place, text in cells.items() if text == "总计" and place[1] == 9)
        changed = cells | {head: "备注", (head[0], 10): "总计"}
    found = found_in(workbook(changed)).report.all_figures()
    wrong = [
        cell
        for cell, figure in report.all_figures().items()
        if found[cell].state is not State.UNKNOWN and found[cell] != figure
    ]
    assert not wrong


def test_a_sheet_for_each_table(report: Report) -> None:
    sheets = [cells for _, cells in grids(report)]
    assert found_in(workbook(*sheets)).report.all_figures() == report.all_figures()


def test_every_figure_is_told_with_its_cell(report: Report) -> None:
    sheets = [moved(cells, 1, 1) for _, cells in grids(report)]
    places = found_in(workbook(*sheets)).places
    grid = grid_of(report.form, "applications")
    for cell in grid.cells:
        if cell.cell is not None:
            assert places[cell.cell.id] == f"Sheet2!{letters(cell.column + 1)}{cell.row + 3}"


def test_a_hidden_sheet_is_not_read(report: Report) -> None:
    sheets = [cells for _, cells in grids(report)]
    found = found_in(workbook(*sheets, hidden=(1,))).report
    assert all(
        found.figure(cell).state is State.UNKNOWN
        for cell in found.form.cells
        if cell.startswith("applications.")
    )


def test_errors_and_what_was_never_worked_out_are_no_figures() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as file:
        sheet = file.add_worksheet("表")
        sheet.write_formula(0, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(0, 1, "=1+1", None, "")
        sheet.write_formula(0, 2, "=1+1", None, 2)
        sheet.write_number(0, 3, 9168.145019)
    [table] = read(stream.getvalue(), "xlsx")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["#DIV/0!", "?", "2", "9168.145019"]
    assert [cell.place for cell in table.cells][-1] == "表!D1"


def far(address: str) -> bytes:
    """A workbook with one cell very far away."""
    data = io.BytesIO(workbook({(0, 0): "甲", (0, 1): "1"}))
    out = io.BytesIO()
    with zipfile.ZipFile(data) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as other:
        for name in package.namelist():
            content = package.read(name)
            if name.endswith("sheet1.xml"):
                row = address.upper().lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                more = f'<row r="{row}"><c r="{address}"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", more.encode())
            other.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "ZZZ9999999", "xfd1048576"])
def test_a_sheet_without_end_is_refused(address: str) -> None:
    data = far(address)
    if address == "A1048576":
        data = far("XFD9999")
    with pytest.raises(Unreadable, match="太大"):
        read(data, "xlsx")


def altered(part: str, old: str, new: str) -> bytes:
    """A workbook with a part in which something stands instead of something else."""
    data, out = io.BytesIO(workbook({(0, 0): "甲", (0, 1): "1"})), io.BytesIO()
    with zipfile.ZipFile(data) as package, zipfile.ZipFile(out, "w") as other:
        for name in package.namelist():
            content = package.read(name).decode()
            assert name != part or old in content
            other.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/sharedStrings.xml", "uniqueCount=", 'uniqueCount="4294967295" old='),
        ("xl/worksheets/sheet1.xml", "</sheetData>", '<row r="4294967290"><c><v>1</v></c></row></sheetData>'),
        (
            "xl/worksheets/sheet1.xml",
            "</sheetData>",
            '<row><c r="A4294967290"><v>1</v></c></row></sheetData>',
        ),
        ("xl/worksheets/sheet1.xml", "</sheetData>", '<row><c r="ABCD1"><v>1</v></c></row></sheetData>'),
    ],
)
def test_room_is_not_made_for_what_cannot_be(part: str, old: str, new: str) -> None:
    """The library would, and the system ends the program for it."""
    with pytest.raises(Unreadable, match="已经损坏"):
        read(altered(part, old, new), "xlsx")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "et", "ods"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1junk", b"\x00garbage"]
)
def test_garbage_is_refused(kind: str, data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data, kind)


def test_a_web_page_called_xls_is_read() -> None:
    assert read("<html><table><tr><td>甲</td><td>1</td></tr></table></html>".encode(), "xls")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_table_as_text(encoding: str, separator: str) -> None:
    rows = [["表一"], ["项目", "数量", "备注"], ["规章", "1", ""], ["许可", "", "无"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    title, table = read(text.encode(encoding), "csv")
    assert title == Paragraph("表一")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == [text for row in rows[1:] for text in row]


def sheet_with(do: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]) -> bytes:
    """The tables of the sample in one sheet, with something done to it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as file:
        sheet = file.add_worksheet("汇总")
        for (row, column), text in in_one_sheet(load(SAMPLE), "某局").items():
            sheet.write(row, column, int(text) if text.isdigit() else text)
        do(file, sheet)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("do", "told"),
    [
        (lambda _, sheet: sheet.set_row(24, None, None, {"hidden": True}), "隐藏了1行，里面的数没有读，"),
        (
            lambda _, sheet: sheet.set_column(1, 2, None, None, {"hidden": True}),
            "隐藏了2列，里面的数没有读，",
        ),
        (lambda file, _: file.add_worksheet("旧数").hide(), "隐藏的工作表“旧数”没有读"),
        (lambda _, sheet: None, ""),
    ],
    ids=["rows", "columns", "sheet", "nothing"],
)
def test_what_is_hidden_is_told(
    do: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object], told: str
) -> None:
    found = found_in(sheet_with(do))
    assert [told in notice for notice in found.notices] == [True] * bool(told)
    seen, whole = found.report.all_figures(), found_in(sheet_with(lambda *_: None)).report.all_figures()
    unread = [cell for cell, figure in seen.items() if figure != whole[cell]]
    assert bool(unread) == ("当作" in told or "没有读，" in told)
    assert all(seen[cell] == UNKNOWN for cell in unread)
    assert figures_in(read(sheet_with(do), "xlsx")).notices == found.notices


def test_a_number_is_read_as_its_cell_shows_it() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        codes = ["0;-0;;@", "0.00", '0"件"', ";;;", "0", "0_ "]
        sheet.write_row(0, 0, ["甲", *codes])
        sheet.write(1, 0, "乙")
        for column, (number, code) in enumerate(zip([0, 1.235, 3, 5, 2.6, 7], codes, strict=True), 1):
            sheet.write_number(1, column, number, book.add_format({"num_format": code}))
        sheet.write_number(1, 7, 9, book.add_format({"font_color": "#FFFFFF"}))
        sheet.write_number(1, 8, 8, book.add_format({"font_color": "#FFFFFF", "bg_color": "#1F4E79"}))
        sheet.insert_textbox(1, 9, "作废", {"width": 60, "height": 18})
        sheet.write_string(1, 9, "4")
        sheet.write_string(1, 11, "'6")
        sheet.write_number(1, 12, 4, book.add_format({"font_name": "Wingdings"}))
        white = book.add_format({"font_color": "#FFFFFF"})
        sheet.write_rich_string(1, 13, white, "7", book.add_format({"bold": True}), "5")
        sheet.write_number(1, 14, 61.0000000000001)
    told, *tables = read(stream.getvalue(), "xlsx")
    assert isinstance(told, Notice)
    assert told.text.endswith("看不见，没有读，当作“?”：H2、J2、M2。")
    cells = [cell for table in tables if isinstance(table, Table) for cell in table.cells]
    shown = [cell.text for cell in cells if cell.place.endswith("2")]
    assert shown == ["乙", "", "1.24", "3件", "", "3", "7", "?", "8", "?", "6", "?", "?", "61"]


@pytest.mark.parametrize(
    ("rule", "seen"),
    [
        ({"type": "cell", "criteria": "==", "value": 0, "format": "white"}, ["?", "5", "12"]),
        ({"type": "cell", "criteria": ">", "value": 9, "format": ";;;"}, ["0", "5", "?"]),
        ({"type": "cell", "criteria": ">", "value": 0, "format": "0"}, ["0", "5", "12"]),
        ({"type": "formula", "criteria": "=A$1>B$1", "format": "white"}, ["?", "?", "?"]),
        ({"type": "formula", "criteria": "=A$1>B$1", "format": "red"}, ["0", "5", "12"]),
        ({"type": "data_bar", "bar_only": True}, ["?", "?", "?"]),
        ({"type": "data_bar"}, ["0", "5", "12"]),
    ],
)
def test_figures_that_a_condition_hides_are_unknown(rule: dict[str, Any], seen: list[str]) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        looks = {
            "white": book.add_format({"font_color": "#FFFFFF"}),
            "red": book.add_format({"font_color": "#FF0000", "bg_color": "#FFFF00"}),
            ";;;": book.add_format({"num_format": ";;;"}),
            "0": book.add_format({"num_format": "0"}),
        }
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["甲", "乙", "丙", "丁"])
        sheet.write_row(1, 0, ["规章", 0, 5, 12])
        own = {name: looks[value] if name == "format" else value for name, value in rule.items()}
        sheet.conditional_format("B2:D2", own)
    *_, table = read(stream.getvalue(), "xlsx")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells if cell.row == 1] == ["规章", *seen]


@pytest.mark.parametrize(("kind", "covered"), [(1, "DE"), (2, "DE"), (3, "CDE")])
def test_a_box_covers_cells_however_it_is_anchored(kind: int, covered: str) -> None:
    """In two places, one and its size, or by its place on the sheet, which programs measure otherwise."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list("甲乙丙丁戊己庚辛"))
        sheet.write_row(1, 0, range(1, 9))
        sheet.insert_textbox(1, 3, "", {"width": 128, "height": 20, "fill": {"color": "white"}})
    data = stream.getvalue()
    place = '<xdr:pos x="1828800" y="190500"/>'
    size = '<xdr:ext cx="1100000" cy="170000"/>'
    ends = {1: "oneCellAnchor", 2: "twoCellAnchor", 3: "absoluteAnchor"}[kind]

    def anchored(drawing: str) -> str:
        drawing = drawing.replace("twoCellAnchor", ends)
        told = {1: size, 3: size}.get(kind)
        drawing = re.sub(r"<xdr:to>.*?</xdr:to>", told, drawing) if told else drawing
        return re.sub(r"<xdr:from>.*?</xdr:from>", place, drawing) if kind == 3 else drawing

    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out := io.BytesIO(), "w") as changed:
        for name in package.namelist():
            content = package.read(name).decode()
            changed.writestr(name, anchored(content) if "drawings/drawing" in name else content)
    *_, table = read(out.getvalue(), "xlsx")
    assert isinstance(table, Table)
    unseen = [cell.place[-2] for cell in table.cells if cell.row == 1 and cell.text == "?"]
    assert "".join(unseen) == covered


@pytest.mark.parametrize("zeros", [True, False])
def test_zeros_that_a_sheet_does_not_show_are_blank(zeros: bool) -> None:
    def hide(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        if not zeros:
            sheet.hide_zero()

    states = Counter(figure.state for figure in found_in(sheet_with(hide)).report.figures.values())
    assert (states[State.BLANK] > 0) is not zeros


def test_what_is_struck_out_or_raised_in_a_cell_is_no_part_of_its_figure() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        struck, raised = book.add_format({"font_strikeout": True}), book.add_format({"font_script": 1})
        sheet.write_row(0, 0, ["甲", "乙", "丙", "丁", "戊"])
        sheet.write_rich_string(1, 0, struck, "151", "152")
        sheet.write_rich_string(1, 1, "5", raised, "1")
        sheet.write_number(1, 2, 44, struck)
        sheet.write_string(1, 3, "33", struck)
        sheet.write_number(1, 4, 7, raised)
    told, table = read(stream.getvalue(), "xlsx")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells if cell.row == 1] == ["152", "5¹", "", "", "7"]
    assert isinstance(told, Paragraph)
    assert told.text == "有划掉的文字没有读：1514433；请对照原件。"


@pytest.mark.parametrize(
    ("flags", "shift", "told"), [(0, 0, "已经损坏"), (8, 0, "划掉的字"), (0, 1, "上标"), (0, 2, "下标")]
)
def test_an_old_workbook_with_words_struck_out_or_raised_needs_libreoffice(
    monkeypatch: pytest.MonkeyPatch, flags: int, shift: int, told: str
) -> None:
    font = struct.pack("<HHHHHHHBBBxBB", 0x31, 16 + 4, 220, flags, 8, 400, shift, 0, 2, 0, 2, 1)
    data = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + font + "宋体".encode("utf-16-le") + bytes(600)
    monkeypatch.setattr(office, "_program", lambda: None)
    monkeypatch.setattr("nianbao.read.confined.read", refuse)
    with pytest.raises(Unreadable, match=told):
        read(data, "xls")


FONT = struct.pack("<HHHHHHHBBBxBB", 0x31, 16 + 4, 220, 0, 9, 400, 0, 0, 2, 0, 2, 1) + "宋体".encode(
    "utf-16-le"
)
CODE = "0;-0;;@"
FORMAT = struct.pack("<HHHHB", 0x41E, 5 + len(CODE), 164, len(CODE), 0) + CODE.encode()


@pytest.mark.parametrize(
    ("records", "hides"),
    [
        (b"", False),
        (FONT + struct.pack("<HHHHHxxxxxxxxIxx", 0xE0, 20, 0, 0, 0, 0), True),
        (FONT + struct.pack("<HHHHHxxxxxxxxIxx", 0xE0, 20, 0, 0, 0, 1 << 26), False),
        (FORMAT + struct.pack("<HHHHH14x", 0xE0, 20, 0, 164, 0), True),
        (FORMAT + struct.pack("<HHHHH14x", 0xE0, 20, 0, 0, 0), False),
        (struct.pack("<HHHHHH4xI", 0x208, 16, 3, 0, 9, 255, 0x20), True),
        (struct.pack("<HHHHHHHxx", 0x7D, 12, 2, 3, 2048, 15, 1), True),
        (struct.pack("<HHHHHHHxx", 0x7D, 12, 2, 3, 2048, 15, 0), False),
        (bytes.fromhex("5d002600150012000600"), True),
        (struct.pack("<HHH", 0x23E, 18, 0x6A6), True),
        (struct.pack("<HHH", 0x23E, 18, 0x6B6), False),
        (struct.pack("<HHHH", 0x1B0, 22, 1, 2), True),
        ("Wingdings".encode("utf-16-le"), True),
        (struct.pack("<HHHHHBB", 0x205, 8, 3, 4, 15, 0x2A, 1), True),
        (struct.pack("<HHHHHBxBxxxHHI", 6, 22, 3, 4, 15, 2, 0x17, 0xFFFF, 0, 0), True),
    ],
    ids=[
        "nothing",
        "white",
        "white on blue",
        "format",
        "unused format",
        "row",
        "columns",
        "shown",
        "drawing",
        "no zeros",
        "zeros",
        "condition",
        "font of pictures",
        "error",
        "formula with an error",
    ],
)
def test_an_old_workbook_that_hides_something_is_read_as_it_is_seen(
    monkeypatch: pytest.MonkeyPatch, records: bytes, hides: bool
) -> None:
    data = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + records + bytes(600)
    seen = sheet_with(lambda *_: None)
    monkeypatch.setattr(office, "as_workbook", lambda _: seen)
    monkeypatch.setattr("nianbao.read.confined.read", lambda *_: [])
    assert read(data, "xls") == (read(seen, "xlsx") if hides else [])
    monkeypatch.setattr(office, "as_workbook", refuse)
    told = [block.text for block in read(data, "xls") if isinstance(block, Notice)]
    assert ["是按存的数读的" in text for text in told] == [True] * hides


def refuse(*_: object) -> None:
    raise Unreadable("文件已经损坏", "")


OPEN = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:automatic-styles>
<style:style style:name="gone" style:family="table-cell" style:parent-style-name="base"/>
<style:style style:name="base" style:family="table-cell"><style:text-properties
 style:text-line-through-type="single"/></style:style>
<style:style style:name="old" style:family="text"><style:text-properties
 style:text-line-through-style="solid"/></style:style>
<style:style style:name="up" style:family="text"><style:text-properties
 style:text-position="super 58%"/></style:style>
<style:style style:name="down" style:family="text"><style:text-properties
 style:text-position="-20% 58%"/></style:style>
<style:style style:name="kept" style:family="text"><style:text-properties
 style:text-line-through-type="none"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="表"><table:table-column/><table:table-column
 table:default-cell-style-name="gone"/><table:table-column table:number-columns-repeated="9"/>
<table:table-row>CELLS</table:table-row></table:table></office:spreadsheet></office:body>
</office:document-content>"""

MANIFEST = """<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry
 m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>"""


def test_what_is_struck_out_or_raised_in_an_open_document_is_no_part_of_its_figure() -> None:
    texts = [
        ("", '<text:span text:style-name="old">151</text:span>152'),
        ("", "44"),
        ("", '5<text:span text:style-name="up">1</text:span>'),
        ("", '5<text:span text:style-name="down">1</text:span>'),
        ('table:style-name="gone"', '3<text:span text:style-name="kept">3</text:span>'),
        ("", "7"),
    ]
    cells = [
        f'<table:table-cell office:value-type="string" {style}><text:p>{text}</text:p></table:table-cell>'
        for style, text in texts
    ]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("content.xml", OPEN.replace("CELLS", "".join(cells)))
    told, table = read_here(stream.getvalue())
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["152", "", "5¹", "5₁", "3", "7"]
    assert isinstance(told, Paragraph)
    assert told.text == "有划掉的文字没有读：151443；请对照原件。"


def test_what_lies_below_a_merged_cell_is_told_with_its_address() -> None:
    def cover(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range(90, 8, 91, 9, "合计")
        sheet.write(91, 9, 77)

    (notice,) = found_in(sheet_with(cover)).notices
    assert "有1格被合并的格盖住，里面的内容没有读：J92" in notice


def repacked(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """A workbook with its parts changed, and others put in."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for name in package.namelist():
            other.writestr(name, change(name, package.read(name)))
        for name, content in more.items():
            other.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("part", ["sharedStrings.xml", "styles.xml", "sheet1.xml"])
def test_a_zip_bomb_in_any_part_is_stopped_by_counting(part: str) -> None:
    blanks = b" " * 20_000_001
    bomb = repacked(
        workbook({(0, 0): "甲", (0, 1): "乙"}), lambda n, c: c + blanks if n.endswith(part) else c
    )
    assert len(bomb) < 100_000
    for reader in (lambda: read(bomb, "xlsx"), lambda: grids_of(bomb, "xlsx")):
        with pytest.raises(Unreadable, match="解压后太大"):
            reader()


def test_formulas_are_what_was_stored_and_links_are_not_followed() -> None:
    """Calls, DDE and links to other files: nothing is run, the stored values are read."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as file:
        sheet = file.add_worksheet("表")
        sheet.write_string(0, 0, "甲")
        for x, formula in enumerate(
            [
                "=cmd|'/c calc'!A1",
                "=[1]外!A1",
                '=WEBSERVICE("http://127.0.0.1:9/")',
                '=HYPERLINK("file:///c:/")',
            ],
            1,
        ):
            sheet.write_formula(0, x, formula, None, 7 * x)
    link = b'<externalLink xmlns="x"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    data = repacked(
        stream.getvalue(), lambda _, content: content, **{"xl/externalLinks/externalLink1.xml": link}
    )
    [table] = read(data, "xlsx")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["甲", "7", "14", "21", "28"]
    assert grids_of(data, "xlsx")[0].rows == [["甲", "7", "14", "21", "28"]]


def test_half_a_workbook_is_called_one(report: Report) -> None:
    half = workbook(*(cells for _, cells in grids(report)))[:3000]
    with pytest.raises(Unreadable, match=r"这不是 Excel.*另存为不加密码的 .xlsx"):
        read(half, "xlsx")


def test_a_million_columns_are_refused() -> None:
    wide = ("甲," * 1_000_000 + "\n" + "1," * 1_000_000).encode()
    with pytest.raises(Unreadable, match="太大"):
        grids_of(wide, "csv")


def test_several_organs_in_one_workbook_are_told_with_their_sheets(report: Report) -> None:
    both = [cells for _, cells in grids(report)] * 2
    with pytest.raises(Unreadable, match="不止一份年度报告（主动公开在工作表“Sheet1”、“Sheet4”里都有）"):
        found_in(workbook(*both))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_a_csv_end_as_on_any_system(end: str) -> None:
    [table] = read(f"甲,1{end}乙,2{end}".encode("gbk"), "csv")
    assert isinstance(table, Table)
    assert [(cell.row, cell.text) for cell in table.cells] == [(0, "甲"), (0, "1"), (1, "乙"), (1, "2")]


@pytest.mark.parametrize("text", ["0," * 200_001, "," * 999 + "1\n" + "1,2\n" * 500], ids=["a row", "padded"])
def test_a_csv_of_too_many_cells(text: str) -> None:
    with pytest.raises(Unreadable, match="行或列太多"):
        read(text.encode(), "csv")


def test_a_sheet_of_too_many_columns() -> None:
    with pytest.raises(Unreadable, match="太"):
        grids_of(("月份" + ",3" * 2_000).encode(), "csv")
    assert grids_of(("月份,3" + "," * 5_000).encode(), "csv")


def test_a_sheet_that_is_many(report: Report) -> None:
    """Sheets that are all one part of the file: it would be read for each of them."""

    def many(name: str, content: bytes) -> bytes:
        first, end = content.find(b"<sheet "), content.find(b"</sheets>")
        return (
            content[:end] + content[first:end] * 50 + content[end:] if name == "xl/workbook.xml" else content
        )

    data = repacked(workbook(*(cells for _, cells in grids(report))), many)
    with pytest.raises(Unreadable, match="写了许多遍"):
        read(data, "xlsx")
