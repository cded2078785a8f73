"""Numbers that a page shows in part, or that stand across a ruled line: nobody knows what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nianbao.model.figure import UNKNOWN
from nianbao.read.blocks import UNKNOWN as UNSEEN

if TYPE_CHECKING:
    from nianbao.read.pdf.page import Sign

CUT = "\N{SYMBOL FOR SUBSTITUTE}"  # in the place of a digit that belongs to a number and is not seen with it
_OF_NUMBER = frozenset("0123456789,.０１２３４５６７８９，．")
_NEAR = 0.06  # share of the height: digits of one number are no further apart
_LEVEL = 0.2  # share of the height by which they may stand higher or lower
_NUMBER = re.compile(rf"[\d.,{UNSEEN}]*{CUT}[\d.,{CUT}{UNSEEN}]*")


def known(text: str) -> str:
    """What was read, with the numbers that are cut as unknown ones."""
    return _NUMBER.sub(str(UNKNOWN), text) if CUT in text else text


def of_cell(text: str) -> str:
    """What a cell says; unknown if all its lines are one number of which a part is."""
    lines = text.split("\n")
    whole = all(line == str(UNKNOWN) or all(map(is_of_number, line)) for line in lines)
    return str(UNKNOWN) if whole and str(UNKNOWN) in lines else text


def is_of_number(text: str) -> bool:
    """Whether a character is a digit, or stands between digits."""
    return text in _OF_NUMBER or text in (CUT, UNSEEN)


def cut_by_lines(signs: Sequence[Sign], places: Sequence[int | None]) -> Iterator[tuple[int, Sign]]:
    """For each number that stands in two places, in both, or in one and outside: that it is cut there. So is
    one that belongs to a word in another place. ``places`` are those of the characters, which are in the
    order in which they were drawn."""
    for (one, at), (other, behind) in pairwise(zip(signs, places, strict=True)):
        if at != behind and _are_of_one_word(one, other):
            for place, sign in ((at, one), (behind, other)):
                if place is not None and is_of_number(sign.text):
                    yield place, replace(one, text=CUT)


def _are_of_one_word(one: Sign, other: Sign) -> bool:
    if not (is_of_number(one.text) or is_of_number(other.text)):
        return False
    if not (one.text.strip() and other.text.strip()):
        return False
    height = max(one.top - one.bottom, other.top - other.bottom)
    level = abs(one.middle[1] - other.middle[1]) < _LEVEL * height
    return level and abs(other.left - one.right) < _NEAR * height
