"""The file forms/words/claims.toml as it is read, and the proof that it names nothing unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from string import Formatter
from typing import Any

from nianbao.checks.claims.words.dictionary import MAYBE
from nianbao.checks.claims.words.roles import Role, Rows
from nianbao.model.agency import agency_kinds
from nianbao.model.figure import half_width
from nianbao.model.kept import kept
from nianbao.model.law_file import LawFile, law_file
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import catalogue
from nianbao.words import without_spaces

_FILE = "words/claims.toml"
YEARS = ("last", "this", "next")  # what a word may name besides the lists under [sets]
_APART = "\0"  # stands in no word


_FIELDS = {Role.TOPIC, Role.ACT, Role.ACTOR}
KEYS = {
    "": {"aggregates", "itself", "trade", "sets", "topics", "acts", "roles"},
    "trade": {"sections", "agencies", "staff", "served"},
    "topics": {
        "section",
        "words",
        "weak",
        "measures",
        "with_act",
        "rows",
        "columns",
        "rest",
        "others",
        "rule",
        "none",
    }
    | {"wary", "decided", "deciders", "reviewers", "persons", "kinds", "acts", "actors"},
    "acts": {"topics", "words", "rows", "of", "rest", "columns", "rule", "none", "all"}
    | {"whole", "vague", "final", "clear", "sure", "bare", "apart", "part", "wholly", "under"},
    "roles": {str(role) for role in Role if role not in _FIELDS},
}


@cache
def vocabulary() -> dict[str, Any]:
    """The file as proved, its words as texts are read: in half width and without blanks."""
    return kept("claims", _read)


def _read() -> dict[str, Any]:
    file = law_file(_FILE)
    prove(file)
    data = file.data
    for lists in (data["sets"], data["roles"]):
        for name, words in lists.items():
            lists[name] = compact(words)
    acts = [
        each for topic in data["topics"].values() for key in ("acts", "actors") for each in topic.get(key, ())
    ]
    for item in (*data["topics"].values(), *acts, *data["acts"]):
        for key in {"words", "weak"} & item.keys():
            item[key] = compact(item[key])
    return data


def compact(words: Iterable[str]) -> list[str]:
    """Words as they are looked for: in half width, without blanks."""
    return half_width(without_spaces(_APART.join(words))).split(_APART)


def prove(file: LawFile) -> None:
    """Raises InputError at the first key that names a field, a rule or a role that there is not."""
    data = file.data
    file.known("", data, KEYS[""])
    for name in ("trade", "sets", "topics", "roles"):
        file.item("", data, name, dict)
    file.item("", data, "acts", list)
    file.item("", data, "itself", dict)
    _prove_lists(file, data)
    ids = _ids()
    for topic_id, item in data["topics"].items():
        _prove_topic(file, f"topics.{topic_id}", item, ids)
    for index, act in enumerate(data["acts"], 1):
        file.known(f"acts[{index}]", act, KEYS["acts"])
        for topic_id in act["topics"]:
            if topic_id not in data["topics"]:
                file.fail(f"acts[{index}].topics", f"没有“{topic_id}”这个主题")
            _prove_act(file, f"acts[{index}]", act, ids[data["topics"][topic_id]["section"]])
    file.known("roles", data["roles"], KEYS["roles"])


def _prove_lists(file: LawFile, data: Mapping[str, Any]) -> None:
    """Kinds of agencies, sections, and the lists of words that other words name."""
    for kind in file.words("", data, "aggregates"):
        if kind not in agency_kinds():
            file.fail("aggregates", f"没有“{kind}”这种机关")
    file.known("trade", data["trade"], KEYS["trade"])
    for section in file.words("trade", data["trade"], "sections"):
        if section not in _ids():
            file.fail("trade.sections", f"没有一个表式的“{section}”部分带有表格")
    known = set(YEARS)
    for name in data["sets"]:
        for word in file.words("sets", data["sets"], name):
            _prove_names(file, f"sets.{name}", word, known)
        known.add(name)


def _prove_names(file: LawFile, where: str, word: str, known: Iterable[str]) -> None:
    """Refuses a word that names a list that there is not."""
    for _, name, _, _ in Formatter().parse(word) if "{" in word else ():
        if name is not None and name.removesuffix(MAYBE) not in known:
            file.fail(where, f"没有“{name}”这组词")


def _prove_topic(file: LawFile, where: str, item: dict[str, Any], ids: Mapping[str, set[str]]) -> None:
    file.known(where, item, KEYS["topics"])
    section = file.item(where, item, "section", str)
    file.item(where, item, "rule", str)
    for name in ("words", "measures", "rows", "columns"):
        file.item(where, item, name, list)
    if section not in ids:
        file.fail(f"{where}.section", f"没有一个表式的“{section}”部分带有表格")
    _prove_act(file, where, item, ids[section])
    for name in ("acts", "actors"):
        for index, act in enumerate(item.get(name, ()), 1):
            file.known(f"{where}.{name}[{index}]", act, KEYS["acts"])
            _prove_act(file, f"{where}.{name}[{index}]", act, ids[section])


def _prove_act(file: LawFile, where: str, item: Mapping[str, Any], names: set[str]) -> None:
    for word in item.get("words", ()):
        _prove_names(file, where, word, {*YEARS, *file.data["sets"]})
    sums = [
        name
        for key in ("rows", "of", "columns", "rest", "others", "decided", "kinds", "under")
        for name in item.get(key, ())
    ]
    for name in (name for names_of_row in rows_of(sums) for name in names_of_row):
        if name not in names:
            file.fail(where, f"没有一个表式有“{name}”这一行或列")
    for key in ("rule", "none", "all"):
        if key in item and item[key] not in catalogue():
            file.fail(f"{where}.{key}", f"没有“{item[key]}”这条规则")


@cache
def _ids() -> dict[str, set[str]]:
    """The ids of all rows and columns by section, in any form."""
    ids: dict[str, set[str]] = {}
    for form in all_forms().values():
        for section in form.sections:
            for block in section.table.blocks if section.table else ():
                for top in (*block.rows, *block.columns):
                    ids.setdefault(section.id, set()).update(entry.id for entry in top.walk())
    return ids


def rows_of(texts: Iterable[str]) -> Rows:
    """The rows that are added up, for each text such as ``received + carried_in``."""
    return tuple(tuple(name.strip() for name in text.split("+")) for text in texts)
