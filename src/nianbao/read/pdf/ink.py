"""Whether what is written in a PDF stands out from what is around it."""

from __future__ import annotations

from PIL import Image
from pypdfium2 import PdfPage

SCALE = 1.5  # pixels to the point
_LEAST = 40  # of 255: what the darkest and the lightest spot of a sign differ by


def picture(page: PdfPage) -> Image.Image:
    """A page as it is seen, in grey."""
    drawn: Image.Image = page.render(scale=SCALE, grayscale=True).to_pil()
    return drawn


def stands_out(drawn: Image.Image, box: tuple[float, float, float, float], height: float) -> bool:
    """Whether a sign is seen on the picture of a page so high: left, bottom, right, top in points."""
    left, bottom, right, top = box
    if right <= left or top <= bottom:
        return True  # a mark without ink
    area = (left * SCALE, (height - top) * SCALE, right * SCALE + 1, (height - bottom) * SCALE + 1)
    spots: bytes = drawn.crop(area).tobytes()
    return not spots or max(spots) - min(spots) >= _LEAST
