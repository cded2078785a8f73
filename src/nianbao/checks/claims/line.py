"""What a single line says: from its tokens and clauses to claims, sums, and numbers that were left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from nianbao.checks.claims.claim import Claim, Left, Quantity, Said, Sum, Why
from nianbao.checks.claims.grammar import Reader
from nianbao.checks.claims.stated.absolute import is_wholly
from nianbao.checks.claims.stated.compared import Counted
from nianbao.checks.claims.stated.sums import goes_on, sums
from nianbao.checks.claims.text.clauses import Clause, sentences
from nianbao.checks.claims.text.tokens import Mark, tokens
from nianbao.checks.claims.text.trimmed import without_year_ends
from nianbao.checks.claims.words.lexicon import Lexicon
from nianbao.checks.claims.words.roles import Role

# What a sentence tells nothing without: a number, a comparison, or that it is so of none or of all.
_TELLING = {
    *(Mark.QUANTITY, Mark.PERCENT, Mark.ZERO, Role.NEGATION, Role.ALL, Role.LAST_YEAR, Role.THAT_YEAR),
    *(Role.THAN, Role.UP, Role.DOWN, Role.LEVEL, Role.RATE, Role.SHARE),
}


def read_line(line: str, topic: str, words: Lexicon, agency: str, *, own: bool, plain: bool) -> Said:
    """What a line says, under the topic of the heading above it; ``own``: beside the table of its figures,
    ``plain``: under no heading.
    """
    reader = Reader(words, topic, agency, own=own, plain=plain)
    found: list[Sum] = []
    before: list[Clause] = []
    counted: list[Counted] = []
    read = without_year_ends(tokens(line, words))
    every = _until_nothing_is_told(sentences(read, words.among))
    for clauses, behind in zip_longest(every, every[1:]):
        if not goes_on(clauses):
            before, counted = [], []
        if not (any(map(_tells, clauses)) or goes_on(behind or ())):
            reader.pass_over(clauses)
            before = clauses
            continue
        numbers = reader.sentence(clauses)
        found += sums([*before, *clauses], [*counted, *numbers], words.deeds, first=len(before))
        before, counted = clauses, numbers
    numbers_told = [token.quantity for token in read if token.quantity is not None]
    left = _left(numbers_told, reader, found)
    claims = tuple(_with_kin(_summed_up(reader.claims, found)))
    return Said(claims, tuple(found), reader.topic, tuple(left), tuple(reader.rivals))


def _until_nothing_is_told(every: Iterable[list[Clause]]) -> list[list[Clause]]:
    """The sentences up to the last that tells something, and the first, which may be a heading.

    Most lines end in prose, of which nothing is left.
    """
    read = list(every)
    last = max((i for i, clauses in enumerate(read) if any(map(_tells, clauses))), default=0)
    return read[: last + 1]


def _tells(clause: Clause) -> bool:
    return not clause.kinds.isdisjoint(_TELLING) or any(map(is_wholly, clause.tokens))


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


def _left(numbers: Iterable[Quantity], reader: Reader, sums_told: Iterable[Sum]) -> Iterator[Left]:
    """The numbers by which the line says nothing, and why."""
    told = {claim.quantity.span for claim in reader.claims}
    told |= {number.span for total in sums_told for number in (*total.wholes, *total.parts)}
    for number in numbers:
        if number.span not in told:
            usual = Why.RATE if number.measure == "%" else Why.NOTHING
            why, word = reader.left.get(number.span, (usual, ""))
            yield Left(number, why, word)
