"""The narrative of a section: lines become paragraphs, and the official numbers make headings of them."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from nianbao.model.numbering import numbering
from nianbao.patterns import regex

BARE = "S111"  # the rule that tells of headings with nothing below them, among other slips
_SENTENCE_END = regex("[。；！？]")
_LONGEST_HEADING = 50
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SPACES = regex(r"[^\S\u3000]+")  # an indent of ideographic spaces stays


class Paragraph(NamedTuple):
    """A paragraph as printed.

    ``level`` is 0 for running text, else that of its number (一、 is 1, （一） 2, 1. 3, （1） 4).
    A numbered first sentence before running text, ``lead`` characters long, stands in the type of
    ``lead_level``.
    """

    text: str
    level: int = 0
    lead: int = 0
    lead_level: int = 0


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a narrative whose references are resolved. Every line is one.

    A numbered sentence with nothing below it is an item of a list: it looks like a heading, and is none, for
    headings stay on one page with what follows, and a list would jump to the next page whole.
    """
    found = [_paragraph(line) for raw in text.splitlines() if (line := tidy(raw))]
    return [_item(each) if _is_item(found, at) else each for at, each in enumerate(found)]


def _is_item(found: list[Paragraph], at: int) -> bool:
    """Whether a heading is a sentence, and what follows begins with a number of the same or a higher level;
    at the end, what stands before."""
    level = found[at].level
    if not level or not _SENTENCE_END.search(found[at].text):
        return False
    follows, before = found[at + 1 : at + 2], found[max(0, at - 1) : at]
    if follows:
        return 0 < (follows[0].level or follows[0].lead_level) <= level
    return any((each.level or each.lead_level) == level for each in before)


def _item(heading: Paragraph) -> Paragraph:
    return Paragraph(heading.text, lead=len(heading.text), lead_level=heading.level)


def is_heading(line: str) -> bool:
    """Whether a line is printed as a heading."""
    return _paragraph(tidy(line)).level > 0


def bare_headings(text: str) -> list[int]:
    """The lines, from 0, with a heading of the highest level below which nothing is written, though something
    is below another one: templates and last year's headings leave them. Items of a list have nothing below
    any of them, or are sentences."""
    lines = [(row, _paragraph(line)) for row, raw in enumerate(text.split("\n")) if (line := tidy(raw))]
    levels = [0 if _SENTENCE_END.search(each.text) else each.level for _, each in lines]
    highest = min((level for level in levels if level), default=0)
    tops = [at for at, level in enumerate(levels) if level and level == highest]
    ends = {*tops, len(levels)}
    bare = [lines[at][0] for at in tops if at + 1 in ends]
    return bare if len(bare) < len(tops) else []


def tidy(line: str) -> str:
    """A line without spaces at its ends, and with one plain space wherever there were several."""
    return _SPACES.sub(" ", line).strip()


def invisible(character: str) -> bool:
    """Whether it is a control or format character (also one that turns the writing direction)."""
    if character in "\n\t":
        return False
    return unicodedata.category(character) in _INVISIBLE or ord(character) & 0xFFFE == 0xFFFE


@lru_cache(maxsize=2048)
def _paragraph(line: str) -> Paragraph:
    number = numbering(line)
    if number is None:
        return Paragraph(line)
    end = _SENTENCE_END.search(line)
    if end is None or end.end() == len(line):
        return Paragraph(line, number.level) if len(line) <= _LONGEST_HEADING else Paragraph(line)
    if end.end() <= _LONGEST_HEADING and end[0] == "。":
        return Paragraph(line, lead=end.end(), lead_level=number.level)
    return Paragraph(line)
