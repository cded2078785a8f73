"""What lies over the cells of a sheet: text boxes, pictures and charts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from lxml import etree

_HAIR = 60_000  # EMU, a sixth of a centimetre: so much of a cell may be covered
_FILLED = ("solidFill", "gradFill", "pattFill", "blipFill")
_ON = frozenset(("1", "true"))


def below(drawing: etree._Element, bottom: int, right: int) -> Iterator[tuple[int, int]]:
    """The cells (row, column, from 0) within ``bottom`` rows and ``right`` columns that something lies over:
    nobody can tell what is seen of them. However many things lie over a cell, it is met once."""
    begun = [[0] * (right + 1) for _ in range(bottom + 1)]  # what begins at a cell, less what ended before
    for anchor in filter(_covers, drawing.iter("{*}twoCellAnchor")):
        rows, columns = _range(anchor, "row", bottom), _range(anchor, "col", right)
        for row, column, more in (
            (rows.start, columns.start, 1), (rows.stop, columns.start, -1),
            (rows.start, columns.stop, -1), (rows.stop, columns.stop, 1),
        ):  # fmt: skip
            begun[row][column] += more
    over = [0] * (right + 1)
    for y, row_begun in enumerate(begun[:bottom]):
        over = [above + here for above, here in zip(over, accumulate(row_begun), strict=True)]
        yield from ((y, x) for x, things in enumerate(over) if things)


def _covers(anchor: etree._Element) -> bool:
    """Whether anything of an anchor can be seen and is more than a line or a frame."""
    if any(each.get("hidden") in _ON for each in anchor.iter("{*}cNvPr")):
        return False
    if any(True for name in ("pic", "graphicFrame") for _ in anchor.iter(f"{{*}}{name}")):
        return True
    return any(
        any(shape.find(f"{{*}}spPr/{{*}}{fill}") is not None for fill in _FILLED)
        or any((text.text or "").strip() for text in shape.iter("{*}t"))
        for shape in anchor.iter("{*}sp")
    )


def _range(anchor: etree._Element, name: str, most: int) -> range:
    """The rows or columns that an anchor reaches over, but for a hair."""
    first, last = (_number(anchor, f"{{*}}{end}/{{*}}{name}") for end in ("from", "to"))
    beyond = _number(anchor, f"{{*}}to/{{*}}{name}Off") > _HAIR
    return range(min(first, most), min(max(first, last + beyond), most))


def _number(anchor: etree._Element, path: str) -> int:
    text = (anchor.findtext(path) or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else 0
