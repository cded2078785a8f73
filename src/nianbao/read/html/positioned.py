"""Pages of a PDF as ``pdftohtml`` writes them: every piece of text stands at a place of its own, in points.

They become lines of text with blanks between, everything where it stood, as ``pdftotext -fixed`` writes them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from lxml import etree

from nianbao.read.html.rules import declared

_POINTS = re.compile(r"(\d{1,6})(?:\.\d+)?p[tx]")
_SIZE = re.compile(r"\.([\w-]+)\s*\{[^{}]*font-size:\s*(\d{1,3})")
_LARGEST_STYLE = 200_000
_FEWEST = 40  # pieces of a page that is made so
_USUAL_SIZE = 12.0
_BESIDE = 4  # by which the tops of pieces of one line may differ
_JOINED = 0.6  # of a character: a smaller gap parts no words
_WIDEST = 400  # columns of a line


class _Piece(NamedTuple):
    top: int
    left: int
    size: float
    text: str

    @property
    def right(self) -> float:
        return self.left + sum(self.size if not each.isascii() else self.size / 2 for each in self.text)


def laid_out(root: etree._Element) -> str:
    """The text of such a page, with the ends of its pages; empty for any other page."""
    paragraphs = [element for element in root.iter("p") if "absolute" in element.get("style", "")]
    if len(paragraphs) < _FEWEST:
        return ""
    sheet = "\n".join(element.text or "" for element in root.iter("style"))[:_LARGEST_STYLE]
    sizes = {name: float(size) for name, size in _SIZE.findall(sheet)}
    pages = itertools.groupby(paragraphs, key=lambda element: element.getparent())
    pieces = [[piece for element in page for piece in _pieces(element, sizes)] for _, page in pages]
    column = median([piece.size for page in pieces for piece in page] or [_USUAL_SIZE]) / 2 or 1.0
    return "\f".join("\n".join(_lines(page, column)) + "\n" for page in pieces)


def _pieces(element: etree._Element, sizes: dict[str, float]) -> Iterator[_Piece]:
    """The lines of an element, each a piece."""
    style = dict(declared(element.get("style", "").lower()))
    top, left = (_POINTS.fullmatch(style.get(side, "")) for side in ("top", "left"))
    if style.get("position") != "absolute" or top is None or left is None:
        return
    size = sizes.get(element.get("class", ""), _USUAL_SIZE)
    for line in element.iter("br"):
        line.tail = "\n" + (line.tail or "")
    texts = "".join(map(str, element.itertext())).replace("\xa0", " ").split("\n")
    for number, text in enumerate(texts):
        if text.strip():
            yield _Piece(int(top[1]) + round(number * size * 1.2), int(left[1]), size, text.strip())


def _lines(pieces: Sequence[_Piece], column: float) -> Iterator[str]:
    """The pieces of a page as lines, each in its column."""
    line: list[_Piece] = []
    for piece in [*sorted(pieces), None]:
        if line and (piece is None or piece.top > line[0].top + _BESIDE):
            yield _line(sorted(line, key=lambda each: each.left), column)
            line = []
        if piece is not None:
            line.append(piece)


def _line(pieces: Sequence[_Piece], column: float) -> str:
    text = ""
    right = float("-inf")
    for piece in pieces:
        joined = piece.left - right < _JOINED * piece.size
        blanks = min(round(piece.left / column), _WIDEST) - len(text)
        text += "" if joined else " " * max(blanks, 1 if text else 0)
        text += piece.text
        right = piece.right
    return text
