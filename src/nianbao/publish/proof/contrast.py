"""Whether what is written in a PDF stands out from what is below it: white words are read, and not seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from pypdfium2 import PdfDocument, raw

from nianbao.publish.proof.deviation import Difference
from nianbao.read.pdf.ink import picture, stands_out
from nianbao.words import shortened

pdfium: Any = raw  # the functions of the C library, without types
_MOST_PLACES = 12
_LONGEST = 20  # characters of a place


def concealed(data: bytes) -> Iterator[Difference]:
    """The words that are of the colour of their ground, or lie below something."""
    with PdfDocument(data) as document:
        places = (place for number, page in enumerate(document, 1) for place in _on(page, number))
        yield from islice(places, _MOST_PLACES)


def _on(page: Any, number: int) -> Iterator[Difference]:
    drawn = picture(page)
    text, height = page.get_textpage(), page.get_height()
    signs = ((at, chr(pdfium.FPDFText_GetUnicode(text, at))) for at in range(text.count_chars()))
    written = [(sign, text.get_charbox(at)) for at, sign in signs if not sign.isspace()]
    for is_seen, group in groupby(written, key=lambda each: stands_out(drawn, each[1], height)):
        if not is_seen:
            words = "".join(sign for sign, _ in group)
            yield Difference(f"第{number}页", shortened(words, _LONGEST), "和底色一样，看不见")
