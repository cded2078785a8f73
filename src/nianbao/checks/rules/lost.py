"""N511: a number or a unit that was lost when the text was put together or converted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

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

_NUMBER = "0"  # stands for a figure by reference, which is not lost


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
    for message in ("number", "unit", "period"):
        for match in _any_of(message).finditer(text):
            if match.end() not in ends:
                ends.add(match.end())
                yield message, match.span(), masked(typed)[slice(*match.span())]


@cache
def _any_of(key: str) -> re.Pattern[str]:
    """One pattern for all of the rule's words."""
    return re.compile("|".join(words("N511")[key]))
