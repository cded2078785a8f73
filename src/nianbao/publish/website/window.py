"""How much room a page has: whether people can get to all of it, and whether numbers fit into columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml import etree

from nianbao.publish.website.declarations import Declarations
from nianbao.publish.website.elements import MOST_WORDS, text_in
from nianbao.publish.website.surroundings import Surroundings
from nianbao.publish.website.values import length, number
from nianbao.words import shortened

_SCROLLED = ("auto", "scroll", "overlay")
_CUT = ("hidden", "clip")
_MOST_ROWS = 60  # of a table in which its columns are counted
_DIGIT = 0.5  # heights of type: how wide it is
_FAIR = 0.8  # share of an even part of a table that a column of figures has: labels take more
_LONGEST = 60


def inside(element: etree._Element, values: Declarations, here: Surroundings) -> Surroundings:
    """What holds in an element of the room that it has."""
    tag, down = str(element.tag), values.get("overflow-y", "")
    stuck = here.stuck
    if tag in ("html", "body"):
        is_fixed = values.get("position") == "fixed"
        if down in _CUT or is_fixed:
            name, value = ("position", "fixed") if is_fixed else ("overflow", down)
            stuck = f"{tag} {name}: {value}（网页翻不下去）"
    if down in _SCROLLED:
        stuck = ""
    return replace(here, stuck=stuck, room=_room(tag, values, here), columns=_columns(element, tag, here))


def _room(tag: str, values: Declarations, here: Surroundings) -> float:
    if tag in ("td", "th", "tr", "col", "colgroup", "html"):
        return here.room
    room = here.room
    for name in ("width", "max-width"):
        value = values.get(name, "")
        share = number(value) if value.endswith("%") else None
        pixels = here.room * share if share is not None else length(value, here.size)
        room = min(room, pixels) if pixels else room
    return room


def _columns(element: etree._Element, tag: str, here: Surroundings) -> int:
    """The columns of a table of figures."""
    if tag != "table":
        return here.columns
    rows = islice(element.iter("tr"), _MOST_ROWS)
    return max((sum(_span(cell) for cell in row.iterchildren("td", "th")) for row in rows), default=0)


def _span(cell: etree._Element) -> int:
    given = str(cell.get("colspan", "1"))
    return int(given) if given.isdecimal() and len(given) < 4 else 1


def torn(element: etree._Element, values: Declarations, here: Surroundings) -> Iterator[str]:
    """Where a number may be broken in two lines, because its column has no room for it."""
    if element.tag == "col" and not values.get("width", "%").endswith("%"):
        pixels = length(values["width"], here.size)
        if pixels is not None and 0 < pixels < 2 * _DIGIT * here.size:
            yield f"col width: {values['width']}"
    if element.tag not in ("td", "th") or not here.breaks or not here.columns:
        return
    text = text_in(element, MOST_WORDS)
    if not text.isdecimal() or len(text) == 1:
        return
    sides = sum(length(values.get(f"padding-{side}", ""), here.size) or 0.0 for side in ("left", "right"))
    if here.room / here.columns * _FAIR < len(text) * _DIGIT * here.size + sides:
        yield shortened(
            f"{element.tag} word-break（{here.columns}栏共宽{here.room:g}px，数字会断成两行）", _LONGEST
        )
