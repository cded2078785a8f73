"""Numbers told together, each of another thing: 分别为5件、2件; 均为0件; 近两年分别为58件、46件."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from nianbao.checks.claims.phrases.beside import YEARS
from nianbao.checks.claims.phrases.meaning import Meanings
from nianbao.checks.claims.phrases.memory import Memory, Sense
from nianbao.checks.claims.phrases.phrase import Phrase, left_of
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.text.quantities import in_chinese
from nianbao.checks.claims.text.tokens import Mark, Token
from nianbao.checks.claims.words.lexicon import Topic
from nianbao.checks.claims.words.roles import Role
from nianbao.model.numbering import NUMERALS
from nianbao.patterns import regex

_YEARS = regex(rf"[^{NUMERALS}两\d]?([{NUMERALS}两\d]+)年")  # 近三年, 三年来
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
    if (again := _as_before(before, counted, memory)) is not None:
        return again
    if memory.silent(phrase, before):
        return None
    topics = phrase.topics or _side_by_side(before)
    groups = (
        [replace(phrase, weak=None, topics=[topic]) for topic in topics],
        *([replace(phrase, weak=None, acts=[[act]]) for act in acts] for acts in reversed(phrase.acts)),
        [replace(phrase, weak=None, actors=[actor]) for actor in phrase.actors],
    )
    for group in groups:
        if len(group) > 1 and len(counted) in {1, len(group)}:
            same = [*counted] * len(group) if len(counted) == 1 else counted
            shares = [Share(each, meanings.meaning(names)) for names, each in zip(group, same, strict=True)]
            told = {share.sense.topic.section for share in shares if share.sense is not None}
            return shares if len(told) < 2 else [Share(each, None) for each in same]
    return None


def _side_by_side(before: Sequence[Token]) -> list[Topic]:
    """The topics that words of other things name, too, where nothing else is: 许可、处罚、强制分别为."""
    named = [token.word.topic for token in before if token.word is not None and token.word.weak]
    wary = [topic for topic in named if topic is not None and topic.wary]
    return wary if len(wary) == len(named) else []


def _by_years(
    before: Sequence[Token], counted: Sequence[Counted], memory: Memory, meanings: Meanings
) -> list[Share] | None:
    """近两年收到申请分别为58件、46件: last year's and this year's."""
    years: list[Role | Mark] = [token.kind for token in before if token.kind in _TWO_YEARS]
    spans = [token for token in before if token.kind in YEARS - _TWO_YEARS]
    spans = spans or [memory.span] if memory.span else spans
    if not years and len(spans) == 1 and len(counted) == years_spanned(spans[0], memory):
        counted, years, spans = counted[-2:], [Role.LAST_YEAR, Role.THIS_YEAR], []
    if len(counted) != len(_TWO_YEARS) or spans:
        return None
    named = left_of([token for token in before if token.kind not in YEARS])
    sense = meanings.meaning(named) if named.anchored else None
    if set(years) != _TWO_YEARS or sense is None or sense.final or memory.silent(named, before):
        return None
    return [Share(number, sense, year) for year, number in zip(years, counted, strict=True)]


def _as_before(before: Sequence[Token], counted: Sequence[Counted], memory: Memory) -> list[Share] | None:
    """2024年复议12件、诉讼7件，2023年分别为10件、2件: another year's numbers of the same."""
    kinds = {token.kind for token in before}
    same = memory.counted[-len(counted) :]
    if len(counted) < 2 or len(same) < len(counted) or kinds - {Role.EACH, Role.FREE} != {Role.LAST_YEAR}:
        return None
    # As in 复议6件（维持3件）、诉讼5件（维持3件），上年分别为9件、2件.
    if len({sense.whole for _, sense in same}) > 1:
        return [Share(number, None) for number in counted]
    return [
        Share(number, sense, Role.LAST_YEAR)
        for number, (_, sense) in zip(counted, same, strict=True)
        if not sense.final
    ]


def years_spanned(token: Token, memory: Memory) -> int:
    """How many years a word spans of which this is the last one: 近三年, 2023年至2025年; else 0."""
    named = re.findall(r"\d{4}", token.text)
    if len(named) > 1:
        last = memory.lexicon.match(f"{named[-1]}年", 0)
        this = last is not None and last[1].role is Role.THIS_YEAR
        return int(named[-1]) - int(named[0]) + 1 if this else 0
    number = _YEARS.match(token.text)
    if number is None:
        return 0
    return int(number[1]) if number[1].isdigit() else in_chinese(number[1]) or 0
