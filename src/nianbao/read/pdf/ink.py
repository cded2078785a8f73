"""Whether what is written in a PDF stands out from what is around it, and looks as its letters do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import ceil, floor, sqrt

from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import PdfPage

from nianbao.read.pdf.ruled import Box

SCALE = 1.5  # pixels to the point
_SMALL = 8.0  # points: the height of letters that are drawn larger, up to so many times
_MOST_ENLARGED = 3.0
_LEAST = 40  # of 255: what the darkest and the lightest spot of a sign differ by
_MOST_POINTS = 4_000_000.0  # of the area of a page that is drawn at this scale; larger ones are drawn smaller
_CLEAR = 250  # of 255: paper without ink
_MARGIN = 2  # pixels around a sign where its paper is seen
_MOST_OTHER = 0.12  # share of the ink of a sign by which it may look different
_EDGE = 200  # of 255: what is lighter at the sides of a sign is its soft edge, which a border may touch
_FAINT = 0.25  # share of its ink: what is fainter is a watermark, or paper of two colours
_STRONG = 50  # of 255: what differs less from its paper is a shade or a watermark
_OF_MARK = 90  # what the pixels of the smallest mark differ by, together
_WHOLE = 0.85  # of the sides of a cell
_OF_LINE = 0.2  # of its area
_DOTTED = 0.3  # share of a dotted line that is ink
_THICKEST = 1.5  # points, of a dotted line
_FEWEST_DOTS = 3  # above and below together
_IS_STRONG = [0] * _STRONG + [255] * (256 - _STRONG)
_IS_CLEAR = [0] * _CLEAR + [255] * (256 - _CLEAR)
_IS_INK = [255] * _EDGE + [0] * (256 - _EDGE)
_INVERTED = [255 - level for level in range(256)]


def picture(page: PdfPage, scale: float = SCALE, quarter: int = 0) -> Image.Image:
    """A page as it is seen, in grey, turned clockwise by some quarters."""
    drawn: Image.Image = page.render(scale=scale, grayscale=True, rotation=90 * quarter).to_pil()
    return drawn


def stands_out(drawn: Image.Image, box: tuple[float, float, float, float], height: float) -> bool:
    """Whether a sign is seen on the picture of a page so high: left, bottom, right, top in points."""
    left, bottom, right, top = box
    if right <= left or top <= bottom:
        return True  # a mark without ink
    area = (left * SCALE, (height - top) * SCALE, right * SCALE + 1, (height - bottom) * SCALE + 1)
    spots: bytes = drawn.crop(area).tobytes()
    return not spots or max(spots) - min(spots) >= _LEAST


class Seen:
    """Two pictures of a page, turned clockwise by some quarters: as it is seen, and with nothing but its
    words in black on white. Small print is drawn larger: ``letters`` is how high most are, in points."""

    def __init__(self, page: PdfPage, words: PdfPage, quarter: int, letters: float) -> None:
        width, height = page.get_size()
        self._height = width if quarter % 2 else height
        wanted = min(_MOST_ENLARGED, max(1.0, _SMALL / max(1.0, letters)))
        self._scale = SCALE * min(wanted, sqrt(_MOST_POINTS / max(1.0, width * height)))
        self._page, self._words = (picture(each, self._scale, quarter) for each in (page, words))
        self._ink = self._words.point(_IS_INK)

    @property
    def pixel(self) -> float:
        """How large a pixel of the pictures is, in points."""
        return 1 / self._scale

    def shows(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether a sign looks on the page as its letter does, whatever the colours of ink and paper are."""
        scale, height = self._scale, self._height
        x, y = floor(left * scale), floor((height - top) * scale) - 1  # a stroke may be drawn a pixel off
        inked = self._ink.crop((x, y, ceil(right * scale), ceil((height - bottom) * scale) + 1))
        ink_at = inked.getbbox()  # beside it a border may stand
        if ink_at is None:
            return False
        area = x + ink_at[0], y + ink_at[1], x + ink_at[2], y + ink_at[3]
        alone, seen = self._words.crop(area), self._page.crop(area)
        levels = alone.tobytes()
        darkest = 255 - min(levels)
        if darkest < _LEAST:
            return False
        if seen.tobytes() == levels:  # as most are: black on white
            return True
        paper = self._paper((area[0] - _MARGIN, area[1] - _MARGIN, area[2] + _MARGIN, area[3] + _MARGIN))
        ink = (seen.tobytes()[levels.index(255 - darkest)] - paper) * 255 / darkest
        if abs(ink) < _LEAST:
            return False
        expected = alone.point(_expected(paper, ink))
        faint = round(_FAINT * abs(ink))
        strong = [0] * faint + [*range(faint, 256)]
        other = sum(ImageChops.difference(expected, seen).point(strong).tobytes())
        return other <= _MOST_OTHER * abs(ink) / 255 * sum(alone.point(_INVERTED).tobytes())

    def shows_more(self, box: Box, but: Sequence[Box] = ()) -> bool:
        """Whether there is ink in a box that is none of its words, whatever the colours of these and of their
        paper are; none ``but`` that in some places of the page."""
        area = self._area(box)
        other = self._other(area) if area is not None else None
        if area is None or other is None:
            return False
        self._clear(other, but, area[:2])
        strengths = other.tobytes()
        return max(strengths) >= _STRONG and sum(strengths) >= _OF_MARK

    def borders(self, box: Box, reach: float, but: Sequence[Box]) -> Iterator[Box]:
        """The columns of pixels in a box whose ink, if it is of no word and not ``but`` that of some lines,
        goes on above or below it, or in dots above and below it, so far: thin upright borders, which nobody
        knows as lines."""
        area = self._area(Box(box.left, box.bottom - reach, box.right, box.top + reach))
        other = self._other(area) if area is not None else None
        if area is None or other is None:
            return
        ends = round(reach * self._scale)
        clear = [not any(line.bottom <= y <= line.top for line in but) for y in self._heights(area)]
        above, below = [y for y in range(ends) if clear[y]], [y for y in range(-ends, 0) if clear[y]]
        found = list[bool]()
        for x in range(other.width):
            inked = [level >= _STRONG for level in other.crop((x, 0, x + 1, other.height)).tobytes()]
            through = max((len([*run]) for ink, run in groupby(inked) if ink), default=0)
            found.append(
                through > other.height - ends
                or _are_dots([inked[y] for y in above], [inked[y] for y in below])
            )
        for is_border, group in groupby(range(other.width), key=found.__getitem__):
            columns = [*group]
            if is_border and len(columns) <= round(_THICKEST * self._scale) + 1:
                left, right = (area[0] + columns[0]) / self._scale, (area[0] + columns[-1] + 1) / self._scale
                yield Box(left, box.bottom, right, box.top)

    def _heights(self, area: tuple[int, int, int, int]) -> Iterator[float]:
        """How high the middle of each row of pixels stands, from the top down."""
        return (self._height - (y + 0.5) / self._scale for y in range(area[1], area[3]))

    def _other(self, area: tuple[int, int, int, int]) -> Image.Image | None:
        """What the page shows in an area beside its words, whatever the colours of these and of their paper
        are; None if that is nothing."""
        words, seen = self._words.crop(area), self._page.crop(area)
        levels, shown = words.tobytes(), seen.tobytes()
        if shown == levels:
            return None
        paper, darkest = self._paper(area), 255 - min(levels)
        ink = (shown[levels.index(255 - darkest)] - paper) * 255 / darkest if darkest >= _LEAST else -paper
        return ImageChops.difference(words.point(_expected(paper, ink)), seen)

    def is_empty(self, box: Box) -> bool:
        """Whether a box without words has no ink, or no more than a line from corner to corner: so cells are
        crossed out that stay empty."""
        area = self._area(box)
        if area is None:
            return True
        seen = self._page.crop(area)
        paper = self._paper(area)
        ink = seen.point([255 if abs(at - paper) >= _STRONG else 0 for at in range(256)])
        marked = ink.getbbox()
        if marked is None:
            return True
        left, top, right, bottom = marked
        is_whole = right - left >= _WHOLE * ink.width and bottom - top >= _WHOLE * ink.height
        return is_whole and ink.tobytes().count(255) <= _OF_LINE * ink.width * ink.height

    def shows_besides(self, borders: Iterable[Box]) -> bool:
        """Whether the page has any strong ink that is neither of its words nor of its borders."""
        other = ImageChops.difference(self._page, self._words).point(_IS_STRONG)
        self._clear(other, borders)
        return other.getbbox() is not None

    def _clear(self, drawn: Image.Image, boxes: Iterable[Box], corner: tuple[int, int] = (0, 0)) -> None:
        """Take boxes, with their soft edges, out of a picture that begins at a corner."""
        pen, scale, (x, y) = ImageDraw.Draw(drawn), self._scale, corner
        for box in boxes:
            left, right = floor(box.left * scale) - 1 - x, ceil(box.right * scale) + 1 - x
            top = floor((self._height - box.top) * scale) - 1 - y
            bottom = ceil((self._height - box.bottom) * scale) + 1 - y
            pen.rectangle((left, top, right, bottom), fill=0)

    def _area(self, box: Box) -> tuple[int, int, int, int] | None:
        """The pixels that are whole in a box."""
        scale, height = self._scale, self._height
        left, right = max(0, ceil(box.left * scale)), min(self._page.width, floor(box.right * scale))
        top = max(0, ceil((height - box.top) * scale))
        bottom = min(self._page.height, floor((height - box.bottom) * scale))
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _paper(self, area: tuple[int, int, int, int]) -> int:
        """The commonest grey where no words are."""
        levels = self._page.crop(area).histogram(self._words.crop(area).point(_IS_CLEAR))
        return max(range(256), key=levels.__getitem__)


def _expected(paper: int, ink: float) -> list[int]:
    """How words that were drawn black on white look with other ink on other paper, by the level of grey."""
    return [round(min(255.0, max(0.0, paper + ink * (255 - at) / 255))) for at in range(256)]


def _are_dots(*bands: Sequence[bool]) -> bool:
    """Whether parts of a column of pixels have ink as a line of dots does: so much, and with gaps."""
    if any(sum(inked) < _DOTTED * len(inked) for inked in bands):
        return False
    return (
        sum(ink and not before for inked in bands for before, ink in pairwise([False, *inked]))
        >= _FEWEST_DOTS
    )
