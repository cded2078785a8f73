"""Numbers that compare with last year's: 较上年增加5件, 是上年的3倍."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from nianbao.checks.claims.claim import Claim, Quantity, Reading, Saying
from nianbao.checks.claims.phrases.implied import Implied
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase, left_of, right_of
from nianbao.checks.claims.text.clauses import Clause
from nianbao.checks.claims.text.quantities import TIMES, in_percent, in_unit, near, negative
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.roles import Role

TURNS = {Role.UP, Role.DOWN}
_ANY = 10**12  # more than anything is counted
# all that stands in a clause that tells of a growth, but not of how much
_NAMED = {Role.TOPIC, Role.ACT, Role.ACTOR, Role.JOIN, Role.FREE}
_PLAIN = {*_NAMED, Role.FIELD, Role.OWN, Role.THIS_YEAR, Role.LAST_YEAR, Role.THAN, *TURNS}
_CHANGE = {*TURNS, Mark.QUANTITY, Mark.PERCENT, Role.FREE}
_SEVERAL = 2
_THEN_AND_TIMES = 2  # 是上年（25件）的3倍
_OTHER_TIMES = {Mark.OPAQUE, Mark.YEAR, Role.PERIOD}
BESIDE = {
    Mark.OPAQUE,
    Mark.YEAR,
    Mark.QUANTITY,
    Role.OTHER,
    Role.REST,
    Role.FOREIGN,
    Role.LIMIT,
    Role.CHANNEL,
    Role.STEP,
    *TURNS,
}


@dataclass(slots=True)
class Counted:
    """A number of a sentence, for the sums: what it counts, whether a stage of the work, a growth, or last
    year's."""

    quantity: Quantity
    clause: Clause
    whole: bool = False
    growth: bool = False
    then: bool = False
    sense: Sense | None = None


class Comparisons:
    """Reads what compares, after the numbers that a line has told, and adds to its claims."""

    def __init__(self, memory: Memory, meanings: Meanings, claims: list[Claim]) -> None:
        self._memory = memory
        self._meanings = meanings
        self._claims = claims
        self._implied = Implied(memory, meanings)
        self._waiting: list[tuple[Clause, Quantity]] = []  # last year's numbers of what is named later
        self._clauses: Sequence[Clause] = ()  # of the sentence
        self._next: Sequence[Sense | None] = []  # of what the following of them are

    def new_sentence(self, clauses: Sequence[Clause]) -> None:
        """Forget last year's numbers of which nothing was said."""
        self._waiting, self._clauses, self._next = [], clauses, []

    def _turns(self, clause: Clause) -> int:
        """分别增加8件、减少3件、减少2件: how many changes stand side by side from a clause on."""
        behind = dropwhile(lambda each: each is not clause, self._clauses)
        return 1 + sum(
            1 for _ in takewhile(lambda each: each.strength == 1 and each.kinds <= _CHANGE, [*behind][1:])
        )

    def before(
        self, clause: Clause, tokens: list[Token], numbers: list[Counted], sense: Sense | None = None
    ) -> None:
        """上年同期为230件: last year's number of what was counted just before, or of what is given."""
        memory = self._memory
        self._memory.grown = sense = sense or (memory.sense if memory.fresh else None)
        if sense is None and memory.said is not None:  # 2022年收到61件，2023年58件
            sense = self._meanings.meaning(memory.said)
        elif sense is None and not memory.counted:  # 申请量连年增长，2022年为61件
            sense = self._implied.announced()
        then = [token for token in tokens if token.kind is Mark.QUANTITY]
        if len(then) > 1:  # 与上年（5件、2件）相比: of as many numbers before them
            same = memory.counted[-len(then) :] if len(memory.counted) >= len(then) else []
            for token, (_, each) in zip(then, same, strict=False):
                self._last_years(clause, each, quantity_of(token), numbers)
            return
        for token in tokens:
            if token.kind is Mark.QUANTITY and sense is not None:
                self._last_years(clause, sense, quantity_of(token), numbers)
            elif token.kind is Mark.QUANTITY:
                self._waiting.append((clause, quantity_of(token)))

    def _last_years(
        self, clause: Clause, sense: Sense | None, quantity: Quantity, numbers: list[Counted]
    ) -> None:
        numbers.append(Counted(quantity, clause, growth=True))
        if sense is not None and (readings := self._meanings.readings(sense, quantity)):
            if sense is self._memory.sense and self._memory.fresh:
                readings = tuple(dict.fromkeys((*readings, *self._of_stages(sense))))
            both = [each for _, each in self._memory.counted if each.whole][
                -2:
            ]  # 6件复议、5件诉讼，较上年（11件）持平
            if len(both) > 1 and both[-1] is sense and both[0].topic is not sense.topic:
                others = self._meanings.readings(both[0], quantity)
                readings += tuple(Reading(one.parts + more.parts) for one in others for more in readings)
            self._claims.append(Claim(Saying.COUNT, sense.rule, readings, quantity, last_year=True))

    def both_told(self) -> bool:
        """Whether this year's number and last year's were told side by side: 今年7件，去年8件，减少1件."""
        told = self._claims[-2:]
        same = len(told) > 1 and told[0].readings == told[1].readings and not told[0].last_year
        return same and told[1].last_year and {each.saying for each in told} == {Saying.COUNT}

    def growth(self, clause: Clause, main: list[Token], tokens: list[Token], numbers: list[Counted]) -> None:
        """较上年增加5件, 比2022年的60件增长26.7%."""
        memory = self._memory
        turn = next((i for i, t in enumerate(tokens) if t.kind in TURNS), None)
        if turn is None or _with_others(tokens[:turn]):
            return
        if any(t.kind is Role.EACH for t in (*main, *tokens)):
            self._grow_each(clause, main, tokens[turn:], numbers)
            return
        if self._next and not main:
            each, self._next = self._next[0], self._next[1:]
            self._turn(clause, each, tokens[turn], tokens[turn + 1 :], numbers)
            return
        before = left_of(main)
        own = before.named or before.acts or before.stopped  # 行政处罚4件，行政强制1件，处罚数比上年少5件
        sense = memory.sense if memory.fresh and not own else None
        if sense is None and before.anchored and not before.restricted:
            sense = self._meanings.meaning(before)
        grown = not numbers or numbers[-1].growth  # 减少12件，降幅20.7%, but not 甲7件，减少5件
        sense = self._memory.grown if sense is None and grown and not main else sense
        every, listed = self._every(numbers) if sense is None and not main else (None, None)
        if sense is None and not main:  # 网上7件、信函3件，比去年增加2件; 较上年增加122件许可
            behind = right_of([token for token in tokens[turn:] if token.kind is Role.TOPIC])
            named = self._meanings.meaning(behind) if behind.named else self._implied.headline()
            sense = listed or named
            sense = sense or (None if numbers else memory.earlier or self._implied.announced())
        opened = memory.opening is not None and every is memory.opening[0]
        memory.grown = None if opened else sense
        if sense is None:
            return
        then = [(clause, quantity_of(token)) for token in tokens[:turn] if token.kind is Mark.QUANTITY]
        told = len(self._claims)
        for place, quantity in (*self._waiting, *then):  # 与2023年的25件相比，今年的申请少了5件
            self._last_years(place, sense, quantity, numbers)
        self._waiting = []
        self._direction(clause, sense, before, tokens[turn])
        self._turn(clause, sense, tokens[turn], tokens[turn + 1 :], numbers)
        if every is not None:
            self._claims[told:] = [claim._replace(given=every) for claim in self._claims[told:]]

    def _every(self, numbers: Sequence[Counted]) -> tuple[Claim | None, Sense | None]:
        """网上7件、信函3件，比去年增加2件: all of a list, if nothing else has been told since; or the number
        that the sentence opened with."""
        last, listed = _listed_last(numbers)[-1:], self._memory.listed[-1:]
        opening = self._memory.opening
        if last and opening is not None and last[0].quantity is opening[0].quantity:
            return opening
        told = not (last and listed) or last[0].quantity is listed[0][0]
        every = self._implied.in_all() if told else None
        return every, None if every is None else self._memory.listed[0][1]

    def _direction(self, clause: Clause, sense: Sense, before: Phrase, turn: Token) -> None:
        """申请量较上年有所减少: by how many is not told. But 增减较大 is no growth."""
        if before.named or before.acts:
            self._memory.hear(sense.topic)  # 受理量上升19%，答复量上升9%
        if (
            before.named
            and clause.kinds <= _PLAIN
            and sum(token.kind in TURNS for token in clause.tokens) == 1
        ):
            change = Quantity(1, 1, _ANY, "", turn.text, turn.span)
            self._grow(sense, negative(change) if turn.kind is Role.DOWN else change)

    def _grow_each(
        self, clause: Clause, main: list[Token], tokens: list[Token], numbers: Sequence[Counted]
    ) -> None:
        """分别比上年减少2件、5件: as many changes as numbers before them, or as topics."""
        turn, after = tokens[0], tokens[1:]
        changes = [quantity_of(t) for t in after if t.kind in {Mark.QUANTITY, Mark.PERCENT}]
        if {t.kind for t in after} - {Role.FREE, Role.JOIN, Role.EACH, Mark.QUANTITY, Mark.PERCENT}:
            return
        several = len(changes) if len(changes) > 1 else self._turns(clause)
        senses = self._each_of(main, several, numbers) or [None] * several
        self._next = senses[len(changes) :]  # 分别减少2件、增加3件
        for change, sense in zip(changes, senses, strict=False):
            if sense is not None and change.measure in {"%", *self._meanings.measures(sense)}:
                self._grow(sense, negative(change) if turn.kind is Role.DOWN else change)

    def _each_of(self, main: list[Token], changes: int, numbers: Sequence[Counted]) -> Sequence[Sense | None]:
        """What each of so many changes is of; none where that is not clear."""
        named = left_of(main)
        if changes < _SEVERAL or named.restricted:
            return []
        if len(named.topics) == changes and not named.acts:
            return [self._meanings.meaning(Phrase(topics=[topic])) for topic in named.topics]
        listed, counted = len(_listed_last(numbers)), [sense for _, sense in self._memory.counted]
        if not named.anchored and listed > 1 and listed != changes:
            return []  # 分别为9件、5件、3件，增幅分别为5%、9%，降幅2%
        last = counted[-changes:] if len(counted) >= changes else []
        alike = len({sense.whole or sense.topic.wary for sense in last}) == 1
        return last if alike else []  # 复议5件，维持3件；诉讼4件

    def _turn(
        self, clause: Clause, sense: Sense | None, turn: Token, after: list[Token], numbers: list[Counted]
    ) -> None:
        number = next((t for t in after if t.kind in {Mark.QUANTITY, Mark.PERCENT}), None)
        if sense is None or number is None or any(t.kind in BESIDE for t in after[: after.index(number)]):
            return
        if any(map(_is_of_another_year, after[after.index(number) :])):
            return  # 应办理46件，多出的3件是上年结转的
        acts = [[t.word] for t in after[: after.index(number)] if t.kind is Role.ACT and t.word]
        if acts:  # 比上年多制定3件、多废止12件
            named = self._meanings.meaning(Phrase(topics=[sense.topic], acts=acts))
            if named is None:
                return
            sense = named
        quantity = quantity_of(number)
        quantity = in_percent(quantity, more=True) if quantity.measure == TIMES else quantity
        quantity = near(quantity, right_of(after).about)
        quantity = negative(quantity) if turn.kind is Role.DOWN else quantity
        if number.kind is Mark.QUANTITY:
            numbers[:] = [each for each in numbers if each.quantity.span != quantity.span]
            numbers.append(Counted(quantity, clause, growth=True))
        if quantity.measure in {"%", *self._meanings.measures(sense)}:
            self._grow(sense, quantity)

    def times(self, clause: Clause, main: list[Token], numbers: list[Counted]) -> bool:
        """是上年的3倍: of the number just told, or of what stands before it in the clause."""
        memory = self._memory
        begin = next((i for i, t in enumerate(main) if t.kind is Role.LAST_YEAR), len(main))
        told = [t for t in main[begin:] if t.kind is not Role.FREE][1:]
        number = told[-1:]
        if not number or number[0].quantity is None or number[0].quantity.measure != TIMES:
            return False
        if len(told) > _THEN_AND_TIMES or any(t.kind is not Mark.QUANTITY for t in told):
            return False
        phrase = left_of(main[:begin])
        sense = self._meanings.meaning(phrase) if phrase.anchored else memory.sense if memory.fresh else None
        if sense is not None and not (phrase.restricted or phrase.changed):
            if len(told) > 1:  # 是上年（25件）的3倍
                self.before(clause, told[:1], numbers, sense)
            memory.year = Role.THIS_YEAR
            self._grow(sense, in_percent(number[0].quantity, more=False))
        return True

    def level(self, clause: Clause, main: list[Token], numbers: list[Counted]) -> bool:
        """与上年持平: of the number just told, or of what stands before it. Whether it is so."""
        memory = self._memory
        end = next(i for i, t in enumerate(main) if t.kind is Role.LEVEL)
        begin = next((i for i, t in enumerate(main[:end]) if t.kind in {Role.LAST_YEAR, Role.THAN}), end)
        phrase = left_of(main[:begin])
        sense = self._meanings.meaning(phrase) if phrase.anchored else memory.sense if memory.fresh else None
        if begin == end or sense is None or phrase.restricted or phrase.changed:
            return False
        memory.year = Role.THIS_YEAR
        self._memory.grown = memory.level = sense
        self.before(clause, main[begin:end], numbers, sense)
        if any(t.kind in BESIDE for t in main[:end]):
            return False
        words = main[begin : end + 1]
        span = words[0].span[0], words[-1].span[1]
        self._grow(sense, Quantity(0, 0, 0, "", "".join(token.text for token in words), span))
        return True

    def _grow(self, sense: Sense, quantity: Quantity) -> None:
        memory = self._memory
        if quantity.value is None or memory.year is not Role.THIS_YEAR or memory.screened:
            return
        readings = self._meanings.cells_of(sense)
        now = next((number for number, counted in memory.counted if counted is sense), None)
        now = None if memory.last is not None and memory.last.last_year else now
        behind = sense is memory.sense and memory.fresh
        base = memory.base if behind and not sense.whole else None
        if behind and (stages := self._of_stages(sense)):
            readings, now = tuple(dict.fromkeys((*readings, *stages))), None
        if base is None and sense.actor and sum(bool(counted.actor) for _, counted in memory.counted) > 1:
            base = self._meanings.meaning(Phrase(topics=[sense.topic]))  # 个人16件，企业2件，较上年增加7件
        if base is not None and base.topic is sense.topic:  # 收到21件，自然人19件、律所2件，较上年增长31%
            readings, now = (*readings, *self._meanings.cells_of(base)), None
        self._claims.append(Claim(Saying.GROWTH, sense.rule, readings, quantity, part=now))

    def _of_stages(self, sense: Sense) -> list[Reading]:
        """收到46件，办结45件，结转1件，同比下降5.8%: a comparison behind several stages is of any of them."""
        told = [each for _, each in self._memory.counted if each.whole and each.topic is sense.topic]
        stages = told if sense.whole and len(told) > 1 else []
        return [reading for each in stages for reading in self._meanings.cells_of(each)]


def may_grow(clause: Clause) -> bool:
    """Whether a clause has nothing but what may tell that something grew, or became less."""
    kinds = clause.kinds
    return Role.TOPIC in kinds and not kinds.isdisjoint(TURNS) and kinds <= _PLAIN


def _listed_last(numbers: Sequence[Counted]) -> list[Counted]:
    """The last of this year's numbers that stand side by side in one clause."""
    now = [number for number in numbers if not number.growth]
    return [number for number in now if number.clause is now[-1].clause]


def _is_of_another_year(token: Token) -> bool:
    """Whether a word tells that something comes from the year before or goes to the next."""
    final = token.word is not None and any(act.final for act in token.word.acts.values())
    return final or token.kind in {Role.LAST_YEAR, Role.NEXT_YEAR}


def _with_others(tokens: Sequence[Token]) -> bool:
    """Whether it is compared with something that is not last year's: 较五年平均的89件, 较机构改革前."""
    kinds = {token.kind for token in tokens}
    return Role.LAST_YEAR not in kinds and not kinds.isdisjoint(_OTHER_TIMES)


def quantity_of(token: Token) -> Quantity:
    """The number of a token, money in the unit of the forms."""
    return in_unit(token.quantity) if token.quantity else Quantity(0, 0, 0, "", token.text, token.span)
