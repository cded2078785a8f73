"""The sheet to sign: every rule with its result, and a file of every kind can be made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import lxml.html
import pytest

from nianbao.checks import check
from nianbao.model.figure import BLANK, count
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report, Waiver
from nianbao.model.rules import catalogue
from nianbao.publish import checklist
from nianbao.publish.checklist import Item, Result
from nianbao.write import write
from nianbao.write.formats import page_kinds
from nianbao.write.page import Page
from tests.elements import text_of, the

DOCUMENTS = "disclosure.normative_documents.in_force"


def listed(report: Report, prior: Report | None = None) -> dict[str, Item]:
    return {item.rule.code: item for item in checklist.items(report, check(report, prior), prior)}


def table(html: str, name: str) -> list[list[str]]:
    """The rows of a table by its place on the sheet."""
    root = lxml.html.document_fromstring(html)
    return [[text_of(cell) for cell in row] for row in the(root, f".//*[@id='{name}']").iter("tr")]


@pytest.mark.parametrize("form_id", all_forms())
def test_a_clean_report_keeps_every_rule(clean: Callable[[str], Report], form_id: str) -> None:
    items = listed(clean(form_id))
    results = {code: item.result for code, item in items.items()}
    not_checked = {code for code, result in results.items() if result is Result.NOT_CHECKED}
    assert not_checked == {code for code in items if code.startswith(("Y", "R"))}
    assert {results[code] for code in items.keys() - not_checked} == {Result.KEPT}


def test_rules_of_another_form_are_none_of_this_report(clean: Callable[[str], Report]) -> None:
    left_out = {form: catalogue().keys() - listed(clean(form)).keys() for form in all_forms()}
    assert left_out["2019"] >= {"T203", "T204", "T306", "Y603"}
    assert left_out["2021"] >= {"T211", "T212", "T213", "T214", "Y604"}
    assert not left_out["2019"] & left_out["2021"]


def test_results_and_what_they_rest_on(clean: Callable[[str], Report]) -> None:
    text = "全年收到政府信息公开申请3件，其中自然人2件、企业{{ 申请.本年新收.商业企业 }}件。"
    report = replace(
        clean("2021"),
        narrative={**clean("2021").narrative, "overview": "按规定公开。", "applications": text},
        waivers=(Waiver("Y603", DOCUMENTS, "清理失效文件2件"),),
    ).with_figures(
        {
            "applications.received.natural_person": count(2),
            "applications.received.business": count(1),
            "applications.granted.natural_person": count(1),
            "applications.carried_out.business": count(1),
            "disclosure.penalties.decisions": BLANK,
        }
    )
    prior = replace(clean("2021"), year=2023).with_figures({DOCUMENTS: count(2)})
    items = listed(report, prior)
    assert items["S104"].result is Result.BROKEN
    assert items["S104"].notes == ("“行政处罚”空着。",)
    assert items["T301"].result is Result.BROKEN
    assert items["T303"].notes == ("核对了25处。", "“结转下年度”：总计(1)，商业企业(1)＝1。")
    assert items["T304"].notes[-1] == "“总计”：四(1)，不超过一(3)＋二(0)＝3。"
    assert items["T404"].notes == ("核对了1处。",)  # nothing to compare: there were applications
    assert items["N501"].notes == (
        "正文“3件”：本年新收是3。",
        "正文“2件”：本年新收·自然人是2。",
        "正文“1件”：本年新收·商业企业是1。",
    )
    assert items["N507"].notes == ("正文“3件”：2件＋1件。",)
    assert items["Y603"].result is Result.EXPLAINED
    assert items["Y603"].notes[0].endswith("相差2。说明：清理失效文件2件")
    assert items["Y601"].result is Result.KEPT
    assert items["R701"].notes == ("本版本不检查这一条。",)


def test_a_hint_alone_is_no_fault(clean: Callable[[str], Report]) -> None:
    text = "主动公开信息30条，其中网站10条、其他渠道15条。"
    report = replace(clean("2021"), narrative={**clean("2021").narrative, "disclosure": text})
    item = listed(report)["N507"]
    assert item.result is Result.KEPT
    assert item.notes[0].startswith("提示：")


def test_the_sheet(clean: Callable[[str], Report]) -> None:
    report = replace(
        clean("2021").with_figures({"disclosure.penalties.decisions": BLANK}),
        waivers=(Waiver("T202", "", "<没有>"),),
    )
    html = checklist.html(report, check(report), None)
    rows = table(html, "result")
    assert rows[0] == ["编号", "核查内容", "结果", "数据和说明"]
    assert [row[0] for row in rows[1:]] == list(listed(report))
    assert [row[2] for row in rows if row[0] == "Y601"] == ["未检查"]
    assert [row[0] for row in table(html, "signatures")[1:]] == list(checklist.SIGNERS)
    assert "&lt;没有&gt;" in html
    assert "没有对照上一年度的报告" in html


def test_reasons_are_listed_with_their_place(clean: Callable[[str], Report]) -> None:
    report = replace(
        clean("2021").with_figures({"disclosure.regulations.in_force": count(1)}),
        waivers=(Waiver("T202", "", "省政府授权制定"),),
    )
    (line,) = table(checklist.html(report, check(report)), "reasons")[1:]
    assert line[0] == "T202"
    assert line[1] == "二、主动公开政府信息情况 规章·制发"
    assert line[3] == "省政府授权制定"


@pytest.mark.parametrize("kind", page_kinds(()))
def test_every_writer_can_print_it(clean: Callable[[str], Report], kind: str) -> None:
    report = clean("2021")
    assert write(Page(checklist.html(report, check(report))), kind)
