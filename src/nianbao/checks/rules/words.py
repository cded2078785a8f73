"""The words of forms/words/wording.toml: what the checks of the text look for, by the code of the rule."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from nianbao.model.agency import agency_kinds
from nianbao.model.kept import kept
from nianbao.model.law_file import LawFile, law_file
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import catalogue

_FILE = "words/wording.toml"
KEYS = {
    "S101": {"passed"},
    "S103": {"country"},
    "S106": {"section", "aspects", "government"},
    "S107": {"section", "least", "none", "problems", "improvements"},
    "S108": {"section", "from_year", "words", "implied"},
    "S109": {"words"},
    "S110": {"office"},
    "S111": {"leftovers", "doubled"},
    "N508": {"own", "plans", "plans_in", "comparing", "solved"},
    "N509": {
        "places",
        "traps",
        "unsure",
        "before",
        "after",
        "government",
        "own",
        "leading",
        "addressed",
        "passed_on",
        "calls_itself",
        "endings",
        "calls_area",
        "areas",
    },
    "N511": {
        "marks",
        "ends",
        "numerals",
        "placeholders",
        "behind",
        "more",
        "rest",
        "nothing",
        "placed",
        "unit",
        "period",
        "number",
    },
    "Y605": {"factor", "above"},
    "Y607": {"least", "standard", "apart", "hint", "share"},
    "Y606": {"section", "least", "share"},
}


def words(code: str) -> Mapping[str, Any]:
    """The words of a rule by key, as the file has them."""
    table: Mapping[str, Any] = _all()[code]
    return table


@cache
def _all() -> dict[str, Any]:
    return kept("wording", _read)


def _read() -> dict[str, Any]:
    file = law_file(_FILE)
    prove(file)
    return file.data


def prove(file: LawFile) -> None:
    """Raises InputError at the first rule, section or kind of agency that there is not."""
    sections = {section.id for form in all_forms().values() for section in form.sections}
    data = file.data
    if data.keys() != KEYS.keys():
        file.fail("", f"应当正好有 {'、'.join(KEYS)} 各项")
    for code, table in data.items():
        if code not in catalogue():
            file.fail(code, f"没有“{code}”这条规则")
        if table.keys() != KEYS[code]:
            file.fail(code, f"应当正好有 {'、'.join(sorted(KEYS[code]))} 各项")
        for section in (*table.get("plans_in", ()), *([table["section"]] if "section" in table else ())):
            if section not in sections:
                file.fail(code, f"没有“{section}”这一部分")
    for kind in data["S106"]["government"]["kinds"]:
        if kind not in agency_kinds():
            file.fail("S106.government.kinds", f"没有“{kind}”这种机关")
