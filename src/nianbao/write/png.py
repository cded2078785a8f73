"""The report as one long picture for the phone (一图读懂): PNG of its SVG."""

from __future__ import annotations

from nianbao.write.page import Page
from nianbao.write.picture import png
from nianbao.write.svg import poster_of

_PIXELS = 1080  # the width of a phone's screen


def write(page: Page) -> bytes:
    """The poster of a page as pixels, with what it says in words. Raises OutputError if it has none, or if
    nothing that draws works here."""
    poster = poster_of(page)
    return png(poster.svg, _PIXELS, poster.said)
