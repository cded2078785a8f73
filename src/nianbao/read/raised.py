"""Digits that stand higher or lower than others, as those of notes do: 5 with a raised 1 is not 51."""

from __future__ import annotations

import re
from enum import Enum

_DIGITS = "0123456789"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LOWERED = "₀₁₂₃₄₅₆₇₈₉"


class Shift(Enum):
    """Where a text stands beside the others of its line; the value is what its digits are until the line is
    known: characters that no text has."""

    UP = "".join(map(chr, range(0xFDD0, 0xFDDA)))
    DOWN = "".join(map(chr, range(0xFDE0, 0xFDEA)))


_APART = {shift: str.maketrans(_DIGITS, shift.value) for shift in Shift}
_KEPT = Shift.UP.value + Shift.DOWN.value
_WITHOUT = {shift: dict.fromkeys(map(ord, shift.value)) for shift in Shift}
_ANY = re.compile(f"[{_KEPT}]")
_SEEN = str.maketrans(_KEPT, RAISED + LOWERED)
_ALONE = str.maketrans(_KEPT, _DIGITS * 2)


def shifted(text: str, shift: Shift | None) -> str:
    """A text that is set higher or lower than others, with its digits told apart for :func:`settled`."""
    return text.translate(_APART[shift]) if shift else text


def settled(line: str) -> str:
    """A line with raised digits as ⁰¹²; a line of nothing else is an ordinary one that is set small."""
    if not _ANY.search(line):
        return line
    alone = any(not line.translate(_WITHOUT[shift]).strip() for shift in Shift)
    return line.translate(_ALONE if alone else _SEEN)
