"""Rows that go on on the next page, filled to the end of the page.

Where a cell is cut in two and each part has a rule and a blank of its own (``box-decoration-break: clone``),
WeasyPrint 70 counts those below a part twice, and a line is lost that would have had room. Where it is built
otherwise, nothing is replaced and a page may have a line less.
"""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

import weasyprint.layout.block

_block: Any = weasyprint.layout.block
_LINES = "_linebox_layout"
_NEEDED = {"box", "bottom_space", "draw_bottom_decoration"}


@cache
def install() -> bool:
    """Count what stands below a part once, once a process; False where that is not possible."""
    usual = getattr(_block, _LINES, None)
    if usual is None or not set(names := inspect.signature(usual).parameters) >= _NEEDED:
        return False

    def lines(*arguments: Any, **named: Any) -> Any:
        given = dict(zip(names, arguments, strict=False)) | named  # asked for each cell: no Signature.bind
        box = given["box"]
        if box.style["box_decoration_break"] == "clone":
            given["bottom_space"] -= box.padding_bottom + box.border_bottom_width
        return usual(**given)

    setattr(_block, _LINES, lines)
    return True
