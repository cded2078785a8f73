"""The list of rules: each code that is checked stands in it once, and is found by its name."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from nianbao.checks.registry import Each, On, between_years, entries, stated_by
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import catalogue

STATED = frozenset().union(*(stated_by(form) for form in all_forms().values()))


def test_every_rule_that_is_checked_has_exactly_one_entry() -> None:
    coded = Counter(code for entry in entries() for code in entry.codes)
    assert set(coded.values()) == {1}
    assert not coded.keys() & STATED
    assert coded.keys() | STATED == {code for code, rule in catalogue().items() if rule.checked}


def test_a_function_is_found_by_its_code() -> None:
    for entry in entries():
        named = re.findall(r"[a-z]\d{3}", entry.find.__name__)
        codes = sorted(code.lower() for code in entry.codes)
        assert named == [codes[0], codes[-1]][: len(named)] if codes else not named
        assert bool(codes) is (entry.by_form is None)


def test_what_the_form_states_depends_on_what_its_language_can_ask() -> None:
    (sums,) = (entry for entry in entries() if entry.each is Each.SUM)
    assert sums.on == On.FIGURES | On.TEXT | On.FACTS | On.PRIOR
    assert stated_by(all_forms()["2019"]) >= {"T201", "T211", "T301", "Y604"}


@pytest.mark.parametrize("form_id", all_forms())
def test_rules_between_years(form_id: str) -> None:
    form = all_forms()[form_id]
    stated = {code for code in stated_by(form) if code.startswith("Y")}
    assert between_years(form) == {"Y605", "Y606", "Y607"} | stated
