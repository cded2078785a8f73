"""A report as a picture (SVG) → a paragraph for each of its drawings."""

from __future__ import annotations

from nianbao.read.blocks import Block, Paragraph
from nianbao.read.drawings import of_svg


def read(data: bytes) -> list[Block]:
    """What the drawings say in words. Raises Unreadable."""
    return [Paragraph(each.said) for each in of_svg(data) if each.said]
