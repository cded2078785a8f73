"""Digits that the finished page of a marked-up text may strike out, raise, lower or hide: 5^1^ is not 51.

Nothing is typeset here, and every program has marks of its own. So a mark is known to leave digits as they
are, or those beside it are unknown.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from nianbao.patterns import regex
from nianbao.read.blocks import UNKNOWN, Block, Paragraph, with_unknown_digits

_LONGEST = 80  # characters of a cell that can be a figure with marks
_WORD = regex(r"\S+")
_DIGIT = regex(rf"[\d{UNKNOWN}]")
_CHINESE = regex(r"[\u4e00-\u9fff]")
_HARMLESS = regex(r"</?(?:b|strong|em|i|u|nobr|center)>")
_SPAN = regex(r"<span\b([^<>]*)>(.*?)(?:</span>|$)")
_STYLED = regex(r"\[([^\[\]]*)\]\{([^{}]*)\}")  # as pandoc writes what has a style: [规章]{.underline}
# Words in the attributes of either that may strike out, move, shrink or hide what stands in it.
_MAY_HIDE = regex(
    r"through|strik|del|hid|none|sup|sub|white|fff|255,\s*255,\s*255|transparent|opacity|position|vertical"
    r"|size:\s*0|indent:\s*-|clip",
)
_EMPHASIZED = regex(r"(\*{1,3}|_{1,3}|'{2,3})([+-]?\d[\d.,]*[^\s*_'\d]{0,2})\1")
_MARK = regex(
    r"[\^{}`\x00-\x08\x0e-\x1f\u0300-\u036f\u20d0-\u20ff\u202a-\u202e\u2066-\u2069]|</?[a-zA-Z!]"
    r"|~[^~]*~|\$.*\$|\[\^|footnote:|@[a-z]+\{|\\[a-zA-Z\"'^~*(\[]"
)
_WEAK_MARK = regex(r"[\[\]*_=#|'%<>⟦⟧﹝﹞]|//|\(\(")  # of cells; words may have some, too
_AROUND = regex(  # -77-6, +77+6; between digits a dash is one of a telephone number
    r"([-+~=/]{1,2})[\d.,]+\1[\d.,]*|[\d.,]+([-+~=/]{1,2})[\d.,]+\2|[\d.,]+([+~=]{1,2})[\d.,]+\3[\d.,]+"
)
_ADDRESS = regex(r"://|www\.|@[\w-]+\.")
_PERCENTAGE = regex(r"[+-]?[\d.,]+%")


def without_spans(text: str) -> str:
    """The text without tags and braces that give letters a style; digits in such as may hide them are
    unknown."""
    text = _SPAN.sub(lambda span: _shown(span[2], span[1]), _HARMLESS.sub("", text))
    return _STYLED.sub(lambda styled: _shown(styled[1], styled[2]), text)


def _shown(text: str, attributes: str) -> str:
    return with_unknown_digits(text) if _MAY_HIDE.search(attributes.lower()) else text


def with_doubts(block: Block) -> Block:
    """A table, or a line of figures, whose digits are unknown where a mark stands beside them."""
    if isinstance(block, Paragraph):
        return replace(block, text=_WORD.sub(lambda word: _seen_word(word[0]), block.text).rstrip())
    return replace(block, cells=tuple(replace(cell, text=_seen_cell(cell.text)) for cell in block.cells))


def _seen_word(word: str) -> str:
    """A figure of a line, where it stood: nothing but one unknown character of one that is marked."""
    if not _DIGIT.search(word) or _CHINESE.search(word):
        return word
    seen = _seen(word)
    return (UNKNOWN if UNKNOWN in seen else seen).ljust(len(word))


def _seen_cell(text: str) -> str:
    if not _DIGIT.search(text):
        return text
    seen = _seen(text)
    if seen != text or _CHINESE.search(text) or _ADDRESS.search(text) or _PERCENTAGE.fullmatch(text):
        return seen
    return with_unknown_digits(text) if _WEAK_MARK.search(text) and len(text) <= _LONGEST else text


def _seen(text: str) -> str:
    """A figure without marks of emphasis, or with unknown digits where there are other marks."""
    if len(text) > _LONGEST or _ADDRESS.search(text) or _is_day(text):
        return text
    if emphasized := _EMPHASIZED.fullmatch(text):
        return emphasized[2]
    return with_unknown_digits(text) if _MARK.search(text) or _AROUND.fullmatch(text) else text


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return False
    return True
