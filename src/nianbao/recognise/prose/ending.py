"""The signature at the end of a report: organ and date, in any order, on one line or two."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nianbao.model.figure import half_width
from nianbao.model.numbering import NUMERALS, number_of, numbering
from nianbao.recognise.labels import squeezed
from nianbao.recognise.outside import is_sentence
from nianbao.recognise.prose.titles import looks_like_organ, year_of

_DIGITS = "〇零○" + NUMERALS[:9]
_DATE = re.compile(
    rf"(?P<year>20\d\d|二[{_DIGITS}]{{3}})\s*[年./-]\s*(?P<month>\d{{1,2}}|[{NUMERALS}]{{1,2}})\s*[月./-]\s*"
    rf"(?P<day>\d{{1,2}}|[{NUMERALS}]{{1,3}})\s*日?"
)
_LONGEST_ORGAN = 60
_LONGEST_OFFICE = 30
_STOPS = ("。", "；", "，", "：", "！", "？", ";", ":")


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: the organ as written (empty if it is not), the date, and the lines that it takes:
    from ``first`` up to, but without, ``end``."""

    organ: str
    date: datetime.date
    first: int
    end: int


def signature_in(lines: Sequence[str], organs: Sequence[str]) -> Signature | None:
    """The signature among the last lines of a report, by the names that its organ is known by.

    With the organ beside the date it is certain; a date alone is one if no sentence follows it.
    """
    known = {squeezed(organ) for organ in organs if organ}
    alone: Signature | None = None
    sentence_after = False
    for at in range(len(lines) - 1, -1, -1):
        found = _signature_at(lines, at, known)
        if found is not None and found.organ:
            return found
        if found is not None and not sentence_after:
            alone = alone or found
        sentence_after = sentence_after or is_sentence(lines[at])
    return alone


def _signature_at(lines: Sequence[str], at: int, known: set[str]) -> Signature | None:
    """The signature whose date stands in a line that says nothing else."""
    match = _DATE.search(half_width(lines[at]))
    date = _date(match) if match else None
    if match is None or date is None:
        return None
    before, after = lines[at][: match.start()].strip(), lines[at][match.end() :].strip()
    if before and after:
        return None
    beside = before or after
    if beside:
        return Signature(beside, date, at, at + 1) if _is_organ(beside, known) else None
    above, below = lines[at - 1] if at else "", lines[at + 1] if at + 1 < len(lines) else ""
    if _is_organ(above, known):
        return Signature(above.strip(), date, at - 1, at + 1)
    if squeezed(below) in known:
        return Signature(below.strip(), date, at, at + 2)
    if _is_some_office(above):
        return Signature(above.strip(), date, at - 1, at + 1)
    return Signature("", date, at, at + 1)


def _is_organ(text: str, known: set[str]) -> bool:
    """Whether a line is the name of the organ, or of some office that signed."""
    text = text.strip()
    words = squeezed(text)
    if words in known:
        return True
    if len(text) > _LONGEST_ORGAN or text.endswith(_STOPS):
        return False
    if not known:
        return looks_like_organ(text)
    return (
        any(len(name) > 2 and (words.endswith(name) or name.endswith(words)) for name in known)
        and len(words) > 2
    )


def _is_some_office(text: str) -> bool:
    """Whether a line right above a date is the name of an office, be it an unknown one."""
    text = text.strip()
    return len(text) <= _LONGEST_OFFICE and looks_like_organ(text) and numbering(text) is None


def _date(match: re.Match[str]) -> datetime.date | None:
    year = year_of(match["year"])
    month, day = (number_of(match[name]) for name in ("month", "day"))
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
