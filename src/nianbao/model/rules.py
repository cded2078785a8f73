"""The catalogue of rules, as forms/rules.toml states it: code, level, sentences, law, remedy."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from nianbao.model.evidence import Values
from nianbao.model.finding import Finding, Level
from nianbao.model.form import CrossSum, Form
from nianbao.model.form_words import filled
from nianbao.model.kept import kept
from nianbao.model.law_file import RULES_FILE, LawFile, law_file
from nianbao.model.load_forms import all_forms
from nianbao.model.wording import words

KEYS = {"level", "levels", "title", "law", "remedy", "messages", "waivable", "example", "checked", "notes"}


class Rule(NamedTuple):
    """One rule. ``messages`` are its sentences by key ("" is the usual one), ``levels`` the level
    where a sentence has another than the rule; ``waivable`` are the keys of the sentences that may be
    kept with a reason, ``checked`` tells whether this version checks it at all. ``notes`` are sentences of
    the checklist on what a result rests on, by key; ``silent`` is said where there was nothing to check."""

    code: str
    level: Level
    title: str
    law: str
    remedy: str
    messages: Mapping[str, str]
    levels: Mapping[str, Level]
    waivable: frozenset[str]
    example: str
    checked: bool
    notes: Mapping[str, str]

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

    @property
    def waiving(self) -> str:
        """Whether findings of this rule can be kept with a reason, in words; empty if none can."""
        if not self.waivable:
            return ""
        return "可以说明理由" if self.waivable == self.messages.keys() else "部分情形可以说明理由"

    def may_waive(self, finding: Finding) -> bool:
        """Whether a finding of this rule can be kept with a reason."""
        return finding.message in self.waivable


@cache
def catalogue(form_id: str = "") -> dict[str, Rule]:
    """Every rule by its code, in the words of a form, or of the newest; a rule that speaks of what the
    form has not is in the words of the newest form that has it.

    InputError names file, line and key where the catalogue is wrong.
    """
    return kept(f"rules-{form_id}", lambda: read_rules(law_file(RULES_FILE), all_forms(), form_id))


def read_rules(file: LawFile, forms: Mapping[str, Form], form_id: str = "") -> dict[str, Rule]:
    """The rules that a file states, in the words of one of the forms."""
    newest_first = [*forms.values()][::-1]
    wanted = sorted(newest_first, key=lambda form: form.id != form_id)
    return {code: _rule(file, code, file.typed(code, item, dict), wanted) for code, item in file.data.items()}


def rule(code: str, form_id: str = "") -> Rule:
    """The rule with this code; KeyError if there is none."""
    return catalogue(form_id)[code]


def rule_of(finding: Finding) -> Rule:
    """The rule that a finding is of, in the words of the form it was found in."""
    return rule(finding.code, finding.form)


def sentence(finding: Finding) -> str:
    """The finding in words, with the numbers in it."""
    text = rule_of(finding).messages[finding.message]
    values = {"expected": finding.expected, "found": finding.found, **dict(finding.values)}
    return text.format_map({key: words(value) for key, value in values.items()})


def _rule(file: LawFile, code: str, item: dict[str, Any], forms: Sequence[Form]) -> Rule:
    file.known(code, item, KEYS)
    texts = {key: file.item(code, item, key, str) for key in ("title", "law", "remedy")}
    texts["example"] = file.optional(code, item, "example", "")
    messages = file.item(code, item, "messages", dict)
    for key in messages:
        texts[f"messages.{key}"] = file.item(f"{code}.messages", messages, key, str)
    notes: dict[str, str] = file.optional(code, item, "notes", {})
    texts |= {f"notes.{key}": file.item(f"{code}.notes", notes, key, str) for key in notes}
    said = _in_words(file, code, texts, forms)
    levels: dict[str, str] = file.optional(code, item, "levels", {})
    if stray := levels.keys() - messages.keys():
        file.fail(f"{code}.levels", f"{'、'.join(sorted(stray))} 没有对应的 messages")
    level = _level(file, f"{code}.level", file.item(code, item, "level", str))
    of_sentences = {key: _level(file, f"{code}.levels.{key}", name) for key, name in levels.items()}
    return Rule(
        code=code,
        level=level,
        title=said["title"],
        law=said["law"],
        remedy=said["remedy"],
        messages={key: said[f"messages.{key}"] for key in messages},
        levels=of_sentences,
        waivable=_waivable(file, code, item, {key: of_sentences.get(key, level) for key in messages}),
        example=said["example"],
        checked=file.optional(code, item, "checked", True),
        notes={key: said[f"notes.{key}"] for key in notes},
    )


def _waivable(file: LawFile, code: str, item: dict[str, Any], levels: Mapping[str, Level]) -> frozenset[str]:
    """The sentences that may be kept with a reason: those that are no errors, unless the rule says otherwise
    for all of them (true, false) or names the errors among them that may."""
    stated = item.get("waivable")
    if isinstance(stated, bool):
        return frozenset(levels if stated else ())
    keys: list[str] = file.optional(code, item, "waivable", [])
    named = set(keys)
    if stray := named - levels.keys():
        file.fail(f"{code}.waivable", f"{'、'.join(sorted(stray))} 没有对应的 messages")
    return frozenset(named | {key for key, level in levels.items() if level is not Level.ERROR})


def _level(file: LawFile, key: str, level: str) -> Level:
    if level not in {str(known) for known in Level}:
        file.fail(key, f"没有“{level}”这种级别", f"；可用 {'、'.join(Level)}。")
    return Level(level)


def _in_words(file: LawFile, code: str, texts: Mapping[str, str], forms: Sequence[Form]) -> dict[str, str]:
    """The texts in the words of the first form that has all that they speak of."""
    for form in forms:
        try:
            return {key: filled(text, form) for key, text in texts.items()}
        except LookupError:
            continue
    wrong = next((key for key, text in texts.items() if not any(_can_fill(text, form) for form in forms)), "")
    where, remedy = f"{code}.{wrong}".rstrip("."), "；请核对方括号里的名称。"
    return file.fail(where, "花括号里说的部分、行和列，没有一个表式全都有", remedy)


def _can_fill(text: str, form: Form) -> bool:
    try:
        filled(text, form)
    except LookupError:
        return False
    return True
