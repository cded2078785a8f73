"""What follows from the answers to the opening questions."""

from dataclasses import replace

import pytest

from nianbao.checks import check
from nianbao.desk.marks import unfilled
from nianbao.desk.opening import answered, is_to_be_asked
from nianbao.model.figure import count
from nianbao.model.form import Answer, Form
from nianbao.model.load_forms import all_forms, form_for
from nianbao.model.report import Report
from tests.strategies import clean_report

FORMS = list(all_forms().values())


def quiet(form: Form) -> list[Answer]:
    """Nothing happened: the first answer to each question."""
    return [question.answers[0] for question in form.opening]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_nothing_happened_fills_most_of_the_report_and_breaks_no_rule(form: Form) -> None:
    blank = Report(form, "青溪县水利局", form.first_year)
    assert is_to_be_asked(blank)
    filled = answered(blank, quiet(form))
    typed = [cell for cell in form.cells if cell not in form.totals]
    assert len(filled.zeros) > 0.75 * len(typed)
    assert not set(filled.zeros) & set(form.totals)
    assert filled.against == ()
    assert not is_to_be_asked(filled.report)
    stated = [sentence for answer in quiet(form) for sentence in answer.sentences]
    assert list(filled.sentences) == stated
    broken = [f for f in check(filled.report) if f.stops and not unfilled(f, filled.report)]
    sections = {sentence.section for sentence in stated} | {form.cells[cell].section for cell in filled.zeros}
    assert [finding.code for finding in broken if finding.section in sections] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_answer_can_be_given_to_every_report(form: Form) -> None:
    for question in form.opening:
        for answer in question.answers:
            filled = answered(Report(form, "某局", form.first_year), [answer])
            assert set(filled.zeros) == set(answer.zero)
            assert list(filled.told())


def test_what_stands_there_is_left_and_told() -> None:
    form = FORMS[-1]
    cell = "applications.carried_in.natural_person"
    report = Report(
        form,
        "某局",
        form.first_year,
        figures={cell: count(4)},
        narrative={"overview": "（一）主动公开\n（二）依申请公开\n（三）监督保障", "other": "已有的话。"},
    )
    filled = answered(report, quiet(form))
    assert filled.report.figures[cell] == count(4)
    assert filled.against == (cell,)
    assert "上年结转·自然人（4）" in "\n".join(filled.told())
    lines = filled.report.narrative["overview"].split("\n")
    assert lines.index("本年度未收到政府信息公开申请。") == 2
    assert filled.report.narrative["other"].startswith("已有的话。\n")
    again = answered(filled.report, quiet(form))
    assert (again.zeros, again.sentences) == ((), ())


def test_a_report_that_is_filled_is_not_asked_about() -> None:
    full = clean_report("2021")
    assert not is_to_be_asked(full)
    form = form_for(2025)
    assert form is not None
    assert not is_to_be_asked(Report(replace(form, opening=()), "某局", 2025))
