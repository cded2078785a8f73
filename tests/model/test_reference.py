"""Figures by reference: {{ 申请.本年新收.总计 }}."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.figure import UNKNOWN, count, parse
from nianbao.model.form import Form
from nianbao.model.load_forms import all_forms
from nianbao.model.reference import BadReference, escape, faults, referenced, resolve
from nianbao.model.report import Report
from tests.strategies import clean_report

FORM = all_forms()["2021"]
FIGURES = {
    "applications.received.natural_person": count(151),
    "applications.received.business": count(3),
    "applications.granted.natural_person": count(33),
    "applications.denied_internal.natural_person": count(3),
    "applications.denied_inquiry.business": count(2),
    "applications.carried_in.natural_person": parse("/"),
    "disputes.litigation_direct.upheld": count(3),
    "disputes.litigation_direct.pending": count(1),
    "disputes.litigation_after_review.upheld": count(2),
    "disclosure.licences.decisions": count(12345),
    "disclosure.penalties.decisions": parse(""),
    "disclosure.coercive_measures.decisions": parse("若干"),
    "disclosure.fees.amount": parse("4166.241619"),
    "disclosure.normative_documents.issued": parse("22（其中修订16件）"),
    "disclosure.normative_documents.repealed": parse("/"),
}


@pytest.fixture(scope="module")
def report() -> Report:
    return clean_report("2021").with_figures(FIGURES)


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("applications.received.natural_person", "151"),
        ("applications.received.total", "154"),
        ("申请.本年新收.总计", "154"),
        ("申请 . 本年新收 . 自然人", "151"),
        ("申请.本年新收", "154"),  # the total, where no column is named
        ("申请.本年新收政府信息公开申请数量.总计", "154"),  # the official label without its number
        ("申请.本年新收.法人或其他组织", "3"),  # a group of columns
        ("申请.不予公开.总计", "5"),  # a group of rows
        ("申请.不予公开.申请人情况", "5"),  # all columns, but not the total among them
        ("申请.本年度办理结果.总计", "38"),  # all outcomes, but not（七）among them
        ("申请.本年度办理结果.申请人情况", "38"),
        ("复议诉讼.行政诉讼.总计", "6"),
        ("申请.办理结果总计.总计", "38"),
        ("disputes.litigation.upheld", "5"),
        ("主动公开.行政许可", "12345"),  # the only column
        ("主动公开.行政许可 | 千分位", "12,345"),
        ("disclosure.licences.decisions|thousands", "12,345"),
        ("主动公开.行政事业性收费", "4166.241619"),
        ("主动公开.行政事业性收费 | 千分位", "4,166.241619"),
        ("主动公开.行政规范性文件.制发", "22"),
        ("主动公开.行政规范性文件.废止", "/"),
        ("申请.上年结转.总计", "0"),
        ("申请.本年新收.商业企业 | 汉字", "三"),
        ("申请.本年新收.总计 | 汉字", "154"),  # beyond 99 as it is
        ("申请.本年新收.科研机构 | 汉字", "0"),
        ("主动公开.行政处罚", "［未填］"),
        ("主动公开.行政强制", "［未填］"),
        ("主动公开.行政处罚 | 千分位", "［未填］"),
        ("年份", "2024"),
        ("year", "2024"),
        ("上年", "2023"),
        ("机关", "青溪县水利局"),
        ("agency", "青溪县水利局"),
    ],
)
def test_a_reference_and_what_is_printed(report: Report, reference: str, words: str) -> None:
    assert resolve(f"共{{{{ {reference} }}}}件", report) == f"共{words}件"


def test_the_sign_of_a_change() -> None:
    report = clean_report("2019").with_figures({"disclosure.penalties.change": parse("-18")})
    assert resolve("{{ 主动公开.行政处罚.增减 }}", report) == "-18"
    assert (
        resolve("{{主动公开.行政处罚.增减|绝对值}}、{{disclosure.penalties.change|abs}}", report) == "18、18"
    )
    assert resolve("{{ 主动公开.行政处罚.增减 | 绝对值 | 汉字 }}", report) == "十八"


def test_several_references_and_text_around_them(report: Report) -> None:
    text = "{{ 年份 }}年收到{{申请.本年新收.总计}}件，\\{{ 原样 }}，a}}b，{% for %}"
    assert resolve(text, report) == "2024年收到154件，{{ 原样 }}，a}}b，{% for %}"
    assert resolve("没有引用", report) == "没有引用"


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("{{ 申请.本年新收.总数 }}", "引用“申请.本年新收.总数”里的“总数”不认识", "最接近的是“总计”。"),
        ("{{ 申请.本年收.总计 }}", "引用“申请.本年收.总计”里的“本年收”不认识", "最接近的是“本年新收”。"),
        (
            "{{ applicatons.received.total }}",
            "引用“applicatons.received.total”里的“applicatons”不认识",
            "最接近的是“applications”。",
        ),
        ("{{ 申请 }}", "引用“申请”不完整", "请写成“申请.行.列”三段。"),
        ("{{ 申请.a.b.c }}", "引用“申请.a.b.c”不完整", "请写成“申请.行.列”三段。"),
        ("{{ 主动公开.规章 }}", "引用“主动公开.规章”没有写哪一列", "可用的列：制发、废止、现行有效。"),
        (
            "{{ 主动公开.行政许可.总计 }}",
            "引用“主动公开.行政许可.总计”里的“总计”不认识",
            "最接近的是“处理决定”。",
        ),
        (
            "{{ 年份 }",
            "“{{”后面没有配对的“}}”",
            "引用请写成 {{ 申请.本年新收.总计 }}；要印出“{{”本身请写 \\{{。",
        ),
        (
            "{{ {{ 年份 }} }}",
            "“{{”后面没有配对的“}}”",
            "引用请写成 {{ 申请.本年新收.总计 }}；要印出“{{”本身请写 \\{{。",
        ),
        (
            "{{ 申请.本年新收.总计 | 千分 }}",
            "引用“申请.本年新收.总计 | 千分”里的“千分”不认识",
            "最接近的是“千分位”。",
        ),
        ("{{}}", "引用“”里的“”不认识", "最接近的是“主动公开”。"),
        ("{{ 1 + 1 }}", "引用“1 + 1”里的“1 + 1”不认识", "最接近的是“主动公开”。"),
        ("{{ agency.__class__ }}", "引用“agency.__class__”里的“agency”不认识", "最接近的是“主动公开”。"),
    ],
)
def test_a_wrong_reference_is_told_with_the_nearest_right_one(
    report: Report, text: str, what: str, remedy: str
) -> None:
    with pytest.raises(BadReference) as error:
        resolve(text, report)
    assert (error.value.what, error.value.remedy) == (what, remedy)


def test_every_fault_of_a_text_with_its_place(report: Report) -> None:
    text = "甲{{ 坏 }}乙{{ 年份 }}丙{{ 申请 }}"
    assert [(offset, text[offset : offset + 2]) for offset, _ in faults(text, report)] == [
        (1, "{{"),
        (18, "{{"),
    ]
    assert list(faults("{{ 年份 }}\\{{ 坏 }}", report)) == []


def test_what_a_reference_stands_for() -> None:
    assert referenced("申请.其他处理.商业企业", FORM) == (
        "applications.other_not_corrected.business",
        "applications.other_fee_unpaid.business",
        "applications.other_reasons.business",
    )
    assert referenced("disputes.review", FORM) == ("disputes.review.total",)


@pytest.mark.parametrize("form", all_forms().values(), ids=lambda form: form.id)
def test_every_cell_can_be_called_in_both_languages(form: Form) -> None:
    names = {section.id: section.name for section in form.sections}
    for cell in form.cells.values():
        assert referenced(cell.id, form) == (cell.id,)
        assert referenced(f"{names[cell.section]}.{cell.row.name}.{cell.column.name}", form) == (cell.id,)


def test_a_given_total_is_what_is_printed(report: Report) -> None:
    given = report.with_figures({"applications.received.total": count(155)})
    assert resolve("{{ 申请.本年新收.总计 }}", given) == "155"
    unreadable = report.with_figures({"applications.received.total": UNKNOWN})
    assert resolve("{{ 申请.本年新收.总计 }}", unreadable) == "［未填］"


@given(st.text("{}\\a ", max_size=12))
def test_an_escaped_text_is_printed_as_it_is(text: str) -> None:
    assert resolve(escape(text), clean_report("2021")) == text
