"""Blocks as spreadsheets and people write them, placed where they belong; only figures are entered."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.desk.table.pasted_block import PlacedBlock, place_block
from nianbao.desk.table.tabular import cells_as_text, parse_cells
from nianbao.model.figure import UNKNOWN, Figure, count, parse
from nianbao.model.form import Form
from nianbao.model.grid import grid_of
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from tests.strategies import clean_report, figures

FORM = all_forms()["2021"]
CLEAN = clean_report("2021")
COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other", "total")


def room(section: str, row: int = 0, column: int = 0, form: Form = FORM) -> list[list[str]]:
    """The cells from a place of the printed table on."""
    lines = [[cell.cell.id for cell in line if cell.cell] for line in grid_of(form, section).lines()]
    return [line[column:] for line in lines if line][row:]


def pasted(text: str, section: str, row: int = 0, column: int = 0, report: Report = CLEAN) -> PlacedBlock:
    return place_block(parse_cells(text), room(section, row, column, report.form), report)


def values(paste: PlacedBlock) -> dict[str, str]:
    return {cell: str(figure) for cell, figure in paste.changes.items()}


def in_order(section: str, *texts: str) -> dict[str, str]:
    cells = [cell for row in room(section) for cell in row if cell not in FORM.totals]
    return dict(zip(cells, texts, strict=True))


# ---- text to cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("1\t2\t3\n4\t5\t6\n", [["1", "2", "3"], ["4", "5", "6"]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t\t3\n\t\t\n", [["1", "", "3"], ["", "", ""]]),
        ('"一行\n两行"\t2\n', [["一行\n两行", "2"]]),
        ('"他说""好"""\t2', [['他说"好"', "2"]]),
        ('"三安全"一稳定\t2', [['"三安全"一稳定', "2"]]),
        ('"没有关上\t2\n3\t4', [['"没有关上', "2"], ["3", "4"]]),
        ('"1"\n"2"\n', [["1"], ["2"]]),
        ("1,234\t5,678,901", [["1,234", "5,678,901"]]),
        ("1\n2\n\n3\n", [["1"], ["2"], [""], ["3"]]),
        ("  7  ", [["7"]]),
        ("1 2　3\n4 5 6", [["1", "2", "3"], ["4", "5", "6"]]),
        ("本年 新收 2 0 /", [["本年 新收", "2", "0", "/"]]),
        ("4166.24 万元", [["4166.24 万元"]]),
        ("1,234", [["1,234"]]),
        ("1,234\n56", [["1,234"], ["56"]]),
        ("1,2,3", [["1", "2", "3"]]),
        ("1，2、3", [["1", "2", "3"]]),
        ("1;2；3", [["1", "2", "3"]]),
        ("1,234;5", [["1,234", "5"]]),
        ("| 1 | 2 |\n| 3 | 4 |", [["1", "2"], ["3", "4"]]),
        ("\ufeff1\u200b\t2\x00", [["1", "2"]]),
        ("没有数 的 话", [["没有数 的 话"]]),
        ("", [[""]]),
    ],
)
def test_parse_block(text: str, cells: list[list[str]]) -> None:
    assert parse_cells(text) == cells


@given(st.lists(st.lists(figures(), min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_is_copied_is_pasted_again(block: list[list[Figure]]) -> None:
    again = [[parse(text) for text in row] for row in parse_cells(cells_as_text(block))]
    assert again == [[parse("") if figure == UNKNOWN else figure for figure in row] for row in block]


# ---- by position


def test_a_block_goes_where_the_cursor_is() -> None:
    paste = pasted("1\t2\n3\t4", "applications", row=2, column=1)
    assert values(paste) == {
        "applications.granted.business": "1",
        "applications.granted.research": "2",
        "applications.partly_granted.business": "3",
        "applications.partly_granted.research": "4",
    }
    assert paste.overflow == ()


def test_marks_remarks_and_blanks_are_kept() -> None:
    paste = pasted("22（其中修订16件）\t/\t\n１２\t1,234\t0", "disclosure")
    assert list(values(paste).values()) == ["22（其中修订16件）", "/", "", "12", "1234", "0"]


def test_what_is_no_figure_is_told_and_left_out() -> None:
    paste = pasted("1\t多\n2\t3", "applications")
    assert len(paste.changes) == 3
    assert paste.overflow == ("第1行第2列“多”：不是能填的数。",)


def test_what_has_no_room_is_told() -> None:
    paste = pasted("1\t2\t3\n4\t5\t", "applications", row=24, column=5)
    assert values(paste) == {"applications.carried_out.other": "1"}
    assert [words.partition("：")[0] for words in paste.overflow] == [
        "第1行第3列“3”",
        "第1至2列，1行（第2行）",
        "“结转下年度·总计”",  # the second column of the block stands on the totals
    ]


def test_what_does_not_fit_is_told_by_columns_and_rows_and_a_shift_is_seen() -> None:
    rows = [f"{n}\t0\t0\t0\t0\t0\t{n}" for n in range(1, 6)]
    paste = pasted("\n".join(rows), "applications", row=2, column=1)
    assert paste.overflow[0] == "第7列，5行（第1至5行）：表格里没有位置。"
    assert paste.hint == "看来错开一列：从左边的“自然人”一列起粘贴，就全都放得下。"
    assert pasted("\n".join(rows), "applications", row=2).hint == ""
    assert pasted("1\tx\n2\tx\n3\tx", "applications").overflow == (
        "第2列“x”，3处（第1至3行）：不是能填的数。",
    )


def test_a_block_without_figures_changes_nothing() -> None:
    assert pasted("", "applications") == PlacedBlock({})
    assert pasted("随便什么话", "applications").changes == {}
    assert place_block([["1"]], [], CLEAN) == PlacedBlock({})


# ---- totals


def test_totals_of_the_rows_are_compared_and_not_entered() -> None:
    paste = pasted("1\t2\t0\t0\t0\t0\t3\n1\t0\t0\t0\t0\t0\t2", "applications")
    assert len(paste.changes) == 12
    assert paste.overflow == ("“上年结转·总计”：复制来的是2，各项相加是1；总计由程序计算，不填。",)


def test_six_columns_need_no_totals() -> None:
    paste = pasted("1\t2\t0\t0\t0\t0", "applications")
    assert len(paste.changes) == 6
    assert paste.overflow == ()


def column(*skipped: int) -> str:
    """A column for 自然人 of all 25 rows: 一 21, 21 outcomes of 1, （七） 21."""
    numbers = [21, 0, *([1] * 21), 21, 0]
    return "\n".join(str(number) for n, number in enumerate(numbers) if n not in skipped)


@pytest.mark.parametrize("text", [column(), column(23)])
def test_a_column_with_and_without_the_total_of_outcomes(text: str) -> None:
    paste = pasted(text, "applications")
    assert paste.overflow == ()
    assert len(paste.changes) == 24
    assert paste.changes["applications.other_reasons.natural_person"] == count(1)
    assert paste.changes["applications.carried_out.natural_person"] == count(0)


def test_the_last_rows_with_the_total_and_without() -> None:
    assert values(pasted("5\n5\n2", "applications", row=22)) == {
        "applications.other_reasons.natural_person": "5",
        "applications.carried_out.natural_person": "2",
    }
    assert values(pasted("5\n2", "applications", row=22)) == {
        "applications.other_reasons.natural_person": "5",
        "applications.carried_out.natural_person": "2",
    }


FIFTEEN = "25\t3\t8\t0\t36\t3\t3\t0\t0\t6\t3\t0\t0\t0\t3"
TWELVE = "25\t3\t8\t0\t3\t3\t0\t0\t3\t0\t0\t0"


@pytest.mark.parametrize(
    "text",
    [
        FIFTEEN,
        TWELVE,
        FIFTEEN.replace("\t", "\n"),
        TWELVE.replace("\t", "\n"),
        TWELVE.replace("\t", " "),
        "25\t3\t8\t0\t36\n3\t3\t0\t0\t6\n3\t0\t0\t0\t3",
        "25\t3\t8\t0\n3\t3\t0\t0\n3\t0\t0\t0",
    ],
)
def test_table_four_in_every_shape(text: str) -> None:
    paste = pasted(text, "disputes")
    assert paste.overflow == ()
    assert values(paste) == in_order("disputes", *TWELVE.split("\t"))


@pytest.mark.parametrize(
    "text", ["0,0,0,58,45,546,2418,644,64,4166.241619", "0\n0\n0\n58\n45\n546\n2418\n644\n64\n4166.241619"]
)
def test_table_two_as_one_list(text: str) -> None:
    paste = pasted(text, "disclosure")
    assert paste.overflow == ()
    assert " ".join(values(paste).values()) == "0 0 0 58 45 546 2418 644 64 4166.241619"


# ---- with labels


def whole(form: Form, section: str, report: Report) -> str:
    """The printed table as a spreadsheet copies it: merged cells have their text in the first place."""
    grid = grid_of(form, section)
    cells = [[""] * grid.width for _ in range(grid.height)]
    for cell in grid.cells:
        text = str(report.figure(cell.cell.id)) if cell.cell else cell.label
        cells[cell.row][cell.column] = text
    return "\n".join("\t".join(row) for row in cells) + "\n"


def filled(form: Form) -> Report:
    """A report in which every figure differs from its neighbours."""
    typed = [cell for cell in form.cells if cell not in form.totals]
    return Report(form, "某局", form.first_year, figures={cell: count(n) for n, cell in enumerate(typed)})


@pytest.mark.parametrize("form_id", ["2019", "2021"])
@pytest.mark.parametrize("section", ["disclosure", "applications", "disputes"])
@pytest.mark.parametrize("row", [0, 3])
def test_a_whole_table_with_heads_and_labels(form_id: str, section: str, row: int) -> None:
    form = all_forms()[form_id]
    report = filled(form)
    if section == "disputes":
        row = 0  # its one line has no labels beside it
    paste = pasted(whole(form, section, report), section, row=row, report=report)
    assert paste.overflow == ()
    assert paste.changes == {
        cell: figure for cell, figure in report.figures.items() if cell.startswith(section)
    }


def test_labels_are_stronger_than_the_cursor() -> None:
    paste = pasted(
        "本年新收\t2\t0\t0\t0\t0\t0\n四、结转下年度继续办理\t1\t0\t0\t0\t0\t0", "applications", row=9
    )
    assert {cell for cell, text in values(paste).items() if text != "0"} == {
        "applications.received.natural_person",
        "applications.carried_out.natural_person",
    }


def test_one_labelled_column_goes_to_the_column_of_the_cursor() -> None:
    paste = pasted("（一）予以公开\t4\n2.重复申请\t5", "applications", row=0, column=1)
    assert values(paste) == {
        "applications.granted.business": "4",
        "applications.unprocessed_repeated.business": "5",
    }


def test_labels_of_the_office_are_dropped_and_the_rows_stay_in_order() -> None:
    paste = pasted("科室\t数量甲\t数量乙\n第一科室\t4\t1\n第二科室\t5\t2", "applications", row=2)
    assert list(values(paste).items())[::2] == [
        ("applications.granted.natural_person", "4"),
        ("applications.partly_granted.natural_person", "5"),
    ]


def test_a_labelled_row_that_is_blank_is_not_taken_for_a_head() -> None:
    text = "1.本机关不掌握相关政府信息\t\t\t\t\t\t\t\n2.没有现成信息需要另行制作\t1\t0\t0\t0\t0\t0\t1"
    paste = pasted(text, "applications")
    assert values(paste)["applications.unavailable_not_held.natural_person"] == ""
    assert values(paste)["applications.unavailable_to_be_made.natural_person"] == "1"
    assert paste.overflow == ()


def test_marks_of_two_characters_are_data() -> None:
    old = clean_report("2019")
    paste = place_block([["90", "减", "90"]], room("disclosure", 5, 0, old.form), old)
    assert len(paste.changes) == 2
    assert "减" in paste.overflow[0]


def test_a_huge_block_is_told_in_few_words() -> None:
    paste = place_block([["1"] * 100] * 100, room("applications"), CLEAN)
    assert len(paste.changes) == 144
    assert len(paste.overflow) < 10 + len(FORM.totals)


@given(
    block=st.lists(
        st.lists(st.sampled_from(["1", "", "一、本年新收", "减", "/", "总计", "x" * 9]), max_size=9),
        max_size=9,
    ),
    row=st.integers(0, 24),
    column=st.integers(0, 6),
)
def test_only_figures_get_into_cells_and_never_into_totals(
    block: Sequence[Sequence[str]], row: int, column: int
) -> None:
    paste = place_block(block, room("applications", row, column), CLEAN)
    assert not paste.changes.keys() & FORM.totals.keys()
    assert {str(figure) for figure in paste.changes.values()} <= {"1", "", "/"}


def test_a_cell_longer_than_any_figure_is_told_in_short() -> None:
    found = pasted(f"1\t22（{'甲' * 900}）\t3", "applications")
    assert values(found) == {
        "applications.received.natural_person": "1",
        "applications.received.research": "3",
    }
    (told,) = found.overflow
    assert "一格最多200个字" in told
    assert len(told) < 120
