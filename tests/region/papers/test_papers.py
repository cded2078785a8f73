"""What goes out of a region: every member stands in it as it stands, nobody else, word for word."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from nianbao.dataset.questions import usual
from nianbao.model.figure import BLANK, count
from nianbao.model.finding import Level
from nianbao.publish.render import render_page
from nianbao.region.collected import Collected, Told
from nianbao.region.papers import charts, feedback, paper, reminder, summary
from nianbao.region.papers.book import FINDINGS, MISSING, SUMS, UNKNOWN, book
from nianbao.region.papers.standing import State, standing_of, standings
from nianbao.region.sums import Sums
from nianbao.words import letters
from nianbao.write.page import Page
from nianbao.write.xlsx.book import Book, BookCell
from tests.region.generated import BELOW, DISTRICT, OFFICE, ORGANS, SCHOOLS, SUMMED, WATER, made

DAY = datetime.date(2025, 2, 5)
ORDER = paper.Order("typst", DAY)
GRANTED = "applications.granted.natural_person"
LICENCES = "disclosure.licences.decisions"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """One member's report is missing, one has an error, one left a cell blank."""
    whole = made(tmp_path_factory.mktemp("region"), 2024, seed=3, mistreated=False)
    whole.files.pop(WATER).unlink()
    whole.put(SCHOOLS, whole.reports[SCHOOLS].with_figures({GRANTED: count(777)}))
    whole.put(OFFICE, whole.reports[OFFICE].with_figures({LICENCES: BLANK}))
    return whole.collected()


def test_how_members_stand(collected: Collected) -> None:
    found = {each.name: each for each in standings(collected)}
    assert set(found) == {*ORGANS, *SUMMED}
    assert {name for name, each in found.items() if each.state is State.MISSING} == {WATER, *SUMMED}
    assert found[SCHOOLS].state is State.BROKEN
    assert found[SCHOOLS].errors == sum(
        told.level is Level.ERROR
        for each in collected.everybody()
        if each.name == SCHOOLS
        for told in each.findings
    )
    assert {each.name for each in found.values() if each.parent == DISTRICT} == set(BELOW[DISTRICT])
    assert [each.depth for each in found.values()].count(0) == len(collected.members)


def test_the_list_names_whom_it_urges_and_nobody_else(collected: Collected) -> None:
    everybody = standings(collected)
    page = reminder.html(collected, everybody, DAY)
    urged = {each.name for each in everybody if each.urged}
    missing, again = reminder.urged(everybody)
    assert {each.name for each in missing.lines} == {WATER, *SUMMED}
    assert {each.name for each in again.lines} == {SCHOOLS, OFFICE}
    assert {name for name in (*ORGANS, *SUMMED) if f">{name}</th>" in page} == urged
    assert f"下列{len(urged)}个单位" in page


def test_nobody_to_urge_makes_no_list(tmp_path: Path) -> None:
    whole = made(tmp_path, 2024, seed=3, mistreated=False).collected()
    members = [each for each in standings(whole) if each.name not in SUMMED]
    assert list(paper.of_reminder(whole, members, ORDER)) == []


def test_the_summary_has_every_member_and_what_is_unknown(collected: Collected) -> None:
    page = summary.html(collected, standings(collected), DAY, {2023: replace_year(collected)})
    for member in collected.members:
        assert f'<th scope="row">{member.name}</th>' in page
    known = Sums(collected).of_cells[LICENCES].known
    assert f"不知道（其余{known}）" in page
    assert f"缺{WATER}、{OFFICE}的数" in page
    assert '<th scope="col">2023年</th>' in page
    assert "所属3个，收到3个" in page
    assert ">T301</th>" in page


def test_bars_are_the_figures_of_the_members_largest_first(collected: Collected) -> None:
    drawn = charts.by_member(collected)
    assert drawn is not None
    assert {line.label for line in drawn.lines} == {each.name for each in collected.members}
    assert (drawn.lines[-1].label, drawn.lines[-1].text) == (WATER, "不详")
    widths = [line.width or 0 for line in drawn.lines]
    assert widths == sorted(widths, reverse=True)
    assert sum(int(line.text) for line in drawn.lines[:-1]) == Sums(collected).of_cells[usual()].known
    many = replace(collected, members=collected.members * 3)
    shorter = charts.by_member(many)
    assert shorter is not None
    assert shorter.lines[-1].label == f"其余{len(many.members) - 12}个单位"
    over = charts.by_year(collected, {2023: replace_year(collected)})
    assert over is not None
    assert [line.label for line in over.lines][1:3] == ["2023年", "2024年"]
    assert charts.by_year(collected, {}) is None


def replace_year(collected: Collected) -> Collected:
    return replace(collected, region=replace(collected.region, year=2023))


def test_what_a_member_is_told_fits_on_one_page(collected: Collected) -> None:
    [school] = [each for each in collected.everybody() if each.name == SCHOOLS]
    many = tuple(
        Told(
            "T301",
            Level.ERROR,
            "“自然人”列：一(5)＋二(0)＝5，（七）(4)＋四(0)＝4，相差1。" * 2,
            "applications",
        )
        for _ in range(40)
    )
    member = standing_of(collected, replace(school, findings=many), "青溪市")
    data = render_page(Page(feedback.html(collected, member, DAY), "typst", DAY), "pdf")
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_bounded()
    assert "核对发现错误40条" in re.sub(r"\s", "", text)
    assert "条没有列出（T301）" in re.sub(r"\s", "", text)


def test_all_papers_become_files_that_are_read_back(collected: Collected) -> None:
    everybody = standings(collected)
    papers = [
        *paper.of_summary(collected, everybody, ORDER, {2023: replace_year(collected)}),
        *paper.of_reminder(collected, everybody, ORDER),
        *paper.of_feedback(collected, everybody, ORDER),
    ]
    assert len({each.at for each in papers}) == len(papers) == 2 + 2 + 2 * len(ORGANS)
    for each in papers[:5]:
        [new, done] = paper.make(ORDER, each)
        assert (new.name, done.code) == (Path(each.at).name, 0)  # type: ignore[union-attr]


# ---- the workbook


@pytest.fixture(scope="module")
def workbook(collected: Collected) -> Book:
    return book(collected, standings(collected), DAY)


def test_the_workbook_is_read_back(collected: Collected, workbook: Book) -> None:
    assert paper.workbook(collected, standings(collected), DAY).startswith(b"PK")
    assert [sheet.name for sheet in workbook.sheets] == [
        SUMS, "云岭县", "云岭县石桥镇", DISTRICT, MISSING, FINDINGS,
    ]  # fmt: skip


def test_the_sums_at_work_are_those_of_the_region(collected: Collected, workbook: Book) -> None:
    sums, sheet = Sums(collected).of_cells, workbook.sheets[0]
    cells = {(cell.row, cell.column): cell for cell in sheet.cells}
    totals = [cell for (_, column), cell in sorted(cells.items()) if column == 3][1:]
    for total, found in zip(totals, sums.values(), strict=True):
        wanted = UNKNOWN if found.figure.number is None else float(found.figure.number)
        assert total.value == wanted
        assert _worked_out(total, cells) == wanted
    assert {total.value for total in totals} > {UNKNOWN}


def _worked_out(total: BookCell, cells: dict[tuple[int, int], BookCell]) -> object:
    """What the formula comes to, by its own words."""
    if not total.formula:
        return total.value
    ranges, number = (
        re.findall(r"[(,]([A-Z]+\d+:[A-Z]+\d+)[),]", total.formula),
        re.search(r"=(\d+),", total.formula),
    )
    values = [cell.value for each in dict.fromkeys(ranges) for cell in _in(each, cells)]
    assert number is not None
    known = [value for value in values if isinstance(value, int | float) or value == "/"]
    if len(known) != int(number[1]):
        return UNKNOWN
    return sum(value for value in known if not isinstance(value, str))


def _in(area: str, cells: dict[tuple[int, int], BookCell]) -> Iterator[BookCell]:
    first, last = area.split(":")
    names = {letters(column): column for column in range(60)}
    row = int(re.sub(r"\D", "", first)) - 1
    for column in range(names[re.sub(r"\d", "", first)], names[re.sub(r"\d", "", last)] + 1):
        yield cells[row, column]


def test_a_region_below_comes_from_its_own_sheet(workbook: Book) -> None:
    column = next(cell.column for cell in workbook.sheets[0].cells if cell.value == DISTRICT)
    linked = [cell for cell in workbook.sheets[0].cells if cell.column == column and cell.row > 1]
    own = {cell.row: cell for cell in workbook.sheets[3].cells if cell.column == 3}
    assert all(cell.formula == f"'{DISTRICT}'!D{cell.row + 1}" for cell in linked)
    assert [cell.value for cell in linked] == [own[cell.row].value for cell in linked]


def test_every_finding_stands_on_its_sheet(collected: Collected, workbook: Book) -> None:
    told = [(each.name, one.code) for each in collected.everybody() for one in each.findings]
    rows: dict[int, dict[int, object]] = {}
    for cell in workbook.sheets[-1].cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.value
    assert sorted((row[0], row[2]) for at, row in rows.items() if at) == sorted(told)
    names = {cell.value for cell in workbook.sheets[-2].cells if not cell.column and cell.row}
    assert names >= {WATER, SCHOOLS, *SUMMED}
