"""Offices' sheets put together: any partition of a report gives the report, any disagreement is found."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.desk.merged import Merged, Part, TooMany, merge, table_called
from nianbao.files.taken import TakenFrom
from nianbao.model.figure import BLANK, UNKNOWN, Figure, count, parse
from nianbao.model.load_forms import all_forms
from nianbao.model.origin import Source
from tests.strategies import clean_report

FORM = all_forms()["2021"]
WHOLE = clean_report("2021")
EMPTY = replace(WHOLE, figures={}, narrative={})
TYPED = [cell for cell in FORM.cells if cell not in FORM.totals]
AT = datetime.datetime(2026, 1, 10, 9, tzinfo=datetime.UTC)
ONE, OTHER = "applications.received.natural_person", "disputes.review.upheld"


def part(name: str, figures: Mapping[str, Figure | int], texts: Mapping[str, str] | None = None) -> Part:
    plain = {cell: count(each) if isinstance(each, int) else each for cell, each in figures.items()}
    places = {cell: f"表!{number}" for number, cell in enumerate(FORM.cells)}
    digest = f"{name}{sorted(map(str, plain.items()))}{texts}"
    return Part(TakenFrom(name, Source.REPORT, digest, AT, places), plain, texts or {})


def said(found: Merged) -> list[tuple[str, ...]]:
    return [tuple(what for _, what in conflict.said) for conflict in found.conflicts]


@given(st.data())
def test_any_partition_merges_back_and_conflicts_are_found_exactly(data: st.DataObject) -> None:
    offices = data.draw(st.integers(1, 5))
    figures: list[dict[str, Figure]] = [{} for _ in range(offices)]
    owners = data.draw(st.lists(st.integers(0, offices - 1), min_size=len(TYPED), max_size=len(TYPED)))
    for cell, owner in zip(TYPED, owners, strict=True):
        for office in range(offices):
            figures[office][cell] = WHOLE.figures[cell] if office == owner else BLANK
    disputed = data.draw(st.sets(st.sampled_from(TYPED), max_size=4)) if offices > 1 else set()
    for cell in disputed:
        other = (owners[TYPED.index(cell)] + 1) % offices
        figures[other][cell] = parse("98765")
    again = data.draw(st.sets(st.sampled_from(TYPED), max_size=4))
    for cell in again - disputed:  # the same said twice is no conflict
        figures[0][cell] = WHOLE.figures[cell]
    found = merge(EMPTY, [part(f"{number}.xlsx", each) for number, each in enumerate(figures)])
    expected = {cell: WHOLE.figures[cell] for cell in TYPED if cell not in disputed}
    assert found.after.figures == expected
    assert [origin.cell for origin in found.after.origins] == list(expected)
    assert not any(found.after.is_changed_since_origin(cell) for cell in TYPED)
    names = [f"{FORM.section(FORM.cells[cell].section).name}·{FORM.cells[cell].name}" for cell in TYPED]
    of_disputed = [name for cell, name in zip(TYPED, names, strict=True) if cell in disputed]
    assert [conflict.place for conflict in found.conflicts] == of_disputed


def test_what_is_blank_or_unknown_takes_nothing_away() -> None:
    silent = dict.fromkeys(TYPED, BLANK) | {ONE: UNKNOWN, OTHER: parse("约3件")}
    assert merge(WHOLE, [part("甲.xlsx", silent)]).after == WHOLE


def test_what_stands_in_the_report_is_a_side_too() -> None:
    mine = EMPTY.with_figures({ONE: count(5)})
    found = merge(mine, [part("甲.xlsx", {ONE: 3})])
    assert said(found) == [("3", "5")]
    assert found.after == mine
    assert merge(mine, [part("甲.xlsx", {ONE: 5})]).conflicts == ()
    replaced = merge(mine, [part("甲.xlsx", {ONE: 3}), part("乙.xlsx", {ONE: 4})], replacing={"applications"})
    assert replaced.after.figure(ONE) == count(4)
    assert [origin.source for origin in replaced.after.origins] == ["乙.xlsx"]


def test_the_same_figure_from_elsewhere_keeps_its_first_origin() -> None:
    first = merge(EMPTY, [part("甲.xlsx", {ONE: 3})]).after
    assert merge(first, [part("乙.xlsx", {ONE: 3})]).after == first
    (origin,) = merge(first.with_figures({ONE: count(4)}), [part("乙.xlsx", {ONE: 4})]).after.origins
    assert origin.source == "乙.xlsx"  # what was typed over has the origin that fits


def test_sums_take_every_source_once() -> None:
    add = {"applications"}
    found = merge(EMPTY, [part("甲.xlsx", {ONE: 3, OTHER: 1}), part("乙.xlsx", {ONE: 4})], add=add)
    assert (found.after.figure(ONE), found.after.figure(OTHER)) == (count(7), count(1))
    third = merge(found.after, [part("丙.xlsx", {ONE: 10})], add=add)
    assert third.after.figure(ONE) == count(17)
    corrected = merge(third.after, [part("甲.xlsx", {ONE: 2})], add=add)
    assert corrected.after.figure(ONE) == count(16)
    assert merge(corrected.after, [part("甲.xlsx", {ONE: 2})], add=add).after == corrected.after
    typed = corrected.after.with_figures({ONE: count(20)})
    assert said(merge(typed, [part("甲.xlsx", {ONE: 2})], add=add)) == [("2", "20")]
    over = merge(typed, [part("甲.xlsx", {ONE: 2})], add=add, replacing=add)
    assert over.after.figure(ONE) == count(2)


def test_more_shares_than_a_report_keeps_are_refused() -> None:
    offices = [part(f"{number}.xlsx", dict.fromkeys(TYPED, number)) for number in range(1, 32)]
    with pytest.raises(TooMany, match="最多记5000处来源，这样合要记5146处"):
        merge(EMPTY, offices, add={"disclosure", "applications", "disputes"})


def test_the_same_file_under_two_names_counts_once() -> None:
    one = part("甲.xlsx", {ONE: 3})
    copy = replace(one, taken_from=replace(one.taken_from, name="甲（副本）.xlsx"))
    found = merge(EMPTY, [one, copy], add={"applications"})
    assert found.after.figure(ONE) == count(3)
    assert found.told == ("甲（副本）.xlsx 与 甲.xlsx 内容完全一样，只算一次。",)


def test_given_totals_are_computed_anew_and_wrong_ones_told() -> None:
    total = "applications.received.total"
    mine = EMPTY.with_figures({total: count(9)})
    found = merge(mine, [part("甲.xlsx", {ONE: 3, total: 4})])
    assert total not in found.after.figures
    (told,) = found.told
    assert told.startswith("甲.xlsx：总计由程序计算，没有取，但与它自己的各格不符：本年新收·总计写的是4，")


def test_text_fills_what_is_empty_alone() -> None:
    both = [part("甲.docx", {}, {"overview": "甲的话"}), part("乙.docx", {}, {"overview": "乙的话"})]
    assert [conflict.place for conflict in merge(EMPTY, both).conflicts] == ["总体情况·正文"]
    assert merge(EMPTY, both[:1]).after.narrative == {"overview": "甲的话"}
    mine = replace(EMPTY, narrative={"overview": "我的话"})
    found = merge(mine, both[:1])
    assert found.after == mine
    assert "报告里已有，没有取" in found.told[0]


@pytest.mark.parametrize("name", ["申请", "表三", "applications", FORM.section("applications").heading])
def test_a_table_has_several_names(name: str) -> None:
    assert table_called(name, FORM) == "applications"
    assert table_called("总体情况", FORM) is None
