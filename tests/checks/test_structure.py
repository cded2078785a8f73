"""Findings on the document itself, beyond the cases in tests/cases/."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nianbao.checks import check
from nianbao.figure import UNKNOWN
from nianbao.forms import all_forms
from nianbao.report import Report, Waiver


def codes(report: Report) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.section, finding.message) for finding in check(report)]


def test_all_six_headings_may_be_missing(clean: Callable[[str], Report]) -> None:
    numbered = [section.id for section in clean("2021").form.numbered]
    report = replace(clean("2021"), headings=dict.fromkeys(numbered, ""))
    assert codes(report) == [("S101", section, "missing") for section in numbered]


def test_an_exchanged_order_is_two_wrong_headings(clean: Callable[[str], Report]) -> None:
    headings = {"problems": "六、其他需要报告的事项", "other": "五、存在的主要问题及改进情况"}
    found = codes(replace(clean("2021"), headings=headings))
    assert found == [("S101", "problems", ""), ("S101", "other", "")]


def test_every_place_in_which_a_heading_is_repeated(clean: Callable[[str], Report]) -> None:
    text = "一、总体情况\n正文。\n六、其他需要报告的事项"
    found = codes(replace(clean("2021"), narrative={**clean("2021").narrative, "overview": text}))
    assert [place for place in found if place[0] == "S101"] == [("S101", "overview", "repeated")] * 2


def test_an_empty_report_misses_every_row_once() -> None:
    for form in all_forms().values():
        report = Report(form, "青溪县水利局", form.last_year or 2024)
        missing = [finding for finding in check(report) if finding.code == "S104"]
        assert {finding.message for finding in missing} == {"unknown"}
        rows = [cells for row, cells in form.rows.items() if row != "applications.outcomes"]
        assert [finding.cells for finding in missing] == [
            tuple(cell.id for cell in row if cell.id not in form.totals) for row in rows
        ]


def test_a_total_that_could_not_be_read_is_missed(clean: Callable[[str], Report]) -> None:
    report = clean("2021").with_figures({"applications.outcomes.total": UNKNOWN})
    (finding,) = check(report)
    assert (finding.code, finding.message, finding.cell) == ("S104", "unknown", "applications.outcomes.total")


def test_a_waiver_does_not_hide_a_missing_figure(clean: Callable[[str], Report]) -> None:
    cell = "disclosure.licences.decisions"
    report = replace(clean("2021"), waivers=(Waiver("S104", cell, "没有许可事项"),))
    found = check(report.with_figures({cell: None}))
    assert [finding.stops for finding in found if finding.code == "S104"] == [True]
