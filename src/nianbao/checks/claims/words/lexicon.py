"""The words of forms/words/claims.toml, made ready for one form and year."""

import time
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from nianbao.checks.claims.claim import Part, Reading
from nianbao.checks.claims.words.dictionary import Dictionary
from nianbao.checks.claims.words.readings import Known, Readings
from nianbao.checks.claims.words.roles import Role, Rows
from nianbao.model.form import Form
from nianbao.model.kept import kept
from nianbao.patterns import regex


class Act(NamedTuple):
    """What was done, or what came of it: narrows the rows or the columns of a topic."""

    rows: Rows
    of: Rows
    rest: Rows
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
    wholly: bool


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
    reviewers: tuple[str, ...]
    kinds: tuple[str, ...]
    persons: frozenset[str]
    rule: str
    none: str
    wary: bool


class Word(NamedTuple):
    """What a word means: its role, and for a field what it stands for under each topic."""

    role: Role
    topic: Topic | None = None
    weak: bool = False
    free: bool = False  # an act that says nothing where it means nothing: 作出
    step: bool = False  # an act that is a stage on the way where it means nothing: 撤回
    acts: Mapping[str, Act] = {}
    actors: Mapping[str, tuple[str, ...]] = {}

    def both(self, other: "Word") -> "Word":
        """What a word means that is noted twice; one that several topics have keeps what it means for
        each."""
        if self.role is other.role is Role.ACT:
            return self._replace(acts={**other.acts, **self.acts})
        if self.role is Role.ACT and other.role is Role.FREE:
            return self._replace(free=True)
        if self.role is Role.ACT and other.role is Role.STEP:
            return self._replace(step=True)
        if self.role is Role.OTHER and other.role is Role.NEGATION:
            return other._replace(acts=self.acts)
        if self.role is other.role is Role.ACTOR:
            return self._replace(actors={**self.actors, **other.actors})
        return self


class Content(NamedTuple):
    """All words of one form, with the years around the report's filled in, and what they mean."""

    words: Dictionary[Word]
    topics: dict[str, Topic]
    readings: Known  # of all topics, acts and actors
    measures: dict[str, list[str]]  # by first character, the longest first
    organs: tuple[str, ...]
    moments: tuple[str, ...]
    offices: tuple[str, ...]
    lasting: frozenset[str]
    deeds: tuple[str, ...]
    done: tuple[str, ...]
    cases: tuple[str, ...]
    bodies: tuple[str, ...]
    among: tuple[str, ...]
    applicants: tuple[str, ...]
    exceptions: frozenset[str]
    systems: frozenset[str]
    heads: tuple[str, ...]
    divisions: frozenset[str]
    sorts: tuple[str, ...]
    within: frozenset[str]
    branches: tuple[str, ...]
    respondents: frozenset[str]
    classed: frozenset[str]
    examples: tuple[str, ...]
    works: tuple[str, ...]
    frames: frozenset[str]
    aggregates: frozenset[str]
    trade: dict[str, list[str]]
    itself: dict[str, list[str]]
    listed: dict[str, dict[str, Word]]  # what names an outcome under a group of rows alone, by its id
    telling: str  # an expression for what stands in every sentence that tells anything


CLASSES = (Content, Dictionary, Word, Topic, Act, Role, Part, Reading)  # what is kept of a lexicon


class Lexicon:
    """The words as they are looked up in reports of one form and year."""

    def __init__(self, form: Form, content: Content) -> None:
        self.topics = content.topics
        self.organs, self.moments, self.lasting = content.organs, content.moments, content.lasting
        self.aggregates, self.offices = content.aggregates, content.offices
        self.applicants, self.cases, self.bodies = content.applicants, content.cases, content.bodies
        self.exceptions, self.systems, self.heads = content.exceptions, content.systems, content.heads
        self.sorts, self.divisions = content.sorts, content.divisions
        self.persons = frozenset().union(*(topic.persons for topic in self.topics.values()))
        self.within, self.branches, self.classed = content.within, content.branches, content.classed
        self.examples, self.deeds, self.works = content.examples, content.deeds, content.works
        self.done = content.done
        self.frames = content.frames
        self.respondents = content.respondents
        self.reviewers = tuple(each for topic in self.topics.values() for each in topic.reviewers)
        self.telling = regex(content.telling)
        self.begins = content.words.begins  # the first two characters of each word, or the only one
        self.match = content.words.match
        self._measures = content.measures
        self._trade = content.trade
        self._itself = content.itself
        self._readings = Readings(form, content.readings)
        self.listed, self.among = content.listed, content.among
        self._cells: dict[tuple[str, Rows, tuple[str, ...]], frozenset[str]] = {}
        self._called: dict[str, frozenset[str]] = {}  # of the last agency

    def measure(self, text: str, position: int) -> str:
        """The longest measure that stands at the position, or ""."""
        known = self._measures.get(text[position : position + 1], ())
        return next((measure for measure in known if text.startswith(measure, position)), "")

    def is_trade(self, topic: Topic, agency: str) -> bool:
        """Whether the agency does, as its trade, what the topic counts for disclosure alone."""
        return self.has_trade(topic) and any(regex(name).search(agency) for name in self._trade["agencies"])

    def serves(self, agency: str, organ: str) -> bool:
        """Whether the agency is the office of a government, and an organ so called is this or another one."""
        office = any(regex(name).search(agency) for name in self._trade["staff"])
        return office and organ.endswith(tuple(self._trade["served"]))

    def has_trade(self, topic: Topic) -> bool:
        """Whether what the topic counts is the trade of some agencies."""
        return topic.section in self._trade["sections"]

    def called(self, agency: str) -> frozenset[str]:
        """What an agency with such a name calls itself: 学校, 公司."""
        if agency not in self._called:
            named = (words for name, words in self._itself.items() if regex(name).search(agency))
            self._called = {agency: frozenset(word for words in named for word in words)}
        return self._called[agency]

    def section_topic(self, section: str) -> tuple[str, bool]:
        """The topic that the text of a section is about as long as it names none, or "", and whether the
        figures of any stand there."""
        found = [topic.id for topic in self.topics.values() if topic.section == section]
        return found[0] if len(found) == 1 else "", bool(found)

    def readings(self, topic: Topic, rows: Rows, columns: Iterable[str]) -> tuple[Reading, ...]:
        """Every way to understand rows and columns of a topic that the form has."""
        return self._readings(topic.section, rows, columns)

    def groups(self, topic: Topic, rows: Rows) -> Rows:
        """The groups of rows that hold all of those named."""
        return self._readings.groups(topic.section, rows)

    def cells(self, topic: Topic, rows: Rows = (), columns: tuple[str, ...] = ()) -> frozenset[str]:
        """The cells of all these ways together; of the topic itself where rows or columns are not given."""
        key = topic.section, rows or topic.rows, columns or topic.columns
        if key not in self._cells:
            found = self._readings(*key)
            self._cells[key] = frozenset(cell for reading in found for cell in reading.cells)
        return self._cells[key]


@cache
def words_of(form: Form, year: int) -> Lexicon:
    """The words for reports of a form and a year."""
    if year > time.localtime().tm_year:  # mistyped: nobody's disk is to hold the words of every year
        return Lexicon(form, _made(form, year))
    return Lexicon(form, kept(f"lexicon-{form.id}-{year}", lambda: _made(form, year), CLASSES))


def _made(form: Form, year: int) -> Content:
    from nianbao.checks.claims.words.make_lexicon import content  # here, because most starts have it kept

    return content(form, year)
