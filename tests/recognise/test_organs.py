"""Workbooks with the reports of several organs: one by its name, all for a region, never two mixed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

import pytest

from nianbao.files import documents
from nianbao.files.report_toml import load
from nianbao.files.source import Source
from nianbao.jobs.parts import Done
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.problem import InputError, SeveralReports
from nianbao.region import work
from nianbao.region.collected import File, Found
from tests.recognise.workbooks import Book, Sheet, as_file, book_of

SAMPLE = load(next((Path(__file__).parents[2] / "sample_inputs").glob("005-*.toml")))
CELL = "disclosure.licences.decisions"


def report_of(agency: str, number: int) -> Report:
    return replace(SAMPLE, agency=agency, title=None).with_figures({CELL: count(number)})


REPORTS = {"教育局": report_of("青溪县教育局", 7), "卫健局": report_of("青溪县卫生健康局", 8)}
BOOKS = {name: book_of(report) for name, report in REPORTS.items()}


def in_one_sheet(name: str, book: Book, title: str) -> Sheet:
    """All tables of a book below one another, below a title."""
    cells, merged, top = {(0, 0): title}, [], 2
    for sheet in book[1:]:
        cells |= {(y + top, x): text for (y, x), text in sheet.cells.items()}
        merged += [(a + top, left, b + top, right) for a, left, b, right in sheet.merged]
        top = max(y for y, _ in cells) + 3
    return Sheet(name, cells, tuple(merged))


def sheet_each(*, titled: bool = True) -> bytes:
    reports = REPORTS.items()
    sheets = [in_one_sheet(name, BOOKS[name], r.full_title() if titled else "") for name, r in reports]
    return as_file(tuple(sheets))


def sheets_each(name: str) -> bytes:
    """Each table in a sheet of its own; ``name`` makes the name of one out of organ, number and table."""
    return as_file(
        tuple(
            replace(sheet, name=name.format(organ=organ, n=f" ({n})" if n else "", table=sheet.name))
            for n, (organ, book) in enumerate(BOOKS.items())
            for sheet in book
        )
    )


@pytest.mark.parametrize(
    "data",
    [sheet_each(), sheets_each("{organ}{table}"), sheets_each("{table}{n}")],
    ids=["one", "each", "copied"],
)
@pytest.mark.takes_turns
def test_one_is_taken_by_its_name_and_none_unasked(data: bytes) -> None:
    path = PurePath("各局.xlsx")
    with pytest.raises(SeveralReports, match=r"青溪县教育局（工作表“.*青溪县卫生健康局（工作表“") as error:
        documents.recognised(data, path)
    assert error.value.names == ("青溪县教育局", "青溪县卫生健康局")
    for report in REPORTS.values():
        found = documents.recognised(data, path, report.agency[3:])
        assert (found.report.agency, found.report.year) == (report.agency, SAMPLE.year)
        assert found.report.all_figures() == report.all_figures()
    with pytest.raises(SeveralReports, match="没有“水利局”的"):
        documents.recognised(data, path, "水利局")
    with pytest.raises(SeveralReports, match="叫“青溪县”的不止一份"):
        documents.recognised(data, path, "青溪县")


def test_sheets_tell_the_organ_and_the_file_the_year() -> None:
    data = sheet_each(titled=False)
    found = documents.recognised(data, PurePath("2025年各局.xlsx"), "卫健")
    assert (found.report.agency, found.report.year) == ("卫健局", 2025)
    with pytest.raises(SeveralReports):  # the tables alone are not mixed either
        documents.tables(data, PurePath("各局.xlsx"))
    only = documents.tables(data, PurePath("各局.xlsx"), "卫健局")
    assert only is not None
    assert only.figures[CELL].number == 8


def test_a_single_table_in_sheets_of_two_organs_is_not_mixed() -> None:
    sheets = [replace(book[2], name=organ) for organ, book in BOOKS.items()]
    with pytest.raises(SeveralReports):
        documents.recognised(as_file(tuple(sheets)), PurePath("2025年.xlsx"))


def test_sheets_that_do_not_tell_whose_they_are_stay_refused() -> None:
    every = enumerate((*BOOKS["教育局"], *BOOKS["卫健局"]))
    sheets = [replace(sheet, name=f"{sheet.name}{at}") for at, sheet in every]
    with pytest.raises(InputError, match="不止一份年度报告") as error:
        documents.recognised(as_file(tuple(sheets)), PurePath("2025年.xlsx"))
    assert not isinstance(error.value, SeveralReports)


def test_the_report_of_another_organ_is_not_taken_for_the_one_asked_for() -> None:
    data = as_file(BOOKS["教育局"])
    assert documents.recognised(data, PurePath("a.xlsx"), "教育局").report.agency == "青溪县教育局"
    with pytest.raises(InputError, match="这是“青溪县教育局”的报告"):
        documents.recognised(data, PurePath("a.xlsx"), "卫健局")


def test_a_region_takes_the_sheets_of_each_member() -> None:
    (done,) = work.read(None, Source("2025各局.xlsx", sheet_each()))
    assert isinstance(done, Done)
    found = work.found(done.entry or {}, File("2025各局.xlsx", "0"))
    reports = [each for each in found if isinstance(each, Found)]
    assert [each.report.agency for each in reports] == ["青溪县教育局", "青溪县卫生健康局"]
    assert [each.report.all_figures()[CELL].number for each in reports] == [7, 8]
    assert len({each.key for each in reports}) == len(reports)
