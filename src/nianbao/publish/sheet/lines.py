"""How wide a text is and how many lines it takes, in characters: a Chinese one is one wide, a digit half.

Widths are those of the fonts in fonts/ and of what offices have in their place; lines end where Chinese
lines may end: no number is parted, no closing sign begins a line, no opening sign ends one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import east_asian_width

NUMBER = r"[0-9][0-9.,]*%?"
_OPENING, _CLOSING = "（《〈【〔［“‘「『(", "，。、；：！？）》〉】〕］”’」』％%)·～…"
_ALWAYS_WIDE = "“”‘’—…·～"
_PIECE = re.compile(rf"[+-]?{NUMBER}年?|[A-Za-z0-9./:_@#&?=+-]+|\s+|.", re.DOTALL)
_NARROW = {".": 0.33, ",": 0.33, "-": 0.35, "/": 0.5, "+": 0.78, " ": 0.25, "?": 0.48, "%": 0.9}


def width_of(text: str) -> float:
    """How wide a text is on one line."""
    return sum(map(_width, text))


@lru_cache(maxsize=8192)
def _width(sign: str) -> float:
    if sign in _ALWAYS_WIDE or east_asian_width(sign) in "WFA":
        return 1.0
    if sign in _NARROW:
        return _NARROW[sign]
    return 0.78 if sign.isupper() else 0.55 if sign.isalpha() else 0.5


@lru_cache(maxsize=8192)
def pieces(text: str, words: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """The text in pieces that no line end parts: numbers, foreign words, ``words``, signs with what they
    cling to. Spaces are pieces of their own."""
    found: list[str] = []
    clings = False
    for piece in _parts(text, words):
        if found and not found[-1].isspace() and (clings or piece[0] in _CLOSING):
            found[-1] += piece
        else:
            found.append(piece)
        clings = piece[-1] in _OPENING
    return tuple(found)


def _parts(text: str, words: re.Pattern[str] | None) -> Iterator[str]:
    place = 0
    while place < len(text):
        found = (words.match(text, place) if words else None) or _PIECE.match(text, place)
        if found is None:
            raise ValueError(text)
        yield found.group()
        place = found.end()


@lru_cache(maxsize=8192)  # labels are the same in every report
def lines(
    text: str, room: float, words: re.Pattern[str] | None = None, indent: float = 0.0
) -> tuple[str, ...]:
    """The lines of a text that may be ``room`` wide, the first one less by ``indent``. What is wider than
    a line by itself is parted anywhere."""
    found = [""]
    used = indent
    for piece in pieces(text, words):
        width = width_of(piece)
        if used + width > room and piece.isspace():
            continue
        if used + width > room and found[-1]:
            found.append("")
            used = 0.0
        for sign in piece if used + width > room else (piece,):
            each = width_of(sign)
            if used + each > room and found[-1]:
                found.append("")
                used = 0.0
            found[-1] += sign
            used += each
    return tuple(found)
