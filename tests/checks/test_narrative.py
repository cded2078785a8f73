"""What the text claims, held against the tables, at once and while it is typed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks import Watch, check
from nianbao.model.figure import BLANK, Figure, count, parse
from nianbao.model.report import Report
from nianbao.model.rules import sentence
from tests.strategies import clean_report

FOLDER = Path(__file__).parent / "claims"
SENTENCES = [
    item["text"]
    for path in sorted(FOLDER.glob("*.toml"))
    for item in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
]
SECTIONS = ("overview", "applications", "disputes", "problems")
CELLS = (
    "applications.received.natural_person",
    "applications.carried_in.business",
    "applications.granted.natural_person",
    "applications.received.total",
    "disputes.review.upheld",
    "disclosure.normative_documents.issued",
)


def telling(report: Report, text: str, figures: dict[str, Figure] | None = None) -> Report:
    changed = replace(report, narrative={**report.narrative, "overview": text})
    return changed.with_figures(dict(figures or {}))


def found(report: Report, prior: Report | None = None) -> list[tuple[str, str]]:
    return [(f.code, sentence(f)) for f in check(report, prior) if f.code.startswith("N50")]


# ---- comparing

RECEIVED = "applications.received.natural_person"
CARRIED = "applications.carried_in.natural_person"


@pytest.mark.parametrize("told", [3, 5])
def test_either_reading_may_be_meant(clean: Callable[[str], Report], told: int) -> None:
    text = f"全年收到政府信息公开申请{told}件。"
    assert found(telling(clean("2021"), text, {RECEIVED: count(3), CARRIED: count(2)})) == []


def test_the_message_says_what_was_tried(clean: Callable[[str], Report]) -> None:
    report = telling(clean("2021"), "全年收到政府信息公开申请4件。", {RECEIVED: count(3), CARRIED: count(2)})
    assert found(report) == [
        ("N501", "正文写的是“4件”，与表格对不上：本年新收是3；本年新收(3)＋上年结转(2)＝5。")
    ]


@pytest.mark.parametrize("figure", [BLANK, parse("减")])
def test_what_is_not_known_contradicts_nothing(clean: Callable[[str], Report], figure: Figure) -> None:
    assert found(telling(clean("2021"), "全年收到政府信息公开申请4件。", {RECEIVED: figure})) == []


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开行政复议均获维持。",
        "政府信息公开申请中，自然人占20%。",
        "收到政府信息公开申请3件，同比增长20%。",
    ],
)
def test_nor_does_it_contradict_what_is_said_of_all_or_of_a_share(
    clean: Callable[[str], Report], text: str
) -> None:
    figures = {RECEIVED: count(3), "disputes.review.upheld": count(1)}
    unknown = {"applications.received.business": BLANK, "disputes.review.pending": BLANK}
    report = telling(clean("2021"), text, figures | unknown)
    prior = replace(clean("2021"), year=2023).with_figures({RECEIVED: BLANK})
    assert found(report, prior) == []


@pytest.mark.parametrize(
    ("text", "number", "right"),
    [
        ("收到政府信息公开申请20余件。", 20, True),
        ("收到政府信息公开申请20余件。", 29, True),
        ("收到政府信息公开申请20余件。", 31, False),
        ("收到政府信息公开申请约100件。", 95, True),
        ("收到政府信息公开申请约100件。", 80, False),
        ("收到政府信息公开申请100件左右。", 95, True),
        ("收到100件以上政府信息公开申请。", 140, True),
        ("收到政府信息公开申请超过100件。", 99, False),
        ("收到政府信息公开申请近100件。", 97, True),
        ("收到政府信息公开申请近100件。", 101, False),
        ("收到政府信息公开申请1.2万件。", 12_345, True),
        ("收到政府信息公开申请1.2万件。", 13_000, False),
        ("收到政府信息公开申请十二件。", 12, True),
        ("收到政府信息公开申请１，２０４件。", 1204, True),
    ],
)
def test_how_near_a_number_has_to_be(
    clean: Callable[[str], Report], text: str, number: int, right: bool
) -> None:
    assert (found(telling(clean("2021"), text, {RECEIVED: count(number)})) == []) is right


@pytest.mark.parametrize(
    ("amount", "right"),
    [("4166.241619", True), ("4166.24万元", True), ("4166.25", False), ("41662416.19", False)],
)
def test_money_is_compared_as_far_as_it_is_told(
    clean: Callable[[str], Report], amount: str, right: bool
) -> None:
    report = telling(
        clean("2021"), "收取行政事业性收费4166.24万元。", {"disclosure.fees.amount": parse(amount)}
    )
    assert (found(report) == []) is right


def test_last_year_is_compared_with_last_year(clean: Callable[[str], Report]) -> None:
    report = telling(
        clean("2021"),
        "2023年收到政府信息公开申请7件，2024年收到政府信息公开申请3件。",
        {RECEIVED: count(3)},
    )
    prior = replace(clean("2021"), year=2023).with_figures({RECEIVED: count(6)})
    assert found(report) == []
    assert found(report, prior) == [
        ("N501", "正文写的是“7件”，与表格对不上：上一年度本年新收是6；上一年度本年新收(6)＋上年结转(0)＝6。")
    ]
    assert found(report, prior.with_figures({RECEIVED: count(7)})) == []
    assert found(report, replace(prior, year=2022)) == []


def test_a_figure_by_reference_is_right(clean: Callable[[str], Report]) -> None:
    text = "收到政府信息公开申请{{ 申请.上年结转.总计 }}件，其中自然人3件。"
    assert found(telling(clean("2021"), text, {RECEIVED: count(3)})) == []


def test_the_place_is_that_in_the_typed_text(clean: Callable[[str], Report]) -> None:
    text = "第一行。\n收到政府信息公开申请{{ 申请.本年新收.总计 }}件，行政复议 3 件。"
    (finding,) = (f for f in check(telling(clean("2021"), text)) if f.code == "N503")
    assert finding.span is not None
    assert text[slice(*finding.span)] == "3 件"
    assert (finding.section, finding.cell) == ("overview", "disputes.review.total")


# ---- while it is typed


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, str | int]]:
    """Changes of text and figures: a section with its new text, or a cell with its new number."""
    text = st.lists(st.sampled_from(SENTENCES), max_size=4).map("\n".join)
    of_text = st.tuples(st.sampled_from(SECTIONS), text)
    of_figure = st.tuples(st.sampled_from(CELLS), st.integers(0, 12))
    return draw(st.lists(st.one_of(of_text, of_figure), min_size=1, max_size=6))


@given(edits(), st.booleans())
def test_watching_follows_text_and_figures(changes: list[tuple[str, str | int]], with_prior: bool) -> None:
    report = replace(clean_report("2021"), year=2023)
    prior = replace(report, year=2022).with_figures({RECEIVED: count(4)}) if with_prior else None
    watch = Watch(report, prior)
    for place, value in changes:
        if isinstance(value, int):
            report = report.with_figures({place: count(value)})
            watch.figures_changed(report, [place])
        else:
            report = replace(report, narrative={**report.narrative, place: value})
            watch.document_changed(report)
        assert watch.findings() == check(report, prior)


def test_another_year_takes_the_report_of_the_year_before_in_or_out(clean: Callable[[str], Report]) -> None:
    prior = replace(clean("2021"), year=2023).with_figures(
        {"applications.carried_out.natural_person": count(2)}
    )
    report = replace(clean("2021"), year=2025)
    watch = Watch(report, prior)
    assert watch.findings() == []
    for year in (2024, 2025, 2024):
        report = replace(report, year=year)
        watch.document_changed(report)
        assert watch.findings() == check(report, prior)
    assert {finding.code for finding in watch.findings()} == {"Y601", "Y602", "Y606"}


def test_a_document_that_was_read_in_is_blamed_less(clean: Callable[[str], Report]) -> None:
    report = clean("2021").with_figures({"disclosure.penalties.decisions": BLANK})
    watch = Watch(report)
    assert [(f.code, str(f.level)) for f in watch.findings()] == [("S104", "E")]
    watch.document_changed(replace(report, source="年报.pdf"))
    assert [(f.code, str(f.level)) for f in watch.findings()] == [("S104", "W")]
