"""Text that was struck out, as tracked changes are printed: it is no part of what the page says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.page import Sheet, Sign
from nianbao.read.pdf.ruled import Rule

_MIDDLE = 0.25  # share of the height of a character by which a line through it may miss its middle
_END = 1.0  # points by which the line may be longer or shorter than the text; rules of tables go on


def without_struck(page: Sheet, effort: Effort) -> tuple[Sheet, str]:
    """The page with nothing where a line goes through characters and no further, and these characters."""
    signs = sorted((sign for sign in page.signs if sign.text.strip()), key=_height_of_middle)
    tallest = max((sign.top - sign.bottom for sign in signs), default=0.0)
    struck: dict[int, Sign] = {}
    for rule in page.rules:
        if rule.upright:
            continue
        first = bisect_left(signs, rule.at - _MIDDLE * tallest, key=_height_of_middle)
        last = bisect_right(signs, rule.at + _MIDDLE * tallest, key=_height_of_middle)
        effort.spend((last - first) // 4)
        struck |= {id(sign): sign for sign in _through(rule, signs[first:last])}
    if not struck:
        return page, ""
    silent = [replace(sign, text="") if id(sign) in struck else sign for sign in page.signs]  # and no gap
    return replace(page, signs=silent), "".join(sign.text for sign in page.signs if id(sign) in struck)


def _height_of_middle(sign: Sign) -> float:
    return sign.middle[1]


def _through(rule: Rule, near: list[Sign]) -> list[Sign]:
    """The characters that a line goes through from the first to the last and not beyond; none of another."""
    on = [
        sign
        for sign in near
        if rule.begin - _END <= sign.left
        and sign.right <= rule.end + _END
        and abs(sign.middle[1] - rule.at) <= _MIDDLE * (sign.top - sign.bottom)
    ]
    if not on:
        return []
    left, right = min(sign.left for sign in on), max(sign.right for sign in on)
    return on if abs(left - rule.begin) <= _END and abs(right - rule.end) <= _END else []
