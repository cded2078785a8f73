"""Rules of tables, drawn as lines.

WeasyPrint fills clipped rectangles, which some viewers (poppler, and with it Evince and Okular) lose or grey
on a screen, where a rule is thinner than a pixel. A line is always seen.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import weasyprint.draw
from weasyprint.formatting_structure import boxes

_drawing: Any = weasyprint.draw
_SIDES = ("top", "right", "bottom", "left")
_RULED: Any = (boxes.TableBox, boxes.TableCellBox)


@cache
def install() -> None:
    """Draw solid borders of tables and cells as lines, once a process; all others as before."""
    usual = _drawing.draw_border

    def draw_border(stream: Any, box: Any) -> None:
        sides = [side for side in _SIDES if getattr(box, f"border_{side}_width", 0)]
        plain = all(box.style[f"border_{side}_style"] == "solid" for side in sides)
        if not isinstance(box, _RULED) or not plain or box.style["visibility"] != "visible":
            usual(stream, box)
            return
        if sides:
            with stream.artifact(), stream.stacked():
                for side in sides:
                    _draw(stream, box, side)

    _drawing.draw_border = draw_border


def _draw(stream: Any, box: Any, side: str) -> None:
    """One side, along the middle of its width."""
    width = getattr(box, f"border_{side}_width")
    left, top = box.border_box_x(), box.border_box_y()
    right, bottom = left + box.border_width(), top + box.border_height()
    if isinstance(box, boxes.TableBox) and box.children:  # of one that goes on it reaches to the page's end
        rows = [row for group in box.children for row in group.children]
        bottom = max((row.position_y + row.height for row in rows), default=bottom)
    if side in ("top", "bottom"):
        top = bottom = top + width / 2 if side == "top" else bottom - width / 2
    else:
        left = right = left + width / 2 if side == "left" else right - width / 2
    stream.set_color(box.style[f"border_{side}_color"], stroke=True)
    stream.set_line_width(width)
    stream.move_to(left, top)
    stream.line_to(right, bottom)
    stream.stroke()
