"""A report: what a cell says, given or computed, and what is printed where nothing was said."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given

from nianbao.model.figure import BLANK, UNKNOWN, Figure, count, parse
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from tests.strategies import reports

FORM = all_forms()["2021"]
ROW = [
    f"applications.granted.{column.id}" for column in (c.column for c in FORM.rows["applications.granted"])
]


def report(*figures: int | str) -> Report:
    """A report with the given figures in the row 予以公开, from the left."""
    given = {
        cell_id: count(value) if isinstance(value, int) else parse(value)
        for cell_id, value in zip(ROW, figures, strict=False)
    }
    return Report(FORM, "青溪县水利局", 2024, figures=given)


@pytest.mark.parametrize(
    ("figures", "total"),
    [
        ((1, 2, 3, 4, 5, 6), count(21)),
        ((0, 0, 0, 0, 0, 0), count(0)),
        ((1, "/", "-", 0, 0, 0), count(1)),
        (("/", "/", "/", "/", "/", "/"), count(0)),
        ((1, "", 0, 0, 0, 0), BLANK),
        ((1, "", "?", 0, 0, 0), UNKNOWN),
        ((1, "减", "", 0, 0, 0), UNKNOWN),
        ((1, "2.5", 0, 0, 0, 0), UNKNOWN),
        ((1, 2, 3), UNKNOWN),
        ((), UNKNOWN),
        (("5件", "2（注）", "+1", -1, 0, 0), count(7)),
    ],
)
def test_a_total_is_computed_only_if_its_parts_are_known(
    figures: tuple[int | str, ...], total: Figure
) -> None:
    assert report(*figures).figure("applications.granted.total") == total


def test_a_given_total_is_kept() -> None:
    given = report(1, 2, 3, 4, 5, 6, 22)
    assert given.figure("applications.granted.total") == count(22)
    assert given.computed("applications.granted.total") == count(21)
    unreadable = given.with_figures({"applications.granted.total": UNKNOWN})
    assert unreadable.figure("applications.granted.total") is UNKNOWN


def test_totals_of_totals() -> None:
    assert report(1, 2, 3, 4, 5, 6).figure("applications.outcomes.natural_person") is UNKNOWN
    figures = {cell: count(1) for cell in FORM.cells if cell not in FORM.totals}
    full = Report(FORM, "青溪县水利局", 2024, figures=figures)
    assert full.figure("applications.outcomes.natural_person") == count(21)
    assert full.figure("applications.outcomes.total") == count(6 * 21)
    assert full.figure("disputes.review.total") == count(4)


def test_figures_are_changed_and_taken_away(clean: Callable[[str], Report]) -> None:
    old = clean("2021")
    new = old.with_figures({ROW[0]: count(5), ROW[1]: None, ROW[2]: UNKNOWN, ROW[6]: UNKNOWN})
    assert new.figure(ROW[0]) == count(5)
    assert [new.figure(cell) for cell in (ROW[1], ROW[2], ROW[6])] == [UNKNOWN] * 3
    assert new.figures.keys() == old.figures.keys() - {ROW[1], ROW[2]} | {ROW[6]}
    assert old.figure(ROW[0]) == count(0)


def test_a_report_is_a_value(clean: Callable[[str], Report]) -> None:
    assert clean("2021") == dataclasses.replace(clean("2021"))
    assert clean("2021") != clean("2021").with_figures({ROW[0]: BLANK})
    with pytest.raises(dataclasses.FrozenInstanceError):
        clean("2021").year = 2025  # type: ignore[misc]


def test_title_and_headings_are_the_forms_unless_they_were_published_otherwise() -> None:
    plain = Report(FORM, "青溪县水利局", 2024)
    assert plain.full_title() == plain.usual_title() == "青溪县水利局2024年政府信息公开工作年度报告"
    assert plain.heading("problems") == "五、存在的主要问题及改进情况"
    assert plain.heading("preface") == ""
    other = Report(FORM, "青溪县水利局", 2024, title="报告", headings={"problems": "", "other": "6、其他"})
    assert (other.full_title(), other.usual_title()) == ("报告", plain.usual_title())
    assert [other.heading(key) for key in ("problems", "other", "overview")] == [
        "",
        "6、其他",
        "一、总体情况",
    ]


@given(reports())
def test_all_figures_at_once_are_those_one_by_one(report: Report) -> None:
    assert report.all_figures() == {cell: report.figure(cell) for cell in report.form.cells}
