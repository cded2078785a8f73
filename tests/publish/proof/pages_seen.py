"""Whether two PDFs look otherwise to somebody who looks closely: not by the code that verify uses."""

from __future__ import annotations

from PIL import ImageChops, ImageFilter
from pypdfium2 import PdfDocument, PdfiumError

_SCALE = 2.0  # pixels to the point
_STRONG = 128  # of 255: a change of black for white, not of an edge
_WIDE = 3  # pixels each way that it has at least


def looks_otherwise(ours: bytes, theirs: bytes) -> bool:
    """Whether any page has a spot of some pixels that was dark and is light, or was light and is dark."""
    try:
        with PdfDocument(ours) as own, PdfDocument(theirs) as other:
            if len(own) != len(other):
                return True
            for page, counterpart in zip(own, other, strict=True):
                mine, its = [each.render(scale=_SCALE).to_pil().convert("L") for each in (page, counterpart)]
                change = ImageChops.difference(mine, its.resize(mine.size))
                spots = change.filter(ImageFilter.MinFilter(_WIDE))
                if max(spots.tobytes()) >= _STRONG:
                    return True
    except PdfiumError:
        return True
    return False
