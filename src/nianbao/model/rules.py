"""The catalogue of rules, as forms/rules.toml states it: code, level, sentences, law, remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nianbao import resources
from nianbao.model.evidence import Values
from nianbao.model.finding import Finding, Level
from nianbao.model.form import CrossSum
from nianbao.model.load_forms import RULES_FILE
from nianbao.model.wording import words
from nianbao.problem import InputError, Problem

_REQUIRED = {"level", "title", "law", "remedy", "messages"}
_OPTIONAL = {"levels", "waivable", "example", "checked"}


@dataclass(frozen=True)
class Rule:
    """One rule. ``messages`` are its sentences by key ("" is the usual one), ``levels`` the level
    where a sentence has another than the rule; ``waivable`` tells whether an error of it may be
    waived with a reason, or a warning may not (None: warnings may, errors may not), ``checked`` whether
    this version checks it at all."""

    code: str
    level: Level
    title: str
    law: str
    remedy: str
    messages: Mapping[str, str]
    levels: Mapping[str, Level]
    waivable: bool | None
    example: str
    checked: bool

    def finding(
        self,
        *,
        section: str = "",
        cell: str = "",
        cells: tuple[str, ...] = (),
        message: str = "",
        expected: Values = "",
        found: Values = "",
        sum: CrossSum | None = None,  # noqa: A002 - the field of Finding
        span: tuple[int, int] | None = None,
        **values: Values,
    ) -> Finding:
        """A finding of this rule; ``values`` fill the placeholders of the sentence."""
        return Finding(
            code=self.code,
            level=self.levels.get(message, self.level),
            section=section,
            cell=cell,
            cells=cells or ((cell,) if cell else ()),
            message=message,
            values=tuple(values.items()),
            expected=expected,
            found=found,
            sum=sum,
            span=span,
        )

    def may_waive(self, level: Level) -> bool:
        """Whether a finding of this level can be kept with a reason."""
        return level is not Level.ERROR if self.waivable is None else self.waivable


@cache
def catalogue() -> dict[str, Rule]:
    """Every rule by its code. InputError names file and key where the catalogue is wrong."""
    text = (resources.folder("forms") / RULES_FILE).read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(Problem(f"forms/{RULES_FILE}", f"不是有效的 TOML 文件（{error}）")) from error
    return {code: _rule(code, item) for code, item in data.items()}


def rule(code: str) -> Rule:
    """The rule with this code; KeyError if there is none."""
    return catalogue()[code]


def sentence(finding: Finding) -> str:
    """The finding in words, with the numbers in it."""
    text = rule(finding.code).messages[finding.message]
    values = {"expected": finding.expected, "found": finding.found, **dict(finding.values)}
    return text.format_map({key: words(value) for key, value in values.items()})


def _rule(code: str, item: dict[str, Any]) -> Rule:
    where = f"forms/{RULES_FILE}：{code}"
    if missing := _REQUIRED - item.keys():
        raise InputError(Problem(where, f"缺少 {'、'.join(sorted(missing))}", "。"))
    if extra := item.keys() - _REQUIRED - _OPTIONAL:
        raise InputError(Problem(where, f"没有 {'、'.join(sorted(extra))} 这些键", "。"))
    messages = item["messages"]
    levels = item.get("levels", {})
    if stray := levels.keys() - messages.keys():
        raise InputError(Problem(where, f"levels 里的 {'、'.join(stray)} 没有对应的 messages", "。"))
    return Rule(
        code=code,
        level=Level(item["level"]),
        title=item["title"],
        law=item["law"],
        remedy=item["remedy"],
        messages=messages,
        levels={key: Level(level) for key, level in levels.items()},
        waivable=item.get("waivable"),
        example=item.get("example", ""),
        checked=item.get("checked", True),
    )
