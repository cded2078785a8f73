"""The words of forms/words/wording.toml: what the checks of the text look for, by the code of the rule."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from nianbao import resources
from nianbao.model.agency import agency_kinds
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import catalogue
from nianbao.problem import InputError, Problem

_FILE = "words/wording.toml"
_KEYS = {
    "S106": {"section", "aspects", "government"},
    "S107": {"section", "least", "none", "problems", "improvements"},
    "S108": {"section", "from_year", "words", "implied"},
    "S109": {"words"},
    "S111": {"leftovers", "doubled"},
    "N508": {"own", "plans", "plans_in", "comparing"},
    "N509": {"places", "traps", "unsure", "before", "after", "government", "own", "leading"},
    "Y605": {"factor", "above"},
    "Y606": {"section", "least", "share"},
}


def words(code: str) -> Mapping[str, Any]:
    """The words of a rule by key, as the file has them."""
    table: Mapping[str, Any] = _all()[code]
    return table


@cache
def _all() -> dict[str, Any]:
    path = resources.folder("forms") / _FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(Problem(f"forms/{_FILE}", f"不是有效的 TOML 文件（{error}）")) from error
    prove(data)
    return data


def prove(data: Mapping[str, Any]) -> None:
    """Raises InputError at the first rule, section or kind of agency that there is not."""
    sections = {section.id for form in all_forms().values() for section in form.sections}
    if data.keys() != _KEYS.keys():
        _fail("", f"应当正好有 {'、'.join(_KEYS)} 各项")
    for code, table in data.items():
        if code not in catalogue():
            _fail(code, f"没有“{code}”这条规则")
        if table.keys() != _KEYS[code]:
            _fail(code, f"应当正好有 {'、'.join(sorted(_KEYS[code]))} 各项")
        for section in (*table.get("plans_in", ()), *([table["section"]] if "section" in table else ())):
            if section not in sections:
                _fail(code, f"没有“{section}”这一部分")
    for kind in data["S106"]["government"]["kinds"]:
        if kind not in agency_kinds():
            _fail("S106.government.kinds", f"没有“{kind}”这种机关")


def _fail(where: str, what: str) -> None:
    raise InputError(Problem(f"forms/{_FILE}：{where}", what, "。"))
