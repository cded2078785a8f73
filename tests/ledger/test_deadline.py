"""Working days, by announcements that are known: holidays and the weekends worked for them."""

from __future__ import annotations

import datetime

import pytest

from nianbao.ledger.deadline import FILE, WorkingDays, working_days
from nianbao.model.law_file import LawFile, law_file
from nianbao.problem import InputError

Day = tuple[int, int, int]


def between(start: Day, end: Day) -> int:
    first, last = (datetime.date(*day).toordinal() for day in (start, end))
    return working_days(2024, 2026).between(first, last)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ((2025, 3, 3), (2025, 3, 3), 0),
        ((2025, 3, 3), (2025, 3, 10), 5),
        ((2025, 3, 7), (2025, 3, 9), 0),  # a weekend
        ((2025, 1, 25), (2025, 1, 26), 1),  # a Sunday worked for the Spring Festival
        ((2025, 1, 27), (2025, 2, 5), 1),  # the Spring Festival: 28 January to 4 February
        ((2025, 9, 30), (2025, 10, 9), 1),  # the National Day: 1 to 8 October
        ((2024, 12, 31), (2025, 1, 2), 1),
    ],
)
def test_working_days_after_one_day_up_to_another(start: Day, end: Day, days: int) -> None:
    assert between(start, end) == days


def test_days_beyond_the_years_are_cut_off_and_unknown_years_are_told() -> None:
    assert WorkingDays(law_file(FILE), 2026, 2031).missing == (2027, 2028, 2029, 2030, 2031)
    assert between((2023, 1, 1), (2024, 1, 2)) == between((2024, 1, 1), (2024, 1, 2))


def test_every_day_that_is_announced_changes_something() -> None:
    """A weekend is never called off, a weekday never on."""
    for year, days in law_file(FILE).data.items():
        assert {day.year for day in (*days["off"], *days["on"])} == {int(year)}
        assert all(day.weekday() < 5 for day in days["off"])
        assert all(day.weekday() >= 5 for day in days["on"])


def test_a_wrong_file_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=r"第2行：2025\.off：应当是日期"):
        WorkingDays(LawFile("放假.toml", '[2025]\noff = ["1月1日"]\non = []\n'), 2025, 2025)
