"""Findings on the document itself, beyond the cases in tests/cases/."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nianbao.checks import Watch, check
from nianbao.model.figure import UNKNOWN, parse
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report, Waiver
from nianbao.model.rules import sentence


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


def test_an_empty_report_misses_every_table_once() -> None:
    for form in (all_forms()["2019"], all_forms()["2021"]):
        report = Report(form, "青溪县水利局", form.first_year)
        missing = [finding for finding in check(report) if finding.code == "S104"]
        assert [cell for finding in missing for cell in finding.cells] == [
            cell for cell in form.cells if cell not in form.totals
        ]
        assert [(f.section, f.cell, f.message) for f in missing] == [
            (section, "", "unknown") for section in ("disclosure", "applications", "disputes")
        ]
        assert sentence(missing[2]) == "表四全部12格没有填。"


def test_a_reason_for_a_row_is_taken_and_given_back(clean: Callable[[str], Report]) -> None:
    rows = [f"applications.{row}" for row in ("received", "carried_in", "granted", "carried_out")]
    cells = {f"{row}.{column}": parse("/") for row in rows for column in ("business", "research")}
    report = clean("2021").with_figures(cells)
    watch = Watch(report)
    for waivers in ((), (Waiver("S104", rows[2], "另行统计"),), (Waiver("S104", "", "另行统计"),), ()):
        changed = replace(report, waivers=waivers)
        watch.become(changed)
        assert watch.findings() == check(changed)
        alone = [w.cell for w in waivers if w.cell]
        assert [f.cell for f in watch.findings()] == ["", *alone]
        assert [f.waived is not None for f in watch.findings()] == (
            [False, True] if alone else [bool(waivers)]
        )


def test_a_total_that_could_not_be_read_is_missed(clean: Callable[[str], Report]) -> None:
    report = clean("2021").with_figures({"applications.outcomes.total": UNKNOWN})
    (finding,) = check(report)
    assert (finding.code, finding.message, finding.cell) == ("S104", "unknown", "applications.outcomes.total")


def test_a_waiver_does_not_hide_a_missing_figure(clean: Callable[[str], Report]) -> None:
    cell = "disclosure.licences.decisions"
    report = replace(clean("2021"), waivers=(Waiver("S104", cell, "没有许可事项"),))
    found = check(report.with_figures({cell: None}))
    assert [finding.stops for finding in found if finding.code == "S104"] == [True]
