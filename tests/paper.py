"""What stands where on the pages of a PDF, as pdfium draws them, whoever made the file."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

_library: Any = raw
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Sign:
    """A character that is drawn: its page from 0, and where its base line begins, in points."""

    page: int
    x: float
    y: float
    text: str


def pages_of(data: bytes) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def signs(data: bytes) -> list[Sign]:
    """Everything that is drawn as text but blanks, in the order of the file, page after page."""
    with pypdfium2.PdfDocument(data) as document:
        return [sign for number in range(len(document)) for sign in _signs(number, document[number])]


def _signs(number: int, page: pypdfium2.PdfPage) -> Iterator[Sign]:
    text, height = page.get_textpage(), page.get_height()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        _library.FPDFText_GetCharOrigin(text, index, x, y)
        sign = text.get_text_range(index, 1)
        if not _BLANK.fullmatch(sign) and sign:
            yield Sign(number, x.value, height - y.value, sign)


def places(data: bytes, texts: Iterable[str]) -> dict[str, list[Sign]]:
    """For each text the signs with which it begins wherever it is drawn."""
    drawn = signs(data)
    whole = "".join(sign.text[0] for sign in drawn)
    wanted = {text: _BLANK.sub("", text) for text in texts}
    return {
        text: [drawn[match.start()] for match in re.finditer(re.escape(bare), whole)]
        for text, bare in wanted.items()
    }
