"""The fonts of a PDF that is open in pdfium, and which of their characters are drawn as something else."""

from __future__ import annotations

from collections import defaultdict
from ctypes import c_void_p, cast
from typing import Any

from pypdfium2 import PdfDocument, PdfPage, raw

from nianbao.read.pdf.ink import picture
from nianbao.read.pdf.specimens import Specimen, Specimens, place_of

pdfium: Any = raw  # the functions of the C library, without types

_HYPHEN = 2  # what the library makes of a dash at the end of a line


class Fonts:
    """What the characters of fonts look like, by the page on which each of them is drawn once."""

    def __init__(self, page: PdfPage, specimens: Specimens) -> None:
        text, matrix = page.get_textpage(), pdfium.FS_MATRIX()
        count = len([*specimens])
        said: dict[int, str] = defaultdict(str)
        signs: dict[int, set[tuple[int | None, int]]] = defaultdict(set)
        for index in range(text.count_chars()):
            if pdfium.FPDFText_IsGenerated(text, index):
                continue
            item = pdfium.FPDFText_GetTextObject(text, index)
            pdfium.FPDFPageObj_GetMatrix(item, matrix)
            at = place_of(matrix.e, matrix.f, count)
            code = pdfium.FPDFText_GetUnicode(text, index)
            said[at] += "-" if code == _HYPHEN else chr(code)
            signs[at].add((_address(pdfium.FPDFTextObj_GetFont(item)), code))
        text.close()
        wrong = specimens.untrue(picture(page, 1.0), said)
        self._untrue = {sign for at in wrong for sign in signs[at]}

    def untrue(self, text: Any, index: int, code: int) -> bool:
        """Whether a character of a page is drawn as something else than its font says."""
        if not self._untrue:
            return False
        font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(text, index))
        return (_address(font), code) in self._untrue


def untrue(specimens: Specimens) -> set[Specimen]:
    """Those that are drawn as something else than their fonts say. Raises PdfiumError."""
    with PdfDocument(specimens.alone()) as document:
        drawn = picture(document[0], 1.0)
    every = [*specimens]
    return {every[at] for at in specimens.untrue(drawn, {})}


def _address(pointer: Any) -> int | None:
    return cast(pointer, c_void_p).value
