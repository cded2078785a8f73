"""References as chips: what is shown reads as it is printed, and what is saved is what was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nianbao.desk.session import visible
from nianbao.desk.text.chips import Chips, number_at, seen
from nianbao.model.figure import count
from nianbao.model.reference import resolve
from nianbao.model.report import Report
from tests.strategies import clean_report

TOTAL = "{{申请.本年新收.总计}}"
REPORT = clean_report("2021").with_figures({"applications.received.natural_person": count(154)})
_NO_CHIPS = ["{{申请.没有.这个}}", "{{", "}}", "\\{{", "收到", "12", "\n", "（一）", " "]
PARTS = st.sampled_from([TOTAL, "{{ 年份 }}", "{{机关}}", *_NO_CHIPS])
TEXTS = st.lists(PARTS, max_size=12).map("".join)


def chips(report: Report = REPORT) -> Chips:
    return Chips(lambda: report)


@given(TEXTS)
def test_what_is_shown_is_what_was_typed_again(text: str) -> None:
    both = chips()
    shown = both.shown(text)
    assert both.typed(shown) == text
    assert both.renewed(shown) == shown
    assert shown.count("\n") == text.count("\n")
    assert visible(both.typed(shown)) == visible(text)


@given(TEXTS)
def test_columns_lead_both_ways(text: str) -> None:
    both = chips()
    for line, shown in zip(text.split("\n"), both.shown(text).split("\n"), strict=True):
        inside = {at for chip in both.on(shown) for at in range(chip.start + 1, chip.end)}
        for column in set(range(len(shown) + 1)) - inside:
            there = both.column_typed(shown, column)
            assert both.typed(shown[:column]) == line[:there]
            assert both.column_shown(shown, there) == column


def test_a_chip_is_as_wide_as_its_figure_and_reads_as_printed() -> None:
    shown = chips().shown(f"收到申请{TOTAL}件。")
    assert seen(shown) == resolve(f"收到申请{TOTAL}件。", REPORT) == "收到申请154件。"
    assert cell_len(shown) == cell_len("收到申请154件。")
    (chip,) = chips().on(shown)
    assert re.sub("[^0-9]", "", shown[chip.start : chip.end]) == "154"


@pytest.mark.parametrize("lost", [TOTAL, "乙"])
def test_a_text_that_has_hidden_marks_of_its_own_is_left_alone(lost: str) -> None:
    assert chips().shown(f"甲\U000e0041{lost}") == f"甲\U000e0041{lost}"


def test_a_number_that_one_cell_alone_holds_can_be_linked() -> None:
    report = clean_report("2021").with_figures({"disclosure.licences.decisions": count(563)})
    line = "许可563件，收到154件，5件。"
    found = number_at(line, 4)
    assert found is not None
    assert chips(report).only_cell(found.text) == "{{主动公开.行政许可.处理决定}}"
    assert chips(report).only_cell("154") is None
    assert chips(report).only_cell("0") is None  # many cells
    assert number_at(line, len(line)) is None
