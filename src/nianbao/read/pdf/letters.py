"""Letters that are drawn bold by their outlines: printers that have no bold font draw each once more, as a
line around it. The level strokes of 一 and 二 would be taken for lines through them."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float
from math import hypot
from typing import Any

from pypdfium2 import PdfMatrix, PdfObject, raw

from nianbao.read.pdf.ruled import extent

pdfium: Any = raw

_OF_RECTANGLE = 5  # segments
_MOST_SEGMENTS = 2_000  # of a path that is looked at
_LARGEST = 45.0  # points: of a letter


def is_of_letters(path: PdfObject, matrix: PdfMatrix) -> bool:
    """Whether a path is nothing but outlines of letters: each closed and no larger than a letter, and one at
    least with more corners than a rectangle, as the holes of 目 are."""
    count = int(pdfium.FPDFPath_CountSegments(path))
    if not _OF_RECTANGLE < count <= _MOST_SEGMENTS:
        return False
    outlines = [outline for outline in _outlines(path, count) if len(outline) > 1]
    times = hypot(matrix.a, matrix.b)
    many_corners = any(len(outline) > _OF_RECTANGLE for outline in outlines)
    return many_corners and all(_is_of_letter(outline, times) for outline in outlines)


def _is_of_letter(outline: list[tuple[float, float, bool]], times: float) -> bool:
    box = extent([(x, y) for x, y, _ in outline])
    small = max(box.right - box.left, box.top - box.bottom) * times <= _LARGEST
    return small and outline[-1][2]


def _outlines(path: PdfObject, count: int) -> Iterator[list[tuple[float, float, bool]]]:
    """The points of each outline, with whether it is closed there."""
    outline: list[tuple[float, float, bool]] = []
    x, y = c_float(), c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            yield outline
            outline = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        outline.append((x.value, y.value, bool(pdfium.FPDFPathSegment_GetClose(segment))))
    yield outline
