"""Where a Chinese line may break, told to an engine by invisible marks in the text."""

from __future__ import annotations

import re

BREAK, JOIN = "\u200b", "\u2060"  # neither is drawn, neither comes into the file
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# The usual rules take quotation marks for English ones, which cling to both neighbours.
_BREAKS = re.compile(rf"(?<=[\w，。、；：！？）》〉】〕％%…”’])(?=[“‘])|(?<=[”’])(?=[{HAN}（《〈【〔\d])")
# A year stays whole; the middle dot, the range sign and 々 do not begin a line.
_JOINS = re.compile(r"(?<=\d)(?=年)|(?=[·～々])")
# An address would leave a gap before it that pulls all signs of the line apart.
_LONG = re.compile(r"[!-~]{12,}")
_WITHIN = re.compile(r"(?<=[/?&=_@])(?=[A-Za-z0-9])|(?<=[A-Za-z])(?=\.[A-Za-z])")
_LETTER = re.compile(r"[A-Za-z]")
# 单字不成行: no line consists of one character and the signs behind it.
_LAST = re.compile(rf"(?<=\S)(?=[{HAN}][^\w\s]*\Z)")


def with_breaks(text: str) -> str:
    """The text with invisible marks where a Chinese line may break and where it must not."""
    return _JOINS.sub(JOIN, _BREAKS.sub(BREAK, _LONG.sub(_with_breaks_within, text)))


def _with_breaks_within(word: re.Match[str]) -> str:
    return _WITHIN.sub(BREAK, word.group()) if _LETTER.search(word.group()) else word.group()


def with_end(text: str) -> str:
    """The end of a paragraph, marked so that its last character stands on a line with what is before it.
    Other marks are set after this one."""
    return _LAST.sub(JOIN, text)
