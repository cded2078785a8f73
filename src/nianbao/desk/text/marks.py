"""Where the findings on a text stand in it as it is being typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nianbao.model.finding import Finding, Level
from nianbao.model.review import OPEN

FAR = 1_000_000  # characters; the distance of what is on another line, or on no text at all


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a line: the columns of its first character and behind its last."""

    start: int
    end: int
    level: Level


def text_marks(findings: Iterable[Finding], text: str) -> Mapping[int, tuple[Mark, ...]]:
    """The marks by line. Waived findings are not marked; the worst level lies on top, and a comment on a
    whole paragraph below what is marked in it."""
    found: dict[int, tuple[Mark, ...]] = {}
    for level, finding in sorted(((_look(each), each) for each in findings), key=lambda pair: -pair[0].rank):
        if finding.span is None or finding.waived is not None:
            continue
        (first, start), (last, end) = (place_of(text, offset) for offset in _in_text(finding.span, text))
        for line in range(first, last + 1):
            stop = end if line == last else FAR
            found[line] = (*found.get(line, ()), Mark(start if line == first else 0, stop, level))
    return found


def _look(finding: Finding) -> Level:
    """The level that a finding is marked as."""
    return Level.HINT if finding.code == OPEN else finding.level


def commented(findings: Iterable[Finding], text: str) -> frozenset[int]:
    """The lines at which an open comment stands."""
    begun = (
        begin_of(finding, text) for finding in findings if finding.code == OPEN and finding.waived is None
    )
    return frozenset(place[0] for place in begun if place is not None)


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 0."""
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)


def begin_of(finding: Finding, text: str) -> tuple[int, int] | None:
    """Line and column where a finding begins in the text; None if it is not about a stretch of it."""
    return None if finding.span is None else place_of(text, _in_text(finding.span, text)[0])


def distance(finding: Finding, text: str, place: tuple[int, int]) -> int:
    """How many characters lie between a finding and a place of its line; FAR on every other line."""
    if finding.span is None:
        return FAR
    start, end = _in_text(finding.span, text)
    (first, _), (last, _) = place_of(text, start), place_of(text, end)
    line, column = place
    if not first <= line <= last:
        return FAR
    offset = sum(len(each) + 1 for each in text.split("\n")[:line]) + column
    return max(start - offset, offset - end, 0)


def _in_text(span: tuple[int, int], text: str) -> tuple[int, int]:
    """A span of what the report holds, which has no blank lines at its head, in the text of the editor."""
    lead = len(text) - len(text.lstrip("\n"))
    return span[0] + lead, span[1] + lead
