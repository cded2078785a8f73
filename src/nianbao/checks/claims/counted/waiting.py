"""A number of which the next clause may tell what became of it: 5件因材料复杂，结转下年."""

from collections.abc import Sequence
from typing import NamedTuple

from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase, right_of
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
        phrase = right_of(tokens)
        if self._waiter is None or not phrase.final or phrase.changed:
            return None
        number, self._waiter = self._waiter.number, None
        return number, self._meanings.meaning(phrase)

    def end(self) -> Waiter | None:
        """Nothing more is told of the number that waits: one beside unknown words may be of anything."""
        waiter, self._waiter = self._waiter, None
        return None if waiter is None or waiter.bare or self._memory.in_part else waiter
