"""A number of which the next clause may tell what became of it: 5件因材料复杂，结转下年."""

from collections.abc import Sequence
from typing import NamedTuple

from nianbao.checks.claims.claim import Claim, Span, Why
from nianbao.checks.claims.phrases.beside import stepped
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase, explained, right_of
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.tokens import Token
from nianbao.checks.claims.words.roles import Role


class Waiter(NamedTuple):
    """A number with the words around it that say nothing of what became of it."""

    number: Counted
    phrase: Phrase
    tokens: Sequence[Token]
    bare: bool  # no word beside it is unknown: 共34件


class Waiting:
    """Holds the number that waits, if there is one."""

    def __init__(self, memory: Memory, meanings: Meanings) -> None:
        self._memory = memory
        self._meanings = meanings
        self._waiter: Waiter | None = None

    def begin(self, waiter: Waiter) -> None:
        """What follows may tell of this number; no more of one before it."""
        self._waiter = waiter

    def may(self, left: Phrase, right: Phrase, number: Counted) -> bool:
        """Whether a number may be told in the next clause what became of it."""
        heard = self._memory.heard
        return (
            heard is not None
            and number.quantity.measure in heard.measures
            and not (left.anchored or left.changed or right.actors or self._meanings.told_of(right))
            and (right.stopped is not None or not right.acts)
            and (left.stopped is None or left.stopped.kind is Role.REST)
        )

    def told(self, tokens: Sequence[Token]) -> tuple[Counted, Sense | None] | None:
        """The number with what became of it, where a clause without one tells this: 结转下年."""
        if self._waiter is None:
            return None
        phrase = right_of(tokens)
        if not phrase.final or phrase.changed:
            return None
        number, self._waiter = self._waiter.number, None
        return number, self._meanings.meaning(phrase)

    def end(self) -> Waiter | None:
        """Nothing more is told of the number that waits: one beside unknown words may be of anything."""
        waiter, self._waiter = self._waiter, None
        return None if waiter is None or waiter.bare or self._memory.in_part else waiter


_REASONS = {Role.REASON, Role.BECAUSE}


class Reasons:
    """Takes back what a number counts by a reason, if the next clause tells another outcome.

    2件因内容不明确，经补正后答复 is no number of 内容不明确.
    """

    def __init__(self, memory: Memory, claims: list[Claim], left: dict[Span, tuple[Why, str]]) -> None:
        self._memory = memory
        self._claims = claims
        self._left = left
        self._told: tuple[Span, Sense] | None = None

    def note(self, number: Counted, sense: Sense | None, after: Sequence[Token]) -> None:
        """Remember a number with a reason behind it that names an outcome: 2件因内容不明确."""
        first = next((token for token in after if token.kind is not Role.FREE), None)
        because = first is not None and first.kind in _REASONS and sense is not None
        outcome = because and sense is not None and sense.topic.persons and not sense.whole
        self._told = (number.quantity.span, sense) if outcome and sense is not None else None

    def became(self, tokens: Sequence[Token]) -> None:
        """A clause without a number: what became of those just told."""
        (span, sense), self._told = self._told or ((0, 0), None), None
        if sense is None:
            return
        topic, lexicon = sense.topic, self._memory.lexicon
        groups = explained(tokens).all_acts_on(topic)
        rows = [act.rows for acts in groups for act in acts if not act.whole]
        reason = lexicon.cells(topic, sense.rows)
        same = any(not reason.isdisjoint(lexicon.cells(topic, each)) for each in rows)
        if not same and (rows or any(token.kind is Role.STEP for token in tokens) or stepped(tokens)):
            self._claims[:] = [each for each in self._claims if each.quantity.span != span]
            self._left[span] = Why.SOME, tokens[0].text
