"""The language of the journal says everything that a report can hold, and refuses what it did not write."""

from __future__ import annotations

import datetime
import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given

from nianbao.desk.safe.changes import BadChange, change, changed, nothing
from nianbao.desk.safe.merged import merged
from nianbao.desk.safe.replay import replay
from nianbao.model.figure import count
from nianbao.model.letter import Letter
from nianbao.model.load_forms import all_forms
from nianbao.model.origin import Origin, Source
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment, Mark, Role
from nianbao.publish.differences import differences
from tests.strategies import clean_report, reports

NEW, OLD = all_forms()["2021"], all_forms()["2019"]


@given(before=reports(NEW), after=reports(OLD))
def test_a_change_leads_from_any_report_to_any_other(before: Report, after: Report) -> None:
    for one, other in ((before, after), (nothing(), before), (before, before)):
        found = json.loads(json.dumps(change(one, other)))
        assert changed(one, found) == other
        assert bool(found) is (one != other)


def test_every_field_of_a_report_is_told() -> None:
    plain = nothing()
    other: dict[str, Any] = {
        "form": NEW,
        "agency": "某局",
        "year": 2024,
        "agency_kind": "county",
        "date": datetime.date(2025, 1, 2),
        "title": "名称",
        "headings": {"overview": "1、总体情况"},
        "narrative": {"overview": "正文"},
        "figures": clean_report("2021").figures,
        "waivers": (Waiver("Y603", "disclosure.normative_documents", "清理了93件"),),
        "source": "报告.docx",
        "prior": "../2023/报告.toml",
        "region": "region.toml",
        "comments": (Comment("overview:2", "李四", "再核对", datetime.date(2025, 1, 5), done=True),),
        "marks": (Mark("overview", Role.REVIEWED, "李四", datetime.date(2025, 1, 5), "0a1b"),),
        "published": datetime.date(2025, 1, 20),
        "origins": (
            Origin("applications.received.other", "台账.xlsx", Source.LEDGER, "登记表", (4, 9), count(2)),
        ),
        "letter": Letter("某县人民政府", "某函〔2025〕1号", datetime.date(2025, 1, 20), ("甲", "乙"), "张三"),
        "charts": True,
        "earlier": {2022: {"applications.received.other": count(2)}, 2023: {}},
    }
    assert other.keys() == {field.name for field in fields(Report)}
    for name, value in other.items():
        after = replace(plain, **{"form": NEW, name: value})
        assert changed(plain, json.loads(json.dumps(change(plain, after)))) == after


def test_a_change_is_small() -> None:
    before = clean_report("2021")
    text = before.narrative["overview"]
    after = replace(before, narrative={**before.narrative, "overview": text[:9] + "新" + text[9:]})
    assert change(before, after) == {"texts": {"overview": (9, 0, "新")}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": "2099"},
        {"figures": {"applications.nowhere.total": "1"}},
        {"figures": {"applications.received.total": 1}},
        {"figures": ["x"]},
        {"texts": {"overview": [900_000, 0, "x"]}},
        {"texts": {"overview": "x"}},
        {"about": {"date": "gestern"}},
        {"about": {"year": "gestern"}},
        {"about": None},
        {"waivers": [["T301"]]},
        {"comments": [{"at": "overview"}]},
        {"comments": [{"by": 1, "on": "gestern"}]},
        {
            "marks": [
                {"section": "overview", "role": "看客", "by": "甲", "on": "2025-01-01", "fingerprint": ""}
            ]
        },
    ],
)
def test_what_it_did_not_write_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadChange):
        changed(clean_report("2021"), wrong)


@pytest.mark.parametrize("entries", [[], [{"holder": {}}], [{"about": {"agency": "x"}}]])
def test_a_journal_that_was_never_begun_says_nothing(entries: list[dict[str, Any]]) -> None:
    assert replay(entries) is None


def test_a_heading_that_is_missing_differs_from_the_official_one() -> None:
    report = clean_report("2021")
    (found,) = differences(report, replace(report, headings={"overview": ""}))
    assert (found.place, found.before, found.after) == ("总体情况·标题", "", "没有")


@given(before=reports(NEW), after=reports(NEW))
def test_reports_differ_in_words_exactly_if_they_differ(before: Report, after: Report) -> None:
    assert differences(before, before) == []
    found = differences(before, after)
    if replace(before, waivers=()) != replace(after, waivers=()):  # the order of waivers says nothing
        assert found
        assert all(each.before != each.after and each.place for each in found)


def test_where_figures_come_from_is_merged_cell_by_cell() -> None:
    base = clean_report("2021")
    one, other = (
        Origin(f"applications.received.{column}", "台账.xlsx", Source.LEDGER, rows=(number,))
        for number, column in enumerate(("other", "research"), 1)
    )
    mine, theirs = replace(base, origins=(one,)), replace(base, origins=(other,))
    assert set(merged(base, mine, theirs).origins) == {one, other}
    assert merged(mine, base, mine).origins == ()
