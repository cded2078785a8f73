"""The year of a report as people type it."""

from __future__ import annotations

import pytest

from nianbao.model.year import WrongYear, report_year


@pytest.mark.parametrize("typed", ["2025", " 2025 ", "２０２５", "2025年", "2025年度", 2025])
def test_a_year(typed: str | int) -> None:
    assert report_year(typed) == 2025


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("25", "年度写成四位数字，例如 2025；写的是“25”。"),
        ("", "年度写成四位数字，例如 2025；写的是“”。"),
        ("2025年报", "年度写成四位数字，例如 2025；写的是“2025年报”。"),
        ("2018", "2018年没有对应的报告格式，最早是2019年。"),
        ("2100", "2100年没有对应的报告格式，最早是2019年。"),
        (20244, "20244年没有对应的报告格式，最早是2019年。"),
    ],
)
def test_no_year_of_a_report(typed: str | int, words: str) -> None:
    with pytest.raises(WrongYear) as error:
        report_year(typed)
    assert str(error.value) == words
