"""What lies upon a page: boxes, pictures and large words that styles put over what stands there."""

from __future__ import annotations

import re

from lxml import etree

from nianbao.publish.website.declarations import Declarations
from nianbao.publish.website.elements import text_in
from nianbao.publish.website.surroundings import Surroundings
from nianbao.publish.website.values import colour, length, resolved
from nianbao.words import shortened

OUT_OF_LINE = ("absolute", "fixed")
PICTURES = {
    "img": "图片",
    "svg": "图形",
    "canvas": "图形",
    "video": "影音",
    "math": "公式",
    "iframe": "嵌入的网页",
    "object": "嵌入的对象",
    "embed": "嵌入的对象",
    "input": "输入框",
    "textarea": "输入框",
    "select": "选择框",
    "meter": "图形",
    "progress": "图形",
    "fencedframe": "嵌入的网页",
    "audio": "影音",
}
TINY = 4.0  # pixels: what is smaller counts visits
LARGE = 250.0  # pixels: what lies upon a page and is as large may cover a table
OF_DIALOGS = {"position": "absolute", "background-color": "white"}  # of themselves, when they are open
_STAMP = 40.0  # pixels: the height of words that are written across a page
_FAR = 100.0  # pixels: what is moved up as far, or drawn as broadly, may cover what stands before it
_DOWN = 150.0  # pixels: the head of a page is as high at least
_NEAR = 20.0  # pixels that something behind a report may be moved up: there is as much between paragraphs
_WORD = re.compile("[^\\W_\ue000-\uf8ff]")  # icons have signs of nobody's
_LONGEST = 40
_MOVING_UP = ("top", "margin-top", "margin-bottom", "translate", "transform")
_MOVED_EITHER_WAY = ("translate", "transform")
_DRAWN_AROUND = ("box-shadow", "outline", "outline-width")
_WIDE = ("filter", *(f"border-{side}-width" for side in ("top", "right", "bottom", "left")))
_GROUNDS = ("background-image", "backdrop-filter")  # through which little may be seen
_LENGTHS = re.compile(r"-?(?:\d+\.?\d*|\.\d+)[a-z%]*")


def lies_upon(element: etree._Element, values: Declarations, here: Surroundings, *, in_table: bool) -> str:
    """What of an element out of line lies upon the page: large and without gaps, words written across, or
    nothing but a number. Empty if nothing does."""
    text = text_in(element, _LONGEST)
    is_bare = not text and next(element.iterdescendants(*PICTURES), None) is None
    width, height = (_extent(values, name) for name in ("width", "height"))
    is_near = here.is_elsewhere and max(width, height) < _FAR and not _is_moved(values, here)
    is_large = min(width, height) >= LARGE or (is_bare and not is_near and max(width, height) >= TINY)
    is_number = text.isdecimal() and not in_table
    if (is_closed(values, here) and is_large) or is_stamp(text, here) or is_number:
        said = f"{element.tag} position: {values['position']}"
        return f"{said} “{shortened(text, _LONGEST)}”" if text else said
    return ""


def may_hide(element: etree._Element, values: Declarations, here: Surroundings) -> str:
    """What of an element out of line may lie upon the page though it has no ground: a large picture, what
    blurs all below it, or what is drawn far around. Empty if nothing does."""
    if here.is_elsewhere or values.get("z-index", "").startswith("-"):
        return ""
    is_large = min(_extent(values, "width"), _extent(values, "height")) >= LARGE
    for name in _GROUNDS:
        if is_large and "(" in values.get(name, ""):
            return f"{element.tag} {name}: {shortened(values[name], _LONGEST)}"
    return _drawn_far(element, values, here)


def _drawn_far(element: etree._Element, values: Declarations, here: Surroundings) -> str:
    """What is drawn so far around an element that it may cover what stands there."""
    for name in _DRAWN_AROUND:
        drawn = colour(values.get(name, "").replace("inset", "transparent"), here.colour)
        if drawn is not None and drawn[3] and max(map(abs, _pixels(values[name], here.size))) >= _FAR:
            return f"{element.tag} {name}: {shortened(values[name], _LONGEST)}"
    for name in _WIDE:
        is_drawing = name != "filter" or "drop-shadow" in values.get(name, "")
        if is_drawing and max(map(abs, _pixels(values.get(name, ""), here.size))) >= _FAR:
            return f"{element.tag} {name}: {shortened(values[name], _LONGEST)}"
    return ""


def reaches_over(element: etree._Element, values: Declarations, here: Surroundings) -> str:
    """What of an element in line may cover what stands before it: it is moved up far and has a ground, or is
    drawn far around itself. Empty if nothing does."""
    if said := _drawn_far(element, values, here):
        return said
    if values.get("position") == "sticky" and is_closed(values, here) and _extent(values, "height") >= LARGE:
        return f"{element.tag} position: sticky"
    if "box-reflect" in values:
        return f"{element.tag} box-reflect: {shortened(values['box-reflect'], _LONGEST)}"
    is_seen = is_closed(values, here) or element.tag in PICTURES or "backdrop-filter" in values
    if is_seen and next(element.iter("table"), None) is None:
        for name in _MOVING_UP:
            lengths = _pixels(values.get(name, ""), here.size)
            is_down = name in _MOVED_EITHER_WAY and "%" not in values.get(name, "") and max(lengths) >= _FAR
            if min(lengths) <= -_FAR or is_down:
                return f"{element.tag} {name}: {shortened(values[name], _LONGEST)}"
    return ""


def put_upon(
    element: etree._Element, values: Declarations, here: Surroundings, *, below: float | None
) -> str:
    """How an element is put where it may cover a figure, however small it is: down on the page where a report
    may stand, or up from behind one, further than the ``below`` pixels that are free there; None if it is not
    behind. Empty if nothing does."""
    position = values.get("position", "")
    if position == "absolute" and not here.is_elsewhere:
        top = length(values.get("top", ""), here.size)
        if top is not None and (top >= _DOWN or values["top"].endswith("%")):
            return f"{element.tag} position: absolute; top: {values['top']}"
    if below is not None and position != "fixed":
        for name in _MOVING_UP:
            if name == "top" and position in ("", "static"):
                continue
            if min(_pixels(values.get(name, ""), here.size)) < -max(_NEAR, below):
                return f"{element.tag} {name}: {shortened(values[name], _LONGEST)}"
    return ""


def is_drawn(element: etree._Element, values: Declarations, here: Surroundings) -> bool:
    """Whether something is seen of an element that hides what is below."""
    if is_closed(values, here) or element.tag in PICTURES or "backdrop-filter" in values:
        return True
    is_inset = "inset" in values.get("box-shadow", "")
    widths = (length(values.get(name, ""), here.size) or 0.0 for name in _WIDE if name != "filter")
    return is_inset or "(" in values.get("background-image", "") or max(widths) >= TINY


def counts_from_itself(values: Declarations, here: Surroundings) -> bool:
    """Whether places in an element are counted from it, and it stands where it would anyway."""
    return values.get("position", "static") not in ("static", "initial") and not _is_moved(values, here)


def _is_moved(values: Declarations, here: Surroundings) -> bool:
    names = ("top", "bottom", *_MOVING_UP[1:])
    return any(max(map(abs, _pixels(values.get(name, ""), here.size))) > _NEAR for name in names)


def free_below(values: Declarations, here: Surroundings) -> float:
    """How many pixels an element around a report leaves free below it."""
    names = ("padding-bottom", "margin-bottom", "border-bottom-width")
    return sum(max(0.0, length(values.get(name, ""), here.size) or 0.0) for name in names)


def place(declared: Declarations) -> str:
    """The place in a grid that an element is given, empty if none is: two in one lie upon each other."""
    names = ("grid-area",) if "grid-area" in declared else ("grid-row", "grid-column")
    return "; ".join(f"{name}: {declared[name]}" for name in names) if set(names) <= set(declared) else ""


def is_closed(values: Declarations, here: Surroundings) -> bool:
    """Whether nothing is seen through a box."""
    ground = colour(values.get("background-color", ""), here.colour)
    return ground is not None and ground[3] > 0.5


def covers(values: Declarations, here: Surroundings) -> bool:
    """Whether a piece that styles make hides as much as a table."""
    return is_closed(values, here) and min(_extent(values, "width"), _extent(values, "height")) >= LARGE


def is_stamp(text: str, here: Surroundings) -> bool:
    """Whether words are as large as those that are written across a page; icons are none."""
    return here.size >= _STAMP and _WORD.search(text) is not None


def resolved_in(declared: Declarations, here: Surroundings) -> Declarations:
    """Declarations with the variables put in."""
    return {name: resolved(value, here.variables) for name, value in declared.items()}


def _extent(values: Declarations, name: str) -> float:
    """How large something is, in pixels: also what reaches from one side of the page to the other."""
    ends = ("left", "right") if name == "width" else ("top", "bottom")
    if all(values.get(end, "") in ("0", "0px") for end in ends):
        return 1_000.0
    return length(values.get(name, ""), 16.0) or 0.0


def _pixels(value: str, size: float) -> list[float]:
    """The lengths in a value, and 0."""
    return [0.0, *(length(found, size) or 0.0 for found in _LENGTHS.findall(value))]
