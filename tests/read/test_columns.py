"""Long lists: what is read of them, within which bounds, and that people stay where they are."""

from __future__ import annotations

import datetime
import io
import json
import re
from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from nianbao.problem import Unreadable
from nianbao.read.docx import package
from nianbao.read.workbook import columns
from nianbao.read.workbook.listed import BLANK, HIDDEN, LARGEST_FILE, NO_DATE
from nianbao.read.workbook.parts import hidden_rows

JANUARY_5 = datetime.date(2024, 1, 5).toordinal()
HEADS = ["收到日期", "办理结果"]


def here(text: str, private: tuple[str, ...] = ("姓名",)) -> list[list[object]]:
    """The sheets of a text, read in this process."""
    wanted = json.dumps(["csv", HEADS, list(private), ["无"]]).encode()
    return columns.columns_here(text.encode(), wanted)


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-05",
        "2024/1/5",
        "2024.1.5",
        "2024年1月5日",
        "20240105",
        "45296",
        "2024-01-05 09:30",
        "２０２４．１．５",
    ],
)
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    ((_, _, _, found, _),) = here(f"收到日期,办理结果\n{written},甲\n")
    assert found[0][1] == [JANUARY_5]  # type: ignore[index]


@pytest.mark.parametrize(
    "written", ["1月5日", "2024年2月30日", "2024-13-01", "待定", "1024-01-05", "二〇二四年"]
)
def test_what_is_no_day_is_told_as_such(written: str) -> None:
    ((_, _, _, found, _),) = here(f"收到日期,办理结果\n{written},甲\n2024-01-05,乙\n无,丙\n,丁\n")
    assert found[0][1] == [NO_DATE, JANUARY_5, 0, 0]  # type: ignore[index]


def test_rows_are_numbered_as_they_are_shown_and_heads_are_found_below_titles() -> None:
    head = "姓名,收到日期,办理结果\n"
    text = f"某局台账,,\n,,\n{head}\n某甲,2024-01-05,公开\n{head}某乙,2024-01-05,\n"
    ((name, row, rows, found, hidden),) = here(text)
    assert [name, row, rows, hidden] == ["", 3, [5, 7], 0]
    assert found[0] == ["姓名", None, [], None]  # type: ignore[index]
    assert found[2] == ["办理结果", None, ["公开"], [0, BLANK]]  # type: ignore[index]


def test_numbers_and_columns_with_many_words_stay_in_the_process() -> None:
    many = "\n".join(f"2024-01-05,某某{chr(0x4E00 + at)}" for at in range(70))
    ((_, _, _, found, _),) = here(f"收到日期,办理结果\n{many}\n")
    assert found[1][2:] == [[], None]  # type: ignore[index]
    ((_, _, _, found, _),) = here(
        "收到日期,办理结果\n2024-01-05,13912345678\n2024-01-05,公开\n2024-01-05,a@b.cn\n"
    )
    assert found[1] == ["办理结果", None, [], None]  # type: ignore[index]
    ((_, _, _, found, _),) = here("收到日期,办理结果\n2024-01-05,电13912345678\n2024-01-05,公开\n")
    assert found[1] == ["办理结果", None, ["公开"], [HIDDEN, 0]]  # type: ignore[index]
    ((_, _, _, found, _),) = here("收到日期,办理结果\n2024-01-05,8801\n2024-01-05,公开\n")
    assert found[1] == ["办理结果", None, ["公开"], [HIDDEN, 0]]  # type: ignore[index]


def workbook(change: tuple[str, str]) -> bytes:
    """A small workbook with something in its sheet replaced."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ["2024-01-05", "公开"])
        sheet.write_formula(2, 1, "=cmd|'/c calc'!A1", None, "部分公开")
    old, new = ZipFile(stream), io.BytesIO()
    with ZipFile(new, "w", ZIP_DEFLATED) as made:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = re.sub(change[0].encode(), change[1].encode(), data)
            made.writestr(name, data)
    return new.getvalue()


def test_a_formula_is_the_value_that_is_stored_with_it() -> None:
    (sheet,) = columns.read(workbook(("x", "x")), "xlsx", HEADS, (), ())
    assert list(sheet.columns[1].values) == ["公开", "部分公开"]


@pytest.mark.parametrize("at_once", [1_000_000, 7])
def test_hidden_rows_are_counted_if_something_stands_in_them(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "_CHUNK", at_once)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, hidden in (("台账", (1, 3, 9)), ("二", ())):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADS)
            for row in range(1, 5):
                sheet.write_row(row, 0, ["2024-01-05", "公开"])
            for row in hidden:
                sheet.set_row(row, None, None, {"hidden": True})
    wanted = json.dumps(["xlsx", HEADS, [], []]).encode()
    assert [sheet[-1] for sheet in columns.columns_here(stream.getvalue(), wanted)] == [2, 0]


@pytest.mark.parametrize("at_once", [1_000_000, 7])
def test_hidden_rows_of_an_open_document_are_known(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_CHUNK", at_once)
    row, stream = '<table:table-row table:style-name="ro1"', io.BytesIO()
    first = f'{row}/>{row} table:number-rows-repeated="2" table:visibility="collapse"/>{row}/>'
    second = f'{row} table:visibility="filter"><table:table-cell/></table:table-row>'
    with ZipFile(stream, "w") as made:
        made.writestr(
            "content.xml",
            f'<table:table table:name="一 &amp; 二"><table:table-column/>{first}</table:table>'
            f'<table:table table:style-name="t" table:name="三">{second}</table:table>',
        )
    assert hidden_rows(stream.getvalue()) == {"一 & 二": [2, 3], "三": [1]}


@pytest.mark.parametrize(
    "change",
    [
        ('r="B3"', 'r="XFD1048576"'),  # a cell at the far end: the sheet has 17 thousand million
        ("<sheetData>", "<sheetData><![CDATA["),
        ("</row>", "</row>" + " " * 50_000_000),
    ],
    ids=["far", "broken", "blown"],
)
@pytest.mark.takes_turns
def test_a_hostile_workbook_gives_one_sentence_or_its_values(change: tuple[str, str]) -> None:
    data = workbook(change)
    with suppress(Unreadable):
        assert all(len(sheet.rows) <= 2 for sheet in columns.read(data, "xlsx", HEADS, (), ()))


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(Unreadable, match="太大"):
        columns.read(b" " * (LARGEST_FILE + 1), "csv", HEADS, (), ())
