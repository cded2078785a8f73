"""What a sentence counts in parts: 新收申请办结41件，上年结转办结4件; 35件规范性文件废止5件、保留30件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.checks.claims.claim import Claim, Reading, Saying, Span
from nianbao.checks.claims.phrases.memory import Sense
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.clauses import Clause
from nianbao.checks.claims.words.roles import Role


class InParts:
    """Remembers the counts of a sentence: one that is right with others may not be all of its cells."""

    def __init__(self, claims: list[Claim]) -> None:
        self._claims = claims
        self._counts: list[tuple[Claim, Sense]] = []
        self._timely: list[Claim] = []

    def note(self, claim: Claim, sense: Sense, clause: Clause) -> None:
        """Remember a count of this year."""
        self._counts.append((claim, sense))
        if sense.whole and Role.IN_TIME in clause.kinds:
            self._timely.append(claim)

    def note_step(self) -> None:
        """按期答复41件，延期答复4件: what was done in time is a part of what was done."""
        for claim in self._timely:
            if claim in self._claims:
                self._claims[self._claims.index(claim)] = claim._replace(saying=Saying.PART)
        self._timely = []

    def end(self) -> None:
        """The sentence ends: its claims are mended."""
        counts, self._counts, self._timely = self._counts, [], []
        for index, (claim, sense) in enumerate(counts):
            more = (each for each, its in counts[:index] if its.acts == sense.acts and its.whole)
            stage = sense.whole and not sense.final
            if stage and claim in self._claims and any(told_again(claim, each) for each in more):
                self._claims[self._claims.index(claim)] = claim._replace(saying=Saying.PART)
        for index, (claim, sense) in enumerate(counts):
            every = _of_others(claim, sense, counts[index + 1 :]) or _twice(claim, sense, counts)
            if every is not None and claim in self._claims:
                self._claims[self._claims.index(claim)] = claim._replace(unless=(*claim.unless, every))


def of_unknown(claims: Sequence[Claim], told: Sequence[Counted]) -> Iterator[Claim]:
    """The claims of a sentence, outcomes that come to no more than a number of applications before them
    that is not understood as parts: 拆迁方面40件，公开20件，无法提供17件; but 甲5件，公开20件 is of all."""
    parts: set[Span] = set()
    for at, number in enumerate(told):
        if number.sense is None and not (number.growth or number.then):
            parts |= _outcomes_of(number, told[at + 1 :])
    for claim in claims:
        part = claim.saying is Saying.COUNT and claim.quantity.span in parts
        yield claim._replace(saying=Saying.PART) if part else claim


def _outcomes_of(unknown: Counted, behind: Sequence[Counted]) -> set[Span]:
    """The places of the outcomes behind a number, up to the next stage of the work; none if they are more."""
    found: list[Counted] = []
    for number in behind:
        sense = number.sense
        if number.growth or number.then or Role.PART in number.clause.kinds:
            continue
        if sense is not None and (sense.whole or sense.actor or not sense.topic.persons):
            break
        if number.quantity.measure == unknown.quantity.measure:
            found.append(number)
    few = len(found) > 1 and sum(each.quantity.low for each in found) <= unknown.quantity.low
    known = {each.quantity.span for each in found if each.sense is not None}
    return known if few else set()  # 不予受理4件，内容不明确1件 are one list


def told_again(claim: Claim, before: Claim) -> bool:
    """Whether of what was told before it a smaller number is told again: 答复41件，18件为当场答复."""
    same = before.saying is Saying.COUNT and before.readings == claim.readings
    return same and claim.quantity.high < before.quantity.low


def _twice(claim: Claim, sense: Sense, counts: list[tuple[Claim, Sense]]) -> Claim | None:
    """办结41件，上年结转的办结4件: the same told twice may be meant together.

    Of 废止2件，失效3件 the first may be all that is counted.
    """
    alike = [(each, its.part) for each, its in counts if each.readings == claim.readings]
    same = [each for each, part in alike if part or each.saying is Saying.COUNT]
    if len(same) != 2 or claim not in same:
        return None
    if sense.part:
        return next((each for each, part in alike if not part and each in same), None)
    one, other = same[0].quantity, same[1].quantity
    both = one._replace(low=one.low + other.low, high=one.high + other.high)
    return Claim(Saying.COUNT, claim.rule, claim.readings, both)


def _of_others(claim: Claim, sense: Sense, behind: list[tuple[Claim, Sense]]) -> Claim | None:
    """35件规范性文件中废止5件、保留30件: what became of the first is told in other columns of the table."""
    same = [other.readings[0] for other, its in behind if its.topic is sense.topic and its.acts]
    alike = not sense.acts or any(other.readings == claim.readings for other, _ in behind)
    if not (sense.topic.wary and alike) or len(same) < 2:
        return None
    every = Reading(tuple(part for reading in same for part in reading.parts))
    return Claim(Saying.COUNT, claim.rule, (every,), claim.quantity)
