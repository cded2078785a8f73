"""From the report of one year to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nianbao.model.figure import BLANK, count, parse
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.model.succession import succeed
from tests.strategies import clean_report

FORMS = all_forms()


def last_year(form: str = "2021") -> Report:
    report = clean_report(form)
    row = {f"applications.carried_out.{cell.column.id}": count(10 + number)
           for number, cell in enumerate(report.form.rows["applications.carried_out"])}  # fmt: skip
    return replace(report.with_figures(row), agency_kind="department", source="年报.pdf", title="去年的标题")


def test_what_was_carried_out_is_carried_in() -> None:
    last = last_year()
    found = succeed(last, FORMS["2021"], 2025)
    assert (found.report.agency, found.report.year, found.report.agency_kind) == (
        last.agency,
        2025,
        "department",
    )
    assert [str(found.report.figure(f"applications.carried_in.{column}")) for column in (
        "natural_person", "business", "research", "public_interest", "legal_service", "other", "total"
    )] == ["10", "11", "12", "13", "14", "15", "75"]  # fmt: skip
    assert set(found.report.figures) == set(found.carried)
    assert not any(cell.endswith(".total") for cell in found.carried)
    assert (found.not_carried, found.without_counterpart, found.new) == ((), (), ())
    assert (found.report.source, found.report.title, found.report.waivers) == ("", None, ())


def test_the_report_of_another_organ_is_told() -> None:
    last = replace(last_year(), agency="某某市某某县水利局")
    organs = ("某某县水利局", "某某县教育局")
    told = [succeed(last, FORMS["2021"], last.year + 1, agency=name).told() for name in organs]
    assert [any("“某某市某某县水利局”" in line for line in lines) for lines in told] == [False, True]


@pytest.mark.parametrize("unsaid", [BLANK, parse("/"), parse("若干"), None])
def test_what_last_year_does_not_say_is_not_carried(unsaid: object) -> None:
    cell = "applications.carried_out.business"
    last = last_year().with_figures({cell: unsaid})  # type: ignore[dict-item]
    found = succeed(last, FORMS["2021"], 2025)
    assert "applications.carried_in.business" not in found.report.figures
    assert found.not_carried == ("上年结转·商业企业",)


def test_from_the_old_form_to_the_new_one() -> None:
    found = succeed(last_year("2019"), FORMS["2021"], 2021)
    assert len(found.carried) == 6
    assert {"其他对外管理服务事项", "政府集中采购", "其他处理", "行政许可（上一年、增减）"} <= set(
        found.without_counterpart
    )
    assert {"逾期不补正", "逾期未缴费", "其他原因", "行政事业性收费（收费金额）"} <= set(found.new)
    assert not any(name.startswith("本年新收") for name in (*found.without_counterpart, *found.new))


TEXT = (
    """\
2024年，认真贯彻条例。
（一）主动公开
全年公开{{ 申请.本年新收.总计 }}件。
（二）保障。组织培训两次，参加人员二十人，效果良好。
1.一个很长的编号段落，"""
    + "说明各项工作的开展情况，" * 5
    + "没有完。"
)


def test_of_the_text_the_headings_stay() -> None:
    last = replace(last_year(), narrative={"overview": TEXT, "other": "无。"})
    found = succeed(last, FORMS["2021"], 2025)
    assert dict(found.report.narrative) == {"overview": "（一）主动公开\n（二）保障"}


def test_all_of_the_text_on_request() -> None:
    last = replace(last_year(), narrative={"overview": TEXT, "other": "无。"})
    found = succeed(last, FORMS["2021"], 2025, keep_text=True)
    assert dict(found.report.narrative) == dict(last.narrative)


def test_references_that_mean_nothing_in_the_new_form_become_their_figures() -> None:
    last = replace(
        last_year("2019"),
        narrative={"overview": "采购{{ 主动公开.政府集中采购.采购项目数量 }}项，\\{{照旧}}。"},
    )
    found = succeed(last, FORMS["2021"], 2021, keep_text=True)
    assert found.report.narrative["overview"] == "采购0项，\\{{照旧}}。"


def test_another_name_of_the_organ() -> None:
    assert succeed(last_year(), FORMS["2021"], 2025, agency="青溪县水务局").report.agency == "青溪县水务局"
