"""What holds for the text of an element: its type and colours, and why it is not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nianbao.publish.website.values import BLACK, WHITE, Colour, contrast, over

_LEAST_CONTRAST = 1.4  # light grey (#ccc) upon white has 1.6, #ddd has 1.36, black upon #222 has 1.3
_LEAST_TYPE = 5.0  # pixels
_READABLE = (8.0, 64.0)  # pixels: type that people use


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds for the text of an element. ``why`` it is not seen, empty if it is; ``invisible`` likewise,
    of what an inner element may make visible again. ``doubts`` are what nobody can judge without a browser;
    ``stuck`` what keeps people from getting to the rest of the page; ``breaks`` whether numbers may be broken
    into lines; ``room`` how many pixels wide a box at most is, and ``columns`` those of the table;
    ``is_elsewhere`` whether places are counted from a box that holds nothing of a report."""

    size: float = 16.0
    colour: Colour = BLACK
    said: str = ""  # how the page says the colour
    ground: Colour = WHITE
    grounds: tuple[Colour, ...] = ()  # others that may lie under the text instead, of gradients
    opacity: float = 1.0
    invisible: str = ""
    why: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    stuck: str = ""
    breaks: bool = False
    room: float = 1_000.0
    columns: int = 0
    is_elsewhere: bool = False

    def unseen(self) -> str:
        """Why a text is not seen here; empty if it is."""
        if self.why or self.invisible:
            return self.why or self.invisible
        if self.size < _LEAST_TYPE:
            return f"字小得看不见（font-size: {self.size:g}px）"
        grounds = (self.ground, *self.grounds)
        if not any(self._stands_out(each) for each in grounds):
            return f"颜色与底色分不清（{self.said or 'opacity'}）"
        return ""

    def _stands_out(self, ground: Colour) -> bool:
        return contrast(over(self.colour, ground, self.opacity), ground) >= _LEAST_CONTRAST

    def doubted(self) -> Iterator[str]:
        """What keeps a text that is seen here from being judged."""
        yield from self.doubts
        if self.stuck:
            yield self.stuck
        if not all(self._stands_out(each) for each in self.grounds):
            yield f"{self.said or 'background'}（底色是渐变的）"
        if not _READABLE[0] <= self.size <= _READABLE[1]:
            yield f"font-size: {self.size:g}px"
