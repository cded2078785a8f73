"""SVG → PNG: printed by WeasyPrint on a sheet of its size, and that page drawn."""

from __future__ import annotations

import io
from typing import Any

from lxml import etree
from pypdfium2 import PdfDocument
from weasyprint import HTML
from weasyprint.urls import URLFetcher

_SHEET = "<style>@page {{ size: {0}px {1}px; margin: 0 }} body {{ margin: 0 }}</style>{2}"


def drawn(svg: str, pixels: int, fonts: Any, fetcher: URLFetcher) -> bytes:
    """The picture, ``pixels`` wide, in as many colours as it has; its SVG states width and height."""
    root = etree.fromstring(svg.encode())
    page = HTML(string=_SHEET.format(root.get("width"), root.get("height"), svg), url_fetcher=fetcher)
    stream = io.BytesIO()
    with PdfDocument(page.write_pdf(font_config=fonts)) as document:
        sheet: Any = document[0]
        sheet.render(scale=pixels / sheet.get_width()).to_pil().save(stream, "PNG")
    return stream.getvalue()
