"""Characters that a page draws and does not show: a sheet of a workbook cuts off what has no room in a cell.

They lie over the figures of the next cells, and would be read among them. Browsers do not even draw what
lies beyond the edge of a box that can be scrolled: a figure that reaches up to it may go on there, unless
the page has letters beyond an edge.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import c_float, c_void_p, cast
from dataclasses import dataclass, replace
from math import hypot
from typing import TYPE_CHECKING, Any

from pypdfium2 import PdfObject, PdfPage, raw

from nianbao.read.doubts import Why
from nianbao.read.pdf.cut import CUT, is_of_number
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.ruled import Box, Point

if TYPE_CHECKING:
    from nianbao.read.pdf.page import Sign

pdfium: Any = raw
_OF_OBJECT = 5  # steps of effort
# Of the height of a digit: how much room the next one has at its left at most, if it is as wide as digits are
# or as Chinese letters.
_ROOM, _ROOM_OF_WIDE = 0.16, 0.35
_WIDE = 0.7  # of its height: a digit that is wider is as wide as Chinese letters
_TIGHT = 0.12  # of its height: what stands further behind a word is none of its characters
_LETTER = 1.5  # of its height: no letter is wider
_BETWEEN = frozenset(".,")  # digits; the wide ones end lines of words
_MOST_POINTS = 50  # of an area that is looked at; a rectangle has five


@dataclass(frozen=True)
class _Last:
    """The character before: as it is seen, where that is, and as it was drawn."""

    shown: Sign
    place: Point
    drawn: Sign


class Clips:
    """What of the texts of a page is shown, by the rectangles that these are cut off at."""

    def __init__(
        self, page: PdfPage, turned: Callable[[float, float, float, float], Box], effort: Effort
    ) -> None:
        self._areas: dict[int | None, Box] = {}  # by the address of a text; nothing of what forms hold
        self._is_whole = False  # whether also that is drawn which is not shown
        self._apart = 0.0  # how far digits are, in shares of their height
        self._in_words = False  # whether the last number is
        self._last: _Last | None = None
        for text in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
            effort.spend(_OF_OBJECT)
            area = area_of(text)
            if area is not None:
                shown = turned(area.left, area.bottom, area.right, area.top)
                self._areas[_address(text.raw)] = shown
                self._is_whole = self._is_whole or _is_far(turned(*text.get_bounds()), shown, _size(text))

    def shown(self, text: Any, index: int, sign: Sign) -> Sign:
        """A character as it is seen: of a word that is cut off the rest stands where the cut is, and a digit
        of a number that is cut off is none. One that reaches up to the cut is in doubt."""
        if not self._areas:
            return sign
        area = self._areas.get(_address(pdfium.FPDFText_GetTextObject(text, index)))
        if area is None or area.holds(*sign.middle):
            self._set_beside(sign)
            edge = None if area is None or self._is_whole or self._in_words else area.right
            cut = edge is not None and may_go_on(sign, edge, self._apart)
            seen = replace(sign, doubt=Why.CUT) if cut else sign
            self._last = _Last(seen, sign.middle, sign)
            return seen
        last = self._last
        if last is None or not (area.holds(*last.place) and _is_next(last.drawn, sign)):
            return sign if self._is_whole or not sign.text.isdigit() else replace(sign, doubt=Why.CUT)
        number = sign.text.isdigit() and is_of_number(last.shown.text)
        shown = replace(last.shown, text=CUT if number else sign.text, left=last.shown.right)
        self._last = _Last(shown, last.place, sign)
        return shown

    def _set_beside(self, sign: Sign) -> None:
        """Take up how far digits are set apart, and whether a number stands in words: these go on in the next
        line and are not cut off."""
        before = None if self._last is None else self._last.drawn
        if before and before.text.isdigit() and sign.text.isdigit() and _is_next(before, sign):
            self._apart = max(0.0, (sign.left - before.right) / (sign.top - sign.bottom))
        if before is None or not _is_next(before, sign, _TIGHT):
            self._in_words = False
        elif not is_of_number(before.text):
            self._in_words = not before.text.isspace()


def may_go_on(sign: Sign, edge: float, apart: float = 0.0) -> bool:
    """Whether a number may go on behind a character, beyond an edge that nothing is drawn beyond.
    ``apart`` is how far digits are set apart, in shares of their height."""
    if not (sign.text.isdigit() or sign.text in _BETWEEN):
        return False
    height, width = sign.top - sign.bottom, sign.right - sign.left
    room = _ROOM_OF_WIDE if width > _WIDE * height else _ROOM
    return sign.right + (room + apart) * height > edge


def _size(text: PdfObject) -> float:
    """How high the letters of a text are, in points; a dash has hardly any height of its own."""
    size, matrix = c_float(), text.get_matrix()
    pdfium.FPDFTextObj_GetFontSize(text.raw, size)
    return float(size.value) * hypot(matrix.c, matrix.d)


def _is_far(box: Box, area: Box, size: float) -> bool:
    """Whether a text reaches out of what is shown of it by more than a letter of its size."""
    out = max(box.right - area.right, area.left - box.left, box.top - area.top, area.bottom - box.bottom)
    return out > _LETTER * max(size, box.top - box.bottom)


def _is_next(before: Sign, sign: Sign, near: float = 0.5) -> bool:
    """Whether a character stands right behind another one, no further than so much of its height."""
    height = before.top - before.bottom
    level = abs(sign.middle[1] - before.middle[1]) < height / 2
    return level and abs(sign.left - before.right) < near * height


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
