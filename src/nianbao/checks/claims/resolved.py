"""A text as it reads with its figures in it, and the way back to the places in it as typed."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from nianbao.checks.claims.claim import Span
from nianbao.model.formula import Look
from nianbao.model.reference import replacements
from nianbao.model.report import Report


class Resolved(NamedTuple):
    """The text with its references replaced. ``places`` are the places of each figure that was put in: here,
    and as typed."""

    text: str
    places: tuple[tuple[Span, Span], ...] = ()

    def typed(self, span: Span) -> Span:
        """The place in the text as typed; one within a figure is that of its reference."""
        return self._begin(span[0]), self._end(span[1])

    def _begin(self, offset: int) -> int:
        before = bisect_right(self.places, offset, key=lambda place: place[0][0])
        if not before:
            return offset
        here, typed = self.places[before - 1]
        return typed[0] if offset < here[1] else typed[1] + offset - here[1]

    def _end(self, offset: int) -> int:
        before = bisect_left(self.places, offset, key=lambda place: place[0][0])
        if not before:
            return offset
        here, typed = self.places[before - 1]
        return typed[1] if offset <= here[1] else typed[1] + offset - here[1]


def resolved(text: str, report: Report, look: Look) -> Resolved:
    """The text with its figures. A reference to what is not filled, or to nothing, stays: it says nothing."""
    if "{{" not in text:
        return Resolved(text)
    pieces: list[str] = []
    places: list[tuple[Span, Span]] = []
    length = end = 0
    for (start, stop), figure in replacements(text, report, look):
        pieces += [text[end:start], figure]
        begin = length + start - end
        length, end = begin + len(figure), stop
        places.append(((begin, length), (start, stop)))
    return Resolved("".join([*pieces, text[end:]]), tuple(places))
