"""Whether what is written in a PDF stands out from what is around it, and looks as its letters do."""

from __future__ import annotations

from math import ceil, floor, sqrt

from PIL import Image, ImageChops
from pypdfium2 import PdfPage

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
        expected = alone.point(
            [round(min(255.0, max(0.0, paper + ink * (255 - at) / 255))) for at in range(256)]
        )
        faint = round(_FAINT * abs(ink))
        strong = [0] * faint + [*range(faint, 256)]
        other = sum(ImageChops.difference(expected, seen).point(strong).tobytes())
        return other <= _MOST_OTHER * abs(ink) / 255 * sum(alone.point(_INVERTED).tobytes())

    def _paper(self, area: tuple[int, int, int, int]) -> int:
        """The commonest grey where no words are."""
        levels = self._page.crop(area).histogram(self._words.crop(area).point(_IS_CLEAR))
        return max(range(256), key=levels.__getitem__)
