"""What a person sees: the pages of a PDF drawn, and laid upon those of our own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from PIL import Image, ImageChops
from pypdfium2 import PdfDocument, PdfiumError, raw

from nianbao.problem import Unreadable
from nianbao.publish.proof.alignment import aligned
from nianbao.publish.proof.deviation import Deviation, Difference
from nianbao.publish.proof.pdf import is_tagged
from nianbao.words import without_spaces

pdfium: Any = raw  # the functions of the C library, without types
SCALE = 1.0  # pixels to the point: 72 to the inch
_SEEN = 10  # of 255: a difference in brightness that counts at a figure
_PLAIN = 40  # one that counts anywhere; less is how programs smooth the edges of letters
_MOST_PLACES = 5  # of a page
_LONGEST = 12  # characters of the text at a place
_EDGE = 0.1  # of the height of a page: where its number stands
_MM = 72 / 25.4


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """The drawn texts that differ, tagged or not, and where pages look otherwise. Raises Unreadable."""
    try:
        with PdfDocument(ours) as own, PdfDocument(theirs) as other:
            mine, its = _pages(own), _pages(other)
            texts = _texts(mine, its) if is_tagged(theirs) else _at_edges(mine, its)
            return list(texts), list(_pictures(mine, its))
    except PdfiumError as error:
        raise Unreadable("这份 PDF 画不出来，没有核对看到的样子。", "请重新导出或下载后再试。") from error


def _pages(document: PdfDocument) -> list[Any]:
    """The pages, each loaded once. What annotations and fields show is made a part of them: a field is drawn
    then, and what is written in either is read with the text of the page, as it is when loaded anew."""
    pages: list[Any] = list(document)
    for number, page in enumerate(pages):
        if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_NOTHINGTODO:
            pages[number] = document[number]
    return pages


def _texts(own: list[Any], other: list[Any]) -> Iterator[Difference]:
    """Lines that are drawn on one and not on the other, if both have as many pages and not the same signs."""
    if len(own) != len(other):
        return
    pages = [(_lines(page), _lines(counterpart)) for page, counterpart in zip(own, other, strict=True)]
    counts = [Counter("".join(line for lines in side for line in lines)) for side in zip(*pages, strict=True)]
    if counts[0] == counts[1]:
        return
    for number, (wanted, found) in enumerate(pages, 1):
        for tag, first, last, start, end in aligned(wanted, found):
            if tag != "equal":
                yield Difference(
                    f"第{number}页画出的文字", " ".join(wanted[first:last]), " ".join(found[start:end])
                )


def _at_edges(own: list[Any], other: list[Any]) -> Iterator[Difference]:
    """Lines above and below the text that ours has not. Of a file without tags all else that is drawn has
    been read, and its lines end elsewhere; these are taken for numbers of pages and what stands on each."""
    for number, (page, counterpart) in enumerate(zip(own, other, strict=False), 1):
        for below, above in ((0.0, _EDGE), (1 - _EDGE, 1.0)):
            known = _lines(page, below, above)
            added = [line for line in _lines(counterpart, below, above) if line not in known]
            if added:
                yield Difference(f"第{number}页画出的文字", "", " ".join(added))


def _lines(page: Any, below: float = 0.0, above: float = 1.0) -> list[str]:
    """The lines of a page between two heights, as shares of its own."""
    height = page.get_height()
    text = page.get_textpage().get_text_bounded(bottom=below * height, top=above * height)
    return [line for raw in text.splitlines() if (line := without_spaces(raw))]


def _pictures(own: list[Any], other: list[Any]) -> Iterator[Deviation]:
    for number, (page, counterpart) in enumerate(zip(own, other, strict=False), 1):
        if _size(page) != _size(counterpart):
            yield Deviation("看到的样子", f"第{number}页的大小或方向")
        else:
            for place in islice(_places(page, counterpart), _MOST_PLACES):
                yield Deviation("看到的样子", f"第{number}页{place}")


def _size(page: Any) -> tuple[int, int]:
    width, height = page.get_size()
    return round(width), round(height)


def _places(page: Any, counterpart: Any) -> Iterator[str]:
    """Where two pages of one size look otherwise: by the text that stands there, or by the height."""
    change = ImageChops.difference(_drawn(page), _drawn(counterpart))
    if change.getbbox() is None:
        return
    for left, top, right, bottom, most in _bands(change):
        text = _text_at(page, left, top, right, bottom)
        if most > _PLAIN or any(sign.isdecimal() for sign in text):
            where = f"“{text[:_LONGEST]}”处" if text else f"离上边{top / SCALE / _MM:.0f}毫米处"
            yield where


def _drawn(page: Any) -> Image.Image:
    picture: Image.Image = page.render(scale=SCALE, grayscale=True).to_pil()
    return picture.copy()


def _bands(change: Image.Image) -> Iterator[tuple[int, int, int, int, int]]:
    """The strips in which two pictures differ: left, top, right, bottom, and by how much at most."""
    mask = change.point(lambda value: 255 if value > _SEEN else 0)
    if mask.getbbox() is None:
        return
    top = 0
    for dirty, group in groupby(_rows(mask)):
        height = len(list(group))
        if dirty:
            left, _, right, _ = mask.crop((0, top, mask.width, top + height)).getbbox() or (0, 0, 0, 0)
            box = (left, top, right, top + height)
            yield (*box, max(change.crop(box).tobytes()))
        top += height


def _rows(mask: Image.Image) -> Iterator[bool]:
    """For each row of a picture whether anything is white in it."""
    for row in range(mask.height):
        yield mask.crop((0, row, mask.width, row + 1)).getbbox() is not None


def _text_at(page: Any, left: int, top: int, right: int, bottom: int) -> str:
    height = page.get_height()
    text = page.get_textpage().get_text_bounded(
        left / SCALE - 1, height - bottom / SCALE - 1, right / SCALE + 1, height - top / SCALE + 1
    )
    return without_spaces(text)
