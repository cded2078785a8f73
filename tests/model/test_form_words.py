"""Sentences of the law speak of the form that the report is in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from nianbao import resources
from nianbao.model.finding import Finding, Level
from nianbao.model.form import Form
from nianbao.model.form_words import filled
from nianbao.model.law_file import RULES_FILE, law_file
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import catalogue, read_rules, rule_of, sentence

FORM = all_forms()["2021"]


def moved(form: Form) -> Form:
    """The form with a section put in before the fifth, so that the fifth is the sixth."""
    sections = list(form.sections)
    at = next(index for index, section in enumerate(sections) if section.id == "problems")
    sections[at] = sections[at]._replace(heading="六、问题与措施")
    sections[at + 1] = sections[at + 1]._replace(heading="七、其他")
    sections.insert(at, sections[at]._replace(id="news", heading="五、新的事项"))
    return replace(form, id="2030", notice="某函〔2030〕1号", sections=tuple(sections))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{part[problems]}", "第五部分"),
        ("{part[applications,disputes]}", "第三、四部分"),
        ("{table[disclosure]}", "表二"),
        ("{mark[applications.outcomes]}和{mark[applications.denied_security]}", "（七）和（三）3"),
        ("{item[applications.received,applications.carried_in]}", "第一、二项"),
        ("{name[applications.organisations]}、{name[overview]}", "法人或其他组织、总体情况"),
        ("{form[parts]}个部分，{form[notice]}", "六个部分，国办公开办函〔2021〕30号"),
        ("{found}和{{ 申请.本年新收.总计 }}", "{found}和{{ 申请.本年新收.总计 }}"),
    ],
)
def test_what_is_put_in(text: str, words: str) -> None:
    assert filled(text, FORM) == words


@pytest.mark.parametrize(
    "text", ["{part[preface]}", "{mark[disclosure.fees]}", "{name[a.b]}", "{x[y]}", "{form[x]}"]
)
def test_what_the_form_has_not(text: str) -> None:
    with pytest.raises(LookupError):
        filled(text, FORM)


def test_a_form_with_moved_sections_says_the_right_thing() -> None:
    later = moved(FORM)
    rules = read_rules(law_file(RULES_FILE), {**all_forms(), later.id: later}, later.id)
    assert rules["S107"].messages["empty"] == "第六部分是空的。"
    assert rules["S108"].messages[""] == "第七部分没有写信息处理费的收取情况。"
    assert rules["S107"].law == "某函〔2030〕1号格式第六部分"
    assert rules["S101"].title == "七个部分的标题齐全、准确、依次编号"


def test_a_rule_of_what_a_form_has_not_is_in_the_words_of_another() -> None:
    assert "applications.other_fee_unpaid.total" not in all_forms()["2019"].cells
    rules = read_rules(law_file(RULES_FILE), {name: all_forms()[name] for name in ("2019", "2021")}, "2019")
    assert rules["T306"].example == catalogue("2021")["T306"].example


def test_a_finding_is_told_in_the_words_of_its_form() -> None:
    finding = Finding("S107", Level.ERROR, "problems", message="empty", form="2019")
    assert rule_of(finding).law == "国办公开办函〔2019〕60号格式第五部分"
    assert sentence(finding) == "第五部分是空的。"


def test_no_rule_names_a_part_or_a_table_by_its_number() -> None:
    """But in a law that cites one notice, which says what it says."""
    text = (resources.folder("forms") / RULES_FILE).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("law", "#"))]
    assert [
        line
        for line in lines
        if re.search("第[一二三四五六七八九十]+[部项](?!目)|表[一二三四五六七八九十]", line)
    ] == []
