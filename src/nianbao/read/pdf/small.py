"""Pages in small print, such as a wide sheet printed on one paper, brought to the size of ordinary print.

How far apart two lines or two words are is judged in points, for letters of ordinary size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from nianbao.read.pdf.page import Sheet, Sign
from nianbao.read.pdf.ruled import Box, Rule

_SMALL = 6.0  # points: the height of letters that are enlarged
_ORDINARY = 12.0  # points that they have then
_MOST = 4.0  # times


def enlarged(pages: Sequence[Sheet]) -> list[Sheet]:
    """The pages; if most of their letters are small, with all that is on them as many times larger. All
    alike: a table that goes on over pages has the same columns on each."""
    heights = [sign.top - sign.bottom for page in pages for sign in page.signs if sign.text.strip()]
    letters = median(heights) if heights else _ORDINARY
    if not 0 < letters < _SMALL:
        return list(pages)
    by = min(_MOST, _ORDINARY / letters)
    return [_sheet(page, by) for page in pages]


def _sheet(page: Sheet, by: float) -> Sheet:
    return Sheet(
        page.width * by,
        page.height * by,
        [_sign(sign, by) for sign in page.signs],
        [_rule(rule, by) for rule in page.rules],
        [_box(box, by) for box in page.struck],
        [_box(box, by) for box in page.covered],
        [_box(box, by) for box in page.unsaid],
        by,
        page.number,
    )


def _sign(sign: Sign, by: float) -> Sign:
    left, right, bottom, top = sign.left * by, sign.right * by, sign.bottom * by, sign.top * by
    return replace(sign, left=left, right=right, bottom=bottom, top=top, foot=sign.foot * by)


def _rule(rule: Rule, by: float) -> Rule:
    return replace(rule, at=rule.at * by, begin=rule.begin * by, end=rule.end * by, thick=rule.thick * by)


def _box(box: Box, by: float) -> Box:
    return Box(box.left * by, box.bottom * by, box.right * by, box.top * by)
