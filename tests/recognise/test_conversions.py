"""What programs make of published reports: read right where nothing is lost, and never wrong."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import groupby

import pytest

from nianbao.model.figure import UNKNOWN, parse
from nianbao.model.report import Report
from nianbao.read import read
from nianbao.read.blocks import Block, Table
from nianbao.recognise import recognise
from tests.printed import distinct, page
from tests.recognise import drawn, lists, narrow, wordings
from tests.recognise.conversions import (
    FULL,
    IN_PLACE,
    WITHOUT_BLANKS,
    Conversion,
    bar_ends_line,
    cells_repeated,
    cells_repeated_apart,
    cells_together,
    row_filled,
    rows_with_spaces,
)
from tests.recognise.files import tabbed_text, web_page
from tests.recognise.test_damage import MARKS, compared, text_of
from tests.recognise.wordings import TOLD, WORDINGS, Wording
from tests.roundtrip.test_roundtrip import as_printed
from tests.soak import SOAKING, is_turn

FORMS = ("2019", "2021")
WAYS = (("2019", "distinct"), ("2021", "distinct"), ("2019", "few"), ("2021", "totals"), ("2021", "marks"))
NOTHING_LOST = (*FULL, *narrow.FULL, *drawn.FULL, *lists.FULL)
BLANKS_TOLD = (*IN_PLACE, *narrow.IN_PLACE, *drawn.IN_PLACE, *lists.IN_PLACE)
CONVERSIONS = (
    *NOTHING_LOST,
    *BLANKS_TOLD,
    *WITHOUT_BLANKS,
    *narrow.WITHOUT_BLANKS,
    *drawn.WITHOUT_BLANKS,
    *lists.WITHOUT_BLANKS,
)
NAME = "青溪县水利局2024年政府信息公开工作年度报告"


def filled(form: str, how: str) -> Report:
    """A report with distinct figures, with totals alone, with few, or with marks and remarks among them."""
    report = distinct(form)
    texts = {
        "totals": lambda cell, at: str(at % 9) if cell.endswith("total") else "",
        "few": lambda cell, at: str(at % 9) if cell.endswith(("natural_person", "total")) else "",
        "marks": lambda cell, at: MARKS[(at * 7 + at // 5) % len(MARKS)],
    }
    if how not in texts:
        return report
    return report.with_figures(
        {cell: parse(texts[how](cell, at)) for at, cell in enumerate(report.form.cells)}
    )


@cache
def published(form: str, how: str) -> tuple[Report, dict[str, list[str]], list[Block]]:
    """Such a report, its text and its page as it is read: once for all conversions, which change none."""
    report = filled(form, how)
    return report, text_of(as_printed(report)), read(page(report).encode(), "html")


@pytest.mark.parametrize("conversion", CONVERSIONS, ids=lambda made: made.__name__)
def test_converted(conversion: Conversion) -> None:
    """In make test with all figures distinct in either form, or with some missing, in turns."""
    number = CONVERSIONS.index(conversion)
    in_turn = WAYS[number // 2 % 2] if is_turn(number) else WAYS[2 + number // 2 % 3]
    for form, how in WAYS if SOAKING else (in_turn,):
        report, text, blocks = published(form, how)
        found = recognise(read(conversion(blocks), "md"), NAME)
        counts = compared(report.all_figures(), found.report)
        case = (conversion.__name__, form, how)
        assert counts["wrong"] == 0, case
        if how == "distinct" or conversion in NOTHING_LOST:
            assert counts["unknown"] == 0, case
            assert found.unplaced == (), case
            assert text_of(found.report) == text, case
            assert found.report.headings == {}, case
        elif conversion in BLANKS_TOLD and how != "marks":
            assert counts["unknown"] == 0, case


def test_a_portal_hands_out_the_page_and_its_words() -> None:
    report, _, _ = published("2021", "distinct")
    body = page(report).partition("<body>")[2].partition("</body>")[0]
    words = " ".join(re.sub("<[^<>]*>", " ", body).split())
    data = {"id": 7, "words": words, "data": {"html": body, "raw": f"{words}\n"}}
    found = recognise(read(json.dumps(data).encode(), "json"), NAME)
    assert compared(report.all_figures(), found.report) == Counter(right=len(report.form.cells))
    assert text_of(found.report) == text_of(as_printed(report))


@pytest.mark.parametrize(
    "rows",
    [
        '{{"填报单位": "{}", "年度": 2024, "数据": [{}]}}',
        "<?xml version='1.0'?><x><填报单位>{}</填报单位><年度>2024</年度><d>{}</d></x>",
    ],
)
def test_organ_and_year_are_fields_of_data(rows: str) -> None:
    cell = (
        '{{"项目": "{0}", "指标": "{1}", "值": 3}}'
        if rows[0] == "{"
        else "<r><a>{0}</a><b>{1}</b><c>3</c></r>"
    )
    names = [(row, head) for row in ("（一）予以公开", "（七）总计") for head in ("自然人", "商业企业")]
    made = [cell.format(*each) for each in names]
    data = rows.format("青溪县水利局", (", " if rows[0] == "{" else "").join(made))
    found = recognise(read(data.encode(), "xml"), "无题").report
    assert (found.agency, found.year) == ("青溪县水利局", 2024)
    assert found.figures["applications.granted.natural_person"] == parse("3")


def test_an_empty_line_ends_each_row() -> None:
    report, _, blocks = published("2019", "few")
    found = recognise(read(drawn.cell_a_line_ended(blocks), "txt"), NAME)
    assert compared(report.all_figures(), found.report) == Counter(right=len(report.form.cells))


def test_places_beside_labels_are_told_from_blanks() -> None:
    """A row in which a blank is lost or added is not read; the others are."""
    report = distinct("2021").with_figures(
        {cell: parse("") for cell in distinct("2021").form.cells if cell.endswith("natural_person")}
    )
    text = lists.places_beside(read(page(report).encode(), "html")).decode()
    found = recognise(read(text.encode(), "md"), NAME)
    assert compared(report.all_figures(), found.report) == Counter(right=len(report.form.cells))
    row = next(line for line in text.split("\n") if "（七）总计" in line)
    for other in (row.replace("|  | ", "| ", 1), row.replace("|  | ", "|  |  | ", 1), f"{row}  |"):
        found = recognise(read(text.replace(row, other).encode(), "md"), NAME)
        counts = compared(report.all_figures(), found.report)
        assert (counts["wrong"], counts["unknown"]) == (0, 7)


def barred(blocks: list[Block]) -> str:
    """Rows between bars, with an empty cell for each further column of a wide one and none for those that
    are covered from above."""
    lines: list[str] = []
    for block in blocks:
        if not isinstance(block, Table):
            lines += [block.text, ""]
            continue
        rows = sorted(block.cells, key=lambda cell: (cell.row, cell.column))
        for _, cells in groupby(rows, key=lambda cell: cell.row):
            texts = ["".join(t.split()) for cell in cells for t in (cell.text, *[""] * (cell.columns - 1))]
            lines.append(f"| {' | '.join(texts)} |")
        lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("form", "row", "lines"),
    [
        ("2021", "disclosure.normative_documents", ["| 行政规范性文件 | 55 |  | 40 |  |"]),
        (
            "2021",
            "applications.granted",
            ["| 三、本年度办理结果 | （一）予以公开 |  |  | 2 |  |  |  |  |  | 2 |"],
        ),
        (
            "2021",
            "applications.unprocessed_petition",
            ["| （五）不予处理 | 1.信访举报投诉类申请 |  | 3 |  | 5 |  |  | 2 | 7 |"],
        ),
        ("2019", "disclosure.fees", ["| 行政事业性收费 | +58 |  |", "| 政府集中采购 |  | 66 |  |"]),
        ("2019", "disclosure.procurement", ["| 行政事业性收费 |  | -37 |  |", "| 政府集中采购 | 23 |  |"]),
    ],
)
def test_a_row_that_lost_or_gained_an_empty_cell_is_unknown(form: str, row: str, lines: list[str]) -> None:
    report = distinct(form)
    text = barred(read(page(report).encode(), "html"))
    assert compared(report.all_figures(), recognise(read(text.encode(), "md"), NAME).report)["unknown"] == 0
    for line in lines:
        label = next(part for part in reversed(line.split(" | ")) if re.search("[一-龥]", part)).strip("| ")
        whole = next(each for each in text.split("\n") if label in each)
        text = text.replace(whole, line)
    found = recognise(read(text.encode(), "md"), NAME).report
    cells = [cell for cell in report.form.cells if cell.startswith(f"{row}.")]
    assert {found.figures.get(cell, UNKNOWN) for cell in cells} == {UNKNOWN}


def test_figures_below_all_heads_that_are_one_more_are_unknown() -> None:
    report = distinct("2021")
    text = barred(read(page(report).encode(), "html"))
    line = text.strip().split("四、政府信息公开行政复议")[1].split("\n\n")[1].split("\n")[-1]
    damaged = "|  | 5 |  |  | 4 | 9 | 2 |  |  | 5 | 7 | 9 |  | 8 |  | 17 |"
    found = recognise(read(text.replace(line, damaged).encode(), "md"), NAME).report
    told = {found.figures.get(cell, UNKNOWN) for cell in report.form.cells if cell.startswith("disputes")}
    assert told == {UNKNOWN}


@pytest.mark.parametrize("writer", [cells_repeated, cells_repeated_apart])
def test_merged_cells_are_repeated(writer: Conversion) -> None:
    report, _, blocks = published("2021", "distinct")
    found = recognise(read(writer(blocks), "txt"), NAME)
    assert compared(report.all_figures(), found.report)["wrong"] == 0
    rows = ("licences", "penalties", "coercive_measures")
    told = {cell: each for cell, each in report.figures.items() if cell.split(".")[1] in rows}
    assert len(told) == len(rows)
    assert told.items() <= found.report.figures.items()


@pytest.mark.parametrize("writer", [cells_repeated, cells_repeated_apart, rows_with_spaces])
@pytest.mark.parametrize("numbers", [(107, 238, 309), (77, 33, 55), (11, 20, 4), (222, 13, 1)])
def test_digits_set_apart_are_no_copies(writer: Conversion, numbers: tuple[int, ...]) -> None:
    report, _, blocks = published("2021", "distinct")
    text = writer(blocks).decode()
    wanted = dict(zip(("licences", "penalties", "coercive_measures"), numbers, strict=True))
    for row, number in wanted.items():
        figure = report.figures[f"disclosure.{row}.decisions"].number
        between = "\n" if writer is cells_repeated_apart else " "
        text = re.sub(f"{figure}({between}{figure})*", between.join(str(number)), text)
    seen = recognise(read(text.encode(), "txt"), NAME).report.figures
    for row, number in wanted.items():
        found = seen.get(f"disclosure.{row}.decisions", UNKNOWN)
        assert found is UNKNOWN or found.number == number


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda made: made.__name__)
@pytest.mark.takes_turns
def test_worded(wording: Wording) -> None:
    for at, writer in enumerate((web_page, tabbed_text, row_filled, bar_ends_line, cells_together)):
        report, _, blocks = published(FORMS[at % 2], "distinct")
        blocks = wording(blocks)
        kind = "html" if writer is web_page else "txt"
        found = recognise(read(writer(blocks), kind), NAME)
        counts = compared(report.all_figures(), found.report)
        case = (wording.__name__, writer.__name__)
        assert counts == Counter(right=len(report.form.cells)), case
        assert (found.report.agency, found.report.year) == (report.agency, report.year), case
        assert all(found.report.heading(section.id) for section in report.form.numbered), case


@pytest.mark.parametrize("wording", TOLD, ids=lambda made: made.__name__)
@pytest.mark.takes_turns
def test_read_or_told(wording: Wording) -> None:
    for writer in (web_page, tabbed_text, row_filled, bar_ends_line, cells_together):
        report, text, blocks = published("2021", "distinct")
        blocks = wording(blocks)
        found = recognise(read(writer(blocks), "html" if writer is web_page else "txt"), NAME)
        counts = compared(report.all_figures(), found.report)
        assert counts["wrong"] == 0, writer.__name__
        kept = text_of(found.report) != text  # as words
        assert found.unplaced or kept or not counts["unknown"], writer.__name__


def test_the_name_of_the_file_tells_what_the_text_does_not() -> None:
    blocks = read(page(distinct("2021")).encode(), "html")[1:-2]
    assert recognise(blocks, "青溪县水利局2022年报").report.agency == "青溪县水利局"
    found = recognise(blocks, "2022年报")
    assert found.report.agency == "?"
    assert [unplaced.place for unplaced in found.unplaced] == ["机关的名称"]


def test_columns_of_another_form_are_not_taken_for_this_ones() -> None:
    report = distinct("2021")
    blocks = wordings.columns_of_2019(read(page(report).encode(), "html"))
    for writer, kind in ((web_page, "html"), (row_filled, "txt"), (cells_together, "txt")):
        found = recognise(read(writer(blocks), kind))
        assert compared(report.all_figures(), found.report) == Counter(right=194, unknown=6)
        assert [unplaced.place.partition("“")[2] for unplaced in found.unplaced] == [
            "规章”一行",
            "行政规范性文件”一行",
        ]
