"""One number for all that a report says: the same for the same words, another for any other."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.files.report_toml import load, save
from nianbao.model.figure import UNKNOWN, count, parse
from nianbao.model.fingerprint import fingerprint
from nianbao.model.report import Report, Waiver
from tests.soak import drawn
from tests.strategies import clean_report, reports

SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "004-weibin-urban-management-2023.toml"
CELL = "applications.granted.natural_person"


def test_comments_and_layout_do_not_count(folder: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    other = "\n".join(line.replace(" = ", "=") for line in text.splitlines() if not line.startswith("#"))
    file = folder / "同一份.toml"
    file.write_text(f"# 另一种排法\n\n{other}\n# 完\n", encoding="utf-8")
    assert fingerprint(load(file)) == fingerprint(load(SAMPLE))


@given(reports())
@drawn(20)
def test_what_is_saved_and_loaded_keeps_it(tmp_path_factory: pytest.TempPathFactory, report: Report) -> None:
    file = tmp_path_factory.mktemp("saved") / "r.toml"
    save(report, file)
    assert fingerprint(load(file)) == fingerprint(report)


@given(reports(), st.data())
@drawn(15)
def test_any_other_figure_makes_another(report: Report, data: st.DataObject) -> None:
    cell = data.draw(st.sampled_from([*report.form.cells]))
    number = data.draw(st.integers(0, 10_000))
    changed = report.with_figures({cell: count(number)})
    printed = [
        {cell: str(figure) for cell, figure in each.all_figures().items()} for each in (report, changed)
    ]
    assert (fingerprint(changed) == fingerprint(report)) is (printed[0] == printed[1])


def others() -> dict[str, Report]:
    report = clean_report("2021")
    text = dict(report.narrative)
    return {
        "agency": replace(report, agency="青溪县农业局"),
        "year": replace(report, year=2025),
        "date": replace(report, date=datetime.date(2025, 1, 20)),
        "title": replace(report, title="某某报告"),
        "heading": replace(report, headings={"problems": "五、问题及改进"}),
        "character": replace(report, narrative={**text, "other": text["other"] + "完"}),
        "paragraph": replace(report, narrative={**text, "other": text["other"] + "\n完"}),
        "section": replace(report, narrative={**text, "preface": text["other"], "other": ""}),
        "blank": report.with_figures({CELL: parse("")}),
        "unknown": report.with_figures({CELL: None}),
        "remark": report.with_figures({CELL: parse("0（其中0件）")}),
        "total": report.with_figures({"applications.outcomes.total": UNKNOWN}),
        "moved": report.with_figures({"applications.granted.business": count(1)}),
        "figure": report.with_figures({CELL: count(1)}),
    }


def test_every_kind_of_change_makes_another() -> None:
    found = {name: fingerprint(report) for name, report in others().items()}
    assert len({fingerprint(clean_report("2021")), *found.values()}) == len(found) + 1


def test_what_is_not_printed_does_not_count() -> None:
    report = clean_report("2021")
    waived = replace(report, agency_kind="county", waivers=(Waiver("T202", "", "有"),), prior="a.toml")
    assert fingerprint(waived) == fingerprint(report)
    written = replace(report, narrative={**report.narrative, "preface": "共0件。"})
    by_reference = replace(
        report, narrative={**report.narrative, "preface": "共{{ 申请.本年新收.总计 }}件。"}
    )
    assert fingerprint(written) == fingerprint(by_reference)


def test_a_wrong_reference_has_a_fingerprint_too() -> None:
    report = clean_report("2021")
    wrong = replace(report, narrative={**report.narrative, "preface": "共{{ 没有.这个 }}件。"})
    assert fingerprint(wrong) != fingerprint(report)


def test_it_is_what_it_was() -> None:
    """Signed sheets lie in archives: a change of how it is counted is a change of format."""
    assert (
        fingerprint(clean_report("2021"))
        == "f20bf21d3656573dc522925b712f8630b477451285cc5045e4a5c980d276f41b"
    )
