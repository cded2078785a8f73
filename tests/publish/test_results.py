"""What is attested is so: 符合 stands on figures and texts that were compared, and on nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks import check
from nianbao.checks.coverage import Seen
from nianbao.checks.members import Members
from nianbao.checks.run import looked_at
from nianbao.model.agency import kind_by_name
from nianbao.model.figure import BLANK, UNITS_OF_MONEY, Figure, Kind, State, count, parse
from nianbao.model.finding import Level
from nianbao.model.form import PRIOR, Form
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report, Waiver
from nianbao.model.rules import catalogue
from nianbao.publish.results import MEANINGS, Item, Result, items
from tests.checks.test_cases import CASES, code_of, fails, members_of, read, report_of
from tests.checks.test_cases import prior_of as prior_of_case
from tests.soak import drawn
from tests.strategies import HANZI, clean_report, reports

PENALTIES = "disclosure.penalties.decisions"
OPEN = {State.BLANK, State.UNKNOWN, State.MALFORMED}


@cache
def listed_case(case: Path) -> dict[str, Item]:
    """What is listed of a case."""
    data = read(case)
    report = report_of(data)
    return listed(report, prior_of_case(data, report), members_of(data, report))


@cache
def listed_clean(form_id: str) -> dict[str, Item]:
    """What is listed of a clean report beside one of the year before."""
    return listed(clean_report(form_id), prior_of(clean_report(form_id)))


def listed(report: Report, prior: Report | None = None, members: Members | None = None) -> dict[str, Item]:
    findings = check(report, prior, members=members)
    return {item.rule.code: item for item in items(report, findings, prior, members)}


def empty(form: Form) -> Report:
    return Report(form, "某某县教育局", form.last_year or form.first_year + 3)


def prior_of(report: Report) -> Report:
    return replace(report, year=report.year - 1, waivers=())


@pytest.mark.parametrize("form", all_forms().values(), ids=repr)
def test_of_an_empty_report_nothing_is_attested_that_rests_on_figures(form: Form) -> None:
    places = looked_at(empty(form))
    holding = {code for code, item in listed(empty(form)).items() if item.result is Result.HOLDS}
    assert holding == {"S101", "S102", "S103", "S113"}  # headings, form, title and characters are there
    assert not [place for code in holding for place in places[code] if place.cells]


@pytest.mark.parametrize("form", all_forms().values(), ids=repr)
def test_what_is_missing_is_named_and_counted(form: Form) -> None:
    found = listed(empty(form))
    (note,) = found["T301"].notes
    assert note.startswith("7处没有核对，因为28格没有数：申请·本年新收·自然人、")
    assert found["T304"].result is Result.INCOMPLETE
    assert found["S110"].notes == ("没有写落款日期。",)
    assert found["Y601"].notes == ("没有上一年度的报告。",)


@pytest.mark.parametrize("form", all_forms().values(), ids=repr)
def test_a_clean_report_with_last_years_is_attested(form: Form) -> None:
    clean = clean_report(form.id)
    report = replace(clean, date=datetime.date(clean.year + 1, 1, 20))
    other = dict.fromkeys(report.narrative, HANZI[:300])
    found = listed(report, replace(prior_of(report), narrative=other))
    results = {item.result for item in found.values()}
    assert results == {Result.HOLDS, Result.OUTSIDE, Result.SILENT}
    assert {"T201", "T301", "T302", "T303", "T304", "Y601", "Y605"} <= {
        code for code, item in found.items() if item.result is Result.HOLDS
    }


@pytest.mark.parametrize("form_id", all_forms())
def test_rules_of_another_form_are_none_of_this_report(form_id: str) -> None:
    found = listed(clean_report(form_id))
    left_out = catalogue().keys() - found.keys()
    own = {"2019": {"T203", "T204", "T306", "Y603"}, "2021": {"T211", "T212", "T213", "T214", "Y604"}}
    assert left_out == own[form_id]
    assert {found[code].result for code in ("R701", "R702")} == {Result.OUTSIDE}


def needed(report: Report, code: str) -> Iterator[str]:
    """The cells of the report that a rule of the form needs, worked out from the form alone."""
    form, figures = report.form, report.all_figures()
    for cell in form.cells.values():
        typed = cell.id in report.figures or cell.id not in form.totals
        if form.kind_rules.get(cell.column.kind) == code and typed:
            yield cell.id
    for each in form.sums:
        kind = report.agency_kind or kind_by_name(report.agency)
        void = kind in each.unless_agency_kind or each.when_text or each.unless_text
        unmet = any(not condition.certain(figures.__getitem__) for condition in each.when)
        if each.rule == code and not (void or unmet):
            yield from each.cells()


@given(reports(), st.data())
@drawn(12)
def test_who_is_attested_has_no_finding_and_no_gap(report: Report, data: st.DataObject) -> None:
    gaps = data.draw(st.sets(st.sampled_from([*report.form.rows]), max_size=4))
    given = {key: each for key, each in report.figures.items() if key.rpartition(".")[0] not in gaps}
    report = replace(report, figures=given)
    prior = data.draw(st.sampled_from([None, prior_of(report)]))
    findings = check(report, prior)
    figures = report.all_figures()
    found = items(report, findings, prior)
    assert [item.rule.code for item in found] == list(dict.fromkeys(item.rule.code for item in found))
    for item in found:
        assert item.notes
        assert all(item.notes)
        if item.result is Result.HOLDS:
            assert item.rule.code not in {finding.code for finding in findings}
            gaps_left = [cell for cell in needed(report, item.rule.code) if figures[cell].state in OPEN]
            assert not gaps_left, (item.rule.code, gaps_left)


@given(reports())
@drawn(12)
def test_every_place_names_what_was_looked_at(report: Report) -> None:
    prior = prior_of(report)
    before = prior.all_figures()
    figures = {**report.all_figures(), **{PRIOR + cell: figure for cell, figure in before.items()}}
    for code, places in looked_at(report, prior).items():
        for place in places:
            if place.seen is Seen.UNKNOWN:
                assert place.lacking or place.cells, code
                assert all(is_open(report, cell, figures[cell]) for cell in place.cells), code
            elif place.seen is Seen.COMPARED and code.startswith(("T3", "T4", "Y6")) and code != "Y606":
                assert not [cell for cell in place.cells if figures[cell].state in OPEN], code


def is_open(report: Report, cell_id: str, figure: Figure) -> bool:
    """Whether a figure leaves a sum open: it is none, or money of which nobody said the unit."""
    column = report.form.cells[cell_id.removeprefix(PRIOR)].column
    unit_open = column.kind is Kind.AMOUNT and not (column.unit or figure.unit in UNITS_OF_MONEY)
    return figure.number is None or unit_open


ALONE = [case for case in CASES if "beside" not in read(case)]  # a checklist is of one report


@pytest.mark.parametrize("case", ALONE, ids=lambda case: case.name.removesuffix(".toml"))
@pytest.mark.takes_turns
def test_the_cases_come_out_as_they_must(case: Path) -> None:
    item = listed_case(case).get(code_of(case))
    bad = {Result.BROKEN, Result.EXPLAINED}
    assert (item is not None and item.result in bad) is fails(case)


@pytest.mark.parametrize("code", [code for code, rule in catalogue().items() if rule.checked])
def test_every_rule_can_be_attested(code: str) -> None:
    """A rule that never says what it looked at would be 未涉及 for ever."""
    results = set()
    for case in (case for case in CASES if code_of(case) == code and not fails(case)):
        if item := listed_case(case).get(code):
            results.add(item.result)
    clean = [listed_clean(form) for form in all_forms()]
    results |= {found[code].result for found in clean if code in found}
    assert Result.HOLDS in results


def test_each_result_is_reached_and_the_problems_come_first() -> None:
    report = replace(
        clean_report("2021"),
        agency="某某市人民政府",
        waivers=(Waiver("S104", PENALTIES, "底册遗失"),),
    ).with_figures(
        {
            PENALTIES: BLANK,
            "applications.received.natural_person": count(3),
            "disclosure.normative_documents.issued": count(4),
        }
    )
    found = items(report, check(report))
    results = {item.rule.code: item.result for item in found}
    assert set(results.values()) == set(Result) == MEANINGS.keys()
    assert results["T301"] is Result.BROKEN
    assert results["T203"] is Result.BROKEN
    assert results["S104"] is Result.EXPLAINED
    notes = {item.rule.code: item.notes for item in found}
    assert notes["S104"] == ("“行政处罚”空着。说明：底册遗失。",)
    assert "说明：" not in "".join(notes["T301"])
    assert results["T201"] is Result.INCOMPLETE
    assert results["T303"] is Result.HOLDS
    assert results["T202"] is Result.OUTSIDE
    assert results["N502"] is Result.SILENT
    order = [(list(Result).index(item.result), item.level.rank if item.level else 0) for item in found]
    assert order == sorted(order)
    levels = {item.rule.code: item.level for item in found if item.level}
    assert levels["T301"] is Level.ERROR
    assert levels["T203"] is Level.WARNING


def test_single_cells_are_counted_as_cells_and_what_compares_several_as_places() -> None:
    notes = {code: item.notes for code, item in listed_clean("2021").items()}
    assert notes["T201"] == ("核对了165格。",)
    assert notes["T303"][0] == "核对了25处："
    assert notes["Y605"] == ("核对了200处。",)


def test_of_very_many_findings_a_row_tells_so_many_as_fit_on_a_page() -> None:
    stale = tuple(Waiver("T301", cell, "有") for cell in [*clean_report("2021").form.cells][:11])
    notes = listed(replace(clean_report("2021"), waivers=stale))["S112"].notes
    assert len(notes) == 9
    assert notes[-1] == "还有3处，用 nianbao check 查看。"


def test_what_a_result_rests_on() -> None:
    text = "全年收到政府信息公开申请3件，其中自然人2件、企业{{ 申请.本年新收.商业企业 }}件。"
    clean = clean_report("2021")
    report = replace(
        clean, narrative={**clean.narrative, "overview": "按规定公开。", "applications": text}
    ).with_figures(
        {
            "applications.received.natural_person": count(2),
            "applications.received.business": count(1),
            "applications.granted.natural_person": count(1),
            "applications.carried_out.business": count(1),
        }
    )
    found = listed(report)
    assert found["T303"].notes[0] == "核对了25处："
    assert "“结转下年度”：总计(1)，商业企业(1)＝1。" in found["T303"].notes
    assert found["T303"].notes[-1] == "其余21处都是0。"
    assert "“总计”：四(1)，不超过一(3)＋二(0)＝3。" in found["T304"].notes
    assert found["T404"].result is Result.OUTSIDE
    assert found["T404"].notes == ("本年新收(3)＋上年结转(0)＝3，大于0，不用核对。",)
    assert found["N501"].notes == (
        "核对了3处：",
        "正文“3件”：本年新收是3。",
        "正文“2件”：本年新收·自然人是2。",
        "正文“1件”：本年新收·商业企业是1。",
    )
    assert found["N507"].notes == ("正文“3件”：2件＋1件。",)


def test_a_claim_about_a_figure_that_nobody_filled_in_proves_nothing() -> None:
    clean = clean_report("2021")
    text = "全年收到政府信息公开申请3件，办结{{ 申请.办理结果总计.自然人 }}件。"
    report = replace(clean, narrative={**clean.narrative, "applications": text})
    report = report.with_figures(
        {"applications.received.natural_person": BLANK, "applications.granted.natural_person": BLANK}
    )
    found = listed(report)
    assert found["N501"].result is Result.INCOMPLETE
    assert found["N502"].result is Result.INCOMPLETE
    assert "申请·本年新收·总计" in "".join(found["N501"].notes)
    assert "申请·办理结果总计·自然人" in "".join(found["N502"].notes)


def test_a_hint_alone_is_told_as_a_hint() -> None:
    text = "主动公开信息30条，其中网站10条、其他渠道15条。"
    report = replace(clean_report("2021"), narrative={**clean_report("2021").narrative, "disclosure": text})
    assert listed(report)["N507"].words == "不符合（提示）"


def test_last_years_form_without_the_cell_is_no_gap() -> None:
    report = replace(clean_report("2021"), year=2021)
    before = replace(clean_report("2019"), year=2020)
    found = listed(report, before)
    assert found["Y603"].result is Result.OUTSIDE
    assert found["Y603"].notes == ("2020年度用的是2019年格式，没有这一格。",)
    assert found["Y601"].result is Result.HOLDS


def test_money_without_a_unit_leaves_a_sum_open() -> None:
    report = clean_report("2019").with_figures(
        {
            "disclosure.procurement.projects": count(2),
            "disclosure.procurement.amount": parse("30"),
        }
    )
    assert listed(report)["T214"].result is Result.BROKEN  # its unit is asked for
    assert any(note.endswith("政府集中采购·采购总金额。") for note in listed(report)["T214"].notes)
