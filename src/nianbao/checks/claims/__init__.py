"""What the narrative says of the figures: a small reader of Chinese statistical sentences.

A line is cut into tokens once (tokens.py), the tokens into clauses (clauses.py); what the words beside a
number name is read by phrase.py, what it means in its place by grammar.py and meaning.py, shares and growth
by compared.py, sums by sums.py. The words stand in forms/words/claims.toml (vocabulary.py, lexicon.py).
Nothing is guessed: a sentence that is not fully explained says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from nianbao.checks.claims.claim import Claim, Left, Quantity, Said, Saying, Sum, Why
from nianbao.checks.claims.clauses import Clause, sentences
from nianbao.checks.claims.compared import Counted
from nianbao.checks.claims.grammar import Reader
from nianbao.checks.claims.lexicon import Lexicon, words_of
from nianbao.checks.claims.sums import goes_on, sums
from nianbao.checks.claims.tokens import tokens
from nianbao.model.form import Form
from nianbao.model.numbering import numbering
from nianbao.patterns import regex

__all__ = ["Claim", "Left", "Said", "Saying", "Sum", "Why", "said"]

_UNNUMBERED = 99  # below whatever has a number
_HEADING = regex(r"[一-鿿（）()“”]{2,20}")  # a short line of words alone
_REMEMBERED = 4096  # lines; a report has some fifty


@lru_cache(maxsize=256)
def said(text: str, section: str, form: Form, year: int, agency: str) -> Said:
    """What a section says of figures; spans are offsets in the text, in which references are resolved.

    The text of a section stands under the topic of its headings; a line that begins with a number
    ends that of the lines before that are not above it.
    """
    words = words_of(form, year)
    claims: list[Claim] = []
    found: list[Sum] = []
    left: list[Left] = []
    usual = topic = words.section_topic(section)
    own = words.has_table(section)
    above = {0: usual}  # the topics of the headings that the line stands under, by their level
    offset = 0
    for line in text.split("\n"):
        if not line or line.isspace():
            offset += len(line) + 1
            continue
        level = _level(line)
        if level:
            above = {each: named for each, named in above.items() if each < level}
            topic = above[max(above)]
        heard = _placed(line, offset, topic, words, agency, own, plain=len(above) == 1)
        claims += heard.claims
        found += heard.sums
        left += heard.left
        if level:
            topic = above[level] = heard.topic
        offset += len(line) + 1
    return Said(tuple(claims), tuple(found), topic, tuple(left))


def _level(line: str) -> int:
    """How deep a heading stands: 1 for 一、, more for those below; 0 for a line that is none."""
    number = numbering(line)
    if number is not None:
        return number.level
    return _UNNUMBERED if _HEADING.fullmatch(line.strip()) else 0


@lru_cache(maxsize=_REMEMBERED)
def _placed(
    line: str, offset: int, topic: str, words: Lexicon, agency: str, own: bool, *, plain: bool
) -> Said:
    """What a line says, with its places in the text: lines above one that is being typed stay as they are."""
    return _line(line, topic, words, agency, own, plain=plain).moved(offset)


@lru_cache(maxsize=_REMEMBERED)
def _line(line: str, topic: str, words: Lexicon, agency: str, own: bool, *, plain: bool) -> Said:
    """What a line says, under the topic of the heading above it; ``own``: beside the table of its figures,
    ``plain``: under no heading.
    """
    reader = Reader(words, topic, agency, own=own, plain=plain)
    found: list[Sum] = []
    before: list[Clause] = []
    counted: list[Counted] = []
    read = tokens(line, words)
    for clauses in sentences(read, words.among):
        numbers = reader.sentence(clauses)
        if not goes_on(clauses):
            before, counted = [], []
        found += sums([*before, *clauses], [*counted, *numbers], first=len(before))
        before, counted = clauses, numbers
    numbers_told = [token.quantity for token in read if token.quantity is not None]
    left = _left(numbers_told, reader, found)
    return Said(_summed_up(reader.claims, found), tuple(found), reader.topic, tuple(left))


def _summed_up(claims: Sequence[Claim], found: Iterable[Sum]) -> tuple[Claim, ...]:
    """The claims without those that a sum behind them tells to be parts: 甲收到28件，乙收到16件，合计44件."""
    parts = [{part.span for part in total.parts} for total in found if total.after]
    for spans in parts:
        same = Counter(claim.readings for claim in claims if claim.quantity.span in spans)
        claims = [claim for claim in claims if claim.quantity.span not in spans or same[claim.readings] == 1]
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
