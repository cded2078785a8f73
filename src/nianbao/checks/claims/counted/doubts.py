"""Numbers of which it is not certain what they count: the other numbers of the sentence may bear it out.

以甲方式公开17件，以乙方式部分公开7件，以丙方式不予公开8件: who does not know the words still sees that
17 and 7 are those of the tables, so that 8 is meant to be. Nothing is said by such a number unless all
others agree.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from nianbao.checks.claims.claim import Claim, Quantity, Reading, Saying, Span, Why
from nianbao.checks.claims.counted.in_parts import told_again
from nianbao.checks.claims.phrases.beside import of_sort
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import CHANGES, Phrase, explained
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.lexicon import Topic
from nianbao.checks.claims.words.roles import Role

# with one of these beside it, a number is certainly another one; 网上 and 本级 may go without saying
_ANOTHER = {*CHANGES - {Role.LIMIT, Role.CHANNEL}, Role.PERIOD, Role.FOREIGN}
_ASKED = [Role.ACTOR, Role.CHANNEL, Mark.OPAQUE]  # 企业来函查档82件
_MOST = 30  # numbers of a sentence in doubt
_DIGITS = 4  # of others that agree, so that it is no chance


class _Doubt(NamedTuple):
    topic: Topic
    rule: str
    readings: tuple[Reading, ...]
    quantity: Quantity
    last_year: bool
    unsaid: bool  # the year stands in a clause before
    whole: bool
    bare: bool
    way: bool
    why: tuple[Why, str]

    def claim(self) -> Claim:
        rule, readings = self.rule, self.readings
        claim = Claim(Saying.COUNT, rule, readings, self.quantity, self.last_year, doubt=self.why)
        return claim.of_either_year() if self.last_year and self.unsaid else claim


class Doubts:
    """Collects the numbers of a sentence that are in doubt."""

    def __init__(self, memory: Memory, meanings: Meanings) -> None:
        self._memory = memory
        self._meanings = meanings
        self._found: list[_Doubt] = []
        self._before: Sense | None = None  # what the last number may count
        self._ways = 0  # how many numbers came on one of several ways: 网上申请5件，快递3件
        self.beside = False  # whether something else was counted: 教代会提案77件，办复52件

    def note(
        self,
        quantity: Quantity,
        before: Sequence[Token],
        after: Sequence[Token],
        phrase: Phrase,
        why: tuple[Why, str],
    ) -> None:
        """Keep a number with what it may count: by the phrase as far as it is explained, or by all words."""
        if why[0] is Why.ELSEWHERE:
            return
        way = any(token.kind is Role.CHANNEL for token in before)
        if [token.kind for token in before[-3:]] == _ASKED:
            return
        self._ways += way
        if any(token.kind in _ANOTHER or self._memory.some_time(token) for token in (*before, *after)):
            return
        if self.beside and self._memory.heard is None and not phrase.topics:
            return
        whole = explained([] if of_sort(before, self._memory.lexicon.sorts) else before)
        phrases = [phrase, whole if whole.anchored else explained(after)]
        senses = [sense for each in phrases if (sense := self._sense(each)) is not None]
        bare = [] if senses else [sense for each in phrases if (sense := self._bare(each)) is not None]
        senses += bare
        if senses and phrase.actors and not phrase.acts and self._before is not None:
            senses.append(replace(senses[0], rows=self._before.rows))  # 公开的自然人申请8件，企业申请2件
        self._before = senses[0] if senses else None
        found = (r for sense in senses for r in self._meanings.readings(sense, quantity))
        readings = tuple({reading.cells: reading for reading in found}.values())
        usual = any(quantity.measure in sense.topic.measures for sense in senses)  # 39封 may be letters
        things = bool(senses) and senses[0].whole and _of_things(before)
        if readings and quantity.value and usual and not things:
            first = senses[0]
            last = self._memory.year is Role.LAST_YEAR and not first.final
            unsaid = all(token.kind is not Role.LAST_YEAR for token in (*before, *after))
            doubt = _Doubt(
                first.topic, first.rule, readings, quantity, last, unsaid, first.whole, bool(bare), way, why
            )
            self._found.append(doubt)

    def _sense(self, phrase: Phrase) -> Sense | None:
        sense = self._meanings.likely(phrase) if phrase.acts or phrase.actors else None
        if sense is None or sense.part or self._memory.is_trade(sense.topic):
            return None
        return sense if self._memory.whole_year or sense.final else None

    def _bare(self, phrase: Phrase) -> Sense | None:
        """What is named with nothing that was done with it, or something of other things: 公示行政处罚5件."""
        topic = phrase.topics[-1] if phrase.topics else None
        if topic is None or not topic.wary or len(topic.columns) > 1 or phrase.actors:
            return None
        if any(act.apart for act in phrase.acts_on(topic)) or not self._memory.whole_year:
            return None
        return self._meanings.meaning(replace(phrase, acts=[], weak=None, topics=[topic]))

    def agreeing(self, claims: Sequence[Claim]) -> list[Claim]:
        """The numbers in doubt of the sentence that ends, each with the others of its kind: stages of the
        work, or what came of it. Those of ``claims`` are in no doubt.
        """
        doubts, self._found, self._before, self.beside = self._found, [], None, False
        several, self._ways = self._ways > 1, 0
        apart = self._memory.disclosed
        doubts = [each for each in doubts if not ((each.way and several) or (each.whole and apart))]
        told = {claim.quantity.span: claim for claim in claims}
        open_ones = [each for each in doubts if each.quantity.span not in told]
        stages = [each for each in open_ones if each.whole and not each.bare]
        outcomes = [each for each in open_ones if not (each.whole or each.bare)]
        named = [claim for claim in _together([e for e in open_ones if e.bare]) if _no_chance(claim)]
        among = [*_together(stages), *_together(outcomes)]
        return named + (among or [*self._vouched(stages, told), *self._vouched(outcomes, told)])

    def _vouched(self, outcomes: Sequence[_Doubt], told: Mapping[Span, Claim]) -> Iterator[Claim]:
        """The one outcome in doubt, beside others of which there is none: 5件系甲，4件为重复申请."""
        for each in outcomes:
            if each.whole and any(told_again(each.claim(), claim) for claim in told.values()):
                continue
            beside = [told[n.span] for n, s in self._memory.counted if _beside(each, s) and n.span in told]
            known = {cell for claim in beside for cell in claim.cells} if not each.whole else set()
            if beside and each.why[0] is not Why.SOME and known.isdisjoint(each.claim().cells):
                yield each.claim()._replace(among=tuple(beside))


def _no_chance(claim: Claim) -> bool:
    """Whether so many figures beside a number agree that nothing else can be meant, if they do."""
    digits = (len(str(each.quantity.value)) for each in claim.among)
    return len(claim.among) > 1 and sum(digits) >= _DIGITS


def _of_things(before: Sequence[Token]) -> bool:
    """Whether something is done with what is no topic: 回应社会关切26次, 劳动仲裁立案42件."""
    kinds = [token.kind for token in before]
    behind = kinds[len(kinds) - kinds[::-1].index(Role.ACT) :] if Role.ACT in kinds else []
    named = any(t.kind is Role.TOPIC and t.word is not None and not t.word.weak for t in before)
    return not named and (Mark.OPAQUE in behind or Role.TRADE in kinds)


def _beside(doubt: _Doubt, sense: Sense) -> bool:
    """Whether an outcome of the same is told beside one in doubt."""
    return sense.topic is doubt.topic and sense.whole is doubt.whole and not sense.topic.wary


def _together(found: Sequence[_Doubt]) -> Iterator[Claim]:
    """Numbers in doubt, each with the others of its table: who applied says nothing of penalties."""
    for section in dict.fromkeys(each.topic.section for each in found):
        claims = [each.claim() for each in found if each.topic.section == section]
        if 1 < len(claims) <= _MOST:
            for i, claim in enumerate(claims):
                yield claim._replace(among=(*claims[:i], *claims[i + 1 :]))


_NOT_OPENING = {*CHANGES, Role.PERIOD, Role.BECAUSE, Role.TRADE, Role.REGION, Role.FIELD}
_FEWEST = 2  # others that bear it out


class Opening:
    """Keeps the number that a sentence opens with in words that are not known, until the sentence ends.

    全年登记申请195件；自然人140件、企业22件: those behind it tell that it is all that came, or was done.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def note(self, number: Counted, before: Sequence[Token], after: Sequence[Token], *, first: bool) -> None:
        """A number that is not understood; ``first``: no other was told in the sentence."""
        memory, words = self._memory, (*before, *after)
        topic = next(each for each in memory.lexicon.topics.values() if each.persons)
        others = memory.heard not in {None, topic} or any(map(memory.itself.elsewhere, words))
        others = others or any(token.kind in _NOT_OPENING or memory.some_time(token) for token in words)
        named = any(token.text.endswith(memory.lexicon.applicants) for token in words)
        if first and named and not others and number.quantity.measure in topic.measures:
            readings = memory.lexicon.readings(topic, topic.rows, topic.columns)
            claim = Claim(Saying.COUNT, topic.rule, readings, number.quantity)
            memory.opening = claim, Sense(topic, topic.rows, topic.columns, topic.rule, whole=True)

    def end(self, claims: Iterable[Claim], left: dict[Span, tuple[Why, str]]) -> list[Claim]:
        """The number, if those behind it bear it out and none of them tells the same."""
        if self._memory.opening is None:
            return []
        (claim, sense), self._memory.opening = self._memory.opening, None
        told = {quantity.span for quantity, each in self._memory.counted if each.topic is sense.topic}
        whole = any(each.whole and each.rows[0] == sense.rows[0] for _, each in self._memory.counted)
        among = [each for each in claims if each.quantity.span in told and not (each.last_year or each.among)]
        digits = sum(len(str(each.quantity.value)) for each in among)
        if whole or len(among) < _FEWEST or digits < _DIGITS:
            return []
        left.pop(claim.quantity.span, None)
        return [claim._replace(among=tuple(among))]
