"""The likely cause of a broken sum: named when one slip explains it all, silent when several would."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks import check
from nianbao.checks.causes import slips
from nianbao.checks.causes.likely import likely_cause
from nianbao.files import report_toml
from nianbao.model.figure import BLANK, Figure, count, parse
from nianbao.model.finding import Finding, Level
from nianbao.model.report import Report
from tests.strategies import changes, clean_report

SAMPLES = Path(__file__).parents[2] / "sample_inputs"
PUBLISHED = report_toml.load(SAMPLES / "005-pingtan-2025.toml")  # with real traffic; its sums hold
BUSY = PUBLISHED.with_figures(dict.fromkeys(PUBLISHED.form.totals))  # as it is typed: without totals


def causes(report: Report, code: str, prior: Report | None = None) -> list[str]:
    """What is said of each finding of a rule, in order."""
    return [likely_cause(finding, report, prior) for finding in check(report) if finding.code == code]


def with_figures(report: Report, **figures: str | None) -> Report:
    """A report with some figures of table three changed: ``granted__total="3"``."""
    return report.with_figures(
        {
            f"applications.{name.replace('__', '.')}": None if text is None else parse(text)
            for name, text in figures.items()
        }
    )


def given_totals(report: Report) -> Report:
    """The report as it is read from a document: all totals are there."""
    return report.with_figures({total: report.figure(total) for total in report.form.totals})


@pytest.fixture
def clean() -> Report:
    return clean_report("2021")


# ---- one cell


def test_swapped_digits() -> None:
    broken = with_figures(BUSY, received__natural_person="115")
    assert causes(broken, "T301")[0] == (
        "“本年新收·自然人”写的是115，如果是151就正好相等，可能两个数字颠倒了。"
    )


def test_the_total_column_names_the_same_slip() -> None:
    broken = with_figures(BUSY, unavailable_not_held__natural_person="94")
    found = causes(broken, "T301")
    assert len(found) == 2
    assert found[0] == found[1] == ("“不掌握·自然人”写的是94，如果是49就正好相等，可能两个数字颠倒了。")


@pytest.mark.parametrize(
    ("written", "slip"),
    [("338", ""), ("333", "多打了一个数字"), ("330", "多打了一个数字"), ("34", "")],
)
def test_a_digit_too_many_or_too_few(written: str, slip: str) -> None:
    assert BUSY.figure("applications.granted.natural_person") == count(33)
    (of_column, _) = causes(with_figures(BUSY, granted__natural_person=written), "T301")
    assert slip in of_column
    assert bool(of_column) is bool(slip)


def test_a_sign() -> None:
    broken = with_figures(BUSY, granted__natural_person="-33")
    assert "正负号" in causes(broken, "T301")[0]


def test_a_slip_on_either_side(clean: Report) -> None:
    broken = with_figures(clean, received__business="21", granted__business="12")
    for cause in causes(broken, "T301"):
        assert "“本年新收·商业企业”写的是21，如果是12" in cause
        assert "或者：“予以公开·商业企业”写的是12，如果是21" in cause


def test_three_slips_that_would_all_do_are_not_named(clean: Report) -> None:
    twelve = dict.fromkeys(
        ("granted__business", "partly_granted__business", "denied_internal__business"), "12"
    )
    assert causes(with_figures(clean, received__business="45", **twelve), "T301") == ["", ""]


def test_what_would_break_another_sum_is_not_named() -> None:
    totals = given_totals(BUSY)  # the row says 154: its 151 is no slip, so one outcome must be
    broken = with_figures(totals, outcomes__natural_person="111")
    assert all("151" not in cause for cause in causes(broken, "T301"))


# ---- figures in the wrong place


def test_one_column_off() -> None:
    broken = with_figures(BUSY, partly_granted__natural_person="0", partly_granted__business="38")
    assert set(causes(broken, "T301")) == {
        "“部分公开·商业企业”的38如果填在“部分公开·自然人”就对得上，可能填错了一列。"
    }


def test_two_columns_exchanged() -> None:
    broken = with_figures(BUSY, unavailable_not_held__natural_person="1", unavailable_not_held__business="49")
    assert set(causes(broken, "T301")) == {
        "“不掌握·自然人”的1和“不掌握·商业企业”的49对调就对得上，可能填错了一列。"
    }


def test_one_column_off_on_either_side(clean: Report) -> None:
    broken = with_figures(clean, received__natural_person="3", granted__business="3")
    for cause in causes(broken, "T301"):
        assert "“本年新收·自然人”的3如果填在“本年新收·商业企业”" in cause
        assert "“予以公开·商业企业”的3如果填在“予以公开·自然人”" in cause


def test_a_whole_row_one_column_off() -> None:
    broken = with_figures(
        BUSY,
        received__natural_person="0",
        received__business="151",
        received__research="3",
    )
    assert set(causes(broken, "T301")) == {"“本年新收”整行向左移一列就对得上，可能填错了一列。"}


def test_two_sides_of_an_inequality_exchanged() -> None:
    old = clean_report("2019")
    new, public = (cell.id for cell in old.form.rows["disclosure.normative_documents"][1:])
    broken = old.with_figures({new: count(9), public: count(2)})
    assert causes(broken, "T212") == [
        "“规范性文件·新公开”的9和“规范性文件·对外公开总数”的2对调就对得上，可能填错了一列。"
    ]


# ---- totals and parts


def test_a_part_left_out_of_a_total(clean: Report) -> None:
    report = with_figures(clean, received__business="9", granted__business="4", denied_internal__business="5")
    broken = with_figures(report, outcomes__business="4")
    assert causes(broken, "T302")[0] == "差额正好等于“内部事务信息·商业企业”的5，总计可能漏加了它。"


def test_a_part_added_twice(clean: Report) -> None:
    report = with_figures(clean, received__business="9", granted__business="4", denied_internal__business="5")
    broken = with_figures(report, outcomes__business="13")
    assert causes(broken, "T302")[0] == "差额正好等于“予以公开·商业企业”的4，总计可能把它加了两次。"


def test_a_given_total_that_breaks_another_sum() -> None:
    broken = with_figures(BUSY, outcomes__natural_person="150")
    assert causes(broken, "T301")[0] == (
        "“办理结果总计·自然人”写的是150，各项相加是147；改用算出的总计，两边就相等。"
    )


def test_what_was_carried_in_counted_twice(clean: Report) -> None:
    broken = with_figures(
        clean, received__natural_person="9", carried_in__natural_person="4", granted__natural_person="9"
    )
    assert causes(broken, "T301") == ["差额正好等于“上年结转·自然人”的4，可能重复计算了。"] * 1 + [
        "差额正好等于“上年结转·总计”的4，可能重复计算了。"
    ]


def test_a_difference_that_is_a_whole_side_says_nothing(clean: Report) -> None:
    assert causes(with_figures(clean, received__natural_person="5"), "T301") == ["", ""]
    broken = with_figures(clean, received__natural_person="2", carried_in__natural_person="3")
    assert causes(broken, "T301") == ["", ""]


def test_a_cell_where_a_row_and_a_column_cross() -> None:
    broken = with_figures(given_totals(BUSY), denied_internal__natural_person="8")
    for code in ("T302", "T303"):
        (cause,) = causes(broken, code)
        assert cause == "“内部事务信息·自然人”如果是3，它所在的行和列就都对得上，请先核对这一格。"


def test_a_row_that_is_off_by_something_else_is_not_mended_with_the_column() -> None:
    broken = with_figures(given_totals(BUSY), denied_internal__natural_person="8", denied_internal__total="6")
    assert causes(broken, "T302")[0] == ""
    assert causes(broken, "T303") == [""]


def test_a_total_beside_its_only_part_says_nothing(clean: Report) -> None:
    broken = clean.with_figures({"disputes.review.upheld": count(4), "disputes.review.total": count(0)})
    assert causes(broken, "T401") == [""]


def test_a_row_is_not_shifted_around_its_end(clean: Report) -> None:
    received = with_figures(clean, received__legal_service="4", received__other="5")
    broken = with_figures(received, granted__natural_person="5", partly_granted__other="4")
    found = causes(broken, "T301")
    assert len(found) == 3
    assert not any("整行" in cause for cause in found)


def test_a_row_that_was_not_empty_last_year() -> None:
    this = with_figures(BUSY, partly_granted__natural_person="0")
    assert causes(this, "T301")[0] == ""
    found = causes(this, "T301", prior=only(BUSY, "partly_granted"))
    assert found[0] == "“部分公开·自然人”今年填0，上年有数；如果是38就正好相等，可能漏填了。"


def only(report: Report, row: str) -> Report:
    kept = {cell: figure for cell, figure in report.figures.items() if f".{row}." in cell}
    return replace(report, figures=kept, year=report.year - 1)


# ---- units


@pytest.mark.parametrize(
    ("amount", "cause"),
    [
        ("41662416.19元", "换算成万元是4166.241619。"),
        ("41662416元", "换算成万元是4166.2416。"),
        ("0.5亿元", "换算成万元是5000。"),
        ("41662416.19", "如果41662416.19是以元为单位的数，换算成万元是4166.241619。"),
        ("41662416.199", ""),  # parts of a 分
        ("-5", ""),
        ("5千元", ""),
    ],
)
def test_yuan_for_ten_thousand_yuan(clean: Report, amount: str, cause: str) -> None:
    broken = clean.with_figures({"disclosure.fees.amount": parse(amount)})
    assert causes(broken, "T204") == [cause]


# ---- everywhere


def test_a_finding_that_is_no_sum_compares_its_two_numbers(clean: Report) -> None:
    finding = Finding("Y605", Level.HINT, expected=count(12), found=count(21))
    assert likely_cause(finding, clean) == "21和12只差一处，可能两个数字颠倒了。"
    for other in (count(93), parse("21万元"), parse("+21"), parse("２１（估计）"), BLANK, "21", 21):
        assert likely_cause(finding._replace(found=other), clean) == ""


@given(changes=changes(BUSY.form))
def test_nothing_breaks_it_and_no_sum_that_holds_has_a_cause(changes: dict[str, Figure]) -> None:
    report = BUSY.with_figures(changes)
    for finding in check(report):
        cause = likely_cause(finding, report, BUSY)
        assert cause == "" or cause.endswith("。")


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_a_slip_is_one_slip(written: int, meant: int) -> None:
    slip = slips.of_digits(written, meant)
    one, other = str(written), str(meant)
    if "颠倒" in slip:
        assert sorted(one) == sorted(other)
        assert sum(a != b for a, b in zip(one, other, strict=True)) == 2
    elif slip:
        assert abs(len(one) - len(other)) == 1
        assert set(one) | {"0"} == set(other) | {"0"}


@pytest.mark.parametrize(
    ("written", "meant", "slip"),
    [
        (21, 12, "颠倒"),
        (1243, 1234, "颠倒"),
        (155, 15, "多打"),
        (15, 155, "少打"),
        (150, 15, "多打"),
        (15, 150, "少打"),
        (115, 15, "多打"),
        (3, 33, "少打"),
        (0, 10, ""),
        (10, 1, "多打"),
        (4321, 1234, ""),
        (321, 123, ""),
        (12, 12, ""),
        (153, 15, ""),
        (12, 0, ""),
        (-21, 12, ""),
    ],
)
def test_slips_of_digits(written: int, meant: int, slip: str) -> None:
    assert slip in slips.of_digits(written, meant)
    assert bool(slips.of_digits(written, meant)) is bool(slip)
