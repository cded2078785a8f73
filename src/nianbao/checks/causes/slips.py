"""Slips of the hand in one number: digits swapped, doubled, missing."""

from __future__ import annotations


def of_digits(written: int, meant: int) -> str:
    """The slip that makes the one number of the other, in words; empty if it takes more than one."""
    if written < 0 or meant <= 0 or written == meant:
        return ""
    one, other = str(written), str(meant)
    if len(one) == len(other):
        return "两个数字颠倒了" if _swapped(one, other) else ""
    if _one_more(one, other):
        return "多打了一个数字"
    return "少打了一个数字" if written and _one_more(other, one) else ""


def between(expected: int | None, found: int | None) -> str:
    """The sentence for two numbers that should be equal; empty if no slip explains them or one is missing."""
    if expected is None or found is None:
        return ""
    slip = of_digits(found, expected)
    return f"{found}和{expected}只差一处，可能{slip}。" if slip else ""


def _swapped(one: str, other: str) -> bool:
    """Whether two neighbouring digits are exchanged and all else is the same."""
    apart = [n for n in range(len(one)) if one[n] != other[n]]
    if len(apart) != 2 or apart[1] - apart[0] != 1:
        return False
    first, second = apart
    return one[first] == other[second] and one[second] == other[first]


def _one_more(longer: str, shorter: str) -> bool:
    """Whether a digit was doubled, or a zero put behind. Any other digit would be one guess of many."""
    if len(longer) != len(shorter) + 1:
        return False
    doubled = any(longer == shorter[:n] + shorter[n - 1] + shorter[n:] for n in range(1, len(shorter) + 1))
    return doubled or longer == shorter + "0"
