"""A title over as many lines as it needs, each ending where a word ends, in a pleasing shape."""

from __future__ import annotations

import re
from functools import cache

from nianbao.publish.sheet.words import printing_words

LONGEST_LINE = 20  # characters of 22 pt on the line of 156 mm
_SIGNED = 26  # characters of the text beside the blank of two at the edge
_LETTERHEAD = 23  # characters of 20 pt on the red line of 170 mm

# What it costs to end a line at a place; one character by which two lines differ costs a tenth.
_AFTER_END, _AFTER_WEAK, _ELSEWHERE, _INSIDE_WORD = 0.0, 8.0, 11.0, 1000.0
_LINE = 3.0  # what one more line costs
_LINE_OF_LETTER = 6.0  # and where a short letter would go on to a second page for it
_RAGGED = 0.1
_LONGEST_WEIGHED = 400  # characters
_LATIN = re.compile(r"[!-~]{2,}")
_OPENING, _CLOSING = "（《〈【〔［“‘(", "）》〉】〕］”’)、，。：；·—"

Broken = tuple[float, tuple[str, ...]]


def title_lines(title: str, organ: str) -> tuple[str, ...]:
    """The lines of a title; one that begins with the organ's name breaks after it."""
    if len(title) <= LONGEST_LINE:
        return (title,)
    if organ and title.startswith(organ) and len(title) > len(organ):
        return (*_broken(organ), *_broken(title.removeprefix(organ)))
    return _broken(title)


def signed_lines(organ: str) -> tuple[str, ...]:
    """The lines of an organ's name in a signature: one where it fits."""
    return (organ,) if len(organ) <= _SIGNED else _broken(organ)


def letterhead_lines(organ: str) -> tuple[str, ...]:
    """The lines of an organ's name above a letter: one where it fits."""
    return (organ,) if len(organ) <= _LETTERHEAD else _broken(organ, _LETTERHEAD, _LINE_OF_LETTER)


@cache
def _broken(text: str, longest: int = LONGEST_LINE, line: float = _LINE) -> tuple[str, ...]:
    """The text in lines of at most so many characters, at the places that cost least; each costs ``line``."""
    if len(text) > _LONGEST_WEIGHED:  # nobody's name
        return tuple(text[at : at + longest] for at in range(0, len(text), longest))
    costs = _costs(text)
    fewest = -(-len(text) // longest)
    counts = range(fewest, min(fewest + 2, len(text)) + 1)
    found = [(_best(text, costs, count, longest), line * count) for count in counts]
    return min((best[0] + more, best[1]) for best, more in found if best[1])[1]


def _best(text: str, costs: list[float], count: int, longest: int) -> Broken:
    """The text in just so many lines, with what that costs; no line where it does not go."""
    even = len(text) / count
    best: dict[int, Broken] = {0: (0.0, ())}
    for left in range(count, 0, -1):
        following: dict[int, Broken] = {}
        for start, (cost, lines) in best.items():
            for end in range(start + 1, min(start + longest, len(text) - left + 1) + 1):
                if len(text) - end > (left - 1) * longest or (left == 1 and end < len(text)):
                    continue
                whole = cost + costs[end] + _RAGGED * (end - start - even) ** 2
                if end not in following or whole < following[end][0]:
                    following[end] = whole, (*lines, text[start:end])
        best = following
    cost, lines = best.get(len(text), (0.0, ()))
    return cost, lines


def _costs(text: str) -> list[float]:
    """What it costs to end a line after so many characters."""
    words = printing_words()
    inside = {
        place
        for pattern in (*words.whole, _LATIN)
        for found in pattern.finditer(text)
        for place in range(found.start() + 1, found.end())
    }
    costs = [_ELSEWHERE] * (len(text) + 1)
    costs[0] = costs[-1] = 0.0
    for place in range(1, len(text)):
        if place in inside or text[place] in _CLOSING or text[place - 1] in _OPENING:
            costs[place] = _INSIDE_WORD
        elif text[:place].endswith(words.ends) or text[place - 1] in _CLOSING:
            costs[place] = _AFTER_END
        elif text[:place].endswith(words.weak):
            costs[place] = _AFTER_WEAK
    return costs
