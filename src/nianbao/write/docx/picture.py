"""A drawing in a Word file: pixels, with what they say in words for those who cannot see them."""

from __future__ import annotations

import io

from docx.shared import Mm
from docx.text.paragraph import Paragraph

from nianbao.write.page import Picture
from nianbao.write.picture import png

_WIDTH = Mm(104)
_PIXELS = 1229  # 300 to the inch


def add_picture(paragraph: Paragraph, picture: Picture) -> None:
    """Put a drawing into an empty paragraph, with its alternative text (ECMA-376 part 1, 20.4.2.5)."""
    shape = paragraph.add_run().add_picture(io.BytesIO(png(picture.svg, _PIXELS, picture.said)), _WIDTH)
    shape._inline.docPr.set("descr", picture.said)
