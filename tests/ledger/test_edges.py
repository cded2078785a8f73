"""The first and the last day of everything: of the year, and of the time to answer."""

from __future__ import annotations

import pytest

from nianbao.ledger.count import Told, count
from nianbao.ledger.mapping import Decided
from tests.ledger.applications import PLACES, YEAR, as_csv
from tests.ledger.test_count import matched

HEAD = ["申请人类型", "收到日期", "补正日期", "是否延期", "答复日期", "办理结果"]


def told(
    received: str, answered: str, *, corrected: str = "", extended: str = "否"
) -> tuple[set[str], set[Told]]:
    """The rows of the table that one application is counted in, and what is told of it."""
    outcome = "予以公开" if answered else ""
    row = ["自然人", received, corrected, extended, answered, outcome]
    found = count(matched(as_csv([HEAD, row]), "csv", Decided()), PLACES, YEAR)
    return {cell.split(".")[1] for cell, number in found.figures.items() if number}, set(found.told)


@pytest.mark.parametrize(
    ("received", "answered", "rows"),
    [
        ("2024-01-01", "2024-01-01", {"received", "granted"}),
        ("2023-12-31", "2024-01-01", {"carried_in", "granted"}),
        ("2023-12-30", "2023-12-31", set()),
        ("2024-12-31", "2024-12-31", {"received", "granted"}),
        ("2024-12-31", "", {"received", "carried_out"}),
        ("2024-12-31", "2025-01-01", {"received", "carried_out"}),
        ("2025-01-01", "", set()),
        ("2023-12-31", "", {"carried_in", "carried_out"}),
    ],
)
def test_the_ends_of_the_year(received: str, answered: str, rows: set[str]) -> None:
    assert told(received, answered)[0] == rows


def test_the_ends_of_the_time_to_answer() -> None:
    """From 4 March 2024 the 20th working day is 1 April, the 40th (with 清明节 and 劳动节) 29 April."""
    assert Told.LATE not in told("2024-03-04", "2024-04-01")[1]
    assert Told.LATE in told("2024-03-04", "2024-04-02")[1]
    assert told("2024-03-04", "2024-04-29", extended="是")[1] == {Told.EXTENDED}
    assert told("2024-03-04", "2024-04-30", extended="是")[1] == {Told.EXTENDED, Told.LATE}
    assert told("2024-03-04", "2024-04-02", corrected="2024-03-11")[1] == {Told.CORRECTED}
    assert told("2024-03-04", "")[1] == {Told.LATE_OPEN}


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("并案", {Told.SKIPPED, Told.JOINED}),
        ("撤回申请", {Told.WITHDRAWN}),
        ("予以公开、不掌握", {Told.SEVERAL}),
    ],
)
def test_what_people_ask_about_is_told_with_its_row(outcome: str, expected: set[Told]) -> None:
    means = {"并案": "不计入", "撤回申请": "其他原因", "予以公开、不掌握": "部分公开"}
    row = ["自然人", "2024-03-04", "", "否", "2024-03-08", outcome]
    found = matched(as_csv([HEAD, row]), "csv", Decided(outcomes=means))
    counted = count(found, PLACES, YEAR)
    assert set(counted.told) == expected
    assert counted.rows == (Told.SKIPPED not in expected)
    assert all(rows == {"台账.csv": [2]} for rows in counted.told.values())


def test_a_row_without_date_kind_and_outcome_is_no_application_and_no_fault() -> None:
    rows = [[*HEAD, "序号"], ["自然人", "2024-03-04", "", "", "", "", "1"], ["", "", "", "", "", "", "2"]]
    found = count(matched(as_csv(rows), "csv", Decided()), PLACES, YEAR)
    assert (found.rows, found.faults) == (1, {})
    assert found.told[Told.EMPTY] == {"台账.csv": [3]}


def test_a_name_that_two_columns_have_is_asked_about_and_can_be_answered() -> None:
    rows = [["申请人类型", "收到日期", "收到日期", "答复日期", "办理结果"]]
    rows.append(["自然人", "2024-01-05", "2023-12-05", "2024-01-08", "予以公开"])
    (question,) = matched(as_csv(rows), "csv", Decided()).questions
    assert question.options[:2] == ("收到日期(B列)", "收到日期(C列)")
    answered = Decided({"received": "收到日期(C列)"})
    found = count(matched(as_csv(rows), "csv", answered), PLACES, YEAR)
    assert found.figures["applications.carried_in.natural_person"] == 1
