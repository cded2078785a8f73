"""Two bars and the change."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.figure import BLANK, UNKNOWN, Figure, count, parse
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.publish.year_on_year import LONGEST, Pair, change_in_words, year_on_year
from tests.strategies import clean_report

CELL = "disclosure.licences.decisions"


def pair(now: Figure, before: Figure) -> Pair:
    report = clean_report("2021").with_figures({CELL: now})
    prior = replace(report.with_figures({CELL: before}), year=report.year - 1)
    found = [each for table in year_on_year(report, prior) for each in table.pairs if each.name == "行政许可"]
    return found[0]


@pytest.mark.parametrize(
    ("now", "before", "change", "bars"),
    [
        (count(154), count(121), "增加33（27%）", (8, 6)),
        (count(1), count(1000), "减少999（超过99%）", (1, 8)),  # the least is seen, too
        (count(1001), count(1000), "增加1（不到1%）", (8, 8)),
        (count(0), count(5), "减少5（100%）", (0, 8)),
        (count(5), count(0), "增加5", (8, 0)),
        (count(0), count(0), "没有变化", (0, 0)),
        (BLANK, count(5), "", (0, 8)),
        (UNKNOWN, UNKNOWN, "", (0, 0)),
        (parse("5万元"), parse("50000元"), "", (0, 0)),  # 5 and 50000 are not to be compared
    ],
)
def test_bars_and_change(now: Figure, before: Figure, change: str, bars: tuple[int, int]) -> None:
    found = pair(now, before)
    assert found.change == change
    assert (len(found.now_bar), len(found.before_bar)) == bars


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_longer_bar_is_the_larger_number(now: int, before: int) -> None:
    found = pair(count(now), count(before))
    lengths = len(found.now_bar), len(found.before_bar)
    assert max(lengths) == (LONGEST if now or before else 0)
    assert (lengths[0] > lengths[1]) <= (now > before)
    assert (lengths[0] < lengths[1]) <= (now < before)
    assert [length > 0 for length in lengths] == [now > 0, before > 0]


def test_only_the_year_before_is_compared(clean: Callable[[str], Report]) -> None:
    report = clean("2021")
    assert not list(year_on_year(report, None))
    assert not list(year_on_year(report, report))


def test_across_two_forms_what_the_older_one_lacks_is_left_open() -> None:
    report = clean_report("2021")
    report = replace(report, year=2021)
    prior = replace(clean_report("2019"), year=2020)
    tables = {table.section.id: table.pairs for table in year_on_year(report, prior)}
    licences = next(each for each in tables["disclosure"] if each.name == "行政许可")
    assert licences.before.number is not None  # the same cell in both
    assert any(each.before == UNKNOWN and not each.change for each in tables["disclosure"])


@pytest.mark.parametrize("year", [2019, 2024])
def test_every_table_of_a_form_names_what_matters(year: int) -> None:
    form = form_for(year)
    assert form is not None
    assert all(section.table.year_on_year for section in form.sections if section.table)


def test_the_change_is_said_in_one_place() -> None:
    assert change_in_words(parse("-3"), parse("-1")) == "减少2"
