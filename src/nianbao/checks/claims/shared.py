"""Numbers told together, each of another thing: 分别为5件、2件; 均为0件; 近两年分别为58件、46件."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from nianbao.checks.claims.compared import Counted
from nianbao.checks.claims.meaning import Meanings
from nianbao.checks.claims.memory import Memory, Sense
from nianbao.checks.claims.phrase import Phrase, left_of
from nianbao.checks.claims.roles import YEAR_ROLES, Role
from nianbao.checks.claims.tokens import Mark, Token

YEARS = {*YEAR_ROLES, Mark.YEAR}
_TWO_YEARS = {Role.LAST_YEAR, Role.THIS_YEAR}


class Share(NamedTuple):
    """A number with what it counts, and of which year where the words give each number another one."""

    number: Counted
    sense: Sense | None
    year: Role | Mark | None = None


def shared_out(
    phrase: Phrase, before: Sequence[Token], counted: Sequence[Counted], memory: Memory, meanings: Meanings
) -> list[Share] | None:
    """What each of the numbers counts behind such words; None where they say no such thing."""
    if not (phrase.each or (phrase.all and len(counted) == 1)):
        return None
    if (years := _by_years(before, counted, memory, meanings)) is not None:
        return years
    if memory.silent(phrase, before):
        return None
    groups = (
        [replace(phrase, weak=None, topics=[topic]) for topic in phrase.topics],
        *([replace(phrase, weak=None, acts=[[act]]) for act in acts] for acts in reversed(phrase.acts)),
        [replace(phrase, weak=None, actors=[actor]) for actor in phrase.actors],
    )
    for group in groups:
        if len(group) > 1 and len(counted) in {1, len(group)}:
            same = [*counted] * len(group) if len(counted) == 1 else counted
            return [Share(number, meanings.meaning(names)) for names, number in zip(group, same, strict=True)]
    return None


def _by_years(
    before: Sequence[Token], counted: Sequence[Counted], memory: Memory, meanings: Meanings
) -> list[Share] | None:
    """近两年收到申请分别为58件、46件: last year's and this year's."""
    years = [token.kind for token in before if token.kind in _TWO_YEARS]
    if len(counted) != len(_TWO_YEARS) or any(t.kind in YEARS - _TWO_YEARS and not _two(t) for t in before):
        return None
    if not years and any(_two(token) for token in before):
        years = [Role.LAST_YEAR, Role.THIS_YEAR]
    named = left_of([token for token in before if token.kind not in YEARS])
    sense = meanings.meaning(named) if named.anchored else None
    if set(years) != _TWO_YEARS or sense is None or sense.final or memory.silent(named, before):
        return None
    return [Share(number, sense, year) for year, number in zip(years, counted, strict=True)]


def _two(token: Token) -> bool:
    """Whether this year and the last are meant: 近两年."""
    return token.kind is Role.PERIOD and token.text.endswith(("两年", "二年", "2年"))
