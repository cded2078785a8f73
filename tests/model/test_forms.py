"""The two official forms, label by label."""

from __future__ import annotations

import string

import pytest

from nianbao.model.agency import agency_kinds
from nianbao.model.figure import BLANK, UNKNOWN, Kind, count
from nianbao.model.form import Entry, Form, mark_of, name_of
from nianbao.model.load_forms import all_forms, form_for
from nianbao.model.rules import catalogue

FORMS = all_forms()
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
OLD = ("2019", "2021")  # whose letters stand here; a later form is proved by tests/later_form.py
old_form = pytest.mark.parametrize("form", [FORMS[name] for name in OLD], ids=OLD)

# ---- the labels, as the two notices print them

HEADINGS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
TABLE_2 = {
    "2019": [
        (
            "第二十条第（一）项",
            ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
            ["规章", "规范性文件"],
        ),
        (
            "第二十条第（五）项",
            ["上一年项目数量", "本年增/减", "处理决定数量"],
            ["行政许可", "其他对外管理服务事项"],
        ),
        (
            "第二十条第（六）项",
            ["上一年项目数量", "本年增/减", "处理决定数量"],
            ["行政处罚", "行政强制"],
        ),
        ("第二十条第（八）项", ["上一年项目数量", "本年增/减"], ["行政事业性收费"]),
        ("第二十条第（九）项", ["采购项目数量", "采购总金额"], ["政府集中采购"]),
    ],
    "2021": [
        (
            "第二十条第（一）项",
            ["本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "行政规范性文件"],
        ),
        ("第二十条第（五）项", ["本年处理决定数量"], ["行政许可"]),
        ("第二十条第（六）项", ["本年处理决定数量"], ["行政处罚", "行政强制"]),
        ("第二十条第（八）项", ["本年收费金额（单位：万元）"], ["行政事业性收费"]),
    ],
}
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = """
申请人情况
 自然人
 法人或其他组织
  商业企业
  科研机构
  社会公益组织
  法律服务机构
  其他
 总计
"""
OUTCOMES = """
一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
三、本年度办理结果
 （一）予以公开
 （二）部分公开（区分处理的，只计这一情形，不计其他情形）
 （三）不予公开
  1.属于国家秘密
  2.其他法律行政法规禁止公开
  3.危及“三安全一稳定”
  4.保护第三方合法权益
  5.属于三类内部事务信息
  6.属于四类过程性信息
  7.属于行政执法案卷
  8.属于行政查询事项
 （四）无法提供
  1.本机关不掌握相关政府信息
  2.没有现成信息需要另行制作
  3.补正后申请内容仍不明确
 （五）不予处理
  1.信访举报投诉类申请
  2.重复申请
  3.要求提供公开出版物
  4.无正当理由大量反复申请
  5.要求行政机关确认或重新出具已获取信息
 （六）其他处理
{}
 （七）总计
四、结转下年度继续办理
"""
TABLE_3 = {
    "2019": OUTCOMES.replace("{}\n", ""),
    "2021": OUTCOMES.format(
        "  1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请\n"
        "  2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请\n"
        "  3.其他"
    ),
}
DISPUTES = """
行政复议
行政诉讼
 未经复议直接起诉
 复议后起诉
"""
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def outline(entries: tuple[Entry, ...], depth: int = 0) -> str:
    """A tree of labels, one a line, each level one space further in."""
    return "".join(" " * depth + entry.label + "\n" + outline(entry.entries, depth + 1) for entry in entries)


@old_form
def test_the_six_headings(form: Form) -> None:
    assert [section.heading for section in form.numbered] == HEADINGS
    assert [s.id for s in form.sections] == [
        "preface",
        "overview",
        "disclosure",
        "applications",
        "disputes",
        "problems",
        "other",
        "signature",
    ]


@old_form
def test_table_2_to_the_letter(form: Form) -> None:
    table = form.section("disclosure").table
    assert table is not None
    assert all(block.stub == "信息内容" for block in table.blocks)
    assert [
        (b.title, [column.label for column in b.columns], [row.label for row in b.rows]) for b in table.blocks
    ] == TABLE_2[form.id]


@old_form
def test_table_3_to_the_letter(form: Form) -> None:
    table = form.section("applications").table
    assert table is not None
    (block,) = table.blocks
    assert table.corner == CORNER
    assert outline(block.columns) == APPLICANTS[1:]
    assert outline(block.rows) == TABLE_3[form.id][1:]


@old_form
def test_table_4_to_the_letter(form: Form) -> None:
    table = form.section("disputes").table
    assert table is not None
    (block,) = table.blocks
    assert outline(block.rows) == DISPUTES[1:]
    assert [column.label for column in block.columns] == RESULTS


@pytest.mark.parametrize(
    ("form_id", "cells", "leaves"),
    [
        ("2019", {"disclosure": 22, "applications": 161, "disputes": 15}, 19),
        ("2021", {"disclosure": 10, "applications": 175, "disputes": 15}, 21),
    ],
)
def test_how_many_cells(form_id: str, cells: dict[str, int], leaves: int) -> None:
    form = FORMS[form_id]
    sections = [cell.section for cell in form.cells.values()]
    assert {section: sections.count(section) for section in cells} == cells
    assert len(sections) == sum(cells.values())
    assert len(form.totals["applications.outcomes.research"]) == leaves


@old_form
def test_what_the_totals_are_sums_of(form: Form) -> None:
    assert form.totals["disputes.review.total"] == tuple(
        f"disputes.review.{column}" for column in ("upheld", "corrected", "other", "pending")
    )
    organisations = ("business", "research", "public_interest", "legal_service", "other")
    assert form.totals["applications.outcomes.total"] == tuple(
        f"applications.outcomes.{column}" for column in ("natural_person", *organisations)
    )
    assert len(form.totals) == {"2019": 23 + 6 + 3, "2021": 25 + 6 + 3}[form.id]
    assert not any(cell.startswith("disclosure.") for cell in form.totals)


def test_row_and_column_ids_are_those_of_the_file_format() -> None:
    assert " ".join(row.partition(".")[2] for row in FORMS["2021"].rows) == (
        "regulations normative_documents licences penalties coercive_measures fees "
        "received carried_in granted partly_granted denied_state_secret denied_by_law denied_security "
        "denied_third_party denied_internal denied_deliberative denied_case_file denied_inquiry "
        "unavailable_not_held unavailable_to_be_made unavailable_unclear unprocessed_petition "
        "unprocessed_repeated unprocessed_publication unprocessed_excessive unprocessed_confirmation "
        "other_not_corrected other_fee_unpaid other_reasons outcomes carried_out "
        "review litigation_direct litigation_after_review"
    )
    only_2019 = FORMS["2019"].rows.keys() - FORMS["2021"].rows.keys()
    assert only_2019 == {"disclosure.other_services", "disclosure.procurement", "applications.other"}
    columns = " ".join(cell.column.id for cell in FORMS["2021"].rows["applications.received"])
    assert columns == "natural_person business research public_interest legal_service other total"
    columns = " ".join(cell.column.id for cell in FORMS["2021"].rows["disputes.review"])
    assert columns == "upheld corrected other pending total"


def test_kinds_of_cells() -> None:
    kinds = {form.id: {cell.id: cell.column.kind for cell in form.cells.values()} for form in FORMS.values()}
    changes = {cell for cell, kind in kinds["2019"].items() if kind is Kind.CHANGE}
    assert changes == {
        f"disclosure.{row}.change"
        for row in ("licences", "other_services", "penalties", "coercive_measures", "fees")
    }
    assert [c for c, kind in kinds["2019"].items() if kind is Kind.AMOUNT] == [
        "disclosure.procurement.amount"
    ]
    assert [c for c, kind in kinds["2021"].items() if kind is not Kind.COUNT] == ["disclosure.fees.amount"]
    fees = FORMS["2021"].cells["disclosure.fees.amount"].column
    assert (fees.unit, fees.decimals) == ("万元", 6)
    assert FORMS["2019"].cells["disclosure.procurement.amount"].column.unit == ""


@pytest.mark.parametrize(
    ("year", "form"),
    [(2018, None), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")],
)
def test_the_form_for_a_year(year: int, form: str | None) -> None:
    found = form_for(year)
    assert (found.id if found else None) == form


def test_notices_and_limits() -> None:
    assert [FORMS[name].notice for name in OLD] == [
        "国办公开办函〔2019〕60号",
        "国办公开办函〔2021〕30号",
    ]
    assert [form.section("overview").most_characters for form in map(FORMS.__getitem__, OLD)] == [None, 1000]
    assert [FORMS[name].encouraged_years for name in OLD] == [{2019}, frozenset()]


def test_how_messages_call_a_row_or_a_cell() -> None:
    cells = FORMS["2021"].cells
    assert cells["applications.denied_security.business"].name == "三安全一稳定·商业企业"
    assert cells["applications.denied_security.business"].row.mark == "（三）3"
    assert cells["applications.outcomes.total"].row.mark == "（七）"
    assert cells["applications.carried_out.total"].row.mark == "四"
    assert cells["disclosure.licences.decisions"].name == "行政许可"
    assert cells["disclosure.licences.decisions"].row_id == "disclosure.licences"
    assert (mark_of("规章", ""), name_of("规章"), name_of("（七）总计")) == ("", "规章", "总计")


@every_form
def test_names_are_unambiguous_so_that_references_are(form: Form) -> None:
    names = [section.name for section in form.sections]
    assert len(set(names)) == len(names)
    for section in form.sections:
        blocks = section.table.blocks if section.table else ()
        rows = [entry.name for block in blocks for top in block.rows for entry in top.walk()]
        assert len(set(rows)) == len(rows)
        for block in blocks:
            columns = [entry.name for top in block.columns for entry in top.walk()]
            assert len(set(columns)) == len(columns)


@every_form
def test_every_rule_and_sentence_that_a_form_names_exists(form: Form) -> None:
    for kind in {cell.column.kind for cell in form.cells.values()}:
        assert form.kind_rules[kind] in catalogue()
    for cross_sum in form.sums:
        words = catalogue()[cross_sum.rule].messages[cross_sum.message]
        known = {"where", "left", "right", "difference", "expected", "found"}
        assert {field for _, field, _, _ in string.Formatter().parse(words) if field} <= known
        assert cross_sum.unless_agency_kind <= agency_kinds().keys()


@every_form
def test_which_sums_a_cell_touches(form: Form) -> None:
    touched = {cross_sum.rule for cross_sum in form.sums_of["applications.granted.business"]}
    assert {"T301", "T302", "T303"} <= touched
    assert not any(rule.startswith(("T2", "T40")) for rule in touched)
    assert set(form.dependents["applications.granted.business"]) == {
        "applications.granted.total",
        "applications.outcomes.business",
        "applications.outcomes.total",
    }
    order = form.order
    assert all(order[part] < order[total] for total, parts in form.totals.items() for part in parts)


def test_unknown_says_something_of_a_total_alone() -> None:
    form = FORMS["2021"]
    assert form.can_hold("applications.granted.total", UNKNOWN)
    assert not form.can_hold("applications.granted.business", UNKNOWN)
    assert form.can_hold("applications.granted.business", BLANK)
    assert form.can_hold("applications.granted.business", count(0))
