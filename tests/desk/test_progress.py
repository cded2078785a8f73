"""How much of a report is filled in."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nianbao.desk.progress import bar, counted, progress
from nianbao.model.figure import BLANK
from nianbao.model.report import Report, Waiver
from tests.strategies import clean_report

FULL = clean_report("2021")


def test_cells_to_be_typed_are_counted_and_totals_are_not() -> None:
    cell = "applications.granted.business"
    report = FULL.with_figures({cell: BLANK})
    found = {each.section.id: each for each in progress(report)}
    assert (found["applications"].filled, found["applications"].asked) == (143, 144)
    assert found["applications"].gap == cell
    assert found["applications"].name == "三、申请"
    assert found["disputes"].complete
    assert "preface" not in found


def test_a_heading_that_is_left_bare_with_a_reason_is_no_gap() -> None:
    text = "（一）问题\n公开不够及时。\n（二）改进"
    report = replace(FULL, narrative={**FULL.narrative, "problems": text})
    assert [each.section.id for each in progress(report) if each.gap] == ["problems"]
    assert all(each.complete for each in progress(replace(report, waivers=(Waiver("S111", "", "另文报送"),))))


def test_a_text_of_headings_alone_is_not_written() -> None:
    report = replace(FULL, narrative={**FULL.narrative, "problems": "（一）问题\n（二）改进"})
    found = {each.section.id: each for each in progress(report)}
    assert (found["problems"].filled, found["problems"].gap) == (0, "problems")
    assert counted(report) == ((166, 166), (2, 3))
    assert counted(Report(FULL.form, "某局", 2024)) == ((0, 166), (0, 3))


def test_a_text_is_not_written_before_something_is_below_every_heading() -> None:
    text = "（一）问题\n更新不及时。\n（二）改进"
    report = replace(FULL, narrative={**FULL.narrative, "problems": text})
    found = {each.section.id: each for each in progress(report)}
    assert (found["problems"].filled, found["problems"].gap) == (0, "problems")


@given(st.integers(0, 200), st.integers(0, 200), st.integers(2, 20))
def test_a_bar_is_full_only_when_all_is_filled_and_empty_only_when_nothing_is(
    filled: int, more: int, width: int
) -> None:
    asked = filled + more
    drawn = bar(filled, asked, width)
    assert len(drawn) == width
    assert ("░" not in drawn) == (filled == asked)
    assert ("▇" not in drawn) == (filled == 0 and asked > 0)
