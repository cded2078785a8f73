"""What a rule finds in each line by itself: looked at once, however often the text around it is typed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

Span = tuple[int, int]
# The key of the message, where it is, and what should stand there or what was read.
Slip = tuple[str, Span, str]
Found = dict[tuple[str, str, str], tuple[Slip, ...]]  # by the rule's function, the line, and what is given
_MOST = 16_384  # lines that are remembered, once for each rule; a report has some fifty

_known: Found = {}  # of earlier runs
_asked: Found = {}  # all that was asked for since


def begun(known: Found) -> Found:
    """Begin anew with what is known; what is asked for from now on is noted in what comes back."""
    global _known, _asked
    _known, _asked = known, {}
    return _asked


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line with its offset."""
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1


def by_line(look: Callable[[str, str], Iterable[Slip]]) -> Callable[..., Iterator[Slip]]:
    """The same for a whole text, with places in it. ``look`` takes a line, and what else it depends on."""

    name = f"{look.__module__}.{look.__qualname__}"

    def seen(line: str, given: str) -> tuple[Slip, ...]:
        key = name, line, given
        found = _asked.get(key)
        if found is None:
            if len(_asked) >= _MOST:
                _asked.clear()
            found = _asked[key] = _known[key] if key in _known else tuple(look(line, given))
        return found

    def over(text: str, given: str = "") -> Iterator[Slip]:
        for offset, line in lines(text):
            for message, (start, end), more in seen(line, given):
                yield message, (offset + start, offset + end), more

    return over
