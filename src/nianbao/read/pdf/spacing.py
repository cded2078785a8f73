"""How far apart the characters of a line stand that are of two words, in shares of their height."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nianbao.read.pdf.page import Sign

_OF_WORDS = 0.3
_OF_NUMBERS = 0.15  # in a line where the digits of a number stand close
_CLOSE = 0.05  # between such digits


def gap_of_words(pair: str, close: bool) -> float:
    """The gap that parts two characters; ``close`` tells whether digits stand next to each other there."""
    return _OF_NUMBERS if close and pair.isdecimal() else _OF_WORDS


def are_close(line: Sequence[Sign]) -> bool:
    """Whether digits of one number stand next to each other in a line, without spaces between all."""
    return any(
        one.text.isdigit()
        and other.text.isdigit()
        and other.left - one.right < _CLOSE * (one.top - one.bottom)
        for one, other in pairwise(line)
    )
