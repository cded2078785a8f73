"""What a typographer objects to on the finished pages of a report, measured in the file.

The sheet is that of GB/T 9704-2012: 28 characters to the line, 22 lines to the page, the page number outside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.paper import Sign, pages_of, signs, strokes

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 184 * MM, 37 * MM, 262 * MM  # of the type area, in points
SIZE, PITCH, INDENT = 15.75, 28.95, 2 * 15.75
NUMBER = 14.0  # size of the page number
RULE = 72 / 192  # of tables: wider than a pixel at 200 %, poppler draws some of them twice as wide as others
_SLACK = 1.0  # points
_MARK = "草稿"
_ELASTIC = re.compile(r"[\u2018-\u201f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LONE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]\W*")
_CLOSING = "）》〉】〕］”’」』"  # half of such a sign is blank
_LEAST_ADVANCE = 0.15  # of the type: the narrowest sign is a quarter wide
_LEAST_LEAD = 0.75  # of the type, from one base line to the next


@dataclass(frozen=True)
class Line:
    """A line of running text, in points."""

    page: int
    left: float
    right: float
    y: float
    text: str


def faults(data: bytes) -> list[str]:
    """All faults of a report's pages, in words."""
    drawn = [sign for sign in signs(data) if sign.text not in _MARK or sign.size < SIZE]
    text = [sign for sign in drawn if sign.y < BOTTOM + _SLACK]
    lines = list(_lines(text))
    return [
        *_outside(text),
        *_over_each_other(text),
        *_ragged(lines),
        *_lonely(lines),
        *_numbers([sign for sign in drawn if sign.y >= BOTTOM + _SLACK], pages_of(data)),
        *_uneven(strokes(data)),
    ]


def text(data: bytes) -> list[str]:
    """The lines of running text."""
    return [line.text for line in _lines([sign for sign in signs(data) if sign.text not in _MARK])]


def gaps(data: bytes) -> list[float]:
    """Which share of each page is empty below what stands on it."""
    lowest = [TOP] * pages_of(data)
    for sign in signs(data):
        if TOP < sign.y < BOTTOM:
            lowest[sign.page] = max(lowest[sign.page], sign.y)
    return [(BOTTOM - y) / (BOTTOM - TOP) for y in lowest]


def _lines(drawn: Sequence[Sign]) -> Iterator[Line]:
    """The lines of running text, from top to bottom."""
    found: dict[tuple[int, int], list[Sign]] = defaultdict(list)
    for sign in drawn:
        if abs(sign.size - SIZE) < 0.1:
            found[sign.page, round(sign.y)].append(sign)
    for (page, _), line in sorted(found.items()):
        line.sort(key=lambda sign: sign.x)
        yield Line(
            page, line[0].x, max(sign.right for sign in line), line[0].y, "".join(sign.text for sign in line)
        )


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one paragraph each: the first one is indented, the others begin at the edge."""
    paragraph: list[Line] = []
    for line in lines:
        goes_on = abs(line.left - LEFT) < _SLACK and paragraph and _is_next(paragraph[-1], line)
        if paragraph and not goes_on:
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _is_next(above: Line, below: Line) -> bool:
    return below.page == above.page + 1 or (below.page == above.page and below.y - above.y < 1.1 * PITCH)


def _outside(drawn: Sequence[Sign]) -> Iterator[str]:
    for sign in drawn:
        right = sign.right - (sign.size / 2 if sign.text in _CLOSING else 0)
        if not (sign.x > LEFT - _SLACK and right < RIGHT + _SLACK and TOP < sign.y < BOTTOM):
            yield f"{sign} stands outside of the type area"


def _over_each_other(drawn: Sequence[Sign]) -> Iterator[str]:
    near: dict[tuple[int, int, int], list[Sign]] = defaultdict(list)
    for sign in drawn:
        near[sign.page, int(sign.x // 20), int(sign.y // 20)].append(sign)
    for (page, column, row), here in near.items():
        others = [each for x in (0, 1) for y in (0, 1) for each in near.get((page, column + x, row + y), ())]
        for one in here:
            for other in others:
                across, down = abs(one.x - other.x), abs(one.y - other.y)
                size = min(one.size, other.size)
                beside = down < 1 and across < _LEAST_ADVANCE * size
                above = 1 < down < _LEAST_LEAD * size and across < size / 2
                if one is not other and (beside or above):
                    yield f"{one} stands on {other}"


def _ragged(lines: Sequence[Line]) -> Iterator[str]:
    for paragraph in _paragraphs(lines):
        for above, below in pairwise(paragraph):
            slack = SIZE / 2 if above.text[-1] in _CLOSING else _SLACK
            if abs(above.right - RIGHT) > slack and _ELASTIC.search(above.text[1:-1]):
                yield f"{above} does not end at the edge"
            if above.page == below.page and abs(below.y - above.y - PITCH) > 0.1:
                yield f"{below} stands {below.y - above.y} below the line before it"


def _lonely(lines: Sequence[Line]) -> Iterator[str]:
    """单字不成行，单行不成页: a line of one character, a line of a paragraph that is alone on its page."""
    for paragraph in _paragraphs(lines):
        if len(paragraph) > 1 and _LONE.fullmatch(paragraph[-1].text):
            yield f"{paragraph[-1]} is one character long"
        pages = [line.page for line in paragraph]
        if len(set(pages)) > 1 and min(pages.count(page) for page in set(pages)) < 2:
            yield f"one line of {paragraph} is alone on a page"


def _numbers(drawn: Sequence[Sign], pages: int) -> Iterator[str]:
    """The dashes of page numbers stand 7 mm below the type area, one character in from the outer edge."""
    for page in range(pages):
        number = sorted((sign for sign in drawn if sign.page == page), key=lambda sign: sign.x)
        if "".join(sign.text for sign in number) != f"—{page + 1}—":
            yield f"page {page + 1} has the number {number}"
            continue
        edge = RIGHT - NUMBER - number[-1].right if page % 2 == 0 else number[0].x - LEFT - NUMBER
        dash = number[0].y - 0.4 * NUMBER - BOTTOM - 7 * MM  # 0.4 of the type above the base line
        if abs(edge) > _SLACK or abs(dash) > _SLACK:
            yield f"the number of page {page + 1} is {edge} and {dash} from its place"


def _uneven(rules: Mapping[float, int]) -> Iterator[str]:
    for width, count in rules.items():
        if width != RULE:
            yield f"{count} rules are {width} wide"
