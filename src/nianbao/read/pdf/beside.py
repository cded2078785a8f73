"""Digits that are stored one after the other and do not stand so, or stand so and are stored elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nianbao.read.blocks import UNKNOWN
from nianbao.read.pdf.lines import WIDEST_MARGIN, in_lines
from nianbao.read.pdf.page import Sheet, Sign

_NEAR = 0.3  # share of the height: digits that are no further apart are taken for one number
_NEAR_OF_WIDTH = 0.65  # the same of their width: a font that states no heights has lower boxes
_UPON = 0.3  # of the width of a digit, by which another one may reach into it


def misplaced(page: Sheet, cells: Sequence[Sequence[int]], others: Sequence[int]) -> set[int]:
    """The digits of a page that belong to no certain number, by their places among its ``signs``. ``cells``
    tells those of each cell in the order in which they are stored, ``others`` those outside of tables."""
    signs = page.signs
    stored = {
        pair
        for places in (*cells, others)
        for pair in pairwise([at for at in places if signs[at].text])
        if all(_is_digit(signs[at]) for at in pair)
    }
    shown = {*_beside(signs)}
    outside = {*others}
    owners = {at: number for number, places in enumerate((*cells, others)) for at in places}
    apart = {pair for pair in stored - shown if not _goes_on(page, *pair, in_cell=pair[0] not in outside)}
    joined = {
        (one, other) for one, other in shown - stored if not _are_of_two(owners.get(one), owners.get(other))
    }
    return {at for pair in joined | apart for at in pair}


def _are_of_two(one: int | None, other: int | None) -> bool:
    """Whether digits belong to two cells, which the structure tells apart; some belong to none."""
    return one is not None and other is not None and one != other


def _is_digit(sign: Sign) -> bool:
    return sign.text.isdigit() or sign.text == UNKNOWN


def _beside(signs: Sequence[Sign]) -> Iterator[tuple[int, int]]:
    """The digits that stand right behind another one."""
    places = {id(sign): at for at, sign in enumerate(signs) if sign.text.strip()}
    for line in in_lines(signs[at] for at in places.values()):
        for one, other in pairwise(line):
            if _is_digit(one) and _is_digit(other) and is_next(one, other):
                yield places[id(one)], places[id(other)]


def is_next(one: Sign, other: Sign) -> bool:
    """Whether a sign stands right behind another one of its line."""
    gap = other.left - one.right
    near = max(_NEAR * (one.top - one.bottom), _NEAR_OF_WIDTH * (one.right - one.left))
    return -_UPON * (one.right - one.left) <= gap <= near


def _goes_on(page: Sheet, at: int, behind: int, *, in_cell: bool) -> bool:
    """Whether a number goes on in the next line: in a cell only if it had no room in the first."""
    one, other = page.signs[at], page.signs[behind]
    if one.bottom < other.top - (other.top - other.bottom) / 2:
        return False
    if not in_cell:
        return True
    while at and page.signs[at - 1].text.isdigit() and is_next(page.signs[at - 1], page.signs[at]):
        at -= 1
    x, y = one.middle
    borders = [rule.at for rule in page.rules if rule.upright and rule.begin < y < rule.end]
    left = max((border for border in borders if border < x), default=None)
    right = min((border for border in borders if border > x), default=None)
    if left is None or right is None:
        return False
    return right - left - (one.right - page.signs[at].left) < one.right - one.left + 2 * WIDEST_MARGIN
