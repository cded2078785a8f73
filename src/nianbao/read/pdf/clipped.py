"""Characters that a page draws and does not show: a sheet of a workbook cuts off what has no room in a cell.

They lie over the figures of the next cells, and would be read among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import c_float, c_void_p, cast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pypdfium2 import PdfObject, PdfPage, raw

from nianbao.read.doubts import Why
from nianbao.read.pdf.cut import CUT, is_of_number
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.ruled import Box, Rule

if TYPE_CHECKING:
    from nianbao.read.pdf.page import Sign

pdfium: Any = raw
_OF_OBJECT = 3  # steps of effort
_BORDER = 1.5  # points beside a digit, or the edge of a window, where the border of its cell can stand
_MOST_POINTS = 50  # of an area that is looked at; a rectangle has five


@dataclass(frozen=True)
class _Last:
    """The character before: as it is seen, where that is before the page is turned, and as it was drawn."""

    shown: Sign
    place: tuple[float, float]
    drawn: Sign


class Clips:
    """What of the texts of a page is shown, by the rectangles that these are cut off at."""

    def __init__(self, page: PdfPage, effort: Effort) -> None:
        self._areas: dict[int | None, Box] = {}  # by the address of a text; nothing of what forms hold
        self._last: _Last | None = None
        for text in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
            effort.spend(_OF_OBJECT)
            area = area_of(text)
            if area is not None:
                self._areas[_address(text.raw)] = area

    def shown(self, text: Any, index: int, sign: Sign, middle: tuple[float, float]) -> Sign:
        """A character as it is seen: of a word that is cut off the rest stands where the cut is, and a digit
        of a number that is cut off is none. ``middle`` is where it stands before the page is turned."""
        if not self._areas:
            return sign
        area = self._areas.get(_address(pdfium.FPDFText_GetTextObject(text, index)))
        if area is None or area.holds(*middle):
            self._last = _Last(sign, middle, sign)
            return sign
        last = self._last
        if last is None or not (area.holds(*last.place) and _is_next(last.drawn, sign)):
            return sign
        number = sign.text.isdigit() and is_of_number(last.shown.text)
        shown = replace(last.shown, text=CUT if number else sign.text, left=last.shown.right)
        self._last = _Last(shown, last.place, sign)
        return shown


def with_doubts(signs: Iterable[Sign], rules: Iterable[Rule], windows: Iterable[Box]) -> Iterator[Sign]:
    """The characters, in doubt the digits right at the edge of a window where no border is behind them.

    What has no room in a window of a web page cannot be scrolled on paper: others may have followed that are
    not even drawn.
    """
    there = [*windows]
    walls = [rule for rule in rules if rule.upright and not rule.waves] if there else []
    for sign in signs:
        area = next(
            (area for area in there if sign.text.isdigit() and area.holds(sign.left, sign.middle[1])), None
        )
        if area is None or area.right - sign.right > sign.right - sign.left:
            yield sign
            continue
        begin, end, y = sign.right - _BORDER, area.right + _BORDER, sign.middle[1]
        closed = any(begin <= wall.at <= end and wall.begin <= y <= wall.end for wall in walls)
        yield sign if closed else replace(sign, doubt=sign.doubt or Why.OFF_PAGE)


def _is_next(before: Sign, sign: Sign) -> bool:
    """Whether a character stands right behind another one."""
    height = before.top - before.bottom
    return abs(sign.middle[1] - before.middle[1]) < height / 2 and abs(sign.left - before.right) < height / 2


def area_of(item: PdfObject) -> Box | None:
    """The rectangle around all that a text or a path is cut off at; None if nothing of it is cut off."""
    clip: Any = pdfium.FPDFPageObj_GetClipPath(item.raw)
    found: Box | None = None
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        xs, ys = [], []
        x, y = c_float(), c_float()
        for at in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, path), _MOST_POINTS)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, at), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            box = Box(min(xs), min(ys), max(xs), max(ys))
            found = box if found is None else _both(found, box)
    return found


def _both(one: Box, other: Box) -> Box:
    return Box(
        max(one.left, other.left),
        max(one.bottom, other.bottom),
        min(one.right, other.right),
        min(one.top, other.top),
    )


def _address(pointer: Any) -> int | None:
    return cast(pointer, c_void_p).value
