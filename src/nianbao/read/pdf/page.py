"""What stands on the pages of a PDF: characters and ruled lines with their places, by pdfium."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from ctypes import c_double, c_float, c_int
from dataclasses import dataclass, field, replace
from math import atan2, hypot, pi
from statistics import median_low
from typing import Any

import pypdfium2
from pypdfium2 import PdfDocument, PdfMatrix, PdfObject, PdfPage, raw

from nianbao.problem import Unreadable
from nianbao.read.blocks import UNKNOWN
from nianbao.read.doubts import Why
from nianbao.read.pdf.bare import bare
from nianbao.read.pdf.clipped import Clips, area_of, may_go_on
from nianbao.read.pdf.damage import damaged
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.faces import Fonts
from nianbao.read.pdf.ink import Seen
from nianbao.read.pdf.letters import is_of_letters
from nianbao.read.pdf.notes import notes
from nianbao.read.pdf.ruled import Box, Point, Rule, extent
from nianbao.read.pdf.unsaid import Unsaid

pdfium: Any = raw  # the functions of the C library, without types

MOST_PAGES = 100
MOST_SEGMENTS = 2_000  # of a path
# Steps of effort that each takes, measured.
_OF_CHARACTER = 6
_OF_PATH = 10
_OF_SEGMENT = 2
_OF_OBJECT = 2

_DRAWN = 0.05  # points: a strip that is thinner is not drawn
_THIN = 3.0  # points: a filled strip that thin is a line
_HIGHEST_WAVE = 5.0  # points
_STRAIGHT = 1.0  # points by which the ends of a line may differ
_DEEPEST = 4  # forms within forms
_OF_FIGURES = frozenset("0123456789.,+-")
_SMALLEST = 3.0  # points: letters that nobody reads
_LOOK_AT_EACH = 7  # characters, to see how a page is turned
_NARROWEST = 0.15  # share of the height of a letter
_FARTHEST = 100_000.0  # points from the page's corner: what is further off, or nowhere (NaN), is not seen


@dataclass(frozen=True, slots=True)
class Sign:
    """A character and the box it stands in, in points; y runs upward. ``foot`` is the line that it stands on,
    ``mark`` the number of the marked content that it is part of, -1 if of none; ``doubt`` tells why the page
    may not show a sign of a figure as its letter is."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    foot: float
    mark: int = -1
    doubt: Why | None = None

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size, its characters in the order in which they were drawn, and its rules. Somebody has put
    lines through what lies in ``struck`` afterwards, and other things upon what lies in ``covered``. In the
    cells ``unsaid`` something is drawn that is no word. All is
    ``times`` as large here as it is on paper; ``number`` counts the pages of the document."""

    width: float
    height: float
    signs: list[Sign]
    rules: list[Rule]
    struck: list[Box]
    covered: list[Box]
    unsaid: list[Box] = field(default_factory=list)
    times: float = 1.0
    number: int = 1

    @property
    def is_cut(self) -> bool:
        """Whether tables go on beyond what is shown of them: browsers leave out what stands there."""
        return any(rule.goes_on for rule in self.rules)


def sheets(data: bytes, effort: Effort, only: Collection[int] | None = None) -> Iterator[Sheet]:
    """The pages of a PDF, or some of them by their numbers from 0. Raises Unreadable if the file is damaged,
    locked, or larger than any report."""
    try:
        kept, specimens = bare(data, only, effort)
        with PdfDocument(data) as document, PdfDocument(kept) as words:
            if len(document) > MOST_PAGES:
                raise Unreadable(
                    f"这份 PDF 超过 {MOST_PAGES} 页，不像是一份年度报告。", "请检查是否选错了文件。"
                )
            fonts = Fonts(words[len(document)], specimens) if specimens else None
            for index in range(len(document)) if only is None else sorted(only):
                page = document[index]
                yield replace(_sheet(page, words[index], fonts, effort), number=index + 1)
                page.close()
    except pypdfium2.PdfiumError as error:
        raise damaged() from error


def _sheet(page: PdfPage, words: PdfPage, fonts: Fonts | None, effort: Effort) -> Sheet:
    quarter, letters = _print_of(words)
    size = page.get_size()
    width, height = size if quarter % 2 == 0 else size[::-1]
    turned = _Turned(page, quarter)
    paper = Box(0.0, 0.0, width, height)
    seen = Seen(page, words, quarter, letters)
    signs = [*filter(None, (_on(paper, sign) for sign in _signs(words, turned, seen, fonts, effort)))]
    rules = [*filter(None, (rule.within(paper) for rule in _rules(page, turned, effort)))]
    struck, covered, fields = notes(page, turned)
    unsaid = Unsaid(rules, fields, seen, effort)
    return Sheet(width, height, unsaid.told(signs), rules, struck, covered, unsaid.cells(signs))


def _print_of(words: PdfPage) -> tuple[int, float]:
    """By how many quarters, clockwise, a page has to be turned so that most of its characters are upright,
    and how high most are, in points."""
    text, matrix, box = words.get_textpage(), pdfium.FS_MATRIX(), pdfium.FS_RECTF()
    as_shown = _Turned(words)
    turns: Counter[int] = Counter()
    heights: list[float] = []
    for index in range(0, text.count_chars(), _LOOK_AT_EACH):
        if not pdfium.FPDFText_IsGenerated(text, index):
            pdfium.FPDFText_GetMatrix(text, index, matrix)
            turns[as_shown.quarter(matrix.a, matrix.b)] += 1
            if pdfium.FPDFText_GetLooseCharBox(text, index, box):
                heights.append(max(box.top - box.bottom, box.right - box.left))  # no sign is wider than high
    text.close()
    heights = [height for height in heights if _is_near(height)]
    quarter = max(turns, key=lambda quarter: (turns[quarter], not quarter), default=0)
    return quarter, median_low(heights) if heights else 0.0


def _on(paper: Box, sign: Sign) -> Sign | None:
    """A character as its paper shows it: not at all, or one of a figure not whole."""
    if sign.right <= 0 or sign.top <= 0 or sign.left >= paper.right or sign.bottom >= paper.top:
        return None
    if not (sign.text.isdigit() or sign.text in _OF_FIGURES):
        return sign
    if not (paper.holds(sign.left, sign.middle[1]) and paper.holds(sign.right, sign.middle[1])):
        return replace(sign, doubt=Why.OFF_PAGE)
    return replace(sign, doubt=sign.doubt or Why.CUT) if may_go_on(sign, paper.right) else sign


def _is_near(*lengths: float) -> bool:
    """Whether something with these coordinates can be on a page: matrices of damaged files may yield any
    number, also none."""
    return all(abs(length) <= _FARTHEST for length in lengths)


class _Turned:
    """Turns coordinates of a page the way a viewer turns the page, and the reader who turns what he sees by
    some quarters."""

    def __init__(self, page: PdfPage, quarter: int = 0) -> None:
        self._quarter = (page.get_rotation() // 90 + quarter) % 4
        self._left, self._bottom, self._right, self._top = page.get_bbox()

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        match self._quarter:
            case 1:
                return y - self._bottom, self._right - x
            case 2:
                return self._right - x, self._top - y
            case 3:
                return self._top - y, x - self._left
            case _:
                return x - self._left, y - self._bottom

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page, turned."""
        return extent([self(left, bottom), self(right, top)])

    def quarter(self, a: float, b: float) -> int:
        """The way in which letters that are drawn by such a matrix run: 0 rightward, 1 upward, and so on."""
        x, y = self(0.0, 0.0)
        along, aside = self(a, b)
        return round(atan2(aside - y, along - x) / (pi / 2)) % 4

    def is_upright(self, a: float, b: float, c: float, d: float) -> bool:
        """Whether letters that are drawn by such a matrix stand upright and are no mirror image."""
        x, y = self(0.0, 0.0)
        along, aside = self(a, b)
        _, up = self(c, d)
        return along - x > abs(aside - y) and up > y


def _signs(
    words: PdfPage, turned: _Turned, drawn: Seen, fonts: Fonts | None, effort: Effort
) -> Iterator[Sign]:
    """The characters of a page, of which nothing but the words is left."""
    text = words.get_textpage()
    count = text.count_chars()
    effort.spend(count * _OF_CHARACTER)
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    clips = Clips(words, turned.box, effort)
    x0, y0 = c_double(), c_double()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        untrue = fonts is not None and fonts.untrue(text, index, code)
        if untrue and code < 32:
            code = ord(UNKNOWN)
        if (
            code < 32
            or code > 0x10FFFF
            or 0xD800 <= code < 0xE000
            or pdfium.FPDFText_IsGenerated(text, index)
        ):
            continue
        if pdfium.FPDFText_GetLooseCharBox(text, index, box):
            (x, y), (x2, y2) = turned(box.left, box.bottom), turned(box.right, box.top)
            pdfium.FPDFText_GetCharOrigin(text, index, x0, y0)
            _, foot = turned(x0.value, y0.value)
            mark = pdfium.FPDFPageObj_GetMarkedContentID(pdfium.FPDFText_GetTextObject(text, index))
            if _is_near(x, y, x2, y2, foot):
                sign = Sign(chr(code), min(x, x2), min(y, y2), max(x, x2), max(y, y2), foot, mark)
                if sign.text in _OF_FIGURES:
                    pdfium.FPDFText_GetMatrix(text, index, matrix)
                    upright = turned.is_upright(matrix.a, matrix.b, matrix.c, matrix.d)
                    inked = turned.box(*text.get_charbox(index))
                    size = pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
                    sign = replace(sign, doubt=_doubt(sign, size, inked, drawn) if upright else Why.TURNED)
                if untrue:
                    sign = replace(sign, doubt=Why.FONT)
                yield clips.shown(text, index, sign)
    text.close()


def _doubt(sign: Sign, size: float, inked: Box, drawn: Seen) -> Why | None:
    """Why a sign may not be read: it is too small, or does not look as its letter does.

    The box of a point may be its ink alone: where a font states no heights, pdfium takes those of any two of
    its glyphs. So its size in points counts, too."""
    width, height = sign.right - sign.left, sign.top - sign.bottom
    if sign.text.isdigit():
        small = height < _SMALLEST or width < _NARROWEST * height
    else:
        small = max(height, size) < _SMALLEST
    if small:
        return Why.TINY
    return None if drawn.shows(inked.left, inked.bottom, inked.right, inked.top) else Why.UNSEEN


def _rules(page: PdfPage, turned: _Turned, effort: Effort) -> Iterator[Rule]:
    """The straight lines of a page as far as they are shown."""
    for path, matrix, depth in _paths(page, None, PdfMatrix(), 0, effort):
        effort.spend(_OF_PATH + _OF_SEGMENT * min(pdfium.FPDFPath_CountSegments(path), MOST_SEGMENTS))
        area = None if depth else area_of(path)  # in a form it is told in the form's coordinates
        found = _rules_of(path, matrix, turned)
        if area is None:
            yield from found
            continue
        shown = turned.box(area.left, area.bottom, area.right, area.top).wider(_STRAIGHT)
        yield from filter(None, (rule.within(shown) for rule in found))


def _paths(
    page: PdfPage, form: PdfObject | None, matrix: PdfMatrix, depth: int, effort: Effort
) -> Iterator[tuple[PdfObject, PdfMatrix, int]]:
    """The paths of a page or form, each with the way from its coordinates to those of the page, and in how
    many forms it is."""
    count = pdfium.FPDFPage_CountObjects(page) if form is None else pdfium.FPDFFormObj_CountObjects(form)
    effort.spend(_OF_OBJECT * count)
    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM]
    for item in page.get_objects(filter=kinds, max_depth=1, form=form):
        own = item.get_matrix().multiply(matrix)
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            yield item, own, depth
        elif depth < _DEEPEST:
            yield from _paths(page, item, own, depth + 1, effort)


def _rules_of(path: PdfObject, matrix: PdfMatrix, turned: _Turned) -> Iterator[Rule]:
    """The straight lines that a path draws: strokes, thin strips, and strips between two rectangles."""
    filling, stroked = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path, filling, stroked)
    if stroked.value and is_of_letters(path, matrix):
        return
    outlines = list(_outlines(path, matrix, turned))
    if stroked.value:
        thick = _thickness(path, matrix)
        for points in outlines:
            yield from _strokes(points, thick)
        yield from _wave(list(_curved(path, matrix, turned)))
    elif filling.value:
        extents = [extent(points) for points in outlines]
        yield from (rule for extent in extents for rule in _strip(extent))
        if len(extents) == 2:
            yield from _between(*extents)


def _thickness(path: PdfObject, matrix: PdfMatrix) -> float:
    """How thick a path is drawn, in points."""
    width = c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(path, width)
    return float(width.value) * hypot(matrix.a, matrix.b)


def _strokes(points: Sequence[Point], thick: float) -> Iterator[Rule]:
    for (x, y), (x2, y2) in itertools.pairwise(points):
        if abs(x - x2) <= _STRAIGHT < abs(y - y2):
            yield Rule(True, (x + x2) / 2, min(y, y2), max(y, y2), thick=thick)
        elif abs(y - y2) <= _STRAIGHT < abs(x - x2):
            yield Rule(False, (y + y2) / 2, min(x, x2), max(x, x2), thick=thick)


def _wave(points: Sequence[Point]) -> Iterator[Rule]:
    """A line that waves along, as those through and below words do."""
    if points:
        box = extent(points)
        if box.top - box.bottom <= _HIGHEST_WAVE < box.right - box.left:
            yield Rule(False, (box.bottom + box.top) / 2, box.left, box.right, waves=True)


def _strip(box: Box) -> Iterator[Rule]:
    wide, high = box.right - box.left, box.top - box.bottom
    if wide <= _THIN < high:
        yield Rule(True, (box.left + box.right) / 2, box.bottom, box.top, thick=wide)
    elif high <= _THIN < wide:
        yield Rule(False, (box.bottom + box.top) / 2, box.left, box.right, thick=high)


def _between(one: Box, other: Box) -> Iterator[Rule]:
    """The sides where one rectangle lies a little within another: so borders of web pages are drawn."""
    sides = [abs(one.left - other.left), abs(one.right - other.right)]
    sides += [abs(one.bottom - other.bottom), abs(one.top - other.top)]
    if max(sides) > _THIN:
        return
    for upright, at, difference in (
        (True, one.left, sides[0]),
        (True, one.right, sides[1]),
        (False, one.bottom, sides[2]),
        (False, one.top, sides[3]),
    ):
        if difference > _DRAWN:
            begin, end = (one.bottom, one.top) if upright else (one.left, one.right)
            yield Rule(upright, at, begin, end, thick=2 * difference)


def _curved(path: PdfObject, matrix: PdfMatrix, turned: _Turned) -> Iterator[Point]:
    """The points of a path that has curves."""
    x, y = c_float(), c_float()
    segments = [
        pdfium.FPDFPath_GetPathSegment(path, index)
        for index in range(min(pdfium.FPDFPath_CountSegments(path), MOST_SEGMENTS))
    ]
    if any(pdfium.FPDFPathSegment_GetType(each) == pdfium.FPDF_SEGMENT_BEZIERTO for each in segments):
        for each in segments:
            pdfium.FPDFPathSegment_GetPoint(each, x, y)
            point = turned(*matrix.on_point(x.value, y.value))
            if _is_near(*point):
                yield point


def _outlines(path: PdfObject, matrix: PdfMatrix, turned: _Turned) -> Iterator[list[Point]]:
    """The straight outlines that a path is made of; curves end one."""
    points: list[Point] = []
    x, y = c_float(), c_float()
    count = pdfium.FPDFPath_CountSegments(path)
    for index in range(min(count, MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = turned(*matrix.on_point(x.value, y.value))
        if kind != pdfium.FPDF_SEGMENT_LINETO or not _is_near(*point):
            if len(points) > 1:
                yield points
            points = []
        if not _is_near(*point):
            continue
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 2:
            points.append(points[0])
    if len(points) > 1:
        yield points
