"""Parts of a page that its styles put away: last year's table, or a second version for printing or phones.

A script may show them, so they are read; but not where a table that is shown has the same words.
"""

from __future__ import annotations

import re

from lxml import etree

from nianbao.read.html.rules import Style

PUT_AWAY = "data-put-away"  # the attribute of a part that is not seen
_SIZES = ("height", "max-height", "width", "max-width")
_PLACED = ("absolute", "fixed", "relative")
_FAR = 900.0  # pixels or points: beyond the edge of any page
_LENGTH = re.compile(r"(-\d+(?:\.\d+)?)(?:px|pt|em|rem)?")
_NONE = re.compile(r"0(?:\.0*)?(?:px|pt|em|rem|%)?")
_NUMBERS = re.compile(r"[\d\s.,:%/]+")


def is_unseen(style: Style) -> bool:
    """Whether a style alone keeps the words of a cell or a row from being seen. A size does not: a cell
    grows with its words."""
    return (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or _is_none(style.get("opacity"))
        or _is_none(style.get("font-size"))
        or style.get("color") == "transparent"
        or _is_far(style.get("text-indent", ""))
    )


def is_put_away(style: Style) -> bool:
    """The same of a larger part of the page."""
    is_moved = any(_is_far(style.get(side, "")) for side in ("left", "top", "margin-left"))
    is_flat = style.get("overflow") == "hidden" and any(_is_none(style.get(size)) for size in _SIZES)
    return is_unseen(style) or is_flat or (is_moved and style.get("position", "") in _PLACED)


def _is_none(length: str | None) -> bool:
    return length is not None and _NONE.fullmatch(length) is not None


def _is_far(length: str) -> bool:
    found = _LENGTH.fullmatch(length)
    return found is not None and float(found[1]) <= -_FAR


def drop_second_versions(root: etree._Element) -> None:
    """Take out the tables in parts that are put away, of which one that is shown has the same labels."""
    put_away = [part for part in root.iter(etree.Element) if PUT_AWAY in part.attrib]
    if not put_away:
        return
    hidden = {table for part in put_away for table in part.iter("table")}
    shown = {_labels(table) for table in root.iter("table") if table not in hidden}
    for table in hidden:
        around = table.getparent()
        if _labels(table) in shown and around is not None:
            replaced = etree.Element("div")
            replaced.tail = table.tail
            around.replace(table, replaced)


def _labels(table: etree._Element) -> str:
    """All that a table says but its numbers."""
    return _NUMBERS.sub("", "".join(str(text) for text in table.itertext()))
