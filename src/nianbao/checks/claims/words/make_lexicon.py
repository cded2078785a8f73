"""Makes the lexicon of one form and year out of forms/words/claims.toml."""

from __future__ import annotations

import re
from typing import Any

from nianbao.checks.claims.words.dictionary import Dictionary, written_out
from nianbao.checks.claims.words.lexicon import Act, Content, Topic, Word
from nianbao.checks.claims.words.readings import Readings
from nianbao.checks.claims.words.roles import ENDINGS, TELLING, Role
from nianbao.checks.claims.words.vocabulary import YEARS, compact, rows_of, vocabulary
from nianbao.model.form import Form, name_of
from nianbao.model.numbering import NUMERALS


def content(form: Form, year: int) -> Content:
    """What the words mean in reports of the form and the year."""
    data = vocabulary()
    made = _Made(form, year, data)
    roles = data["roles"]
    measures: dict[str, list[str]] = {}
    for measure in sorted(roles["measure"], key=len, reverse=True):
        measures.setdefault(measure[0], []).append(measure)
    return Content(
        words=made.words,
        topics=made.topics,
        readings=made.readings.known,
        measures=measures,
        organs=tuple(roles["organ"]),
        moments=tuple(roles["moment"]),
        offices=tuple(roles["office"]),
        cases=tuple(roles["case"]),
        bodies=tuple(roles["body"]),
        among=tuple(roles["among"]),
        applicants=tuple(roles["applicant"]),
        exceptions=frozenset(roles["exception"]),
        systems=frozenset(roles["system"]),
        heads=tuple(roles["head"]),
        divisions=frozenset(roles["division"]),
        sorts=tuple(roles["sort"]),
        within=frozenset(word for text in roles["within"] for word in written_out(text, made.lists)),
        branches=tuple(roles["branch"]),
        respondents=frozenset(roles["respondent"]),
        classed=frozenset(roles["classed"]),
        examples=tuple(roles["example"]),
        works=tuple(roles["work"]),
        frames=frozenset(roles["frame"]),
        lasting=frozenset(roles["lasting"]),
        deeds=tuple(roles["deed"]),
        done=tuple(made.lists["did"]),
        aggregates=frozenset(data["aggregates"]),
        trade=data["trade"],
        itself=data["itself"],
        listed=made.listed,
        telling=_telling(made.telling, "".join(measures)),
    )


def _telling(words: set[str], measures: str) -> str:
    """What stands in every sentence that tells anything, as an expression: a digit, a numeral with what is
    counted, or one of these words. ``measures``: how the names of what is counted begin."""
    shortest = sorted(word for word in words if not any(other in word for other in words - {word}))
    counted = rf"[{NUMERALS}两百千]+[余多来]?[{re.escape(measures)}]"
    return "|".join(("[0-9零〇]", r"\{\{", "百分之", f"[{NUMERALS}两]成", counted, *map(re.escape, shortest)))


class _Made:
    """Words and topics, of those that the form has."""

    def __init__(self, form: Form, year: int, data: dict[str, Any]) -> None:
        self.readings = Readings(form, {})
        self.topics: dict[str, Topic] = {}
        self.lists = _lists(data, year)
        self.words: Dictionary[Word] = Dictionary(self.lists)
        self.telling: set[str] = set()  # the words that a sentence without a number tells by
        self.listed: dict[str, dict[str, Word]] = {}
        self._names: list[tuple[str, Word]] = []
        for topic_id, item in data["topics"].items():
            if item["section"] in self.readings.tables:
                self._topic(topic_id, item)
        for act in data["acts"]:
            for topic_id in act["topics"]:
                if topic_id in self.topics:
                    self._act(self.topics[topic_id], act)
        for role, words in data["roles"].items():
            meaning = Word(Role(role))
            for word in words if role not in ENDINGS else ():
                self._add(word, meaning)
        for name, named in self._names:
            self._add(name, named)

    def _add(self, text: str, word: Word) -> None:
        self.words.add(text, word)
        if word.role in TELLING or any(act.wholly for act in word.acts.values()):
            self.telling.update(written_out(text, self.lists))

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
            reviewers=tuple(item.get("reviewers", ())),
            kinds=tuple(item.get("kinds", ())),
            persons=frozenset(item.get("persons", ())),
            rule=item["rule"],
            none=item.get("none", ""),
            wary=item.get("wary", False),
        )
        if not self.readings(topic.section, topic.rows, topic.columns):
            return  # this form has no such row
        self.topics[topic_id] = topic
        for words, weak in ((item["words"], False), (item.get("weak", ()), True)):
            meaning = Word(Role.TOPIC, topic=topic, weak=weak)
            for word in words:
                self._add(word, meaning)
        for act in item.get("acts", ()):
            self._act(topic, act)
        for actor in item.get("actors", ()):
            self._actor(topic, actor)

    def _act(self, topic: Topic, item: dict[str, Any]) -> None:
        act = Act(
            rows=rows_of(item.get("rows", ())),
            of=rows_of(item.get("of", ())),
            rest=rows_of(item.get("rest", ())),
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
            wholly=item.get("wholly", False),
        )
        if not self.readings(topic.section, act.rows or topic.rows, act.columns or topic.columns):
            return
        word = Word(Role.OTHER if act.bare else Role.ACT, acts={topic.id: act})
        if groups := item.get("under"):
            words = [each for text in item["words"] for each in written_out(text, self.lists)]
            for group in groups:
                self.listed.setdefault(group, {}).update(dict.fromkeys(words, word))
            return
        for text in item["words"]:
            self._add(text, word)
        if len(act.rows) == 1 and not act.columns:
            self._official(topic.section, act.rows[0], "rows", word)
        elif not act.rows:
            self._official(topic.section, act.columns, "columns", word)

    def _actor(self, topic: Topic, item: dict[str, Any]) -> None:
        columns = tuple(item["columns"])
        if self.readings(topic.section, topic.rows, columns):
            role = Role.OTHER if item.get("bare") else Role.ACTOR
            word = Word(role, actors={topic.id: columns})
            for text in item["words"]:
                self._add(text, word)
            self._official(topic.section, columns, "columns", word)

    def _official(self, section: str, ids: tuple[str, ...], axis: str, word: Word) -> None:
        """Note what the form itself calls the only row or column that is meant."""
        for block in self.readings.tables[section]:
            entry = getattr(block, axis).get(ids[0]) if len(ids) == 1 else None
            if entry is not None:
                names = compact([entry.name, name_of(entry.label)])
                self._names += [(name, word) for name in names]


def _lists(data: dict[str, Any], year: int) -> dict[str, list[str]]:
    """What stands for the names of lists in words, with the years around ``year``."""
    lists = {name: [str(year + after)] for name, after in zip(YEARS, (-1, 0, 1), strict=True)}
    for name, words in data["sets"].items():
        lists[name] = [each for word in words for each in written_out(word, lists)]
    return lists
