"""All checks at once, and kept up to date change by change."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks import Watch, check
from nianbao.checks.registry import Entry
from nianbao.model.figure import BLANK, count, parse
from nianbao.model.finding import Finding, Level
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment
from nianbao.model.rules import rule
from tests.strategies import changes, reports

HEAD: dict[str, Any] = {
    "agency": "云岭省人民政府",
    "agency_kind": "prefecture",
    "title": "报告",
    "headings": {"problems": ""},
    "source": "年报.pdf",
    "year": 2019,
    "date": datetime.date(2030, 1, 1),
    "waivers": (Waiver("S104", "", "到处"), Waiver("Y602", "", "机构改革"), Waiver("N501", "", "统计口径")),
    "prior": "去年.toml",
    "region": "region.toml",
    "comments": (Comment("overview:1", "李四", "再核对"), Comment("disputes", "李四", "好", done=True)),
}
TEXTS: tuple[dict[str, str], ...] = (
    {"other": "发出收费通知2件。"},
    {"overview": "六、其他需要报告的事项\n未收到政府信息公开申请。"},
    {"overview": "收到政府信息公开申请12件，比上年增长50%，其中予以公开4件、占30%，结转下年度1件。"},
    {"overview": "收到政府信息公开申请{{ 申请.上年结转.总计 }}件，结转{{ 申请.结转下年度.自然人 }}件。"},
    {"problems": "{{ 年份 }}年，{{ 机关 }}收到政府信息公开申请{{ 申请.本年新收.自然人 }}件。"},
    {"disputes": "行政复议3件，均获维持。", "disclosure": "行政许可563件，其中网上办理500件、窗口办理70件。"},
    {},
)
Step = Mapping[str, Any]  # figures by cell, or fields of a report


@st.composite
def edits(draw: st.DrawFn) -> tuple[Report, Report | None, list[Step]]:
    """A report, one of the year before, and what is done: figures change, or something else does."""
    report = draw(reports())
    prior = replace(draw(reports()), year=report.year - 1) if draw(st.booleans()) else None
    of_document = st.one_of(
        st.sampled_from(sorted(HEAD)).map(lambda key: {key: HEAD[key]}),
        st.sampled_from(TEXTS).map(lambda text: {"narrative": text}),
    )
    return report, prior, draw(st.lists(st.one_of(changes(report.form), of_document), min_size=1, max_size=5))


@given(edits())
def test_watching_finds_what_checking_anew_finds(edited: tuple[Report, Report | None, list[Step]]) -> None:
    report, prior, steps = edited
    watch = Watch(report, prior)
    assert watch.findings() == check(report, prior)
    for step in steps:
        figures = step.keys() <= report.form.cells.keys()
        report = report.with_figures(step) if figures else replace(report, **step)
        watch.become(report)
        assert watch.findings() == check(report, prior)


def test_an_agency_of_another_kind_changes_what_its_figures_mean(clean: Callable[[str], Report]) -> None:
    report = clean("2021").with_figures({"disclosure.regulations.in_force": count(3)})
    watch = Watch(report)
    assert [finding.code for finding in watch.findings()] == ["T202"]
    watch.become(replace(report, agency_kind="vertical"))
    assert watch.findings() == []
    watch.become(report)
    assert [finding.code for finding in watch.findings()] == ["T202"]


def test_the_text_of_a_section_changes_what_its_figures_ask_for(clean: Callable[[str], Report]) -> None:
    cells = (f"applications.{row}.natural_person" for row in ("received", "other_fee_unpaid"))
    report = clean("2021").with_figures(dict.fromkeys(cells, count(1)))
    watch = Watch(report)
    assert "T306" in {finding.code for finding in watch.findings()}
    text = {**report.narrative, "other": "发出缴费通知1件，未收取信息处理费。"}
    watch.become(replace(report, narrative=text))
    assert "T306" not in {finding.code for finding in watch.findings()}


def test_another_form_begins_anew(clean: Callable[[str], Report]) -> None:
    watch = Watch(clean("2021"))
    watch.become(replace(clean("2019"), title="报告"))
    assert [finding.code for finding in watch.findings()] == ["S103"]


def test_what_has_not_changed_is_not_looked_at_again(
    clean: Callable[[str], Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    def ask(entry: Entry, *given: object) -> list[Finding]:
        asked.update(entry.codes)
        return []

    watch = Watch(clean("2021"), clean("2021"))
    monkeypatch.setattr(Entry, "__call__", ask)
    watch.become(replace(clean("2021")))
    assert asked == set()
    dated = replace(clean("2021"), date=datetime.date(2030, 1, 1))
    watch.become(dated)
    assert asked >= {"S102", "S110"}
    assert not asked & {"S105", "Y605"}
    asked.clear()
    watch.become(dated.with_figures({"disclosure.licences.decisions": count(3)}))
    assert asked >= {"S104", "Y605"}
    assert not asked & {"S105", "S110", "N501", "N507"}


# ---- order


def test_findings_stand_in_the_order_of_the_report(clean: Callable[[str], Report]) -> None:
    figures = {
        "disputes.review.total": count(1),
        "applications.carried_out.business": count(1),
        "applications.received.natural_person": BLANK,
        "disclosure.penalties.decisions": parse("减"),
        "disclosure.licences.decisions": BLANK,
    }
    report = replace(clean("2021"), title="报告", headings={"overview": "", "other": ""})
    found = [(finding.section, finding.code) for finding in check(report.with_figures(figures))]
    assert found == [
        ("", "S103"),
        ("overview", "S101"),
        ("disclosure", "S104"),
        ("disclosure", "T201"),
        ("applications", "S104"),
        ("applications", "T301"),
        ("applications", "T304"),
        ("disputes", "T401"),
        ("other", "S101"),
    ]


# ---- waivers

SLASH = "disclosure.fees.amount"
WORDS = "disclosure.penalties.decisions"


@pytest.mark.parametrize(
    ("waivers", "waived"),
    [
        ((), None),
        ((Waiver("S104", SLASH, "没有收费项目"),), "没有收费项目"),
        ((Waiver("S104", "", "没有收费项目"),), "没有收费项目"),
        ((Waiver("S104", "", "到处"), Waiver("S104", SLASH, "这里")), "这里"),
        ((Waiver("S104", "disclosure.licences.decisions", "别处"),), None),
        ((Waiver("T204", SLASH, "别的规则"),), None),
    ],
)
def test_a_warning_is_waived_where_its_waiver_says(
    clean: Callable[[str], Report], waivers: tuple[Waiver, ...], waived: str | None
) -> None:
    report = replace(clean("2021").with_figures({SLASH: parse("/")}), waivers=waivers)
    (finding,) = (finding for finding in check(report) if finding.code == "S104")
    assert (finding.level, finding.waived, finding.stops) == (Level.WARNING, waived, False)
    assert Watch(report).findings() == check(report)


def test_an_error_is_not_waived(clean: Callable[[str], Report]) -> None:
    report = clean("2021").with_figures({WORDS: parse("若干")})
    waivers = (Waiver("T201", WORDS, "就这样"), Waiver("T201", "", "就这样"))
    (finding,) = (f for f in check(replace(report, waivers=waivers)) if f.code == "T201")
    assert (finding.level, finding.waived, finding.stops) == (Level.ERROR, None, True)


def test_what_is_wrong_with_waivers_is_not_waived(clean: Callable[[str], Report]) -> None:
    idle = Waiver("T203", "", "已经改好")
    report = replace(clean("2021"), waivers=(idle, Waiver("S112", "", "不管它")))
    assert [(f.code, f.message, f.waived) for f in check(report)] == [("S112", "stale", None)] * 2
    assert not rule("S112").waivable


def test_a_waivable_error_stops_until_it_is_waived() -> None:
    finding = Finding("Y601", Level.ERROR)
    assert finding.stops
    assert not finding._replace(waived="机构改革划入").stops
