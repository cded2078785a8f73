"""Marks of no width that other programs leave in a text: nobody sees them, and no figure is read with one.

Line breaks that are allowed or forbidden, marks of direction, invisible operators, variants of a sign. One
does change what is seen and stays: U+202E turns digits round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nianbao.read.blocks import Block, Table

OF_NO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202d\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]+"
)


def without_marks(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with cells as they are seen. Words of paragraphs stay as somebody wrote them."""
    for block in blocks:
        if isinstance(block, Table) and any(OF_NO_WIDTH.search(cell.text) for cell in block.cells):
            cells = (replace(cell, text=OF_NO_WIDTH.sub("", cell.text)) for cell in block.cells)
            yield replace(block, cells=tuple(cells))
        else:
            yield block
