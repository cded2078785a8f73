"""Digits that a page sets higher or lower than those beside them, as numbers of notes are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nianbao.read.pdf.page import Sign
from nianbao.read.raised import Shift, shifted

# Of the height of a digit: how low one is that is smaller, and one that is no part of the number; how much
# higher or lower a smaller one stands, or one of the same size.
_SMALLER, _MUCH_SMALLER = 0.9, 0.75
_HIGHER, _HIGHER_OF_SAME = 0.03, 0.15
_NEAR = 3.0  # and how near it stands


def as_set(line: Sequence[Sign]) -> list[str]:
    """The characters of a line from left to right, digits that are set higher or lower than those before or
    right behind them told apart. Other characters have other fonts, whose heights say nothing."""
    texts = [sign.text for sign in line]
    digits = [at for at, sign in enumerate(line) if sign.text.isdigit()]
    ordinary: list[int] = []
    for at in digits:
        near = bool(ordinary) and _is_near(line[ordinary[-1]], line[at])
        if near and (shift := _shift(line[at], line[ordinary[-1]])):
            texts[at] = shifted(texts[at], shift)
        else:
            ordinary.append(at)
    for at, behind in reversed([*pairwise(ordinary)]):
        beside = behind - at == 1 or all(not line[between].text for between in range(at + 1, behind))
        if beside and _is_near(line[at], line[behind]) and (shift := _shift(line[at], line[behind])):
            texts[at] = shifted(texts[at], shift)
    return texts


def _is_near(base: Sign, sign: Sign) -> bool:
    """Whether a digit may be one of a note at another: not in the next cell of a row, which may stand
    otherwise than its label."""
    return sign.left - base.right <= _NEAR * (base.top - base.bottom)


def _shift(sign: Sign, base: Sign) -> Shift | None:
    """Where a digit stands beside another one, which is no smaller."""
    height, own = base.top - base.bottom, sign.top - sign.bottom
    higher = (sign.foot - base.foot) / height if height > 0 else 0.0
    if own > height / _SMALLER:
        return None
    least = _HIGHER if own < _SMALLER * height else _HIGHER_OF_SAME
    if abs(higher) > least:
        return Shift.UP if higher > 0 else Shift.DOWN
    return Shift.DOWN if own < _MUCH_SMALLER * height else None
