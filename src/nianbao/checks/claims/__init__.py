"""What the narrative says of the figures: a small reader of Chinese statistical sentences.

A line is cut into tokens once (tokens.py), the tokens into clauses (clauses.py); what the words beside a
number name is read by phrase.py, what it means in its place by grammar.py and meaning.py, shares and growth
by compared.py, sums by sums.py. The words stand in forms/words/claims.toml (vocabulary.py, lexicon.py).
Nothing is guessed: a sentence that is not fully explained says nothing.
"""

from __future__ import annotations

from functools import lru_cache

from nianbao.checks.claims.claim import Claim, Said, Saying, Sum
from nianbao.checks.claims.clauses import Clause, sentences
from nianbao.checks.claims.compared import Counted
from nianbao.checks.claims.grammar import Reader
from nianbao.checks.claims.lexicon import Lexicon, words_of
from nianbao.checks.claims.sums import goes_on, sums
from nianbao.checks.claims.tokens import tokens
from nianbao.model.form import Form
from nianbao.model.numbering import numbering

__all__ = ["Claim", "Said", "Saying", "Sum", "said"]

_REMEMBERED = 4096  # lines; a report has some fifty


@lru_cache(maxsize=256)
def said(text: str, section: str, form: Form, year: int, agency: str) -> Said:
    """What a section says of figures; spans are offsets in the text, in which references are resolved.

    The text of a section stands under the topic of its headings; a line that begins with a number
    ends that of the line before.
    """
    words = words_of(form, year)
    claims: list[Claim] = []
    found: list[Sum] = []
    usual = topic = words.section_topic(section)
    own = words.has_table(section)
    offset = 0
    for line in text.split("\n"):
        if numbering(line) is not None:
            topic = usual
        heard = _line(line, topic, words, agency, own)
        claims += [claim.moved(offset) for claim in heard.claims]
        found += [total.moved(offset) for total in heard.sums]
        if numbering(line) is not None:
            topic = heard.topic
        offset += len(line) + 1
    return Said(tuple(claims), tuple(found), topic)


@lru_cache(maxsize=_REMEMBERED)
def _line(line: str, topic: str, words: Lexicon, agency: str, own: bool) -> Said:
    """What a line says, under the topic of the heading above it; ``own``: beside the table of its figures."""
    reader = Reader(words, topic, agency, own=own)
    found: list[Sum] = []
    before: list[Clause] = []
    counted: list[Counted] = []
    for clauses in sentences(tokens(line, words)):
        numbers = reader.sentence(clauses)
        if not goes_on(clauses):
            before, counted = [], []
        found += sums([*before, *clauses], [*counted, *numbers], first=len(before))
        before, counted = clauses, numbers
    return Said(tuple(reader.claims), tuple(found), reader.topic)
