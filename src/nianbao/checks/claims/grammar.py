"""The grammar of statistical sentences: clauses → claims.

A clause names what is counted (a topic), what came of it (an act) and by whom (an actor), before or
after its number; what it leaves out it takes over from the clauses before it. Whatever is not
explained between name and number makes the clause say nothing: unsure is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from nianbao.checks.claims.claim import Claim, Quantity, Reading, Saying
from nianbao.checks.claims.clauses import Clause
from nianbao.checks.claims.lexicon import Act, Lexicon, Role, Rows, Topic, Word
from nianbao.checks.claims.phrase import Phrase, left_of, right_of
from nianbao.checks.claims.tokens import Mark, Token, around
from nianbao.figure import Figure, Kind, State

_YEARS = {Role.THIS_YEAR, Role.LAST_YEAR, Role.NEXT_YEAR, Role.PERIOD, Mark.YEAR}
_BESIDE = {Mark.OPAQUE, Mark.YEAR, Mark.QUANTITY, Role.OTHER, Role.FOREIGN, Role.LIMIT, Role.UP, Role.DOWN}
_MYRIAD = 10_000


@dataclass(slots=True)
class Counted:
    """A number of a sentence, for the sums: whether it is a stage of the work or a growth."""

    quantity: Quantity
    clause: Clause
    whole: bool = False
    growth: bool = False


@dataclass(slots=True)
class _Sense:
    """What a phrase means in its place: a topic, and the rows and columns that are left of it."""

    topic: Topic
    rows: Rows
    columns: tuple[str, ...]
    rule: str
    whole: bool = False
    acts: list[list[Word]] = field(default_factory=list)
    actor: tuple[str, ...] = ()


class Reader:
    """Reads the sentences of a line one by one and carries over what they leave out."""

    def __init__(self, lexicon: Lexicon, topic: str, agency: str) -> None:
        self._lexicon = lexicon
        self._agency = agency
        self._heard: list[Topic | None] = [lexicon.topics.get(topic)]  # None: something else is counted
        self.claims: list[Claim] = []
        self._start()

    @property
    def topic(self) -> str:
        """The id of the topic that was named last, or ""."""
        return self._heard[-1].id if self._heard[-1] else ""

    def sentence(self, clauses: Sequence[Clause]) -> list[Counted]:
        """Read one sentence; gives its numbers for the sums."""
        self._start()
        outside: list[tuple[_Sense | None, Claim | None]] = []  # what was counted before each open bracket
        for clause in clauses:
            while len(outside) < clause.depth:
                outside.append((self._sense, self._last))
            while len(outside) > clause.depth:
                self._sense, self._last = outside.pop()
            if clause.depth < self._part_depth:
                self._part_depth = 0
            if clause.bracketed or any(token.kind is Role.PART for token in clause.tokens):
                self._in_part, self._part_depth = True, clause.depth
            elif self._part_depth == 0 and clause.strength >= 3:
                self._in_part = False
            self._clause(clause)
        return self._numbers

    def _start(self) -> None:
        self._last: Claim | None = None  # the last count of this sentence
        self._sense: _Sense | None = None  # what it counts
        self._base: _Sense | None = None  # what the last stage of the work counts
        self._stated: list[Quantity] = []  # numbers of such stages
        self._numbers: list[Counted] = []
        self._topics: list[Topic] = []
        self._year: Role | Mark = Role.THIS_YEAR  # a period other than a whole year makes all silent
        self._in_part, self._part_depth = False, 0
        self._compared = False

    # ---- a clause

    def _clause(self, clause: Clause) -> None:
        tokens = _any_way(clause.tokens)
        main, compared = _split(tokens, Role.THAN)
        base = next((t.kind for t in compared if t.kind in _YEARS), None)
        if compared and base is None and main and main[-1].kind in _YEARS:  # 与去年相比
            base, main = main[-1].kind, main[:-1]
        main, share = _split(main, Role.SHARE)
        self._year = next((t.kind for t in reversed(main) if t.kind in _YEARS), self._year)
        if any(t.kind is Role.NEGATION for t in main) and not any(t.kind is Mark.QUANTITY for t in main):
            self._negations(main)
        else:
            self._counts(clause, main)
            self._zeros(main)
        self._alls(main)
        if share:
            self._share(main, share)
        if base in {None, Role.LAST_YEAR}:
            self._growth(clause, main, compared, begun=self._compared)
            self._compared |= bool(compared)

    def _counts(self, clause: Clause, tokens: list[Token]) -> None:
        places = [i for i, t in enumerate(tokens) if t.kind is Mark.QUANTITY or _is_nought(tokens, i)]
        if not places:
            self._mention(tokens)
            return
        numbers = [_quantity(tokens[i]) for i in places]
        first = left_of(tokens[: places[0]])
        counted = [Counted(number, clause) for number in numbers]
        if not self._distribute(first, tokens[: places[0]], counted):
            before = 0
            ends = [*places[1:], len(tokens)]
            for place, end, number in zip(places, ends, counted, strict=True):
                self._count(number, tokens[before:place], tokens[place + 1 : end])
                before = place + 1
        self._numbers += counted

    def _distribute(self, phrase: Phrase, before: list[Token], counted: list[Counted]) -> bool:
        """分别为5件、2件: each name gets its number; 均为0件, 各1件: each the same."""
        several = phrase.each or (phrase.all and len(counted) == 1)
        groups = [
            [replace_names(phrase, topics=[topic]) for topic in phrase.topics],
            [replace_names(phrase, acts=[[act]]) for act in (phrase.acts or [[]])[-1]],
            [replace_names(phrase, actors=[actor]) for actor in phrase.actors],
        ]
        for group in groups:
            if several and len(group) > 1 and len(counted) in {1, len(group)} and not self._silent(phrase, before):
                same = counted * len(group) if len(counted) == 1 else counted
                for names, number in zip(group, same, strict=True):
                    self._claim(number, self._meaning(names))
                return True
        return False

    def _count(self, number: Counted, before: list[Token], after: list[Token]) -> None:
        left, right = left_of(before), right_of(after)
        if left.anchored and not left.topics and left.weak is None:
            left.topics, left.weak = right.topics, right.weak  # 收到1件政府信息公开申请
            unknown = right.stopped is not None and not right.anchored and not left.actors
        elif not left.anchored:
            left = _merged(left, right)
            unknown = not right.anchored
        else:
            unknown = False
        if unknown or left.restricted or self._silent(left, before):
            if not self._in_part and not (unknown and left.stopped is None and right.stopped is None):
                self._heard.append(None)
            return
        self._claim(number, self._meaning(left), about=left.about)

    def _silent(self, phrase: Phrase, before: Iterable[Token]) -> bool:
        """Whether the number is of a part of the year, of another organ, or no count at all."""
        return phrase.changed or any(self._elsewhere(token) for token in before)

    def _claim(self, number: Counted, sense: _Sense | None, *, about: bool = False) -> None:
        if sense is None or self._year not in {Role.THIS_YEAR, Role.LAST_YEAR}:
            return
        quantity = number.quantity
        if about and quantity.value is not None:
            low, high = around(quantity.value)
            quantity = number.quantity = replace(quantity, low=low, high=high)
        readings = self._readings(sense, quantity)
        if not readings:
            return
        number.whole = sense.whole
        claim = Claim(Saying.COUNT, sense.rule, readings, quantity, self._year is Role.LAST_YEAR)
        self._last, self._sense = claim, sense
        if sense.whole:
            self._base = sense
            self._stated.append(quantity)
            self._in_part = self._in_part and self._part_depth > 0
        self._hear(sense.topic)
        if quantity.value is not None:
            self.claims.append(claim)

    # ---- what a phrase means

    def _meaning(self, phrase: Phrase) -> _Sense | None:
        topics = self._topics_of(phrase)
        if not topics or len({topic.section for topic in topics}) > 1:
            return None
        topic = topics[0]
        if self._takes_over(phrase, topic):
            phrase = replace(phrase, acts=self._sense.acts if self._sense else [])
        acts = phrase.acts_on(topic)
        actor = tuple(c for word in phrase.actors for c in word.actors.get(topic.id, ()))
        if phrase.actors and not actor:
            return None
        base = self._base if self._base and self._base.topic is topic else None
        if len(topics) > 1:
            rows: Rows = (tuple(name for each in topics for name in each.rows[0]),)
        elif any(act.rows for act in acts):
            rows = tuple(dict.fromkeys(names for act in acts for names in act.rows))
        else:
            rows = base.rows if base and actor else topic.rows
        whole = any(act.whole for act in acts) or not (acts or actor)
        rule = acts[0].rule if acts else base.rule if base and actor else topic.rule
        return _Sense(topic, rows, self._columns(topic, acts, actor), rule, whole, phrase.acts, actor)

    def _takes_over(self, phrase: Phrase, topic: Topic) -> bool:
        """现行有效规章0件，规范性文件12件: a topic that needs an act takes that of the number before."""
        if self._sense is None or self._sense.topic.section != topic.section or len(topic.columns) == 1:
            return False
        return bool(phrase.topics) and not (phrase.acts or phrase.actors)

    def _columns(self, topic: Topic, acts: list[Act], actor: tuple[str, ...]) -> tuple[str, ...]:
        """The actor's, else the act's; an outcome told after an actor may be that of the actor alone."""
        if actor:
            return actor
        own = tuple(dict.fromkeys(column for act in acts for column in act.columns))
        inherited = self._sense.actor if self._sense and self._sense.topic is topic else ()
        return (*(inherited if acts and not any(act.whole for act in acts) else ()), *(own or topic.columns))

    def _topics_of(self, phrase: Phrase) -> list[Topic]:
        """The topics that are named, or the one spoken of last that the acts and actors fit."""
        if phrase.topics:
            return phrase.topics
        heard = self._heard[-1]
        if phrase.weak is not None:
            return [phrase.weak] if heard is phrase.weak else []
        if not phrase.anchored:
            return []
        if heard is not None:
            return next(([topic] for topic in reversed(self._recent()) if _fits(phrase, topic)), [])
        clear = {t for group in phrase.acts for word in group for t, act in word.acts.items() if act.clear}
        return [self._lexicon.topics[t] for t in clear] if len(self._heard) == 1 and len(clear) == 1 else []

    def _recent(self) -> list[Topic]:
        """The topics since something else was counted."""
        last = max((i for i, topic in enumerate(self._heard) if topic is None), default=-1)
        return [topic for topic in self._heard[last + 1 :] if topic is not None]

    def _readings(self, sense: _Sense, quantity: Quantity) -> tuple[Reading, ...]:
        """The readings whose cells hold such a measure; money in the unit of the form."""
        if quantity.measure not in sense.topic.measures and (quantity.measure or quantity.value != 0):
            return ()
        money = Figure(State.NUMBER, 1, unit=quantity.measure).in_yuan is not None
        readings = self._lexicon.readings(sense.topic, sense.rows, sense.columns)
        return tuple(r for r in readings if not quantity.measure or money is _is_money(r))

    def _elsewhere(self, token: Token) -> bool:
        """Whether an opaque run names another organ; a short name has the letters of the full one in order."""
        if token.kind is not Mark.OPAQUE or not token.text.endswith(self._lexicon.organs):
            return False
        letters = iter(self._agency)
        return not all(letter in letters for letter in token.text)

    def _hear(self, topic: Topic) -> None:
        self._heard.append(topic)
        if topic not in self._topics:
            self._topics.append(topic)

    def _mention(self, tokens: list[Token]) -> None:
        """A clause without a number tells what the next one is about."""
        for token in tokens:
            if token.kind is Role.FOREIGN:
                self._heard.append(None)
            elif token.kind is Role.TOPIC and token.word and token.word.topic and not token.word.weak:
                self._hear(token.word.topic)
        sense = self._meaning(right_of(tokens)) if any(t.kind is Role.ACT for t in tokens) else None
        if sense is not None and sense.whole:
            self._base = sense

    # ---- none, all, share, growth

    def _negations(self, tokens: list[Token]) -> None:
        """未收到申请、未发生复议: closed sentences only, and no double negation."""
        starts = [i for i, t in enumerate(tokens) if t.kind is Role.NEGATION]
        if any(tokens[i - 1].kind is not Role.JOIN for i in starts[1:]):
            return
        silent = any(self._elsewhere(t) or t.kind is Role.LIMIT for t in tokens[: starts[0]])
        for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
            inside = tokens[start + 1 : end]
            if silent or any(token.kind in _BESIDE or token.kind in _YEARS for token in inside):
                self._mention(inside)
                continue
            phrase = right_of(inside)
            for topic in self._topics_of(phrase):
                self._none(replace_names(phrase, topics=[topic]), tokens[start:end])

    def _none(self, phrase: Phrase, tokens: list[Token]) -> None:
        topic = phrase.topics[0]
        sense = self._meaning(phrase)
        acts = phrase.acts_on(topic)
        rule = acts[0].none if acts else topic.none
        if sense is None or not rule or self._year not in {Role.THIS_YEAR, Role.LAST_YEAR}:
            return
        self._hear(topic)
        self._say(Saying.NONE, rule, self._lexicon.readings(topic, sense.rows, sense.columns), tokens)

    def _zeros(self, tokens: list[Token]) -> None:
        """零复议、零败诉."""
        for zero, token in zip(tokens, tokens[1:], strict=False):
            if zero.kind is Mark.ZERO and zero.quantity is None and token.kind in {Role.TOPIC, Role.ACT}:
                phrase = right_of([token])
                for topic in self._topics_of(phrase):
                    self._none(replace_names(phrase, topics=[topic]), [zero, token])

    def _alls(self, tokens: list[Token]) -> None:
        """均获维持: of what this sentence has counted, or of the last of it."""
        for index, token in enumerate(tokens):
            after = next((t for t in tokens[index + 1 :] if t.kind is not Role.FREE), None)
            if token.kind is not Role.ALL or after is None or after.kind is not Role.ACT or after.word is None:
                continue
            topics = [topic for topic in self._topics if topic.id in after.word.acts]
            act = after.word.acts[topics[-1].id] if topics else None
            if act is None or not act.all or self._year is not Role.THIS_YEAR:
                continue
            rows: Rows = (tuple(name for topic in topics for name in topic.rows[0]), topics[-1].rows[0])
            readings = self._lexicon.readings(topics[-1], rows, act.columns)
            wholes = self._lexicon.readings(topics[-1], rows, topics[-1].columns)
            end = tokens.index(after)
            self._say(Saying.ALL, act.all, readings, tokens[index : end + 1], wholes)

    def _say(
        self,
        saying: Saying,
        rule: str,
        readings: tuple[Reading, ...],
        tokens: list[Token],
        wholes: tuple[Reading, ...] = (),
    ) -> None:
        span = tokens[0].span[0], tokens[-1].span[1]
        words = "".join(token.text for token in tokens)
        last_year = self._year is Role.LAST_YEAR
        self.claims.append(
            Claim(saying, rule, readings, Quantity(0, 0, 0, "", words, span), last_year, wholes)
        )

    def _share(self, main: list[Token], tokens: list[Token]) -> None:
        """占22.3%: of the number just told, or of what stands before 占 in the clause."""
        place = next((i for i, t in enumerate(tokens) if t.kind is Mark.PERCENT), None)
        if place is None or self._year is not Role.THIS_YEAR or any(t.kind in _BESIDE for t in tokens[:place]):
            return
        phrase = left_of(main)
        told = phrase.anchored and not any(t.kind is Mark.QUANTITY for t in main)
        if told and not (phrase.restricted or self._silent(phrase, main)):
            sense, part = self._meaning(phrase), None
        elif not told and self._sense and self._last and self._numbers[-1].quantity is self._last.quantity:
            sense, part = self._sense, self._last.quantity
        else:
            return
        if sense is None:
            return
        readings = self._lexicon.readings(sense.topic, sense.rows, sense.columns)
        wholes = self._lexicon.readings(sense.topic, sense.topic.rows, sense.topic.columns)
        quantity = _quantity(tokens[place])
        stated = tuple(number for number in self._stated if number is not part)
        self.claims.append(
            Claim(Saying.SHARE, sense.rule, readings, quantity, wholes=wholes, part=part, stated=stated)
        )

    def _growth(self, clause: Clause, main: list[Token], tokens: list[Token], *, begun: bool) -> None:
        """较上年增加5件, 比2022年的60件增长26.7%."""
        if not tokens and begun:
            tokens, main = main, []
        turn = next((i for i, t in enumerate(tokens) if t.kind in {Role.UP, Role.DOWN}), None)
        if turn is None:
            return
        sense, before = self._sense, left_of(main)
        if sense is None and before.anchored and not before.restricted:
            sense = self._meaning(before)
        if sense is None:
            return
        for token in tokens[:turn]:
            if token.kind is Mark.QUANTITY:
                quantity = _quantity(token)
                self._numbers.append(Counted(quantity, clause, growth=True))
                if readings := self._readings(sense, quantity):
                    self.claims.append(Claim(Saying.COUNT, sense.rule, readings, quantity, last_year=True))
        self._turn(clause, sense, tokens[turn], tokens[turn + 1 :])

    def _turn(self, clause: Clause, sense: _Sense, turn: Token, after: list[Token]) -> None:
        number = next((t for t in after if t.kind in {Mark.QUANTITY, Mark.PERCENT}), None)
        if number is None or any(t.kind in _BESIDE for t in after[: after.index(number)]):
            return
        about = any(token.kind is Role.ABOUT for token in after)
        quantity = _signed(_quantity(number), down=turn.kind is Role.DOWN, about=about)
        counted = Counted(quantity, clause, growth=True)
        if number.kind is Mark.QUANTITY:
            self._numbers = [n for n in self._numbers if n.quantity.span != quantity.span] + [counted]
        if number.kind is Mark.PERCENT or quantity.measure in sense.topic.measures:
            readings = self._lexicon.readings(sense.topic, sense.rows, sense.columns)
            if quantity.value is not None and self._year is Role.THIS_YEAR:
                self.claims.append(Claim(Saying.GROWTH, sense.rule, readings, quantity))


# ---- small pieces


def replace_names(phrase: Phrase, **names: list[Topic] | list[Word] | list[list[Word]]) -> Phrase:
    """The phrase with one of several joined names."""
    return replace(phrase, weak=None, **names)  # type: ignore[arg-type]


def _merged(left: Phrase, right: Phrase) -> Phrase:
    """A number before its names: 有2件行政复议被纠正."""
    merged = replace(right, changed=left.changed or right.changed, about=left.about)
    merged.restricted = False
    return merged


def _fits(phrase: Phrase, topic: Topic) -> bool:
    """Whether acts and actors mean something under the topic."""
    if phrase.actors:
        return all(topic.id in word.actors for word in phrase.actors)
    return bool(phrase.acts_on(topic))


def _quantity(token: Token) -> Quantity:
    """The number of a token; money in 万元, the unit of the forms."""
    if token.quantity is None:
        return Quantity(0, 0, 0, "", token.text, token.span)
    quantity = token.quantity
    yuan = Figure(State.NUMBER, 1, unit=quantity.measure).in_yuan
    if yuan is None or quantity.value is None:
        return quantity
    factor = yuan / _MYRIAD
    low, high = quantity.low, quantity.high
    if low == high != 0:  # an amount is rounded where it ends
        low, high = low - Decimal("0.5"), high + Decimal("0.5")
    return replace(quantity, value=quantity.value * factor, low=low * factor, high=high * factor)


def _signed(quantity: Quantity, *, down: bool, about: bool) -> Quantity:
    if quantity.value is None:
        return quantity
    low, high = around(quantity.value) if about else (quantity.low, quantity.high)
    if not down:
        return replace(quantity, low=low, high=high)
    return replace(quantity, value=-quantity.value, low=-high, high=-low)


def _is_money(reading: Reading) -> bool:
    return any(term.kind is Kind.AMOUNT for part in reading.parts for term in part.side.terms)


def _is_nought(tokens: Sequence[Token], index: int) -> bool:
    """A nought without measure at the end of a clause: 均为零, 为0."""
    return tokens[index].kind is Mark.ZERO and index == len(tokens) - 1 and index > 0


def _split(tokens: list[Token], role: Role) -> tuple[list[Token], list[Token]]:
    """What stands before the first token of a role, and what after it."""
    place = next((i for i, token in enumerate(tokens) if token.kind is role), None)
    return (tokens, []) if place is None else (tokens[:place], tokens[place + 1 :])


def _any_way(tokens: list[Token]) -> list[Token]:
    """The tokens without 通过…等渠道, which leaves no way out and so restricts nothing."""
    end = next((i for i, token in enumerate(tokens) if token.kind is Role.ANY_WAY), None)
    if end is None:
        return tokens
    start = next((i for i in range(end, -1, -1) if tokens[i].kind is Role.BY), None)
    return tokens if start is None else [*tokens[:start], *tokens[end + 1 :]]
