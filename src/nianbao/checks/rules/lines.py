"""What a rule finds in each line by itself: looked at once, however often the text around it is typed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

Span = tuple[int, int]
# The key of the message, where it is, and what should stand there or what was read.
Slip = tuple[str, Span, str]
_REMEMBERED = 2048  # lines; a report has some fifty


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line with its offset."""
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1


def by_line(look: Callable[[str, str], Iterable[Slip]]) -> Callable[..., Iterator[Slip]]:
    """The same for a whole text, with places in it. ``look`` takes a line, and what else it depends on."""

    @lru_cache(maxsize=_REMEMBERED)
    def seen(line: str, given: str) -> tuple[Slip, ...]:
        return tuple(look(line, given))

    def over(text: str, given: str = "") -> Iterator[Slip]:
        for offset, line in lines(text):
            for message, (start, end), more in seen(line, given):
                yield message, (offset + start, offset + end), more

    return over
