"""Text that was struck out, as tracked changes are printed: it is no part of what the page says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from nianbao.read.blocks import UNKNOWN
from nianbao.read.doubts import Doubt, Why
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.page import Sheet, Sign
from nianbao.read.pdf.ruled import Rule

_OF_LABELS = frozenset("（）、")  # beside letters
_LINE = 3.0  # points by which the middles of the characters of a line differ at most
_NEXT = 0.3  # share of the height of digits that are of one figure
_OF_DOUBT = 5  # steps of effort
_MIDDLE = 0.25  # share of the height of a character by which a line through it may miss its middle
_SHARED = 0.4  # of the width of a character, which another one stands upon
_END = 1.0  # points by which the line may be longer or shorter than the text; rules of tables go on


class Looked(NamedTuple):
    """A page as it is read, the words that are struck out there, and why digits are unknown."""

    page: Sheet
    struck: str
    doubts: list[Doubt]


def without_struck(page: Sheet, effort: Effort) -> Looked:
    """The page with nothing where a line goes through characters and no further, and these characters. Digits
    are unknown where a line goes on, something was laid upon them, or they are not seen."""
    signs = sorted(page.signs, key=_height_of_middle)
    tallest = max((sign.top - sign.bottom for sign in signs), default=0.0)
    struck: set[int] = set()
    doubtful: dict[int, Why] = {}
    for rule in page.rules:
        if rule.upright:
            continue
        first = bisect_left(signs, rule.at - _MIDDLE * tallest, key=_height_of_middle)
        last = bisect_right(signs, rule.at + _MIDDLE * tallest, key=_height_of_middle)
        effort.spend((last - first) // 4)
        near = signs[first:last]
        struck |= set() if rule.waves else _through(rule, near)
        doubtful |= {id(sign): Why.STRUCK for sign in near if sign.text.isdigit() and _meets(rule, sign)}
    effort.spend((len(page.struck) + len(page.covered)) * len(signs) // 4)
    for sign in signs if page.struck or page.covered else ():
        if any(box.holds(*sign.middle) for box in page.struck):
            struck.add(id(sign))
        elif sign.text.isdigit() and any(box.holds(*sign.middle) for box in page.covered):
            doubtful[id(sign)] = Why.COVERED
    doubtful = {id(sign): sign.doubt for sign in signs if sign.doubt is not None} | doubtful
    doubtful |= dict.fromkeys(set(_upon_one_another(signs)) - {*doubtful}, Why.OVERPRINTED)
    drawn = [Doubt(page.number, _words_at(signs, box.bottom, box.top), Why.CELL) for box in page.unsaid]
    if not struck and not doubtful:
        return Looked(page, "", drawn)
    seen = [_seen(sign, id(sign) in struck, id(sign) in doubtful) for sign in page.signs]
    doubts = _doubts(
        signs, {at: why for at, why in doubtful.items() if at not in struck}, page.number, effort
    )
    gone = "".join(sign.text for sign in page.signs if id(sign) in struck)
    return Looked(replace(page, signs=seen), gone, [*drawn, *doubts])


def _doubts(signs: Sequence[Sign], why: Mapping[int, Why], page: int, effort: Effort) -> Iterator[Doubt]:
    """The doubts of a page, each figure once, from its top down; the signs lie in order of height."""
    before: Sign | None = None
    unsure = [sign for sign in signs if id(sign) in why and sign.text.isdigit()]
    for sign in sorted(unsure, key=lambda sign: (-round(sign.foot), sign.left)):
        height = sign.top - sign.bottom
        near = before is not None and abs(before.foot - sign.foot) < 1
        if before is None or not near or sign.left - before.right > _NEXT * height:
            effort.spend(_OF_DOUBT)
            yield Doubt(page, _words_at(signs, sign.middle[1], sign.middle[1]), why[id(sign)])
        before = sign


def _words_at(signs: Sequence[Sign], low: float, high: float) -> str:
    """The letters at a height of the page from left to right: of a row of a table, its label."""
    first = bisect_left(signs, low - _LINE, key=_height_of_middle)
    last = bisect_right(signs, high + _LINE, lo=first, key=_height_of_middle)
    words = (sign for sign in signs[first:last] if sign.text.isalpha() or sign.text in _OF_LABELS)
    return "".join(sign.text for sign in sorted(words, key=lambda sign: sign.left))


def _upon_one_another(signs: list[Sign]) -> Iterator[int]:
    """The digits with which another character shares its place; the signs lie in order of height."""
    for at, sign in enumerate(signs):
        height = sign.top - sign.bottom
        for other in islice(signs, at + 1, None):
            if other.middle[1] - sign.middle[1] > _MIDDLE * height:
                break
            digits = [each for each in (sign, other) if each.text.isdigit()]
            shared = min(sign.right, other.right) - max(sign.left, other.left)
            if digits and sign.text.strip() and other.text.strip():
                narrow = min(sign.right - sign.left, other.right - other.left)
                if shared > _SHARED * narrow > 0:
                    yield from map(id, digits)


def _seen(sign: Sign, is_struck: bool, is_doubtful: bool) -> Sign:
    """The character without text, and so without a gap, if it is struck out."""
    return replace(sign, text="" if is_struck else UNKNOWN) if is_struck or is_doubtful else sign


def _height_of_middle(sign: Sign) -> float:
    return sign.middle[1]


def _through(rule: Rule, near: list[Sign]) -> set[int]:
    """The characters that a line goes through from the first to the last and not beyond; none of another."""
    on = [
        sign
        for sign in near
        if rule.begin - _END <= sign.left and sign.right <= rule.end + _END and _meets(rule, sign)
    ]
    words = [sign for sign in on if sign.text.strip()]
    begins = any(abs(sign.left - rule.begin) <= _END for sign in on)  # also with a blank
    ends = any(abs(sign.right - rule.end) <= _END for sign in on)
    return {id(sign) for sign in words} if begins and ends else set()


def _meets(rule: Rule, sign: Sign) -> bool:
    """Whether a line goes through the middle of a character."""
    x, y = sign.middle
    return rule.begin < x < rule.end and abs(y - rule.at) <= _MIDDLE * (sign.top - sign.bottom)
