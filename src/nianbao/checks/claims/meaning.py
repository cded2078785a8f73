"""What the words beside a number mean in their place: which topic, rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from nianbao.checks.claims.claim import Claim, Part, Quantity, Reading
from nianbao.checks.claims.lexicon import Act, Lexicon, Role, Rows, Topic, Word
from nianbao.checks.claims.phrase import Phrase
from nianbao.checks.claims.quantities import is_money
from nianbao.checks.claims.tokens import Mark, Token
from nianbao.model.agency import kind_by_name
from nianbao.model.figure import Kind
from nianbao.model.formula import Side


@dataclass(slots=True)
class Sense:
    """What a phrase means in its place: a topic, and the rows and columns that are left of it.

    ``whole``: it is a stage of the work or a topic as such, not a part of what was counted before.
    """

    topic: Topic
    rows: Rows
    columns: tuple[str, ...]
    rule: str
    whole: bool = False
    acts: list[list[Word]] = field(default_factory=list)
    actor: tuple[str, ...] = ()


class Memory:
    """What a line has told so far, and what a phrase means after it.

    The topics of the whole line are remembered, numbers only within their sentence.
    """

    def __init__(self, lexicon: Lexicon, topic: str, agency: str) -> None:
        self.lexicon = lexicon
        self._agency = agency
        self._aggregate = kind_by_name(agency) in lexicon.aggregates
        self._heard: list[Topic | None] = [lexicon.topics.get(topic)]  # None: something else is counted
        self.new_sentence()

    def new_sentence(self, *, goes_on: bool = False) -> None:
        """Forget the numbers, and of which year they are unless the sentence goes on with 其中."""
        self.last: Claim | None = None  # the last count
        self.sense: Sense | None = None  # what it counts
        self.fresh = False  # whether the last number was that count
        self.named = False  # whether something was named since
        self.base: Sense | None = None  # what the last stage of the work counts
        self.stated: list[Quantity] = []  # the numbers of such stages
        self.topics: list[Topic] = []
        self.told: set[str] = set()  # the cells that have been given numbers
        if not goes_on:
            self.year: Role | Mark = Role.THIS_YEAR

    # ---- what is spoken of

    @property
    def heard(self) -> Topic | None:
        """The topic that was named last; None if none was, or if something else is counted."""
        return self._heard[-1]

    def hear(self, topic: Topic) -> None:
        """A topic is named."""
        self._heard.append(topic)
        if topic not in self.topics:
            self.topics.append(topic)

    def something_else(self) -> None:
        """Something that is none of the topics is counted: what follows may be a part of it."""
        self._heard.append(None)

    @property
    def whole_year(self) -> bool:
        """Whether the sentence speaks of this year or the last one as a whole."""
        return self.year in {Role.THIS_YEAR, Role.LAST_YEAR}

    def elsewhere(self, token: Token) -> bool:
        """Whether an opaque run names another organ.

        One that reports for its members may mean its own office alone when it names itself.
        """
        return self._names_organ(token) and (self._aggregate or not self._short_for_agency(token.text))

    def itself(self, token: Token) -> bool:
        """Whether an opaque run names the agency."""
        return self._names_organ(token) and not self._aggregate and self._short_for_agency(token.text)

    def _names_organ(self, token: Token) -> bool:
        return token.kind is Mark.OPAQUE and token.text.endswith(self.lexicon.organs)

    def _short_for_agency(self, name: str) -> bool:
        """Whether the name has letters of the full one in their order."""
        letters = iter(self._agency)
        return all(letter in letters for letter in name)

    def wary(self, phrase: Phrase) -> bool:
        """公开信息500条，其中规范性文件3件: among other things counted a bare name may be anything."""
        bare = bool(phrase.topics) and not (phrase.acts or phrase.actors)
        return bare and phrase.topics[-1].wary and self.heard is None

    # ---- what a phrase means

    def meaning(self, phrase: Phrase) -> Sense | None:
        """The sense of a phrase; None where it names no topic and fits none that was spoken of."""
        topics = self.topics_of(phrase)
        if not topics or len({topic.section for topic in topics}) > 1:
            return None
        topic = topics[0]
        if self._takes_over(phrase, topic):
            phrase = replace(phrase, acts=self.sense.acts if self.sense else [])
        acts = self._narrowest(phrase.all_acts_on(topic), topic)
        actor = tuple(c for word in phrase.actors for c in word.actors.get(topic.id, ()))
        if phrase.actors and not actor:
            return None
        base = self.base if self.base and self.base.topic is topic and actor else None
        if len(topics) > 1:
            rows: Rows = (tuple(name for each in topics for name in each.rows[0]),)
        else:
            rows = _rows_of(acts) or (base or topic).rows
        whole = any(act.whole for act in acts) or not (acts or actor)
        rule = acts[0].rule if acts else (base or topic).rule
        return Sense(topic, rows, self._columns(topic, acts, actor), rule, whole, phrase.acts, actor)

    def topics_of(self, phrase: Phrase) -> list[Topic]:
        """The topics that are named, or the one spoken of last that the acts and actors fit."""
        if phrase.topics:
            return phrase.topics
        if phrase.weak is not None:
            return [phrase.weak] if self.heard is phrase.weak else []
        if not phrase.anchored:
            return []
        if self.heard is not None:
            return next(([topic] for topic in reversed(self._recent()) if _fits(phrase, topic)), [])
        clear = {t for group in phrase.acts for word in group for t, act in word.acts.items() if act.clear}
        return [self.lexicon.topics[t] for t in clear] if len(self._heard) == 1 and len(clear) == 1 else []

    def readings(self, sense: Sense, quantity: Quantity) -> tuple[Reading, ...]:
        """The readings whose cells hold such a measure."""
        measures = sense.topic.measures | (sense.topic.with_act if sense.acts else frozenset())
        if quantity.measure not in measures and (quantity.measure or quantity.value != 0):
            return ()
        money = is_money(quantity.measure)
        readings = self.cells_of(sense)
        return tuple(r for r in readings if not quantity.measure or money is _counts_money(r))

    def cells_of(self, sense: Sense) -> tuple[Reading, ...]:
        """The readings of whatever measure."""
        return self.lexicon.readings(sense.topic, sense.rows, sense.columns)

    def rests(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """逾期未补正2件，其他处理5件: a group after one of its rows may mean the rest of it."""
        found = []
        for reading in readings:
            rest = [term for part in reading.parts for term in part.side.terms if term.cell not in self.told]
            if len(reading.parts) == 1 and 0 < len(rest) < len(reading.cells):
                label = f"{reading.parts[0].label}的其余各项"
                found.append(Reading((Part(label, Side(tuple(rest))),)))
        return tuple(found)

    # ---- how it is done

    def _narrowest(self, groups: list[list[Act]], topic: Topic) -> list[Act]:
        """The last acts, or those before that name some of the same rows: 因重复申请不予处理2件."""
        last = groups[0] if groups else []
        wide = self._cells(last, topic)
        return next((group for group in groups[1:] if set() < self._cells(group, topic) < wide), last)

    def _cells(self, acts: list[Act], topic: Topic) -> set[str]:
        readings = self.lexicon.readings(topic, _rows_of(acts), topic.columns)
        return {cell for reading in readings for cell in reading.cells}

    def _recent(self) -> list[Topic]:
        """The topics since something else was counted."""
        last = max((i for i, topic in enumerate(self._heard) if topic is None), default=-1)
        return [topic for topic in self._heard[last + 1 :] if topic is not None]

    def _takes_over(self, phrase: Phrase, topic: Topic) -> bool:
        """现行有效规章0件，规范性文件12件: a topic that needs an act takes that of the number before."""
        if self.sense is None or self.sense.topic.section != topic.section or len(topic.columns) == 1:
            return False
        return bool(phrase.topics) and not (phrase.acts or phrase.actors)

    def _columns(self, topic: Topic, acts: list[Act], actor: tuple[str, ...]) -> tuple[str, ...]:
        """The actor's, else the act's; an outcome told after an actor may be that of the actor alone."""
        if actor:
            return actor
        own = tuple(dict.fromkeys(column for act in acts for column in act.columns))
        before = self.sense.actor if self.sense and self.sense.topic is topic else ()
        inherited = before if acts and not any(act.whole for act in acts) else ()
        return (*inherited, *(own or topic.columns))


def _rows_of(acts: list[Act]) -> Rows:
    """收到和办理 may be either, 予以公开和部分公开 is both together."""
    if len(acts) > 1 and not any(act.whole for act in acts) and all(act.rows for act in acts):
        return (tuple(name for act in acts for name in act.rows[0]),)
    return tuple(dict.fromkeys(names for act in acts for names in act.rows))


def _fits(phrase: Phrase, topic: Topic) -> bool:
    """Whether acts and actors mean something under the topic."""
    if phrase.actors:
        return all(topic.id in word.actors for word in phrase.actors)
    return bool(phrase.acts_on(topic))


def _counts_money(reading: Reading) -> bool:
    return any(term.kind is Kind.AMOUNT for part in reading.parts for term in part.side.terms)
