"""The words of forms/words/claims.toml, proved against the forms and made ready for one form and year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

from nianbao.checks.claims.claim import Part, Reading
from nianbao.model.agency import agency_kinds
from nianbao.model.figure import half_width
from nianbao.model.form import Cell, Entry, Form, name_of
from nianbao.model.formula import Side, Term
from nianbao.model.law_file import LawFile, law_file
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import catalogue
from nianbao.words import without_spaces

_FILE = "words/claims.toml"


class Role(StrEnum):
    """What a word does in a sentence."""

    TOPIC = "topic"
    ACT = "act"
    ACTOR = "actor"
    PART = "part"
    EACH = "each"
    ALL = "all"
    THAN = "than"
    UP = "up"
    DOWN = "down"
    SHARE = "share"
    NEGATION = "negation"
    CAUSE = "cause"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    NEXT_YEAR = "next_year"
    PERIOD = "period"
    LIMIT = "limit"
    BY = "by"
    ANY_WAY = "any_way"
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"
    JOIN = "join"
    FREE = "topic_free"
    OWN = "own"
    FOREIGN = "foreign"
    OTHER = "other"
    MEASURE = "measure"
    ORGAN = "organ"
    BECAUSE = "because"
    REST = "rest"


_FIELDS = {Role.TOPIC, Role.ACT, Role.ACTOR}
KEYS = {
    "": {"aggregates", "topics", "acts", "roles"},
    "topics": {"section", "words", "weak", "measures", "with_act", "rows", "columns", "rule", "none"}
    | {"wary", "acts", "actors"},
    "acts": {"topics", "words", "rows", "columns", "rule", "none", "all"}
    | {"whole", "vague", "final", "clear"},
    "roles": {str(role) for role in Role if role not in _FIELDS},
}

Rows = tuple[tuple[str, ...], ...]  # alternatives, each a sum of rows


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """What was done, or what came of it: narrows the rows or the columns of a topic."""

    rows: Rows
    columns: tuple[str, ...]
    rule: str
    none: str
    all: str
    whole: bool
    vague: bool
    final: bool
    clear: bool


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """What is counted."""

    id: str
    section: str
    measures: frozenset[str]
    with_act: frozenset[str]
    rows: Rows
    columns: tuple[str, ...]
    rule: str
    none: str
    wary: bool


@dataclass(slots=True)
class Word:
    """What a word means: its role, and for a field what it stands for under each topic."""

    role: Role
    topic: Topic | None = None
    weak: bool = False
    acts: dict[str, Act] = field(default_factory=dict)
    actors: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Lexicon:
    """All words of one form, with the years around ``year`` filled in."""

    def __init__(self, form: Form, year: int) -> None:
        self.form = form
        self.topics: dict[str, Topic] = {}
        self._measures: dict[str, list[str]] = {}  # by first character, the longest first
        self.organs: tuple[str, ...] = ()
        self.aggregates: frozenset[str] = frozenset()
        self._words: dict[str, Word] = {}
        self._readings: dict[tuple[str, Rows, tuple[str, ...]], tuple[Reading, ...]] = {}
        self._names: list[tuple[str, Word]] = []
        self._tables = {section.id: section.table.blocks for section in form.sections if section.table}
        self._years = {"last": str(year - 1), "this": str(year), "next": str(year + 1)}
        self._read(_data())
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(self._words, key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append(word)

    def match(self, text: str, position: int) -> tuple[str, Word] | None:
        """The longest word that stands at the position."""
        for word in self._by_first.get(text[position], ()):
            if text.startswith(word, position):
                return word, self._words[word]
        return None

    def measure(self, text: str, position: int) -> str:
        """The longest measure that stands at the position, or ""."""
        known = self._measures.get(text[position : position + 1], ())
        return next((measure for measure in known if text.startswith(measure, position)), "")

    def section_topic(self, section: str) -> str:
        """The topic that the text of a section is about as long as it names none, or ""."""
        found = [topic.id for topic in self.topics.values() if topic.section == section]
        return found[0] if len(found) == 1 else ""

    def readings(self, topic: Topic, rows: Rows, columns: Iterable[str]) -> tuple[Reading, ...]:
        """Every way to understand rows and columns of a topic that the form has."""
        key = (topic.id, rows, tuple(columns))
        if key not in self._readings:
            self._readings[key] = self._new_readings(*key)
        return self._readings[key]

    # ---- how it is made

    def _new_readings(self, topic_id: str, rows: Rows, columns: tuple[str, ...]) -> tuple[Reading, ...]:
        section = self.topics[topic_id].section
        found: dict[tuple[str, ...], Reading] = {}
        for names in rows:
            for column in columns:
                parts = [self._part(section, name, column) for name in names]
                reading = Reading(tuple(part for part in parts if part))
                if len(reading.parts) == len(names):
                    found.setdefault(reading.cells, reading)
        return tuple(found.values())

    def _read(self, data: dict[str, Any]) -> None:
        for topic_id, item in data["topics"].items():
            if item["section"] in self._tables:
                self._topic(topic_id, item)
        for act in data["acts"]:
            for topic_id in act["topics"]:
                if topic_id in self.topics:
                    self._act(self.topics[topic_id], act)
        for role, words in data["roles"].items():
            for word in words if role not in {Role.MEASURE, Role.ORGAN} else ():
                self._add(word, Word(Role(role)))
        for name, named in self._names:
            self._add(name, named)
        for measure in sorted(data["roles"]["measure"], key=len, reverse=True):
            self._measures.setdefault(measure[0], []).append(measure)
        self.organs = tuple(data["roles"]["organ"])
        self.aggregates = frozenset(data["aggregates"])

    def _topic(self, topic_id: str, item: dict[str, Any]) -> None:
        topic = Topic(
            id=topic_id,
            section=item["section"],
            measures=frozenset(item["measures"]),
            with_act=frozenset(item.get("with_act", ())),
            rows=_rows(item["rows"]),
            columns=tuple(item["columns"]),
            rule=item["rule"],
            none=item.get("none", ""),
            wary=item.get("wary", False),
        )
        self.topics[topic_id] = topic
        if not self.readings(topic, topic.rows, topic.columns):
            del self.topics[topic_id]  # this form has no such row
            return
        for words, weak in ((item["words"], False), (item.get("weak", ()), True)):
            for word in words:
                self._add(word, Word(Role.TOPIC, topic=topic, weak=weak))
        for act in item.get("acts", ()):
            self._act(topic, act)
        for actor in item.get("actors", ()):
            self._actor(topic, actor)

    def _act(self, topic: Topic, item: dict[str, Any]) -> None:
        act = Act(
            rows=_rows(item.get("rows", ())),
            columns=tuple(item.get("columns", ())),
            rule=item.get("rule", topic.rule),
            none=item.get("none", ""),
            all=item.get("all", ""),
            whole=item.get("whole", False),
            vague=item.get("vague", False),
            final=item.get("final", False),
            clear=item.get("clear", False),
        )
        if not self.readings(topic, act.rows or topic.rows, act.columns or topic.columns):
            return
        word = Word(Role.ACT, acts={topic.id: act})
        for text in item["words"]:
            self._add(text, word)
        if len(act.rows) == 1 and not act.columns:
            self._official(topic.section, act.rows[0], "rows", word)
        elif not act.rows:
            self._official(topic.section, act.columns, "columns", word)

    def _actor(self, topic: Topic, item: dict[str, Any]) -> None:
        columns = tuple(item["columns"])
        if self.readings(topic, topic.rows, columns):
            word = Word(Role.ACTOR, actors={topic.id: columns})
            for text in item["words"]:
                self._add(text, word)
            self._official(topic.section, columns, "columns", word)

    def _official(self, section: str, ids: tuple[str, ...], axis: str, word: Word) -> None:
        """Note what the form itself calls the only row or column that is meant."""
        for block in self._tables[section]:
            entry = _entry(getattr(block, axis), ids[0]) if len(ids) == 1 else None
            if entry is not None:
                self._names += [(entry.name, word), (name_of(entry.label), word)]

    def _add(self, text: str, word: Word) -> None:
        """Add a word; one that several topics have keeps what it means for each."""
        key = half_width(without_spaces(text.format(**self._years)))
        known = self._words.get(key)
        if known is None:
            self._words[key] = replace(word, acts=dict(word.acts), actors=dict(word.actors))
        elif known.role is word.role is Role.ACT:
            known.acts |= {topic: act for topic, act in word.acts.items() if topic not in known.acts}
        elif known.role is word.role is Role.ACTOR:
            known.actors |= word.actors

    def _part(self, section: str, row: str, column: str) -> Part | None:
        for block in self._tables[section]:
            rows, columns = _entry(block.rows, row), _entry(block.columns, column)
            if rows is not None and columns is not None:
                return _part(self.form, section, rows, columns)
        return None


def _part(form: Form, section: str, rows: Entry, columns: Entry) -> Part:
    cells = [
        form.cells[f"{section}.{row.id}.{column.id}"] for row in rows.leaves() for column in columns.leaves()
    ]
    usual = all(cell.alone or _sums_up(cell, form) for cell in cells)
    label = rows.name if usual else f"{rows.name}·{columns.name}"
    return Part(label, Side(tuple(_term(cell, label) for cell in cells)))


def _sums_up(cell: Cell, form: Form) -> bool:
    """Whether the cell is the total of its row."""
    parts = form.totals.get(cell.id, ())
    return bool(parts) and all(form.cells[part].row_id == cell.row_id for part in parts)


def _term(cell: Cell, label: str) -> Term:
    return Term(1, cell.id, cell.column.kind, label, cell.column.unit)


def _entry(entries: Iterable[Entry], name: str) -> Entry | None:
    return next((entry for top in entries for entry in top.walk() if entry.id == name), None)


def _rows(texts: Iterable[str]) -> Rows:
    return tuple(tuple(name.strip() for name in text.split("+")) for text in texts)


@cache
def words_of(form: Form, year: int) -> Lexicon:
    """The words for reports of a form and a year."""
    return Lexicon(form, year)


# ---- the file


@cache
def _data() -> dict[str, Any]:
    file = law_file(_FILE)
    prove(file)
    return file.data


def prove(file: LawFile) -> None:
    """Raises InputError at the first key that names a field, a rule or a role that there is not."""
    data = file.data
    file.known("", data, KEYS[""])
    for name, kind_of_value in (("topics", dict), ("acts", list), ("roles", dict)):
        file.item("", data, name, kind_of_value)
    for kind in file.words("", data, "aggregates"):
        if kind not in agency_kinds():
            file.fail("aggregates", f"没有“{kind}”这种机关")
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
    used = [name for names_of_row in _rows(item.get("rows", ())) for name in names_of_row]
    for name in (*used, *item.get("columns", ())):
        if name not in names:
            file.fail(where, f"没有一个表式有“{name}”这一行或列")
    for key in ("rule", "none", "all"):
        if key in item and item[key] not in catalogue():
            file.fail(f"{where}.{key}", f"没有“{item[key]}”这条规则")


def _ids() -> dict[str, set[str]]:
    """The ids of all rows and columns by section, in any form."""
    ids: dict[str, set[str]] = {}
    for form in all_forms().values():
        for section in form.sections:
            for block in section.table.blocks if section.table else ():
                for top in (*block.rows, *block.columns):
                    ids.setdefault(section.id, set()).update(entry.id for entry in top.walk())
    return ids
