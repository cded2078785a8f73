"""Whether the fonts of a PDF say what they show: each glyph that may stand in a figure, drawn for itself.

A font may say of its codes whatever its maker likes: subsets are numbered wrongly, websites shuffle digits so
that nobody copies them, and files are altered. A page of specimens is added to a PDF, drawn with its fonts,
and looked at glyph by glyph.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import combinations
from statistics import median
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.fonts import LOST
from nianbao.read.pdf.outlines import Outlines
from nianbao.read.pdf.shapes import BLANKS, OF_FIGURES, Shape, clear_digit, differs, shape

Owner = tuple[int, int]  # number and generation of a font

_SIZE, _CELL = 40, 96  # pixels; of a glyph, and of the square that it is drawn in
_X, _Y = 20, 28  # where it stands there
_IN_ROW = 16
_OF_SPECIMEN = 60  # steps of effort
_SAME = 3  # dots of the pictures of one glyph that is drawn twice
_USUAL_BOX = 0.4, 3.0  # heights of the box around all glyphs of a font, in sizes
_TYPE_3 = "/Type3"


class Specimen(NamedTuple):
    """A code of a font that may be part of a figure, and what the font says that it means."""

    font: Owner
    code: bytes
    said: str


class Specimens:
    """The glyphs that a PDF shows, of each font that is used by an object of its own."""

    def __init__(self, effort: Effort) -> None:
        self._effort = effort
        self._fonts: dict[Owner, Any] = {}
        self._all: dict[Specimen, None] = {}

    def __bool__(self) -> bool:
        return bool(self._all)

    def __iter__(self) -> Iterator[Specimen]:
        return iter(self._all)

    def add(self, font: Any, codes: Iterable[bytes], says: Callable[[bytes], str]) -> None:
        """Add the codes of a font that may stand in a figure, or of which nothing is said."""
        asked = [(code, said) for code in sorted(codes) if may_be_of_figure(said := says(code))]
        if not asked:
            return
        outlines = Outlines(font)
        if all(outlines.are_known(code, said) for code, said in asked):
            return
        self._fonts[font.objgen] = font
        self._effort.spend(_OF_SPECIMEN * len(asked))
        self._all.update({Specimen(font.objgen, code, said): None for code, said in asked})

    def draw_on(self, pdf: pikepdf.Pdf, own: Callable[[Any], Any]) -> None:
        """Add a page with all of them to a PDF; ``own`` makes a font one of this PDF."""
        names = {number: Name(f"/F{at}") for at, number in enumerate(self._fonts)}
        fonts = Dictionary({str(names[number]): own(font) for number, font in self._fonts.items()})
        sizes = {number: _size(font) for number, font in self._fonts.items()}
        rows = -(-len(self._all) // _IN_ROW)
        lines = []
        for at, (font, code, _) in enumerate(self._all):
            x, y = at % _IN_ROW * _CELL, (rows - 1 - at // _IN_ROW) * _CELL
            lines.append(
                f"q {x} {y} {_CELL} {_CELL} re W n BT {names[font]} {sizes[font]:f} Tf"
                f" 1 0 0 1 {x + _X} {y + _Y} Tm <{code.hex()}> Tj ET Q"
            )
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, _IN_ROW * _CELL, rows * _CELL]),
            Resources=Dictionary(Font=fonts),
            Contents=pdf.make_stream("\n".join(lines).encode()),
        )
        pdf.pages.append(pikepdf.Page(page))

    def alone(self) -> bytes:
        """A PDF with the page and nothing else."""
        out = io.BytesIO()
        with pikepdf.new() as pdf:
            self.draw_on(pdf, pdf.copy_foreign)
            pdf.save(out, compress_streams=False)
        return out.getvalue()

    def untrue(self, drawn: Image.Image, says: Mapping[int, str]) -> set[int]:
        """The numbers of those that are not what they are said to be, seen on the picture of the page.
        ``says`` tells it of those of which it is not what the font says."""
        shapes = {}
        for at, _ in enumerate(self._all):
            x, y = at % _IN_ROW * _CELL, at // _IN_ROW * _CELL
            cell = drawn.crop((x, y, x + _CELL, y + _CELL))
            shapes[at] = shape(cell, _X, _CELL - _Y, _SIZE)
        by_font: dict[Owner, dict[int, tuple[str, Shape | None]]] = defaultdict(dict)
        for at, (font, _, said) in enumerate(self._all):
            by_font[font][at] = says.get(at, said), shapes[at]
        return {
            at
            for number, glyphs in by_font.items()
            for at in _untrue(glyphs, embedded=_embedded(self._fonts[number]))
        }


def place_of(x: float, y: float, count: int) -> int:
    """The number of the specimen of so many that stands at a place of the page."""
    rows = -(-count // _IN_ROW)
    return (rows - 1 - int(y // _CELL)) * _IN_ROW + int(x // _CELL)


def may_be_of_figure(said: str) -> bool:
    """Whether something that a font says may be taken for part of a figure, or for nothing."""
    return (
        not said.strip()
        or said == LOST
        or any(sign.isdecimal() or sign in OF_FIGURES or sign < " " for sign in said)
    )


def _untrue(glyphs: Mapping[int, tuple[str, Shape | None]], *, embedded: bool) -> set[int]:
    """The glyphs of one font that are not what they are said to be. One that is a digit, and another one than
    it is said to be, makes all digits of the font doubtful."""
    digits = {at: found for at, (said, found) in glyphs.items() if said.isdecimal()}
    heights = [found.height for found in digits.values() if found is not None]
    height = median(heights) if heights else None
    wrong, others = set(), False
    for at, (said, found) in glyphs.items():
        if found is None:
            if said.isdecimal() and embedded:
                wrong.add(at)
        elif not said.strip() or all(sign in BLANKS or sign < " " for sign in said):
            wrong.add(at)
            others |= bool(clear_digit(found))
        elif len(said) > 1 and any(map(str.isdecimal, said)):
            wrong.add(at)
        elif said != LOST and (differs(found, said) if height is None else differs(found, said, height)):
            wrong.add(at)
            others |= said.isdecimal() or bool(clear_digit(found))
    others |= _are_twins(digits, {at: glyphs[at][0] for at in digits})
    return wrong | {*digits} if others else wrong


def _are_twins(digits: Mapping[int, Shape | None], says: Mapping[int, str]) -> bool:
    """Whether two glyphs are alike that are said to be different digits."""
    pairs = combinations([(at, found) for at, found in digits.items() if found is not None], 2)
    return any(
        (one.dots ^ other.dots).bit_count() <= _SAME
        for (at, one), (behind, other) in pairs
        if says[at].isdecimal() and says[behind].isdecimal() and int(says[at]) != int(says[behind])
    )


def _embedded(font: Any) -> bool:
    """Whether a file brings the glyphs of a font along."""
    if font.get("/Subtype") == _TYPE_3:
        return True
    below = font.get("/DescendantFonts")
    holder = below[0] if isinstance(below, Array) and len(below) else font
    descriptor = holder.get("/FontDescriptor") if isinstance(holder, Dictionary) else None
    return isinstance(descriptor, Dictionary) and any(
        f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")
    )


def _size(font: Any) -> float:
    """The size in which glyphs are drawn. That of a font made of drawings is what its maker likes."""
    if font.get("/Subtype") == _TYPE_3:
        with suppress(ArithmeticError, IndexError, TypeError, ValueError):
            *_, scale, _, _ = map(float, font.FontMatrix)
            _, bottom, _, top = map(float, font.FontBBox)
            high = abs((top - bottom) * scale)
            if high > 0 and not _USUAL_BOX[0] <= high <= _USUAL_BOX[1]:
                return _SIZE / high
    return _SIZE
