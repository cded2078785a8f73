"""fonts/digits.shapes: what the ten digits look like in the fonts of some folders, one small picture a line.

Of pictures that are nearly alike one is kept: ``python tools/digit_shapes.py FOLDER …``
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.ttCollection import TTCollection
from PIL import Image, ImageDraw, ImageFont

from nianbao.read.pdf.outlines import digest
from nianbao.read.pdf.shapes import HIGH, WIDE, shape
from nianbao.read.pdf.specimens import may_be_of_figure
from nianbao.resources import folder

_SIZE = 40  # pixels
_ALIKE = 36  # dots by which two pictures differ of which one is enough
_DIGITS = "0123456789"
_FULL_WIDTH = dict(zip(_DIGITS, "０１２３４５６７８９", strict=True))  # as wide as Chinese signs
_MOST_FACES = 3  # of a collection
_WITHOUT_DIGITS = ("LinBiolinum_K", "D050000L", "Symbols")  # keys and ornaments in their places


def _faces(path: Path) -> Iterator[ImageFont.FreeTypeFont]:
    """The faces of a font file that have all digits, a variable one at its lightest and heaviest."""
    count = len(TTCollection(path, lazy=True).fonts) if path.suffix == ".ttc" else 1
    for number in range(min(count, _MOST_FACES)):
        font = TTFont(path, fontNumber=number if count > 1 else -1, lazy=True)
        if not all(ord(digit) in (font.getBestCmap() or {}) for digit in _DIGITS):
            continue
        face = ImageFont.truetype(str(path), _SIZE, index=number)
        with suppress(OSError):
            names = face.get_variation_names()
            for name in {names[0], names[-1]}:
                varied = ImageFont.truetype(str(path), _SIZE, index=number)
                varied.set_variation_by_name(name)
                yield varied
            continue
        yield face


def _dots(face: ImageFont.FreeTypeFont, digit: str) -> int:
    paper = Image.new("L", (3 * _SIZE, 3 * _SIZE), 255)
    ImageDraw.Draw(paper).text((_SIZE, 2 * _SIZE), digit, font=face, fill=0, anchor="ls")
    found = shape(paper, _SIZE, 2 * _SIZE, _SIZE)
    return 0 if found is None else found.dots


def _different(pictures: Iterable[int]) -> Iterator[int]:
    """So few of some pictures that each of the others is nearly like one of them."""
    left = {*pictures} - {0}
    near = {one: {other for other in left if (one ^ other).bit_count() <= _ALIKE} for one in left}
    while left:
        best = max(sorted(near), key=lambda one: len(near[one] & left))
        yield best
        left -= near[best]


def _outlines() -> list[str]:
    """The digests of all outlines in our own fonts that may stand in a figure, each with its character."""
    found = set()
    for path in sorted(folder("fonts").glob("*.ttf")):
        font = TTFont(path, lazy=True)
        places, glyphs = font["loca"].locations, font.getTableData("glyf")
        for point, name in (font.getBestCmap() or {}).items():
            at = font.getGlyphID(name)
            outline = glyphs[places[at] : places[at + 1]]
            if outline and may_be_of_figure(chr(point)):
                found.add(f"{point:x} {digest(outline)}")
    return sorted(found)


def main(folders: list[str]) -> None:
    """Write the file."""
    found: dict[str, set[int]] = {digit: set() for digit in _DIGITS}
    for path in sorted(each for name in folders for each in Path(name).rglob("*.[to]t[fc]")):
        if path.name.startswith(_WITHOUT_DIGITS):
            continue
        with suppress(TTLibError, OSError, AttributeError):
            for face in _faces(path):
                for digit, pictures in found.items():
                    pictures |= {_dots(face, digit), _dots(face, _FULL_WIDTH[digit])}
    lines = [f"The ten digits in many fonts, {WIDE} x {HIGH} dots each; see read/pdf/shapes.py"]
    for digit, pictures in found.items():
        lines += [f"{digit} {b64encode(dots.to_bytes(WIDE * HIGH // 8, 'big')).decode()}"
                  for dots in sorted(_different(pictures))]  # fmt: skip
    (folder("fonts") / "figures.outlines").write_text("\n".join(_outlines()) + "\n", encoding="ascii")
    (folder("fonts") / "digits.shapes").write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1:])
