"""N511: a number or a unit that was lost when the text was put together or converted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from nianbao.checks.coverage import written
from nianbao.checks.registry import On, checks
from nianbao.checks.rules.lines import Slip, by_line
from nianbao.checks.rules.wording import masked
from nianbao.checks.rules.words import words
from nianbao.checks.subject import Subject
from nianbao.model.figure import half_width
from nianbao.model.finding import Finding
from nianbao.model.reference import REFERENCE
from nianbao.model.rules import rule
from nianbao.patterns import regex

_NUMBER = "0"  # stands for a figure by reference, which is not lost
_LISTED = "、"
_NEAR = 12  # characters behind a 、 among which the number of the next one stands
_LONGEST = 40  # characters of a clause that tells one number
_LEAST_BLANKS = 2
_EMPTY = regex(r"(?:\( *\)|\[ *\]|【 *】|〔 *〕|\{ *\})$")  # brackets where a number is to be written


@checks("N511", on=On.TEXT, covers=written)
def n511_lost(subject: Subject) -> Iterator[Finding]:
    """A measure without its number, a number without its measure, a period that was garbled."""
    for section, typed in subject.report.narrative.items():
        for message, span, found in _lost(typed):
            yield rule("N511").finding(section=section, message=message, span=span, found=found)


@by_line
def _lost(typed: str, _: str) -> Iterator[Slip]:
    text = half_width(REFERENCE.sub(lambda match: _NUMBER * len(match[0]), typed))
    ends: set[int] = set()
    slips = [("number", span) for span in _without_number(text)]
    slips += [(key, match.span()) for key in ("unit", "period") for match in _any_of(key).finditer(text)]
    for message, span in slips:
        if span[1] not in ends:
            ends.add(span[1])
            yield message, span, masked(typed)[slice(*span)]


def _without_number(text: str) -> Iterator[tuple[int, int]]:
    """The places of measures that have lost their numbers, with the words before them."""
    law = words("N511")
    for match in _measures().finditer(text):
        begin, end = match.span()
        if text[begin - 1 : begin] in law["numerals"] and begin:
            continue
        start = _template(text, match) if match["measure"] in law["placed"] else None
        for kind in law["number"] if start is None else ():
            if match[0] in kind["measures"] and (found := _behind(kind, text, begin, end)) is not None:
                start, end = found
                break
        if start is not None:
            yield start, end


def _template(text: str, match: re.Match[str]) -> int | None:
    """Where what a template has for a number begins: XX件, (  )件, blanks; or 余 without a number."""
    law, begin = words("N511"), match.start()
    before = text[:begin]
    ends = _ends(text, match.end())
    if match["more"]:
        return begin if ends and before[-1:] not in law["rest"] else None
    bare = before.rstrip(" ")
    if begin - len(bare) >= _LEAST_BLANKS:
        return len(bare) if ends and bare[-1:].isalpha() and not bare[-1:].isascii() else None
    for left in (before.rstrip(law["placeholders"]), _EMPTY.sub("", before).rstrip(" ")):
        if left != before and not (left[-1:].isascii() and left[-1:].isalnum()) and _open(before, left):
            return len(left)
    return None


def _open(before: str, left: str) -> bool:
    """Whether a bracket that was taken away was whole."""
    return ("(" in before[len(left) :]) == (")" in before[len(left) :])


def _behind(kind: Mapping[str, Any], text: str, begin: int, end: int) -> tuple[int, int] | None:
    """The word before a measure and this, if its number was lost."""
    law = words("N511")
    word = next((each for each in kind["words"] if text.endswith(each, 0, begin)), None)
    if word is None or any(text.endswith(each, 0, begin) for each in kind.get("but", ())):
        return None
    start = begin - len(word)
    if kind.get("before"):
        noun = next((each for each in law["behind"] if text.startswith(each, end)), None)
        return None if noun is None else (start, end + len(noun))
    if not _ends(text, end):
        return None
    if kind.get("listed") and text.startswith(_LISTED, end):
        near = regex(f"[{law['marks']}]").split(text[end : end + 1 + _NEAR])[0]
        return (start, end) if any(character.isdigit() for character in near) else None
    clause = text[max(text.rfind(mark, 0, begin) for mark in law["marks"]) + 1 : begin]
    if kind.get("said") and any(each in clause for each in law["nothing"]):
        return None
    return (start, end) if "verbs" not in kind else _told(kind, clause, begin, end)


def _told(kind: Mapping[str, Any], clause: str, begin: int, end: int) -> tuple[int, int] | None:
    """A clause that tells how many there were, without any number: 全年共收到申请件."""
    places = [0] if clause.startswith(tuple(kind.get("begins", ()))) else []
    places += [place for each in kind["within"] if (place := clause.rfind(each)) >= 0]
    for place in places:
        said = clause[place:]
        bare = not any(character in words("N511")["numerals"] for character in said)
        if bare and len(said) <= _LONGEST and any(verb in said for verb in kind["verbs"]):
            return begin - len(said), end
    return None


def _ends(text: str, place: int) -> bool:
    return place == len(text) or text[place] in words("N511")["ends"]


@cache
def _measures() -> re.Pattern[str]:
    """Every measure of the rule's words, the longest first."""
    law = words("N511")
    every = {*law["placed"], *(each for kind in law["number"] for each in kind["measures"])}
    plain = sorted({each.removeprefix(law["more"]) for each in every}, key=len, reverse=True)
    return regex(f"(?P<more>{law['more']}?)(?P<measure>{'|'.join(plain)})")


@cache
def _any_of(key: str) -> re.Pattern[str]:
    """One pattern for all of the rule's words."""
    return regex("|".join(words("N511")[key]))
