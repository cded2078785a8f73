"""What a single line says: from its tokens and clauses to claims, sums, and numbers that were left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import dropwhile, zip_longest

from nianbao.checks.claims.claim import Claim, Left, Quantity, Said, Span, Sum, Why
from nianbao.checks.claims.grammar import Reader
from nianbao.checks.claims.stated.absolute import is_wholly
from nianbao.checks.claims.stated.compared import Counted, may_grow
from nianbao.checks.claims.stated.sums import goes_on, sums
from nianbao.checks.claims.text.clauses import Clause, sentences
from nianbao.checks.claims.text.tokens import Mark, Token, tokens
from nianbao.checks.claims.text.trimmed import without_year_ends
from nianbao.checks.claims.words.lexicon import Lexicon
from nianbao.checks.claims.words.roles import Role

_NUMBERS = {Mark.QUANTITY, Mark.PERCENT, Mark.ZERO}
_LAST_YEAR = {Role.LAST_YEAR, Role.THAT_YEAR}


def read_line(
    line: str, topic: str, words: Lexicon, agency: str, *, heading: bool = False, own: bool, plain: bool
) -> Said:
    """What a line says, under the topic of the heading above it; ``heading``: whether it is one itself,
    ``own``: beside the table of its figures, ``plain``: under no heading.

    Most lines are prose, or end in it: nothing is read behind the last sentence that may tell something.
    """
    read = without_year_ends(tokens(line, words, heading=heading))
    every = list(sentences(read, words.among))
    telling = [_may_tell(clauses) for clauses in every]
    end = max((i for i, tells in enumerate(telling, 1) if tells), default=int(heading))
    numbers_told = [token.quantity for token in read if token.quantity is not None]
    if not end:
        return Said(topic=topic, left=tuple(_left(numbers_told, (), {})))
    reader = Reader(words, topic, agency, own=own, plain=plain)
    found: list[Sum] = []
    before: list[Clause] = []
    counted: list[Counted] = []
    for clauses, behind, tells in zip_longest(every[:end], every[1:end], telling[:end]):
        if not goes_on(clauses):
            before, counted = [], []
        if not (tells or goes_on(behind or ())):
            reader.pass_over(clauses)
            before = clauses
            continue
        numbers = reader.sentence(clauses)
        found += sums([*before, *clauses], [*counted, *numbers], words.deeds, first=len(before))
        before, counted = clauses, numbers
    told = {claim.quantity.span for claim in reader.claims}
    told |= {number.span for total in found for number in (*total.wholes, *total.parts)}
    left = _left(numbers_told, told, reader.left)
    claims = tuple(_with_kin(_summed_up(reader.claims, found)))
    return Said(claims, tuple(found), reader.topic, tuple(left), tuple(reader.rivals))


def _may_tell(clauses: Sequence[Clause]) -> bool:
    """Whether a sentence has what is told by: a number, or something named of which it says that there is
    none or that it is so of all, or that there was more or less of it the year before."""
    compared = any(Role.THAN in clause.kinds for clause in clauses)
    return any(_tells(clause) or (compared and may_grow(clause)) for clause in clauses)


def _tells(clause: Clause) -> bool:
    kinds = clause.kinds
    if not kinds.isdisjoint(_NUMBERS):
        return True
    if not kinds.isdisjoint(_LAST_YEAR) and not kinds.isdisjoint({Role.LEVEL, Role.NEGATION}):
        return True  # 与上年持平; 上年没有结转
    if Role.NEGATION in kinds:
        return any(token.names for token in clause.tokens)
    if Role.ALL in kinds and any(token.names for token in dropwhile(_is_not_all, clause.tokens)):
        return True
    return any(map(is_wholly, clause.tokens))


def _is_not_all(token: Token) -> bool:
    return token.kind is not Role.ALL


def _with_kin(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, those that are given the same number with one another: 申请人甲14份。答复17份，公开5份."""
    given = {claim.given.quantity.span for claim in claims if claim.given is not None}
    kin = {span: tuple(c for c in claims if c.given and c.given.quantity.span == span) for span in given}
    for claim in claims:
        same = kin[claim.given.quantity.span] if claim.given is not None else ()
        yield claim._replace(kin=tuple(each for each in same if each is not claim)) if same else claim


def _summed_up(claims: Sequence[Claim], found: Iterable[Sum]) -> tuple[Claim, ...]:
    """The claims without parts of a sum.

    What a sum behind them tells to be parts: 甲收到28件，乙收到16件，合计44件.
    Stages of the work that are so beside something unknown: 收到19件，其中11件办结，8件自行撤销.
    """
    told = {claim.quantity.span for claim in claims}
    for total in found:
        spans = {part.span for part in total.parts}
        if total.after:
            same = Counter(claim.readings for claim in claims if claim.quantity.span in spans)
            claims = [c for c in claims if c.quantity.span not in spans or same[c.readings] == 1]
        elif not told >= spans:
            claims = [c for c in claims if c.quantity.span not in spans or c.plain is None]
    return tuple(claims)


def _left(
    numbers: Iterable[Quantity], told: Collection[Span], reasons: Mapping[Span, tuple[Why, str]]
) -> Iterator[Left]:
    """The numbers by which the line says nothing, and why."""
    for number in numbers:
        if number.span not in told:
            usual = Why.RATE if number.measure == "%" else Why.NOTHING
            why, word = reasons.get(number.span, (usual, ""))
            yield Left(number, why, word)
