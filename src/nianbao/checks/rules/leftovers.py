"""S111: numbering that repeats or skips, brackets of two widths, leftovers of conversion or of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from nianbao.checks.coverage import written
from nianbao.checks.registry import On, checks
from nianbao.checks.rules.lines import Slip, by_line, lines
from nianbao.checks.rules.wording import masked
from nianbao.checks.rules.words import words
from nianbao.checks.subject import Subject
from nianbao.model.finding import Finding
from nianbao.model.narrative import bare_headings, paragraphs
from nianbao.model.numbering import NUMERALS, Numbering, number_of, numbering, numeral
from nianbao.model.rules import rule
from nianbao.patterns import regex

_IN_LINE = regex(rf"(?:(?<=[，。；：、,;:）)\s])|^)([{NUMERALS}]{{1,3}})是")
_PAIRS = {"（": "）", "(": ")"}
_BRACKET = regex("[（()）]")
_DIGITS = regex(rf"[{NUMERALS}]+|\d+")
_LEVELS = 4


@checks("S111", on=On.TEXT | On.FACTS, covers=written)
def s111_leftovers(subject: Subject) -> Iterator[Finding]:
    """All slips of this kind, in headings and in the text."""
    report = subject.report
    for section in report.form.numbered:
        found = numbering(report.heading(section.id))
        official = numbering(section.heading)
        if found and official and found.value == official.value and found.level != official.level:
            yield rule("S111").finding(
                section=section.id,
                message="arabic",
                expected=official.mark,
                found=report.heading(section.id),
            )
    for section_id, typed in report.narrative.items():
        text = masked(typed)
        for message, span, expected in (*_numbers(text), *_within(text), *_words(text), *_empty(text)):
            yield rule("S111").finding(
                section=section_id, message=message, span=span, expected=expected, found=text[slice(*span)]
            )


def _numbers(text: str) -> Iterator[Slip]:
    """Numbers at the head of lines: each one more than the one before it on its level, or 1 again."""
    last = [0] * (_LEVELS + 1)
    marks: dict[int, str] = {}
    told: set[int] = set()  # the levels on which two widths have been told
    for offset, line in lines(text):
        number = _number(line)
        if number is None:
            continue
        start = offset + line.index(number.mark)
        span = (start, start + len(number.mark))
        before = last[number.level]
        last[number.level] = number.value
        last[number.level + 1 :] = [0] * (_LEVELS - number.level)
        if number.value not in {1, before + 1} and (before or not _refers(line)):
            expected = _like(number.mark, before + 1)
            yield ("repeated" if number.value <= before else "skipped"), span, expected
        first = marks.setdefault(number.level, number.mark)
        differs = len(_widths(number.mark)) == len(_widths(first)) == 1 and _widths(number.mark) != _widths(
            first
        )
        if differs and number.level not in told:
            told.add(number.level)
            yield "width", span, first


def _refers(line: str) -> bool:
    """Whether a line with a number is running text, which may quote one from anywhere."""
    return any(not paragraph.level and not paragraph.lead for paragraph in paragraphs(line))


def _like(mark: str, value: int) -> str:
    """The mark with another value in it, as 三 or as 3."""
    digits = next((match for match in _DIGITS.finditer(mark)), None)
    if digits is None:
        return mark
    number = str(value) if digits[0].isdigit() else numeral(value)
    return mark[: digits.start()] + number + mark[digits.end() :]


def _widths(mark: str) -> set[bool]:
    """Of which widths the brackets of a mark are."""
    return {character in "（）" for character in mark if character in "（）()"}


@by_line
def _within(line: str, _: str) -> Iterator[Slip]:
    """一是…二是…三是 within a line, and a bracket that opens in one width and closes in the other."""
    before = 0
    for match in _IN_LINE.finditer(line):
        value = number_of(match[1])
        if value is None:
            continue
        if value not in {1, before + 1} and before:
            span = (match.start(1), match.end())
            yield ("repeated" if value <= before else "skipped"), span, f"{numeral(before + 1)}是"
        before = value
    opened: list[int] = []
    for bracket in _BRACKET.finditer(line):
        index, character = bracket.start(), bracket[0]
        if character in _PAIRS:
            opened.append(index)
        elif opened:
            start = opened.pop()
            if _PAIRS[line[start]] != character:
                yield "brackets", (start, index + 1), ""


@by_line
def _left(line: str, _: str) -> Iterator[Slip]:
    """What conversion or a template has left, and what stands twice."""
    for message, key in (("leftover", "leftovers"), ("doubled", "doubled")):
        for match in _any_of(key).finditer(line):
            yield message, match.span(), ""


def _empty(text: str) -> Iterator[Slip]:
    """Headings that a template has left: nothing is written below them."""
    bare = set(bare_headings(text))
    for number, (offset, line) in enumerate(lines(text) if bare else ()):
        if number in bare:
            start = offset + len(line) - len(line.lstrip())
            yield "empty", (start, offset + len(line.rstrip())), ""


def _words(text: str) -> Iterator[Slip]:
    """The same words are reported once."""
    told: set[tuple[str, str]] = set()
    for message, span, more in _left(text):
        words_there = (message, text[slice(*span)])
        if words_there not in told:
            told.add(words_there)
            yield message, span, more


@lru_cache(maxsize=2048)
def _number(line: str) -> Numbering | None:
    """The number of a line, also of one that begins with a leftover."""
    return numbering(_any_of("leftovers").sub(lambda match: " " * len(match[0]), line))


@cache
def _any_of(key: str) -> re.Pattern[str]:
    """One pattern for all of the rule's words."""
    return regex("|".join(words("S111")[key]))
