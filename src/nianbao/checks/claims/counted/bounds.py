"""Outcomes with an unknown word beside them, a reason or what was asked for: no more than all of these."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from nianbao.checks.claims.claim import Claim, Saying, Span, Why
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory
from nianbao.checks.claims.phrases.phrase import Phrase, explained
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.roles import Role

_MAY_STAND = {
    *(Role.ACT, Role.ACTOR, Role.FREE, Role.TOTAL, Role.BECAUSE, Role.REASON, Role.OWN, Role.OTHER),
    Mark.OPAQUE,
}


class Bounds:
    """Collects such numbers of a sentence: 因涉及个人隐私未予公开的2件 are no more than 不予公开."""

    def __init__(self, memory: Memory, meanings: Meanings) -> None:
        self._memory = memory
        self._meanings = meanings
        self._found: list[Claim] = []

    def note(self, number: Counted, left: Phrase, before: Sequence[Token], after: Sequence[Token]) -> None:
        """Keep a number, if what is unknown stands beside an outcome of what was spoken of."""
        memory, quantity = self._memory, number.quantity
        if left.changed or after or not left.restricted or {token.kind for token in before} - _MAY_STAND:
            return
        phrase = explained(before)
        if not phrase.outcome or memory.given is not None or memory.beside or not memory.whole_year:
            return
        if any(memory.itself.elsewhere(token) or memory.some_time(token) for token in before):
            return
        sense = self._meanings.meaning(phrase)
        if sense is None or sense.final or sense.whole or sense.topic is not memory.heard:
            return
        if not sense.topic.persons or memory.year is Role.LAST_YEAR:
            return  # 法院撤销5件 may be of other cases
        if readings := self._meanings.readings(sense, quantity):
            self._found.append(Claim(Saying.PART, sense.rule, readings, quantity))

    def end(self, told: Collection[Span], left: dict[Span, tuple[Why, str]]) -> list[Claim]:
        """Those of the sentence that ends of which nothing more is understood."""
        found, self._found = self._found, []
        found = [each for each in found if each.quantity.span not in told]
        for claim in found:
            left.pop(claim.quantity.span, None)
        return found
