"""What the words beside a number mean in their place: which topic, rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from nianbao.checks.claims.claim import Claim, Part, Quantity, Reading
from nianbao.checks.claims.lexicon import Act, Lexicon, Topic, Word
from nianbao.checks.claims.phrase import Phrase
from nianbao.checks.claims.quantities import is_money
from nianbao.checks.claims.tokens import Mark, Token
from nianbao.checks.claims.vocabulary import Role, Rows
from nianbao.model.agency import kind_by_name
from nianbao.model.figure import Kind
from nianbao.model.formula import Side


@dataclass(slots=True)
class Sense:
    """What a phrase means in its place: a topic, and the rows and columns that are left of it.

    ``whole``: it is a stage of the work or a topic as such, not a part of what was counted before; ``final``:
    its words tell by themselves of which year it is.
    """

    topic: Topic
    rows: Rows
    columns: tuple[str, ...]
    rule: str
    whole: bool = False
    final: bool = False
    acts: list[list[Word]] = field(default_factory=list)
    actor: tuple[str, ...] = ()


class Memory:
    """What a line has told so far, and what a phrase means after it.

    The topics of the whole line are remembered, numbers only within their sentence.
    """

    def __init__(self, lexicon: Lexicon, topic: str, agency: str, *, own: bool = False) -> None:
        self.lexicon = lexicon
        self._agency = agency
        self._aggregate = kind_by_name(agency) in lexicon.aggregates
        self._heard: list[Topic | None] = [lexicon.topics.get(topic)]  # None: something else is counted
        self._about = own or self._heard[0] is not None  # whether this stands under disclosure
        self._doubtful = False  # whether a number was not understood since the topic was named
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
        self.aside: set[str] = set()  # the rows of what is told to come from or to go to another year
        self.listing: Phrase | None = None  # names that stand before 分别 in the next clause
        if not goes_on:
            self.year: Role | Mark = Role.THIS_YEAR
            self._field, self._trade = self._about, False

    # ---- what is spoken of

    @property
    def heard(self) -> Topic | None:
        """The topic that was named last; None if none was, or if something else is counted."""
        return self._heard[-1]

    def hear(self, topic: Topic) -> None:
        """A topic is named."""
        self._heard.append(topic)
        self._doubtful = False
        if topic not in self.topics:
            self.topics.append(topic)

    def something_else(self) -> None:
        """Something that is none of the topics is counted: what follows may be a part of it."""
        self._heard.append(None)

    def something_unknown(self) -> None:
        """A number was not understood, though nothing else was named: outcomes that follow are read."""
        self._doubtful = True

    def notice(self, tokens: Sequence[Token]) -> None:
        """Whether a clause speaks of disclosure, or of what some organs do as their trade."""
        kinds = {token.kind for token in tokens}
        if Role.FIELD in kinds or any(
            token.word and token.word.topic and not self.lexicon.has_trade(token.word.topic)
            for token in tokens
        ):
            self._field = True
        elif Role.TRADE in kinds:
            self._field, self._trade = False, True

    def is_trade(self, topic: Topic) -> bool:
        """Whether the topic is an organ's trade here, which the tables do not count."""
        if self._field or not self.lexicon.has_trade(topic):
            return False
        return self._trade or self.lexicon.is_trade(topic, self._agency)

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

    def silent(self, phrase: Phrase, before: Iterable[Token]) -> bool:
        """Whether a number is of a part of the work, of another organ, or no count at all."""
        return phrase.changed or any(self.elsewhere(token) for token in before)

    def _names_organ(self, token: Token) -> bool:
        return token.kind is Mark.OPAQUE and token.text.endswith(self.lexicon.organs)

    def _short_for_agency(self, name: str) -> bool:
        """Whether the name has letters of the full one in their order."""
        letters = iter(self._agency)
        return all(letter in letters for letter in name)

    def wary(self, phrase: Phrase) -> bool:
        """公开信息500条，其中规范性文件3件: among other things counted a bare name may be anything."""
        clear = phrase.actors or any(not a.vague for t in phrase.topics for a in phrase.acts_on(t))
        bare = bool(phrase.topics) and not clear
        return bare and phrase.topics[-1].wary and self.heard is None and len(self._heard) > 1

    # ---- what a phrase means

    def meaning(self, phrase: Phrase) -> Sense | None:
        """The sense of a phrase; None where it names no topic and fits none that was spoken of."""
        topics = self.topics_of(phrase)
        if not topics or len({topic.section for topic in topics}) > 1:
            return None
        topic = topics[0]
        if self._takes_over(phrase, topic):
            phrase = replace(phrase, acts=self.sense.acts if self.sense else [])
        groups = phrase.all_acts_on(topic)
        acts = groups[0] if phrase.etc and groups else self._narrowest(groups, topic)
        actor = _together([word.actors.get(topic.id, ()) for word in phrase.actors])
        if phrase.actors and not actor:
            return None
        base = self.base if self.base and self.base.topic is topic and actor else None
        if len(topics) > 1:
            rows: Rows = (tuple(name for each in topics for name in each.rows[0]),)
        else:
            rows = _rows_of(acts) or (base or topic).rows
        whole = any(act.whole for act in acts) or not (acts or actor)
        rule = acts[0].rule if acts else (base or topic).rule
        final = any(act.final for act in acts)
        return Sense(topic, rows, self._columns(topic, acts, actor), rule, whole, final, phrase.acts, actor)

    def topics_of(self, phrase: Phrase) -> list[Topic]:
        """The topics that are named, or the one spoken of last that the acts and actors fit."""
        if phrase.topics:
            return phrase.topics
        if phrase.weak is not None:
            own = any(act.clear or act.final for act in phrase.acts_on(phrase.weak)) and len(self._heard) == 1
            return [phrase.weak] if own or self.heard is phrase.weak else []
        if not phrase.anchored:
            return []
        acts = {t: act for group in phrase.acts for word in group for t, act in word.acts.items()}
        if self.heard is not None:
            fitting = [topic for topic in reversed(self._recent()) if _fits(phrase, topic)]
            if self._doubtful:
                fitting = [t for t in fitting if t.id in acts and (acts[t.id].final or not acts[t.id].whole)]
            return fitting[:1]
        alone = len(self._heard) == 1
        clear = [t for t, act in acts.items() if act.sure or (act.clear and alone)]
        return [self.lexicon.topics[clear[0]]] if len(clear) == 1 else []

    def acts_of(self, phrase: Phrase) -> bool:
        """Whether the phrase says what was done with what it counts."""
        return any(phrase.acts_on(topic) for topic in self.topics_of(phrase))

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

    def rest(self) -> Sense | None:
        """What 其他 means behind an outcome: the other outcomes."""
        sense = self.sense
        if sense is None or sense.whole or sense.actor or not sense.topic.rest:
            return None
        return replace(sense, columns=sense.topic.rest)

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


def _together(columns: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The columns of several actors, added up: 自然人、企业 are both of them."""
    return tuple(" + ".join(dict.fromkeys(each)) for each in product(*columns)) if columns else ()


def _fits(phrase: Phrase, topic: Topic) -> bool:
    """Whether acts and actors mean something under the topic."""
    if phrase.actors:
        return all(topic.id in word.actors for word in phrase.actors)
    return bool(phrase.acts_on(topic))


def _counts_money(reading: Reading) -> bool:
    return any(term.kind is Kind.AMOUNT for part in reading.parts for term in part.side.terms)
