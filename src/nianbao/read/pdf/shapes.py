"""What digits look like, whatever a font says that they are.

A glyph is scaled to a small picture of black and white and compared with digits of many fonts, which
``tools/digit_shapes.py`` has gathered into ``fonts/digits.shapes``: Song, Hei, Kai and Fang, with and without
serifs, upright and slanting, light and heavy, old-style, of typewriters, with zeros that are slashed.
"""

from __future__ import annotations

from base64 import b64decode
from collections import defaultdict
from functools import cache
from statistics import linear_regression
from typing import NamedTuple

from PIL import Image

from nianbao.resources import folder

WIDE, HIGH = 16, 24  # dots of the small picture
_INK = 64  # of 255: what is darker belongs to a glyph
_BLACK = 0.45  # share of the darkest dot of the small picture: what is darker is black there
_NARROW = 0.4  # width by height: what is wider fills the small picture
# Dots by which a glyph differs from the next digit: one that is no further off is clearly this digit, and not
# another whose distance is so much larger. Left out one after the other, of 150 families of fonts a single
# digit in 7,260 is taken for another; of digits that are others 98 % are told.
_CLEAR, _SURE = 70, 25
_TIMES, _MORE = 1.4, 4
_STRANGE = 80  # dots: what is further off is not this digit, whatever it is; 70 in 21 families left out so
# A stroke from top to bottom, such as a slash, in dots of the small picture:
_EVEN = 3  # by which its thickest row is wider than most
_STRAIGHT = 1.2  # by which the middle of a row is off the line through all of them
_LEANS = 0.25  # of its height, by which a slash leans; a slanting 1 that is a mere stroke leans less
# Of the height of a digit:
_SMALL = 0.5  # points and commas are no larger
_WIDE_SMALL = 0.6  # nor is a bold one between Chinese letters
_HANGING, _LOW = 0.65, 0.3  # or that, if no part of it is higher: old-style digits go up to half at least
_FLAT = 0.35  # dashes are no higher
_LONG = 1.6  # and so much wider than high
_USUAL = 0.7  # of the size of a font, is the height of a digit

POINTS = frozenset(".,．，·")
_WIDE_POINTS = frozenset("，．")
DASHES = frozenset("-‐‑‒–—―−－﹣")
_SLASHES = frozenset("/\\／＼|")
_BRACKETS = frozenset("()（）")
BLANKS = frozenset(" \u00a0\u3000\u00ad\u200b\u200c\u200d\u2060\ufeff\t\r\n")
_OTHERS = frozenset("+＋元万亿件个项条宗次")
# Beside digits, what a figure may have in it:
OF_FIGURES = POINTS | DASHES | _SLASHES | BLANKS | _BRACKETS | _OTHERS


class Shape(NamedTuple):
    """A glyph: its small picture, dot by dot, and its box in shares of the size of its font, from where it
    stands on the line."""

    dots: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def width(self) -> float:
        return self.right - self.left


def shape(drawn: Image.Image, x: float, foot: float, size: float) -> Shape | None:
    """The shape of a glyph that was drawn dark on white, in a size in pixels, at ``x`` from the left and
    ``foot`` from above; None if there is no ink."""
    ink = drawn.point([255 - level for level in range(256)])
    box = ink.point([0] * _INK + [255] * (256 - _INK)).getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    width = round(min(1.0, (right - left) / (bottom - top) / _NARROW) * WIDE)
    small = ink.crop(box).resize((max(2, width), HIGH), Image.Resampling.BOX)
    whole = Image.new("L", (WIDE, HIGH), 0)
    whole.paste(small, ((WIDE - small.width) // 2, 0))
    levels = whole.tobytes()
    least = _BLACK * max(levels)
    dots = int("".join("1" if level >= least else "0" for level in levels), 2)
    return Shape(dots, (left - x) / size, (foot - bottom) / size, (right - x) / size, (foot - top) / size)


def clear_digit(found: Shape) -> str:
    """The digit that a glyph clearly is, empty if it is none or may be one of two."""
    (least, digit), (second, _), *_ = sorted((_distance(found, each), each) for each in _known())
    return digit if least <= _CLEAR and second >= _TIMES * least + _MORE else ""


def _is_not(found: Shape, digit: str) -> bool:
    """Whether a glyph is clearly another digit than this, or none."""
    own = _distance(found, digit)
    if own <= _SURE:
        return False
    if own > _STRANGE or (stroke(found) or 0) >= _LEANS:
        return True
    least = min(_distance(found, other) for other in _known() if other != digit)
    return least <= _CLEAR and own >= _TIMES * least + _MORE


def is_small(found: Shape, height: float, share: float = _SMALL) -> bool:
    """Whether a glyph is as small as a point or a comma beside digits that are so high."""
    return max(found.width, found.height) <= share * height


def is_flat(found: Shape, height: float) -> bool:
    """Whether a glyph is a dash."""
    return found.height <= _FLAT * height and found.width >= _LONG * found.height


def stroke(found: Shape) -> float | None:
    """How far a glyph that is one straight stroke of even thickness leans to a side, by its height; None if
    it is anything else, such as a digit: 1 has a flag, or feet."""
    rows = [found.dots >> WIDE * at & (1 << WIDE) - 1 for at in range(HIGH)]  # from its foot up
    rows = [row for row in rows if row]
    ends = [((row & -row).bit_length() - 1, row.bit_length()) for row in rows]
    if any(row.bit_count() < end - begin for row, (begin, end) in zip(rows, ends, strict=True)):
        return None
    widths = sorted(end - begin for begin, end in ends)
    middles = [(begin + end) / 2 for begin, end in ends]
    slope, foot = linear_regression(range(len(middles)), middles)
    off = max(abs(middle - foot - slope * at) for at, middle in enumerate(middles))
    if widths[-1] - widths[len(widths) // 2] > _EVEN or off > _STRAIGHT:
        return None
    return abs(slope) * HIGH / WIDE * max(_NARROW, found.width / found.height)


def differs(found: Shape, said: str, height: float = _USUAL) -> bool:
    """Whether a glyph is clearly not what its font says, which is part of figures. ``height`` is that of the
    digits of the font."""
    if said.isdecimal():
        return is_small(found, height) or is_flat(found, height) or _is_not(found, str(int(said)))
    if said in _WIDE_POINTS:
        return not is_small(found, height, _HANGING if found.top <= _LOW * height else _WIDE_SMALL)
    if said in POINTS:
        return not is_small(found, height)
    if said in DASHES:
        return not is_flat(found, height)
    if said in _SLASHES:
        return is_small(found, height) or is_flat(found, height) or stroke(found) is None
    return clear_digit(found) not in (("", "1") if said in _BRACKETS else ("",))


def _distance(found: Shape, digit: str) -> int:
    dots = found.dots
    return min([(dots ^ each).bit_count() for each in _known()[digit]])


@cache
def _known() -> dict[str, list[int]]:
    """The small pictures of each digit."""
    shapes: dict[str, list[int]] = defaultdict(list)
    for line in (folder("fonts") / "digits.shapes").read_text(encoding="ascii").splitlines():
        digit, _, dots = line.partition(" ")
        if digit.isdigit():
            shapes[digit].append(int.from_bytes(b64decode(dots), "big"))
    return dict(shapes)
