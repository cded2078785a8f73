"""What a web page shows on a screen, by its own style sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from nianbao.write.pdf.weasyprint.fonts import Refusal

_SMALLEST = 4  # pixels: smaller type is not seen


def shown_text(page: str) -> str:
    """All the text that has a place on the page and is not made invisible."""
    document = HTML(string=page, url_fetcher=Refusal(), media_type="screen").render()
    return "".join(text for sheet in document.pages for text in _texts(sheet._page_box))


def _texts(box: Any) -> Iterator[str]:
    if isinstance(box, boxes.TextBox):
        if box.style["visibility"] == "visible" and box.style["font_size"] >= _SMALLEST:
            yield box.text
    elif isinstance(box, boxes.ParentBox) and box.style["opacity"] > 0:
        for child in box.children:
            yield from _texts(child)
