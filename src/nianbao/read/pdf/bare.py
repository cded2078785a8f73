"""The words of a PDF alone, in black: what its pages would show if nothing hid, covered or crossed them out.

A digit is read where the page as it is seen shows what its letter draws here.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterator
from contextlib import suppress
from math import hypot
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Dictionary, Name, Operator

from nianbao.problem import Unreadable
from nianbao.read.pdf.damage import DAMAGED, damaged
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.fonts import decoder, splitter
from nianbao.read.pdf.specimens import Owner, Specimens

Turn = tuple[float, float, float, float]  # of a matrix, without where it moves

_PAINTING = "S s f F f* B B* b b*"
_OF_TEXT = "BT ET Tf Tc Tw Tz TL Tr Ts Td TD Tm T* Tj TJ ' \" d0 d1"
_OF_PATHS = "m l c v y h re W W* n w J j"
_OPERATORS = f"q Q cm BDC BMC EMC Do {_OF_TEXT} {_OF_PATHS} {_PAINTING}"
_WITHOUT_INK = 3
_PAINTED = frozenset(_PAINTING.split())
_SHOWING = frozenset(("Tj", "TJ", "'", '"'))
_LARGEST = 40.0  # points: larger letters, and slanting ones, are those of a watermark behind the others
_SLANT = 0.1
_DEEPEST = 12  # forms within forms
_BYTES_OF_STEP = 8
_OF_SCAN = "这份 PDF 是扫描的图片，里面的文字是识别软件猜出来的，不一定对，没有读取。"
_ASK_FOR_OTHER = "请找当时的 Word 文件或网页；没有的话，请对照图片录入。"
_PLAIN = 1.0, 0.0, 0.0, 1.0
_NO_PAINT: tuple[list[Any], Operator] = ([], Operator("n"))
_CLIPPING = frozenset(("W", "W*"))
# An area that shows everything. pdfium forgets a rectangle that a text is cut off at if the text lies within
# it, unless there is another; browsers leave out letters beyond it, so that what is left always does.
_EVERYWHERE: tuple[tuple[list[Any], Operator], ...] = (
    ([-1e7, -1e7, 2e7, 2e7], Operator("re")),
    ([], Operator("W")),
    _NO_PAINT,
)


class Bare(NamedTuple):
    """A PDF with nothing but words, and what its last page, which is added, shows of its fonts."""

    data: bytes
    specimens: Specimens


def bare(data: bytes, pages: Collection[int] | None, effort: Effort) -> Bare:
    """The PDF with nothing but words on some of its pages, by their numbers from 0, or on all: where they
    stand, cut off where they are, and with the numbers of their marked content. Raises Unreadable."""
    out = io.BytesIO()
    try:
        with warnings.catch_warnings(action="error"), pikepdf.open(io.BytesIO(data)) as pdf:
            words = _Words(pdf, effort)
            for number, page in enumerate(pdf.pages):
                if pages is None or number in pages:
                    words.leave(page)
            if any("page object" in str(warning) for warning in pdf.get_warnings()):
                raise damaged()
            if words.are_of_scan and (pages is None or len(pages) == len(pdf.pages)):
                raise Unreadable(_OF_SCAN, _ASK_FOR_OTHER)
            specimens = words.specimens()
            if specimens:
                specimens.draw_on(pdf, lambda font: font)
            pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    except DAMAGED as error:
        raise damaged() from error
    return Bare(out.getvalue(), specimens)


class _Place:
    """How the letters of content are turned and how large they are, without where they stand."""

    def __init__(self) -> None:
        self._kept: list[tuple[Turn, float, bool]] = []
        self._page = self._line = _PLAIN
        self._size = 0.0
        self.is_inkless = False

    def follow(self, name: str, operands: Any) -> None:
        """Follow an operator; one with operands that are none turns nothing."""
        with suppress(ArithmeticError, IndexError, TypeError, ValueError):
            if name == "q":
                self._kept.append((self._page, self._size, self.is_inkless))
            elif name == "Q" and self._kept:
                self._page, self._size, self.is_inkless = self._kept.pop()
            elif name == "cm":
                self._page = _joined(_turn(operands), self._page)
            elif name == "BT":
                self._line = _PLAIN
            elif name == "Tm":
                self._line = _turn(operands)
            elif name == "Tf":
                self._size = float(operands[1])
            elif name == "Tr":
                self.is_inkless = int(operands[0]) % 4 == _WITHOUT_INK

    def is_of_watermark(self) -> bool:
        """Whether letters are so large, or so turned, that they are those of a watermark."""
        a, b, c, d = _joined(self._line, self._page)
        slants = min(abs(a), abs(b)) > _SLANT * max(abs(a), abs(b))
        return slants or abs(self._size) * hypot(c, d) > _LARGEST


class _Words:
    """Takes away what is no words."""

    def __init__(self, pdf: pikepdf.Pdf, effort: Effort) -> None:
        self._pdf = pdf
        self._effort = effort
        self._done: set[tuple[int, int]] = set()  # forms
        self._has_pictures = False
        self._written = self._unseen = 0  # bytes of strings, and of those that are shown without ink
        self._shown: dict[Owner, tuple[Any, set[bytes]]] = {}  # fonts, and the strings shown in each

    def leave(self, page: pikepdf.Page) -> None:
        """Leave the words of a page."""
        page.obj.Contents = self._pdf.make_stream(self._of(page.obj, page.obj.get("/Resources"), 0))
        if "/Annots" in page.obj:
            del page.obj["/Annots"]

    @property
    def are_of_scan(self) -> bool:
        """Whether most of the words lie unseen behind pictures: a program has guessed them."""
        return self._has_pictures and 2 * self._unseen > self._written

    def specimens(self) -> Specimens:
        """The glyphs that may stand in a figure."""
        found = Specimens(self._effort)
        for font, strings in self._shown.values():
            codes = splitter(font, self._effort)
            found.add(font, {code for each in strings for code in codes(each)}, decoder(font, self._effort))
        return found

    def _gather(
        self, name: str, operands: Any, resources: Any, fonts: list[set[bytes]], place: _Place
    ) -> None:
        """Gather the strings that an operator shows, in the last of the fonts."""
        if name == "Tf":
            fonts[-1] = self._font(operands, resources)
        elif name == "q":
            fonts.append(fonts[-1])
        elif name == "Q" and len(fonts) > 1:
            fonts.pop()
        elif name in _SHOWING:
            strings = [*_strings(operands)]
            fonts[-1].update(strings)
            size = sum(map(len, strings))
            self._written += size
            self._unseen += size if place.is_inkless else 0

    def _font(self, operands: Any, resources: Any) -> set[bytes]:
        """Where the strings are gathered that are shown in a font; one that is written in place becomes an
        object, so that it is known again."""
        font = named(resources, "/Font", operands[0] if len(operands) else None)
        if not isinstance(font, Dictionary):
            return set()
        if font.objgen == (0, 0):
            font = resources.Font[operands[0]] = self._pdf.make_indirect(font)
        return self._shown.setdefault(font.objgen, (font, set()))[1]

    def _of(self, content: Any, resources: Any, depth: int) -> bytes:
        """The operators of a page or a form that place and show its words."""
        kept: list[Any] = []
        place = _Place()
        fonts: list[set[bytes]] = [set()]
        clips = False
        for instruction in pikepdf.parse_content_stream(content, _OPERATORS):
            name = str(instruction.operator)
            place.follow(name, instruction.operands)
            self._gather(name, instruction.operands, resources, fonts, place)
            if name in _PAINTED or name == "n":
                kept += (_NO_PAINT, *_EVERYWHERE) if clips else (_NO_PAINT,)
                clips = False
            elif name == "BDC":
                kept.append(([Name.Span, _number_of_mark(instruction.operands, resources)], Operator("BDC")))
            elif name == "Tr":
                kept.append(([_with_ink(instruction.operands)], instruction.operator))
            elif name == "Do":
                if self._is_form(instruction.operands, resources, depth):
                    kept.append(instruction)
            elif name not in _SHOWING or not place.is_of_watermark():
                clips |= name in _CLIPPING
                kept.append(instruction)
        code = pikepdf.unparse_content_stream(kept)
        self._effort.spend(len(code) // _BYTES_OF_STEP)
        return code

    def _is_form(self, operands: Any, resources: Any, depth: int) -> bool:
        """Whether something that is drawn by its name is a form; only its words are left."""
        form = named(resources, "/XObject", operands[0] if len(operands) else None)
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != "/Form" or depth > _DEEPEST:
            self._has_pictures |= isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Image"
            return False
        if form.objgen not in self._done:
            self._done.add(form.objgen)
            code = self._of(form, form.get("/Resources", resources), depth + 1)
            form.write(code)
            if "/OC" in form:
                del form["/OC"]
        return True


def _strings(operands: Any) -> Iterator[bytes]:
    shown = operands[-1] if len(operands) else None
    for item in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(item, pikepdf.String):
            yield bytes(item)


def _number_of_mark(operands: Any, resources: Any) -> Dictionary:
    """What numbers marked content, without what else is said of it."""
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, Name):
        properties = named(resources, "/Properties", properties)
    number = properties.get("/MCID") if isinstance(properties, Dictionary) else None
    return Dictionary(MCID=number) if isinstance(number, int) else Dictionary()


def _with_ink(operands: Any) -> int:
    """The way to show text (ISO 32000-1, 9.3.6) that draws it as the given one does, but in any case."""
    way = operands[0] if len(operands) and isinstance(operands[0], int) else 0
    return way % 4 if way % 4 != _WITHOUT_INK else 0


def _turn(operands: Any) -> Turn:
    a, b, c, d, *_ = map(float, operands)
    return a, b, c, d


def _joined(first: Turn, then: Turn) -> Turn:
    a, b, c, d = first
    p, q, r, s = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s


def named(resources: Any, kind: str, name: Any) -> Any:
    """The resource of a kind that has a name, or None."""
    shelf = resources.get(kind) if isinstance(resources, Dictionary) else None
    return shelf.get(name) if isinstance(shelf, Dictionary) and isinstance(name, Name) else None
