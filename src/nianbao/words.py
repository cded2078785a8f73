"""Chinese words put together and taken apart: lists, spaces between Latin and Chinese, no spaces at all."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.patterns import regex

_CHINESE_LINES = regex(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")


def without_spaces(text: str) -> str:
    """The text without white space, line ends included: in Chinese it separates nothing."""
    return "".join(text.split())


def on_one_line(text: str) -> str:
    """The text with its lines in one: between two Chinese characters a line end separates nothing, elsewhere
    (two numbers below each other) it is shown as a space."""
    return " ".join(_CHINESE_LINES.sub("", text).split())


def spaced(*parts: str) -> str:
    """The parts one after the other, with a space where a Latin word or number meets a Chinese one."""
    text = ""
    for part in filter(None, parts):
        meeting = (text[-1:], part[0])
        apart = all(map(str.isalnum, meeting)) and len({*map(str.isascii, meeting)}) > 1
        text += f" {part}" if apart else part
    return text


def listed(words: Sequence[str], last: str) -> str:
    """The words as a sentence lists them, ``last`` (和, 或) before the last one: Word、PDF 和网页."""
    *before, end = words
    return spaced("、".join(before), last, end) if before else end


def first_of(
    words: Sequence[str], most: int, *, shown: int = 0, more: str = "等", between: str = "、"
) -> str:
    """The words; of more than ``most`` only the first (``shown`` of them, else ``most``), and ``more``."""
    if len(words) <= most:
        return between.join(words)
    return between.join(words[: shown or most]) + more


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis after ``most`` characters."""
    return text if len(text) <= most else f"{text[:most]}…"


FINE, BROKEN, OPEN, ASIDE = "✓", "✗", "…", "※"  # how the program's own notes in a workbook begin


def is_aside(text: str) -> bool:
    """Whether a text of a workbook is one of the program's own notes, and not part of the report."""
    return text[:2] in {f"{mark} " for mark in (FINE, BROKEN, OPEN, ASIDE)}


def letters(column: int) -> str:
    """The letters of a column that is counted from 0: A, B … Z, AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
