"""Whether what is written in a PDF stands out from what is below it: white words are read, and not seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from PIL import Image
from pypdfium2 import PdfDocument, raw

from nianbao.publish.proof.deviation import Difference
from nianbao.words import shortened

pdfium: Any = raw  # the functions of the C library, without types
_SCALE = 1.5  # pixels to the point
_LEAST = 40  # of 255: what the darkest and the lightest spot of a sign differ by
_MOST_PLACES = 12
_LONGEST = 20  # characters of a place


def concealed(data: bytes) -> Iterator[Difference]:
    """The words that are of the colour of their ground, or lie below something."""
    with PdfDocument(data) as document:
        places = (place for number, page in enumerate(document, 1) for place in _on(page, number))
        yield from islice(places, _MOST_PLACES)


def _on(page: Any, number: int) -> Iterator[Difference]:
    picture = page.render(scale=_SCALE, grayscale=True).to_pil()
    text, height = page.get_textpage(), page.get_height()
    signs = ((at, chr(pdfium.FPDFText_GetUnicode(text, at))) for at in range(text.count_chars()))
    written = [(sign, text.get_charbox(at)) for at, sign in signs if not sign.isspace()]
    for is_seen, group in groupby(written, key=lambda each: _stands_out(picture, each[1], height)):
        if not is_seen:
            words = "".join(sign for sign, _ in group)
            yield Difference(f"第{number}页", shortened(words, _LONGEST), "和底色一样，看不见")


def _stands_out(picture: Image.Image, box: tuple[float, float, float, float], height: float) -> bool:
    left, bottom, right, top = box
    if right <= left or top <= bottom:
        return True  # a mark without ink
    area = (left * _SCALE, (height - top) * _SCALE, right * _SCALE + 1, (height - bottom) * _SCALE + 1)
    spots = picture.crop(area).tobytes()
    return not spots or max(spots) - min(spots) >= _LEAST
