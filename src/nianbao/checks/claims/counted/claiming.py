"""Numbers that are claims: what is understood of one is noted, or why it is none of the tables'."""

from __future__ import annotations

from nianbao.checks.claims.claim import Claim, Reading, Saying, Span, Why
from nianbao.checks.claims.counted.in_parts import InParts
from nianbao.checks.claims.counted.of_some import OfSome
from nianbao.checks.claims.counted.plain import Plain
from nianbao.checks.claims.counted.revised import Revised
from nianbao.checks.claims.counted.waiting import Waiter, Waiting
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.quantities import near
from nianbao.checks.claims.words.roles import Role


class Claiming:
    """Adds to the claims of the line what a number says of the tables."""

    def __init__(
        self, memory: Memory, meanings: Meanings, claims: list[Claim], left: dict[Span, tuple[Why, str]]
    ) -> None:
        self._memory = memory
        self._meanings = meanings
        self._claims = claims
        self._left = left
        self.in_parts = InParts(claims)
        self.of_some = OfSome(memory, meanings)
        self.revised = Revised(memory, claims, left)
        self.waiting = Waiting(memory, meanings)
        self.plain = Plain(memory.lexicon, memory.itself)
        self.rivals: list[Claim] = []
        self.beside: list[Claim] = []  # of the sentence: what names the tables' cases and may be of some

    def claim(
        self,
        number: Counted,
        sense: Sense | None,
        *,
        about: Role | None = None,
        named: bool = False,
        part: bool = False,
    ) -> None:
        """``named``: the topic stands beside the number; ``part``: the cells may count more."""
        memory = self._memory
        span = number.quantity.span
        if sense is None:
            self._left[span] = (Why.NOTHING if memory.whole_year else Why.PERIOD), ""
            return
        if (why := self._unsaid(number, sense)) is not None:
            self._left[span] = why, ""
            return
        quantity = number.quantity = near(number.quantity, about)
        readings = self._meanings.readings(sense, quantity)
        if not readings:
            self._left[span] = Why.MEASURE, ""
            return
        number.sense = sense
        readings = self._meanings.left_of(sense, readings) if sense.rest else readings
        readings += self._meanings.rests(readings)
        memory.depend(sense, named=named)
        persons = quantity.measure in sense.topic.persons  # who may have handed in more than one
        some = part or sense.part or persons or (memory.within and not named)
        claim = self._new(number, sense, readings, some=some)
        saying, besides = claim.saying, claim.besides
        if saying is Saying.PART and not (some or sense.whole or sense.rest):
            claim = self._all_after_all(claim)
        memory.partly = memory.partly or sense.part
        memory.depend_on(claim, sense)
        if saying is Saying.COUNT and not besides:
            number.whole = sense.whole
            memory.count(claim, sense)
        if sense.final:
            memory.year = Role.THIS_YEAR
        memory.hear(sense.topic)
        if quantity.value is not None:
            self._add(claim, sense, number)

    def _new(self, number: Counted, sense: Sense, readings: tuple[Reading, ...], *, some: bool) -> Claim:
        """What a number says; ``some``: of a part of its cells."""
        memory = self._memory
        number.then = last_year = memory.year is Role.LAST_YEAR and not sense.final
        saying = Saying.PART if some or self.of_some.is_part(sense) else Saying.COUNT
        besides = self.of_some.besides(sense, number.clause)
        claim = Claim(
            saying,
            sense.rule,
            readings,
            number.quantity,
            last_year,
            given=memory.given,
            besides=besides,
            plain=self.plain.of(sense),
            beside=self.plain.beside(sense),
            wide=self.plain.wide(sense),
        )
        self.plain.note(claim)
        if memory.ungrouped and sense.topic.persons:
            claim = claim._replace(unless=(_all_told(claim, sense, memory),))
        unsaid = last_year and Role.LAST_YEAR not in number.clause.kinds
        return claim.of_either_year() if unsaid else claim

    def _add(self, claim: Claim, sense: Sense, number: Counted) -> None:
        """A claim of the line, that the rest of the sentence may mend."""
        self._claims.append(claim)
        if not claim.last_year:
            self.in_parts.note(claim, sense, number.clause)
        if claim.saying is Saying.COUNT and not (sense.whole or sense.rest):
            self.revised.note_outcome(claim, number.clause)

    def note_rival(self, number: Counted, phrase: Phrase) -> None:
        """区政府本级收到申请46件: whoever reports for others, too, may mean all of them or this office."""
        sense = self._meanings.meaning(phrase)
        if sense is not None and sense.whole and self._memory.whole_year:
            readings = self._meanings.readings(sense, number.quantity)
            rival = Claim(Saying.COUNT, sense.rule, readings, number.quantity, plain=True)
            self.rivals += [rival] if readings else []  # 96人次

    def note_beside(self, number: Counted, phrase: Phrase) -> None:
        """公示处罚决定132件: of some, perhaps; if it is the tables' number, another one beside it is not."""
        sense = self._meanings.meaning(phrase) if phrase.topics and self._memory.whole_year else None
        if sense is not None and (readings := self._meanings.readings(sense, number.quantity)):
            self.beside.append(Claim(Saying.COUNT, sense.rule, readings, number.quantity))

    def _all_after_all(self, claim: Claim) -> Claim:
        """收到的46件申请中，办结50件，公开9件: of all, if 50 are all that was done; else of some."""
        exact = self._memory.exact
        if exact is None or claim.quantity.value is None:
            return claim
        self._claims.append(claim._replace(saying=Saying.COUNT, given=exact))
        return claim._replace(unless=(*claim.unless, exact))

    def _unsaid(self, number: Counted, sense: Sense) -> Why | None:
        """Why a number that is understood is none of the tables'."""
        memory = self._memory
        if not (memory.whole_year or sense.final):
            if sense.whole and memory.year is Role.PERIOD:
                self.waiting.begin(Waiter(number, Phrase(), [], bare=True))  # 12月收到的2件，结转下年
            return Why.PERIOD
        if self.of_some.is_aside(sense):
            return Why.PERIOD
        if memory.is_trade(sense.topic):
            memory.something_else()
            return Why.TRADE
        return None


def _all_told(claim: Claim, sense: Sense, memory: Memory) -> Claim:
    """That the outcomes told before are all there are: 公开9件、不公开3件，信访2件 is then another thing."""
    told = memory.results
    low, high = sum(each.low for each in told), sum(each.high for each in told)
    every = claim.quantity._replace(value=low, low=low, high=high)
    rows = sense.topic.rows[-1:]
    return claim._replace(quantity=every, readings=memory.lexicon.readings(sense.topic, rows, sense.columns))
