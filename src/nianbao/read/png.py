"""A report as a picture (PNG) → a paragraph for each of its drawings."""

from __future__ import annotations

from nianbao.read.blocks import Block, Paragraph
from nianbao.read.drawings import of_png


def read(data: bytes) -> list[Block]:
    """What the drawings say in words. Raises Unreadable."""
    return [Paragraph(each.said) for each in of_png(data) if each.said]
