"""Digits that stand raised beside others, such as the number of a note: 5 with a raised 1 is not 51."""

from __future__ import annotations

from collections.abc import Sequence

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_AS_RAISED = str.maketrans("0123456789", RAISED)


def raised(text: str, before: Sequence[str]) -> str:
    """A text that is set raised, with digits that say so where the last pieces of its line before it are not
    blank."""
    return text.translate(_AS_RAISED) if any(map(str.strip, before[-3:])) else text
