"""What the text claims, held against the tables, at once and while it is typed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks import Watch, check
from nianbao.checks.claims.words.lexicon import words_of
from nianbao.model.figure import BLANK, Figure, count, parse
from nianbao.model.form import Form
from nianbao.model.load_forms import all_forms
from nianbao.model.reference import resolve
from nianbao.model.report import Report
from nianbao.model.rules import rule, sentence
from nianbao.model.wording import words
from tests.strategies import clean_report

FOLDER = Path(__file__).parent / "claims"
SENTENCES = [
    item["text"]
    for path in sorted(FOLDER.glob("*.toml"))
    for item in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
]
BY_REFERENCE = (
    "收到政府信息公开申请{{ 申请.本年新收.自然人 }}件，上年结转{{申请.上年结转.商业企业}}件。",
    "{{ 上年 }}年，{{ 机关 }}收到政府信息公开申请{{ 申请.本年新收.总计 }}件。",
    "行政复议{{ disputes.review.upheld }}件，{{ 没有.这个.名称 }}件。",
    "主动公开信息{{ 申请.予以公开.自然人 }}条，其中网站2条、公报{{ 申请.上年结转.总计 }}条。",
)
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


def test_a_figure_by_reference_is_read_like_a_number(clean: Callable[[str], Report]) -> None:
    right = "收到政府信息公开申请{{ 申请.本年新收.总计 }}件，其中自然人3件。"
    assert found(telling(clean("2021"), right, {RECEIVED: count(3)})) == []
    wrong = "收到政府信息公开申请{{ 申请.本年新收.自然人 }}件。"
    figures = {RECEIVED: count(3), "applications.received.business": count(1)}
    (finding,) = (f for f in check(telling(clean("2021"), wrong, figures)) if f.code == "N501")
    assert sentence(finding).startswith("正文写的是“3件”，与表格对不上：本年新收是4；")
    assert finding.span is not None
    assert wrong[slice(*finding.span)] == "{{ 申请.本年新收.自然人 }}件"


@pytest.mark.parametrize("name", ["申请.本年新收.总计", "申请.没有这一行.总计", "申请.本年新收.总计 | 没有"])
def test_a_reference_to_what_is_not_known_claims_nothing(clean: Callable[[str], Report], name: str) -> None:
    text = f"收到政府信息公开申请{{{{ {name} }}}}件，结转下年度{{{{ {name} }}}}件。"
    assert found(telling(clean("2021"), text, {RECEIVED: BLANK})) == []


def test_a_reference_in_words_or_with_commas_is_read_as_it_is_printed(clean: Callable[[str], Report]) -> None:
    text = "收到政府信息公开申请{{ 申请.上年结转.总计 | 汉字 }}件，办结{{ 申请.上年结转.总计 | 千分位 }}件。"
    for carried, said in ((5, ["五件", "5件"]), (1200, ["1200件", "1,200件"])):
        report = telling(clean("2021"), text, {RECEIVED: count(3), CARRIED: count(carried)})
        numbers = [f.found for f in check(report) if f.code in {"N501", "N502"}]
        assert numbers == said


def test_the_place_is_that_in_the_typed_text(clean: Callable[[str], Report]) -> None:
    text = "第一行。\n收到政府信息公开申请{{ 申请.本年新收.总计 }}件，行政复议 3 件。"
    (finding,) = (f for f in check(telling(clean("2021"), text)) if f.code == "N503")
    assert finding.span is not None
    assert text[slice(*finding.span)] == "3 件"
    assert (finding.section, finding.cell) == ("overview", "disputes.review.total")


REFERENCES = ("{{ 申请.本年新收.自然人 }}", "{{申请.上年结转.总计}}", "{{ disputes.review.upheld | 千分位 }}")
NUMBER = re.compile(r"(?<![\d.,〔])\d{1,4}(?![\d.,年月日%])")


@st.composite
def by_reference(draw: st.DrawFn) -> Report:
    """A report whose sentences have references in the place of some of their numbers."""
    lines = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
    text = NUMBER.sub(lambda match: draw(st.sampled_from((*REFERENCES, match[0]))), "\n".join(lines))
    figures = {cell: count(draw(st.integers(0, 12))) for cell in CELLS if not cell.endswith("total")}
    report = telling(replace(clean_report("2021"), year=2023), text, figures)
    return replace(report, narrative={"overview": text})


@given(by_reference())
def test_a_text_with_references_says_what_is_printed(report: Report) -> None:
    printed = replace(report, narrative={"overview": resolve(report.narrative["overview"], report)})

    def numbers(found: Report) -> list[tuple[str, str, object, tuple[str, ...]]]:
        return [(f.code, sentence(f), f.found, f.cells) for f in check(found) if f.code < "N508"]

    assert [each for each in numbers(report) if each[0] >= "N501"] == [
        each for each in numbers(printed) if each[0] >= "N501"
    ]
    for finding in check(report):
        if finding.span is not None and "N501" <= finding.code < "N507":
            typed = resolve(report.narrative["overview"][slice(*finding.span)], report)
            first, *others = words(finding.found).split("＋")  # 网上1件、信函申请1件 are told as 1件＋1件
            assert typed.startswith(first)
            assert typed.endswith(others[-1]) if others else typed == first


# ---- while it is typed


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, str | int]]:
    """Changes of text and figures: a section with its new text, or a cell with its new number."""
    line = st.sampled_from((*SENTENCES, *BY_REFERENCE))
    text = st.lists(line, max_size=4).map("\n".join)
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
        else:
            report = replace(report, narrative={**report.narrative, place: value})
        watch.become(report)
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
        watch.become(report)
        assert watch.findings() == check(report, prior)
    assert {finding.code for finding in watch.findings()} == {"Y601", "Y602", "Y606", "Y607"}


def test_a_document_that_was_read_in_is_blamed_less(clean: Callable[[str], Report]) -> None:
    report = clean("2021").with_figures({"disclosure.penalties.decisions": BLANK})
    watch = Watch(report)
    assert [(f.code, str(f.level)) for f in watch.findings()] == [("S104", "E")]
    watch.become(replace(report, source="年报.pdf"))
    assert [(f.code, str(f.level)) for f in watch.findings()] == [("S104", "W")]


@pytest.mark.parametrize("form", all_forms().values(), ids=all_forms())
def test_what_is_denied_or_said_of_all_has_a_sentence_for_its_rule(form: Form) -> None:
    topics = words_of(form, 2024).topics.values()
    assert all(not topic.none or "none" in rule(topic.none).messages for topic in topics)
    assert all({"", "part", "share", "growth"} <= rule(topic.rule).messages.keys() for topic in topics)
    assert all("all" in rule(code).messages for code in ("N501", "N502", "N503", "N504"))
