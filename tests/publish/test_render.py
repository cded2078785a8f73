"""What may leave as a final document: nothing with a figure that nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given

from nianbao.checks import check
from nianbao.model.figure import UNKNOWN, Figure, State, parse
from nianbao.model.finding import Level
from nianbao.model.report import Report
from nianbao.problem import OutputError
from nianbao.publish.render import render
from tests.strategies import reports


@pytest.mark.parametrize(
    ("figures", "names"),
    [
        (
            {"applications.granted.research": None},
            "有4格没有数，只能生成样稿（草稿）：申请·予以公开·科研机构、",
        ),
        ({"disputes.review.total": UNKNOWN}, "：复议诉讼·行政复议·总计。"),
        (
            {"disputes.review.upheld": parse("2.5")},
            "：复议诉讼·行政复议·总计。",
        ),
    ],
)
def test_an_unknown_figure_leaves_in_drafts_alone(
    clean: Callable[[str], Report], figures: dict[str, Figure | None], names: str
) -> None:
    report = clean("2021").with_figures(figures)
    for source in ("", "公布的.pdf"):  # where S104 is but a warning, too
        with pytest.raises(OutputError) as error:
            render(replace(report, source=source), "html")
        assert names in str(error.value)
    assert "草稿" in render(report, "html", draft=True).decode()


@given(reports())
def test_a_check_names_what_makes_a_total_unknown(report: Report) -> None:
    """No computed total is printed as "?" without a finding on a part of it that stops the report or
    tells of the gap."""
    named = {cell for finding in check(report) if finding.level is not Level.HINT for cell in finding.cells}
    for total in report.form.totals:
        if total not in report.figures and report.figure(total).state is State.UNKNOWN:
            assert named & parts(report, total), total


def parts(report: Report, total: str) -> set[str]:
    """What a total is the sum of, all the way down."""
    below = report.form.totals.get(total, ())
    return {total}.union(*(parts(report, part) for part in below))


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.takes_turns
def test_a_row_that_is_blank_among_others_reads_back(clean: Callable[[str], Report], form: str) -> None:
    """Also that of （七）总计, whose label ends as that of a column does."""
    report = clean(form)
    rows = {cell.rpartition(".")[0] for cell in report.form.cells if cell.startswith("applications.")}
    for row in rows:
        blank = {cell: parse("") for cell in report.form.cells if cell.rpartition(".")[0] == row}
        assert render(report.with_figures(blank), "html", draft=True)
