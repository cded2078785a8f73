"""What stands where on the pages of a PDF, as pdfium draws them, whoever made the file."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Any

import pypdfium2
from pypdfium2 import raw

_library: Any = raw
_STROKED = _library.FPDF_TEXTRENDERMODE_FILL_STROKE
_BLANK = re.compile(r"\s+")
# Whose box pdfium makes as wide as what is drawn of it.
_WIDE = re.compile(r"[\u2018-\u201f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Sign:
    """A character that is drawn: its page from 0, where its base line begins, where it ends on the right, and
    the size of its type, in points."""

    page: int
    x: float
    y: float
    text: str
    right: float
    size: float


def pages_of(data: bytes) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(data) as document:
        return len(document)


@lru_cache(maxsize=8)  # whoever looks at a file asks for them several times
def signs(data: bytes) -> tuple[Sign, ...]:
    """Everything that is drawn as text but blanks, in the order of the file, page after page."""
    with pypdfium2.PdfDocument(data) as document:
        return tuple(sign for number in range(len(document)) for sign in _signs(number, document[number]))


def _signs(number: int, page: pypdfium2.PdfPage) -> Iterator[Sign]:
    text, height = page.get_textpage(), page.get_height()
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = _library.FS_RECTF(), _library.FS_MATRIX()
    for index in range(text.count_chars()):
        sign = text.get_text_range(index, 1)
        if not sign and 0xD800 <= (high := _library.FPDFText_GetUnicode(text, index)) < 0xDC00:
            low = _library.FPDFText_GetUnicode(text, index + 1)  # pdfium counts a rare character twice
            sign = chr(0x10000 + (high - 0xD800 << 10) + low - 0xDC00)
        if not _BLANK.fullmatch(sign) and sign:
            _library.FPDFText_GetCharOrigin(text, index, x, y)
            _library.FPDFText_GetLooseCharBox(text, index, box)
            _library.FPDFText_GetMatrix(text, index, matrix)
            size = _library.FPDFText_GetFontSize(text, index) * abs(matrix.d)
            right = x.value + size if _WIDE.match(sign) else box.right
            yield Sign(number, x.value, height - y.value, sign, right, size)


def bold(data: bytes) -> str:
    """What is drawn with a stroke, as fonts of one weight are made bold."""
    with pypdfium2.PdfDocument(data) as document:
        return "".join(_bold(document[number]) for number in range(len(document)))


def _bold(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    modes = [
        _library.FPDFTextObj_GetTextRenderMode(_library.FPDFText_GetTextObject(text, index))
        for index in range(text.count_chars())
    ]
    drawn = [text.get_text_range(index, 1) for index, mode in enumerate(modes) if mode == _STROKED]
    return _BLANK.sub("", "".join(drawn))


def strokes(data: bytes) -> Counter[float]:
    """How many lines are drawn of each width, in points."""
    with pypdfium2.PdfDocument(data) as document:
        return Counter(width for page in document for width in _strokes(page))


def _strokes(page: pypdfium2.PdfPage) -> Iterator[float]:
    mode, drawn, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    for path in page.get_objects(filter=[_library.FPDF_PAGEOBJ_PATH]):
        _library.FPDFPath_GetDrawMode(path, mode, drawn)
        if drawn.value:
            _library.FPDFPageObj_GetStrokeWidth(path, width)
            yield round(width.value * abs(path.get_matrix().a), 3)


def bars(data: bytes, x: float) -> list[tuple[float, float]]:
    """What the first page has on a line from top to bottom, at ``x`` points from the left: where each of it
    begins and how high it is, in points, to a quarter of one."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        column = page.render(scale=4, crop=(x, 0, page.get_width() - x - 1, 0)).to_pil().convert("L")
    column = column.resize((1, column.height))
    found = [(ink, len(list(run))) for ink, run in groupby(column.tobytes(), lambda light: light < 200)]
    begins = accumulate((length for _, length in found), initial=0)
    return [(begin / 4, length / 4) for begin, (ink, length) in zip(begins, found, strict=False) if ink]


def lines_of(data: bytes) -> list[str]:
    """What is drawn on each line of each page, from left to right, without blanks."""
    lines: dict[tuple[int, int], str] = {}
    for sign in sorted(signs(data), key=lambda sign: sign.x):
        lines[sign.page, round(sign.y)] = lines.get((sign.page, round(sign.y)), "") + sign.text
    return list(lines.values())


def places(data: bytes, texts: Iterable[str]) -> dict[str, list[Sign]]:
    """For each text the signs with which it begins wherever it is drawn."""
    drawn = signs(data)
    whole = "".join(sign.text[0] for sign in drawn)
    wanted = {text: _BLANK.sub("", text) for text in texts}
    return {
        text: [drawn[match.start()] for match in re.finditer(re.escape(bare), whole)]
        for text, bare in wanted.items()
    }
