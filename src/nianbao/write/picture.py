"""SVG → PNG, for files that hold pixels alone: drawn by whatever prints here."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from nianbao.write.pdf import engines

DESCRIPTION = "Description"  # the keyword under which PNG holds words about a picture (PNG 11.3.3.2)


def png(svg: str, pixels: int, said: str) -> bytes:
    """A picture ``pixels`` wide with what it says in words. The same SVG gives the same bytes.

    Raises OutputError if nothing that prints works here, or if the SVG cannot be drawn.
    """
    drawn = engines.draw(svg, pixels)
    words = PngInfo()
    words.add_itxt(DESCRIPTION, said, lang="zh-CN")
    stream = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.convert("RGB").save(stream, "PNG", pnginfo=words, optimize=False)
    return stream.getvalue()
