"""What somebody put on a page in a viewer afterwards: words crossed out, and things that lie upon words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pypdfium2 import PdfPage, raw

from nianbao.read.pdf.ruled import Box, Point, extent

pdfium: Any = raw  # the functions of the C library, without types

_MOST = 1_000  # notes of a page
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_ASIDE = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_HIGHLIGHT,
          pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY}  # fmt: skip
_FRAMES = {pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE}  # upon words only if they are filled


class Notes(NamedTuple):
    """Where words are crossed out, where something lies upon them, and where the fields of a form are, of
    which nobody sees here what they say."""

    struck: list[Box]
    covered: list[Box]
    fields: list[Box]


def notes(page: PdfPage, turned: Callable[[float, float], Point]) -> Notes:
    """What lies upon a page."""
    found = Notes([], [], [])
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
            pass
        elif kind == pdfium.FPDF_ANNOT_WIDGET:
            found.fields.append(_around(note, turned))
        elif kind == pdfium.FPDF_ANNOT_STRIKEOUT:
            found.struck.extend(_marked(note, turned))
        elif kind not in _ASIDE and (kind not in _FRAMES or pdfium.FPDFAnnot_HasKey(note, b"IC")):
            found.covered.append(_around(note, turned))
        pdfium.FPDFPage_CloseAnnot(note)
    return found


def _marked(note: Any, turned: Callable[[float, float], Point]) -> Iterator[Box]:
    """The parts of lines that a note is about."""
    found = pdfium.FS_QUADPOINTSF()
    for index in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(note), _MOST)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(note, index, found):
            corners = [(found.x1, found.y1), (found.x2, found.y2), (found.x3, found.y3), (found.x4, found.y4)]
            yield extent([turned(*corner) for corner in corners])


def _around(note: Any, turned: Callable[[float, float], Point]) -> Box:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, box)
    return extent([turned(box.left, box.bottom), turned(box.right, box.top)])
