"""Pages on which text and tables stand side by side: two columns, or two pages on one sheet of paper.

A strip from top to bottom parts them if nothing crosses it and either side goes on by itself: with lines of
text, or with a ruled table. A gap between the columns of a table is none: beside labels stand figures alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import inf
from operator import or_
from statistics import median

from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.page import Sheet, Sign
from nianbao.read.pdf.ruled import Rule

_STEP = 2.0  # points: the width and height of the squares in which a page is looked at
_MIDDLE = (0.25, 0.75)  # of the width of what is printed: where the strip may be
_STRIP = 0.9  # of the height of a character: how wide it is at least
_SHORTEST = 0.2  # of the height of what is printed: how long
_FEWEST_LINES = 3  # of text beside it
_FEWEST_LETTERS = 8  # one after the other, of such a line
_NO_GAP = 0.6  # of the height of a character, between two letters of a line
_FEWEST_RULES = 3  # of each direction, of a ruled table beside it
_MOST_PARTS = 3  # bands of a page above one another
_OF_ROW = 5  # steps of effort


@dataclass(frozen=True)
class _Strip:
    """Between two places, from ``bottom`` to ``top``, nothing is printed."""

    at: float
    bottom: float
    top: float


def in_order(pages: Sequence[Sheet], effort: Effort) -> list[Sheet]:
    """The pages with what stands side by side on them one after the other, the right parts where the left
    ones are: so what goes on there is known by its place."""
    parts = [part for page in pages for part in _parts(page, effort)]
    lefts = [_left(part) for part, aside in parts if aside is False]
    rights = [_left(part) for part, aside in parts if aside]
    if not rights:
        return list(pages)
    by = min(rights) - min(lefts)
    return [_moved(part, by) if aside else part for part, aside in parts]


def _parts(page: Sheet, effort: Effort, most: int = _MOST_PARTS) -> Iterator[tuple[Sheet, bool | None]]:
    """The parts of a page in their order, each with whether it stands right of another one; None for what
    goes all across."""
    strip = _strip(page, effort) if most else None
    if strip is None:
        yield page, None
        return
    yield from _parts(_between(page, strip.top, inf), effort, most - 1)
    band = _between(page, strip.bottom, strip.top)
    yield _beside(band, strip.at, right=False), False
    yield _beside(band, strip.at, right=True), True
    yield from _parts(_between(page, -inf, strip.bottom), effort, most - 1)


def _strip(page: Sheet, effort: Effort) -> _Strip | None:
    """The longest strip that parts a page; None if there is none."""
    signs = [sign for sign in page.signs if sign.text.strip() and _is_on(sign, page)]
    if not signs:
        return None
    rows = _rows(page, signs, effort)
    height = median(sign.top - sign.bottom for sign in signs)
    left, right = min(sign.left for sign in signs), max(sign.right for sign in signs)
    wide = 1 + int(_STRIP * height / _STEP)
    first, last = (int((left + share * (right - left)) / _STEP) for share in _MIDDLE)
    effort.spend(_OF_ROW * len(rows))
    order = sorted(rows)
    tall = _SHORTEST * (order[-1] - order[0])
    zone = (1 << (last + wide - first)) - 1
    written = [format((rows[row] >> first) & zone, f"0{last + wide - first}b") for row in order]
    places = [int("".join(place), 2) for place in zip(*written, strict=True)]  # rows as bits
    places.reverse()
    # How many rows, the place, counted from the right, and the first and last of the rows.
    found: list[tuple[int, int, int, int]] = []
    for at in range(last - first):
        covered = reduce(or_, places[at : at + wide])
        begin, length = _longest_run(format(covered, f"0{len(order)}b"))
        if length and order[begin + length - 1] - order[begin] > tall:
            found.append((length, -at - first, order[begin], order[begin + length - 1]))
    for _, at, bottom, top in sorted(found, reverse=True)[:_MOST_PARTS]:
        longest = _Strip((-at + wide / 2) * _STEP, bottom * _STEP, (top + 1) * _STEP)
        band = _between(page, longest.bottom, longest.top)
        if all(_goes_on(_beside(band, longest.at, right=side), height) for side in (False, True)):
            return longest
    return None


def _is_on(sign: Sign, page: Sheet) -> bool:
    return sign.left >= 0 and sign.right <= page.width and 0 <= sign.middle[1] <= page.height


def _rows(page: Sheet, signs: Sequence[Sign], effort: Effort) -> dict[int, int]:
    """For each row of squares with something in it, which of them are covered, as the bits of a number."""
    rows: dict[int, int] = {}
    boxes = [(sign.left, sign.right, sign.middle[1], sign.middle[1]) for sign in signs]
    boxes += [
        (rule.at, rule.at, rule.begin, rule.end) if rule.upright else (rule.begin, rule.end, rule.at, rule.at)
        for rule in page.rules
    ]
    for left, right, bottom, top in boxes:
        begin, end = (int(min(max(0.0, x), page.width) / _STEP) for x in (left, right))
        low, high = (int(min(max(0.0, y), page.height) / _STEP) for y in (bottom, top))
        covered = ((1 << (end - begin + 1)) - 1) << begin
        effort.spend(1 + (high - low) // 4)
        for row in range(low, high + 1):
            rows[row] = rows.get(row, 0) | covered
    return rows


def _longest_run(bits: str) -> tuple[int, int]:
    """Where most zeros in a row begin, and how many they are."""
    zeros = max(bits.split("1"), key=len)
    return bits.index(zeros), len(zeros)


def _goes_on(part: Sheet, height: float) -> bool:
    """Whether a part of a page says something by itself."""
    upright = {round(rule.at) for rule in part.rules if rule.upright}
    level = {round(rule.at) for rule in part.rules if not rule.upright}
    if min(len(upright), len(level)) >= _FEWEST_RULES:
        return True
    lines: dict[int, list[Sign]] = {}
    for sign in part.signs:
        if sign.text.strip() and not sign.text.isdigit():  # 尽公开，把工作落到实处: commas do not part words
            lines.setdefault(round(sign.middle[1]), []).append(sign)
    return sum(_longest(line, height) >= _FEWEST_LETTERS for line in lines.values()) >= _FEWEST_LINES


def _longest(line: list[Sign], height: float) -> int:
    """How many letters stand one after the other at most."""
    longest = count = 0
    right = 0.0
    for sign in sorted(line, key=lambda sign: sign.left):
        count = count + 1 if count and sign.left - right < _NO_GAP * height else 1
        longest, right = max(longest, count), sign.right
    return longest


def _between(page: Sheet, bottom: float, top: float) -> Sheet:
    return replace(
        page,
        signs=[sign for sign in page.signs if bottom <= sign.middle[1] < top],
        rules=[rule for rule in page.rules if bottom <= _middle(rule)[1] < top],
    )


def _beside(page: Sheet, at: float, *, right: bool) -> Sheet:
    return replace(
        page,
        signs=[sign for sign in page.signs if (sign.middle[0] > at) is right],
        rules=[rule for rule in page.rules if (_middle(rule)[0] > at) is right],
    )


def _middle(rule: Rule) -> tuple[float, float]:
    along = (rule.begin + rule.end) / 2
    return (rule.at, along) if rule.upright else (along, rule.at)


def _left(page: Sheet) -> float:
    return min(
        [sign.left for sign in page.signs if sign.text.strip()]
        + [rule.at if rule.upright else rule.begin for rule in page.rules]
    )


def _moved(page: Sheet, by: float) -> Sheet:
    """The part so far to the left."""
    return replace(
        page,
        signs=[replace(sign, left=sign.left - by, right=sign.right - by) for sign in page.signs],
        rules=[
            replace(rule, at=rule.at - by)
            if rule.upright
            else replace(rule, begin=rule.begin - by, end=rule.end - by)
            for rule in page.rules
        ],
    )
