"""The official numbering of headings: 一、 （一） 1. （1）. It is the only markup a narrative has."""

from typing import NamedTuple

from nianbao.model.figure import half_width
from nianbao.patterns import regex

NUMERALS = "一二三四五六七八九十"
DEEPEST = 4  # levels
_ONES = NUMERALS[:9]

_CHINESE = rf"[{NUMERALS}百零〇]{{1,5}}"
_PATTERNS = (
    (1, regex(rf"\s*({_CHINESE})\s*、\s*")),
    (2, regex(rf"\s*[（(]\s*({_CHINESE})\s*[）)]\s*[、.．]?\s*")),
    (3, regex(r"\s*(\d{1,2})\s*(?:[.．](?!\d(?!\d{3}年))|、)\s*")),
    (4, regex(r"\s*[（(]\s*(\d{1,2})\s*[）)]\s*[、.．]?\s*")),
)
_FIRST = f"{NUMERALS}百零〇（("  # characters with which they begin, beside Arabic digits


class Numbering(NamedTuple):
    """The number that a line begins with: its level (1 to 4), its value, the text after it."""

    level: int
    value: int
    mark: str
    rest: str


def numbering(line: str) -> Numbering | None:
    """The official number at the head of a line, or None. Width and spaces do not matter."""
    first = line.lstrip()[:1]
    if first not in _FIRST and not first.isdecimal():
        return None
    for level, pattern in _PATTERNS:
        if match := pattern.match(line):
            value = number_of(match[1])
            if value is not None:
                return Numbering(level, value, match[0].strip(), line[match.end() :])
    return None


def number_of(text: str) -> int | None:
    """The value of Arabic digits or of a Chinese numeral from 一 to 九十九, else None."""
    digits = half_width(text)
    if digits.isascii() and digits.isdigit():
        return int(digits)
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    try:
        high = _ONES.index(tens) + 1 if tens else 1
        low = _ONES.index(ones) + 1 if ones else 0
    except ValueError:
        return None
    return high * 10 + low if ten else low or None


def numeral(value: int) -> str:
    """The Chinese numeral of a number from 1 to 99."""
    tens, ones = divmod(value, 10)
    low = NUMERALS[ones - 1] if ones else ""
    if tens == 0:
        return low
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + low


def mark(level: int, value: int) -> str:
    """The number with which a heading of a level (1 to 4) begins. The inverse of :func:`numbering`."""
    match level:
        case 1:
            return f"{numeral(value)}、"
        case 2:
            return f"（{numeral(value)}）"
        case 3:
            return f"{value}."
        case _:
            return f"（{value}）"
