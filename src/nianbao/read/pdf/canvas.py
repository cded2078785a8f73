"""Whether a page may show words otherwise than they are stored: crossed out, raised, covered, or not at all.

It is asked of every page with tags while its words are read, so it must be quick: it knows where words begin
and how wide they are at most. What may be so is drawn and looked at by :mod:`nianbao.read.pdf.marked`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import hypot, inf
from typing import Any

from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.ruled import Box, Point, extent
from nianbao.read.pdf.strokes import (
    BESIDE,
    DASHED,
    Word,
    are_covered,
    are_crossed,
    are_in_line,
    are_overprinted,
    are_shifted,
    is_apart,
    is_torn,
)

Matrix = tuple[float, float, float, float, float, float]

_FILLING = "f F f* B B* b b*"
_ALWAYS = f"cm Tm m l c v y re n {_FILLING}"
_OF_LINES = "BT Td TD T* TL"
_OF_COLOURS = "g rg k sc scn"
_SELDOM = ("Ts", "Tz", "Tc", "w")

_PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DIGIT = re.compile(r"\d")
_OF_NUMBER = frozenset(",.，．")  # beside digits
_WITHOUT_INK = (3, 7)  # ways to show text (ISO 32000-1, 9.3.6)
_THIN = 3.0  # points: what is filled that thin is a line
_BEYOND = 2.5  # points by which a border goes on beyond where it is cut off
_STRAIGHT = 1.0  # points by which the ends of a level or upright line may differ
_HIGHEST_WAVE = 5.0  # points
_WIDEST_MARK, _HIGHEST_MARK = 30.0, 24.0  # points: what is larger is no sign of a figure
_LONGEST_DASH = 14.0  # points: what is shorter is no border
_SLANTED = 0.4  # points by which the ends of a line lie apart that is not upright
_SMALLEST = 3.0  # points: letters that nobody reads
_LIGHT = 0.8  # of white
_LONGEST_COLOUR = 40  # bytes
_WIDEST_LATIN, _WIDEST = 0.65, 1.05  # characters; letters are no matter
_NARROWEST, _NARROWEST_DIGIT = 0.15, 0.45
_WIDEST_DIGIT = 0.6
_REACH = 0.35  # of its size: how near the edge digits are, if more of them may be beyond it
_USUAL_WIDTH = 0.5, 2.0  # share of its own width that a letter may be drawn with


class Canvas:
    """A page while it is drawn; ``visible`` is what is shown of it."""

    def __init__(self, visible: Box) -> None:
        self._visible = visible
        self._kept: list[tuple[Matrix, tuple[float, float, float, float], bool, bool, float]] = []
        self._matrix = _PLAIN
        self._size = self._leading = self._rise = self._spacing = 0.0
        self._inkless = self._light = False
        self._edge = visible.right  # where all is cut off at the right
        self._line = _PLAIN  # where the line of the next word begins
        self._ahead = 0.0  # how far from there it stands at most
        self._outline: list[Point] = []  # the corners of what may be filled next, as they are stored
        self._begin_of_curve = 0  # among them
        self._boxes: list[Box] = []  # and the rectangles
        self._words: list[Word] = []
        self._numbers: list[Word] = []
        self._rules: list[tuple[float, float, float]] = []  # level ones: height, begin, end
        self._areas: list[Box] = []  # what was filled, in this order
        self._strokes: list[Box] = []  # short upright ones, which may be a digit
        self._points: list[Box] = []  # level ones that are no longer than a point
        self._doubtful = False
        self._acts: dict[str, Callable[[Any], None]] = {
            "m": self._begin_outline, "l": self._draw_on, "c": self._bend, "v": self._bend,
            "y": self._bend, "re": self._add_box, "n": self._clip, "cm": self._turn, "BT": self._begin,
            "Tm": self._put, "Td": self._move, "TD": self._move_and_lead, "T*": self.next_line,
            "TL": self._lead, "Ts": self._raise, "Tr": self._ink, "Tz": self._stretch, "Tc": self._space,
            "w": self._thicken,
            **dict.fromkeys(_OF_COLOURS.split(), self._colour),
            **dict.fromkeys(_FILLING.split(), self._fill),
        }  # fmt: skip

    def follow(self, name: str, operands: Any) -> None:
        """Draw by an operator that shows no text. What it means in a damaged file is doubtful."""
        try:
            self._acts[name](operands)
        except (ArithmeticError, IndexError, TypeError, ValueError):
            self._doubtful = True

    def keep(self) -> int:
        """Keep the state of drawing; the number under which it is kept."""
        lines = self._size, self._leading, self._rise, self._spacing
        self._kept.append((self._matrix, lines, self._inkless, self._light, self._edge))
        return len(self._kept) - 1

    def restore(self, number: int = -1) -> None:
        """Take up a state of drawing that was kept, the last one or that with this number."""
        state = self._kept[number]
        del self._kept[number:]
        self._matrix, lines, self._inkless, self._light, self._edge = state
        self._size, self._leading, self._rise, self._spacing = lines

    def set_size(self, operands: Any) -> None:
        """Write in another size."""
        try:
            self._size = float(operands[1])
        except (ArithmeticError, IndexError, TypeError, ValueError):
            self._doubtful = True

    def write(self, texts: Sequence[str], operands: Sequence[Any], mark: int) -> None:
        """Show texts one after the other, with what they are stored as and the gaps between them. ``mark``
        tells the texts apart that are of other marked content; it is 0 if they are of none."""
        text = "".join(texts)
        latin = len(text.encode("ascii", "ignore"))
        width = self._size * (_WIDEST_LATIN * latin + _WIDEST * (len(text) - latin))
        if not text.isspace():
            a, b, c, d, x, y = _joined(self._line, self._matrix)
            left, foot = x + self._ahead * a + self._rise * c, y + self._ahead * b + self._rise * d
            size = self._size * hypot(c, d)
            digits = len(_DIGIT.findall(text))
            narrow = _NARROWEST_DIGIT * (digits + len(text) - latin) + _NARROWEST * (latin - digits)
            sure = left + narrow * self._size * a
            word = (foot, left, left + width * a, size, len(self._areas), sure, text, mark)
            self._doubtful |= bool(self._words) and is_torn(self._words[-1], word)
            self._words.append(word)
            if digits:
                self._numbers.append(word)
                self._doubtful |= abs(b) > abs(a) or d <= 0 or abs(self._spacing) > BESIDE * self._size
                self._doubtful |= len(operands) > 1 and is_apart(texts, operands)
                self._doubtful |= _end_of_number(text, left, size) > self._edge
            self._doubtful |= self._inkless or self._light or size < _SMALLEST
            self._doubtful |= not self._visible.holds(left, foot + size / 3)
        self._ahead += width

    def paint_image(self) -> None:
        """Draw a picture, which fills a square of one unit."""
        self._cover(extent([self._on_page((x, y)) for x in (0, 1) for y in (0, 1)]))

    def doubt_unless(self, plain: bool) -> None:
        """Draw something that is seen as it is stored if it is ``plain``."""
        self._doubtful |= not plain

    def is_doubtful(self, effort: Effort) -> bool:
        """Whether words of the page may be seen otherwise than they are stored."""
        effort.spend(len(self._words) + len(self._rules) + len(self._areas))
        words, numbers = sorted(self._words), sorted(self._numbers)
        return (
            self._doubtful
            or are_covered(self._areas, words, effort)
            or are_crossed(self._rules, words, effort)
            or are_crossed(self._rules, numbers, effort, DASHED)
            or are_in_line(self._strokes, words, effort)
            or are_in_line(self._points, numbers, effort)
            or are_overprinted(self._numbers, words, effort)
            or are_shifted(numbers, effort)
        )

    # ---- operators of text

    def _turn(self, operands: Any) -> None:
        self._matrix = _joined(_matrix(operands), self._matrix)

    def _begin(self, _: Any) -> None:
        self._line, self._ahead = _PLAIN, 0.0

    def _put(self, operands: Any) -> None:
        self._line, self._ahead = _matrix(operands), 0.0

    def _move(self, operands: Any) -> None:
        x, y = map(float, operands)
        self._line, self._ahead = _joined((1.0, 0.0, 0.0, 1.0, x, y), self._line), 0.0

    def _move_and_lead(self, operands: Any) -> None:
        self._leading = -float(operands[1])
        self._move(operands)

    def next_line(self, _: Any = None) -> None:
        """Write on the next line."""
        self._move((0.0, -self._leading))

    def _lead(self, operands: Any) -> None:
        self._leading = float(operands[0])

    def _raise(self, operands: Any) -> None:
        self._rise = float(operands[0])

    def _ink(self, operands: Any) -> None:
        self._inkless = operands[0] in _WITHOUT_INK

    def _stretch(self, operands: Any) -> None:
        self._doubtful |= not _USUAL_WIDTH[0] <= float(operands[0]) / 100 <= _USUAL_WIDTH[1]

    def _space(self, operands: Any) -> None:
        self._spacing = float(operands[0])

    def _colour(self, operands: Any) -> None:
        self._light = _is_light([float(part) for part in operands if not isinstance(part, str)])

    # ---- operators of lines and areas

    def _thicken(self, operands: Any) -> None:
        a, b, _, _, _, _ = self._matrix
        self._doubtful |= float(operands[0]) * hypot(a, b) > _THIN

    def _begin_outline(self, operands: Any) -> None:
        self._outline.append(_end(operands))
        self._begin_of_curve = len(self._outline) - 1

    def _draw_on(self, operands: Any) -> None:
        begin, end = self._outline[-1], _end(operands)
        self._outline.append(end)
        _, b, c, d, _, _ = self._matrix
        upright = begin[0] == end[0] and b == c == 0  # as most are
        if upright and abs(begin[1] - end[1]) * abs(d) > _HIGHEST_MARK:
            return
        box = extent([self._on_page(begin), self._on_page(end)])
        if box.top - box.bottom <= _STRAIGHT:
            self._rule(box)
        elif box.right - box.left > _SLANTED:
            self._areas.append(box)
            self._doubtful |= _is_mark(box)
        else:
            self._strokes.append(box)

    def _rule(self, box: Box) -> None:
        """A level line; a short one may be a dash, or a point, where it is none between two borders."""
        self._doubtful |= _is_cut(box, self._edge)
        self._rules.append(((box.top + box.bottom) / 2, box.left, box.right))
        if box.right - box.left <= _STRAIGHT:
            self._points.append(box)
        else:
            self._doubtful |= box.right - box.left <= _LONGEST_DASH

    def _bend(self, operands: Any) -> None:
        """A curve; many of them make a line that waves along."""
        self._outline.append(_end(operands))
        wave = extent([*map(self._on_page, self._outline[self._begin_of_curve :])])
        self._doubtful |= _is_mark(wave)
        if wave.top - wave.bottom <= _HIGHEST_WAVE:
            self._rules.append(((wave.top + wave.bottom) / 2, wave.left, wave.right))

    def _add_box(self, operands: Any) -> None:
        x, y, width, height = map(float, operands)
        box = extent([self._on_page((x, y)), self._on_page((x + width, y + height))])
        if box.top - box.bottom <= _THIN:
            self._rule(box)
        else:
            self._boxes.append(box)

    def _clip(self, _: Any) -> None:
        """End an outline that is not drawn: what is drawn next is cut off at it."""
        edges = [box.right for box in self._boxes]
        edges += [self._on_page(corner)[0] for corner in self._outline]
        self._edge = min(self._edge, max(edges, default=inf))
        self._drop(None)

    def _drop(self, _: Any) -> None:
        self._outline.clear()
        self._boxes.clear()

    def _fill(self, _: Any) -> None:
        boxes = [*self._boxes]
        if self._outline:
            boxes.append(extent([*map(self._on_page, self._outline)]))
        for box in boxes:
            self._cover(box)
        self._drop(None)

    def _cover(self, box: Box) -> None:
        """Lay something upon what is in a box."""
        if box.top - box.bottom <= _THIN:
            self._rule(box)
        else:
            self._doubtful |= _is_cut(box, self._edge)
            self._areas.append(box)
            if box.right - box.left <= _THIN:
                self._strokes.append(box)
            else:
                self._doubtful |= _is_mark(box)

    def _on_page(self, point: Point) -> Point:
        x, y = point
        a, b, c, d, e, f = self._matrix
        return a * x + c * y + e, b * x + d * y + f


def operators(content: bytes) -> str:
    """The operators that a canvas has to follow in the content of a page; few pages have more than the first.
    Words can be of the colour of the paper only where something is light."""
    found = [_ALWAYS]
    if any(name in content for name in (b"Td", b"TD", b"T*", b"TL")):
        found.append(_OF_LINES)
    found += [name for name in _SELDOM if b" " + name.encode() in content]
    if content.count(b" Tr") > content.count(b"0 Tr"):
        found.append("Tr")
    if any(_has_light(content, name) for name in _OF_COLOURS.split()):
        found.append(_OF_COLOURS)
    return " ".join(found)


def _has_light(content: bytes, operator: str) -> bool:
    """Whether an operator is told a light colour. Most pages have few colours, many times each, and black."""
    black = b"0 " + operator.encode()
    if content.count(black) == content.count(black[1:]) and b"0 0 0 " + black not in content:
        return False
    pieces = content.split(b" " + operator.encode())[:-1]
    tails = {piece[-_LONGEST_COLOUR:].rpartition(b"/")[2].rpartition(b"\n")[2] for piece in pieces}
    return any(_is_light(_numbers_at_end(tail)) for tail in tails)


def _numbers_at_end(text: bytes) -> list[float]:
    found: list[float] = []
    for word in reversed(text.split()):
        try:
            found.append(float(word))
        except ValueError:
            break
    return found[::-1]


def _is_light(parts: Sequence[float]) -> bool:
    """Whether a colour is nearly white: of grey, of red, green and blue, or of four inks."""
    if len(parts) == 4:
        return max(parts) <= 1 - _LIGHT
    return bool(parts) and min(parts) >= _LIGHT


def _is_mark(box: Box) -> bool:
    """Whether something is no larger than a sign of a figure."""
    return box.right - box.left <= _WIDEST_MARK and box.top - box.bottom <= _HIGHEST_MARK


def _is_cut(box: Box, edge: float) -> bool:
    """Whether a border or the paper of a cell is shown in part: its figure may not be drawn."""
    return box.left < edge < box.right - _BEYOND


def _end(operands: Any) -> Point:
    """Where a line or a curve ends, as it is stored."""
    return float(operands[-2]), float(operands[-1])


def _end_of_number(text: str, left: float, size: float) -> float:
    """Up to where a number that begins at a place may reach with one more digit; nowhere if it is none, for
    words go on in the next line."""
    if not all(sign.isdecimal() or sign in _OF_NUMBER for sign in text):
        return -inf
    latin = len(text.encode("ascii", "ignore"))
    return left + size * (_WIDEST_DIGIT * latin + len(text) - latin + _REACH)


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _joined(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does what the first does, then what the other does."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
