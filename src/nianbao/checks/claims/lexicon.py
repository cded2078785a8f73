"""The words of forms/words/claims.toml, made ready for one form and year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from nianbao.checks.claims.claim import Part, Reading
from nianbao.checks.claims.dictionary import Dictionary, written_out
from nianbao.checks.claims.vocabulary import ENDINGS, YEARS, Role, Rows, compact, rows_of, vocabulary
from nianbao.model.form import Cell, Entry, Form, name_of
from nianbao.model.formula import Side, Term


class Act(NamedTuple):
    """What was done, or what came of it: narrows the rows or the columns of a topic."""

    rows: Rows
    of: Rows
    columns: tuple[str, ...]
    rule: str
    none: str
    all: str
    whole: bool
    vague: bool
    final: bool
    clear: bool
    sure: bool
    bare: bool
    apart: bool
    part: bool


class Topic(NamedTuple):
    """What is counted."""

    id: str
    section: str
    measures: frozenset[str]
    with_act: frozenset[str]
    rows: Rows
    columns: tuple[str, ...]
    rest: tuple[str, ...]
    others: Rows
    decided: tuple[str, ...]
    deciders: frozenset[str]
    kinds: tuple[str, ...]
    rule: str
    none: str
    wary: bool


@dataclass(slots=True)
class Word:
    """What a word means: its role, and for a field what it stands for under each topic."""

    role: Role
    topic: Topic | None = None
    weak: bool = False
    free: bool = False  # an act that says nothing where it means nothing: 作出
    step: bool = False  # an act that is a stage on the way where it means nothing: 撤回
    acts: dict[str, Act] = field(default_factory=dict)
    actors: dict[str, tuple[str, ...]] = field(default_factory=dict)


class _Block(NamedTuple):
    """The rows and the columns of a block of a table, by id."""

    rows: dict[str, Entry]
    columns: dict[str, Entry]


class Lexicon:
    """All words of one form, with the years around ``year`` filled in."""

    def __init__(self, form: Form, year: int) -> None:
        self.form = form
        self.topics: dict[str, Topic] = {}
        self._measures: dict[str, list[str]] = {}  # by first character, the longest first
        self.organs: tuple[str, ...] = ()
        self.moments: tuple[str, ...] = ()
        self.lasting: frozenset[str] = frozenset()
        self.aggregates: frozenset[str] = frozenset()
        self._readings: dict[tuple[str, Rows, tuple[str, ...]], tuple[Reading, ...]] = {}
        self._names: list[tuple[str, Word]] = []
        self._tables = {
            section.id: [_Block(_by_id(block.rows), _by_id(block.columns)) for block in section.table.blocks]
            for section in form.sections
            if section.table
        }
        data = vocabulary()
        lists = {name: [str(year + after)] for name, after in zip(YEARS, (-1, 0, 1), strict=True)}
        for name, words in data["sets"].items():
            lists[name] = [each for word in words for each in written_out(word, lists)]
        self._words = Dictionary(lists, _both)
        self._trade = data["trade"]
        self._itself: dict[str, list[str]] = data["itself"]
        self._called: dict[str, frozenset[str]] = {}  # of the last agency
        self._read(data)

    def match(self, text: str, position: int) -> tuple[str, Word] | None:
        """The longest word that stands at the position."""
        return self._words.match(text, position)

    def measure(self, text: str, position: int) -> str:
        """The longest measure that stands at the position, or ""."""
        known = self._measures.get(text[position : position + 1], ())
        return next((measure for measure in known if text.startswith(measure, position)), "")

    def is_trade(self, topic: Topic, agency: str) -> bool:
        """Whether the agency does, as its trade, what the topic counts for disclosure alone."""
        return self.has_trade(topic) and any(re.search(name, agency) for name in self._trade["agencies"])

    def has_trade(self, topic: Topic) -> bool:
        """Whether what the topic counts is the trade of some agencies."""
        return topic.section in self._trade["sections"]

    def called(self, agency: str) -> frozenset[str]:
        """What an agency with such a name calls itself: 学校, 公司."""
        if agency not in self._called:
            named = (words for name, words in self._itself.items() if re.search(name, agency))
            self._called = {agency: frozenset(word for words in named for word in words)}
        return self._called[agency]

    def has_table(self, section: str) -> bool:
        """Whether the figures of a topic stand in this section."""
        return any(topic.section == section for topic in self.topics.values())

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
                ends = column.split(" + ")
                parts = [self._part(section, name, end) for name in names for end in ends]
                reading = Reading(tuple(part for part in parts if part))
                if len(reading.parts) == len(parts):
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
            for word in words if role not in ENDINGS else ():
                self._words.add(word, Word(Role(role)))
        for name, named in self._names:
            self._words.add(name, named)
        for measure in sorted(data["roles"]["measure"], key=len, reverse=True):
            self._measures.setdefault(measure[0], []).append(measure)
        self.organs = tuple(data["roles"]["organ"])
        self.moments = tuple(data["roles"]["moment"])
        self.lasting = frozenset(data["roles"]["lasting"])
        self.aggregates = frozenset(data["aggregates"])

    def _topic(self, topic_id: str, item: dict[str, Any]) -> None:
        topic = Topic(
            id=topic_id,
            section=item["section"],
            measures=frozenset(item["measures"]),
            with_act=frozenset(item.get("with_act", ())),
            rows=rows_of(item["rows"]),
            columns=tuple(item["columns"]),
            rest=tuple(item.get("rest", ())),
            others=rows_of(item.get("others", ())),
            decided=tuple(item.get("decided", ())),
            deciders=frozenset(item.get("deciders", ())),
            kinds=tuple(item.get("kinds", ())),
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
                self._words.add(word, Word(Role.TOPIC, topic=topic, weak=weak))
        for act in item.get("acts", ()):
            self._act(topic, act)
        for actor in item.get("actors", ()):
            self._actor(topic, actor)

    def _act(self, topic: Topic, item: dict[str, Any]) -> None:
        act = Act(
            rows=rows_of(item.get("rows", ())),
            of=rows_of(item.get("of", ())),
            columns=tuple(item.get("columns", ())),
            rule=item.get("rule", topic.rule),
            none=item.get("none", ""),
            all=item.get("all", ""),
            whole=item.get("whole", False),
            vague=item.get("vague", False),
            final=item.get("final", False),
            clear=item.get("clear", False),
            sure=item.get("sure", False),
            bare=item.get("bare", False),
            apart=item.get("apart", False),
            part=item.get("part", False),
        )
        if not self.readings(topic, act.rows or topic.rows, act.columns or topic.columns):
            return
        word = Word(Role.OTHER if act.bare else Role.ACT, acts={topic.id: act})
        for text in item["words"]:
            self._words.add(text, word)
        if len(act.rows) == 1 and not act.columns:
            self._official(topic.section, act.rows[0], "rows", word)
        elif not act.rows:
            self._official(topic.section, act.columns, "columns", word)

    def _actor(self, topic: Topic, item: dict[str, Any]) -> None:
        columns = tuple(item["columns"])
        if self.readings(topic, topic.rows, columns):
            word = Word(Role.ACTOR, actors={topic.id: columns})
            for text in item["words"]:
                self._words.add(text, word)
            self._official(topic.section, columns, "columns", word)

    def _official(self, section: str, ids: tuple[str, ...], axis: str, word: Word) -> None:
        """Note what the form itself calls the only row or column that is meant."""
        for block in self._tables[section]:
            entry = getattr(block, axis).get(ids[0]) if len(ids) == 1 else None
            if entry is not None:
                names = compact([entry.name, name_of(entry.label)])
                self._names += [(name, word) for name in names]

    def _part(self, section: str, row: str, column: str) -> Part | None:
        for block in self._tables[section]:
            rows, columns = block.rows.get(row), block.columns.get(column)
            if rows is not None and columns is not None:
                return _part(self.form, section, rows, columns)
        return None


def _both(known: Word, word: Word) -> Word:
    """What a word means that is noted twice; one that several topics have keeps what it means for each."""
    acts, actors, free, step = known.acts, known.actors, known.free, known.step
    if known.role is word.role is Role.ACT:
        acts = {**word.acts, **acts}
    elif known.role is Role.ACT and word.role is Role.FREE:
        free = True
    elif known.role is Role.ACT and word.role is Role.STEP:
        step = True
    elif known.role is word.role is Role.ACTOR:
        actors = {**actors, **word.actors}
    else:
        return known
    return Word(known.role, known.topic, known.weak, free, step, acts, actors)


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


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Rows or columns with their groups, by id."""
    return {entry.id: entry for top in entries for entry in top.walk()}


@cache
def words_of(form: Form, year: int) -> Lexicon:
    """The words for reports of a form and a year."""
    return Lexicon(form, year)
