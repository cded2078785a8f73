"""Sums inside one sentence: 共465条，其中142条、270条、53条."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.checks.claims.claim import Quantity, Sum
from nianbao.checks.claims.clauses import Clause
from nianbao.checks.claims.grammar import Counted
from nianbao.checks.claims.lexicon import Role
from nianbao.checks.claims.tokens import Mark

_MOST_NUMBERS = 300  # of a sentence, and
_MOST_PARTS = 40  # of a list that it takes no computer to add up: longer ones say nothing
_MOST_WHOLES = 12


def sums(clauses: Sequence[Clause], numbers: Sequence[Counted]) -> Iterator[Sum]:
    """Every number of a sentence that is given with at least two parts."""
    if len(numbers) > _MOST_NUMBERS or len(clauses) > _MOST_NUMBERS:
        return
    for index, clause in enumerate(clauses):
        named = any(token.kind is Role.PART for token in clause.tokens)
        if not (named or clause.bracketed):
            continue
        parts, more = _parts(clauses, index, numbers)
        wholes = _wholes(clauses, index, numbers, parts[0]) if parts else []
        if len(parts) + len(more) > _MOST_PARTS or len(wholes) > _MOST_WHOLES:
            continue
        if len(parts) > 1 and wholes and all(q.value is not None for q in (*parts, *wholes)):
            yield Sum(tuple(wholes), tuple(parts), tuple(more), _complete((*parts, *more)[-1], numbers))


def _complete(last: Quantity, numbers: Sequence[Counted]) -> bool:
    """Whether the words of the last part say that nothing is left out: 其他类20条."""
    clause = next(number.clause for number in numbers if number.quantity is last)
    before = [token for token in clause.tokens if token.span[1] <= last.span[0]]
    ends = [i for i, token in enumerate(before) if token.kind is Mark.QUANTITY]
    return any(token.kind is Role.REST for token in before[ends[-1] + 1 if ends else 0 :])


def _parts(
    clauses: Sequence[Clause], first: int, numbers: Sequence[Counted]
) -> tuple[list[Quantity], list[Quantity]]:
    """The numbers after 其中, as long as brackets and measure say that the list goes on: those set apart
    alike, and those after a stronger mark."""
    begun: list[Quantity] = []
    more: list[Quantity] = []
    usual = gap = 0  # the strongest mark between the first two, and since the last one
    for clause in _listed(clauses, first):
        gap = max(gap, clause.strength) if begun else 0
        for number in numbers:
            if number.clause is not clause or number.growth:
                continue
            if begun and (number.whole or number.quantity.measure != begun[0].measure):
                return begun, more
            usual = gap if len(begun) == 1 else usual
            apart = more or (len(begun) > 1 and gap > usual)
            (more if apart else begun).append(number.quantity)
            gap = 0
    return begun, more


def _listed(clauses: Sequence[Clause], first: int) -> Iterator[Clause]:
    """The clauses in which a list can go on: as deep in brackets, up to the next 其中."""
    yield clauses[first]
    for clause in clauses[first + 1 :]:
        if clause.depth < clauses[first].depth:
            return
        if clause.depth == clauses[first].depth:
            if any(token.kind is Role.PART for token in clause.tokens):
                return
            yield clause


def _wholes(
    clauses: Sequence[Clause], first: int, numbers: Sequence[Counted], part: Quantity
) -> list[Quantity]:
    """What the parts can be parts of: with brackets the number before them, else any number before."""
    depth = clauses[first].depth - (1 if clauses[first].bracketed else 0)
    before = [clause for clause in clauses[:first] if clause.depth == depth]
    before += [clauses[first]] if any(t.kind is Role.PART for t in clauses[first].tokens) else []
    found = [
        number.quantity
        for number in numbers
        if any(number.clause is clause for clause in before)
        and not number.growth
        and number.quantity.measure == part.measure
        and number.quantity.span[1] <= part.span[0]
    ]
    return found[-1:] if clauses[first].bracketed else found
