"""What keeps the text of an element from being seen as it stands there: by its tag, its attributes and what
CSS declares of it. Each reason is Chinese, with the declaration in brackets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from nianbao.publish.website import window
from nianbao.publish.website.declarations import Declarations
from nianbao.publish.website.doubts import doubts
from nianbao.publish.website.effects import NEAR, effect, is_strange
from nianbao.publish.website.elements import (
    ATTRIBUTES,
    CELLS,
    MOST_SIGNS,
    WORDS,
    hints,
    holds_words,
    rows_in,
    text_in,
)
from nianbao.publish.website.surroundings import Surroundings
from nianbao.publish.website.values import colour, has_colours, length, number, over, resolved, type_size
from nianbao.words import shortened, without_spaces

_MOST_GROUNDS = 3
_LEAST_OPACITY = 0.15
_LEAST_BOX = 8.0  # pixels: what is lower or narrower shows no sign
_OUT = 1_500.0  # pixels: a whole page that is moved further is not seen
_NEAR_MARGIN = 100.0  # pixels: Word lets tables reach into the margin
_LONGEST = 60

MOVED = "移到了别处"
_TAGS = {
    **dict.fromkeys(("s", "del", "strike"), "划去了"),
    **dict.fromkeys(("sup", "sub"), "成了上标或下标"),
    "bdo": "换了文字方向",
    "rp": "不显示",
    "rt": "成了注音",
    "marquee": "滚动",
    "q": "加了引号",
    **dict.fromkeys(("geolocation", "usermedia", "install", "permission"), "换成了按钮"),
}
_LINE = 100  # signs that stand in a line at most
_ROW = 12.0  # pixels that a line takes at least
# Tags and attributes that matter of themselves.
_NOTABLE = ATTRIBUTES.union(
    _TAGS,
    (
        "table",
        "td",
        "th",
        "dialog",
        "details",
        "hidden",
        "popover",
        "small",
        "big",
        "aria-label",
        "aria-hidden",
        "face",
    ),
)
_FUNCTIONAL = (
    *("oklch(", "oklab(", "lch(", "lab(", "color(", "color-mix(", "light-dark(", "contrast-color("),
    *("rgb(from", "rgba(from", "hsl(from", "hsla(from", "hwb(from", "device-cmyk("),
)


def inside(
    element: etree._Element, declared: Declarations, around: Surroundings, fonts: Mapping[str, bool]
) -> Surroundings:
    """What holds in an element, from what holds around it and what is declared of it."""
    if not declared and element.tag not in _NOTABLE and _NOTABLE.isdisjoint(map(str, element.attrib)):
        return around
    declared = {**hints(element), **declared}
    variables = around.variables
    own = {name: value for name, value in declared.items() if name.startswith("--")}
    if own:
        variables = {**variables, **own}
    values = {name: resolved(value, variables) for name, value in declared.items() if name not in own}
    size = type_size(values["font-size"], around.size) if "font-size" in values else around.size
    here = replace(around, size=size, variables=variables)
    if "word-break" in values:
        here = replace(here, breaks=values["word-break"] in ("break-all", "anywhere", "break-word"))
    here = window.inside(element, values, here)
    here = _coloured(values, here)
    here = _visible(values, here)
    if around.why:
        return here
    tag = str(element.tag)
    why = _by_tag(element, tag, values) or next(_by_style(element, tag, values, here, fonts), "")
    if why:
        return replace(here, why=why)
    added = (each for each in doubts(element, values, around, here, fonts) if each not in here.doubts)
    return replace(here, doubts=(*here.doubts, *added))


def _coloured(values: Declarations, around: Surroundings) -> Surroundings:
    ground, seen, said = around.ground, around.colour, around.said
    for name in ("color", "text-fill-color"):
        value = values.get(name, "")
        found = colour(value, around.colour)
        if found is not None:
            seen, said = found, f"{name}: {value}"
        elif value.startswith(_FUNCTIONAL):  # not known to be seen
            seen, said = ground, f"{name}: {value}"
    found = colour(values.get("background-color", ""), seen)
    grounds = around.grounds
    if found is not None and found[3] and has_colours(values["background-color"]):
        grounds = (*grounds, over(found, ground))[-_MOST_GROUNDS:]
    elif found is not None and found[3]:
        ground, grounds = over(found, ground), ()
        said = said if seen != around.colour else f"background-color: {values['background-color']}"
    share = number(values.get("opacity", ""))
    opacity = around.opacity * (1.0 if share is None else max(0.0, min(1.0, share)))
    return replace(
        around, colour=seen, ground=ground, grounds=grounds, said=shortened(said, _LONGEST), opacity=opacity
    )


def _visible(values: Declarations, around: Surroundings) -> Surroundings:
    match values.get("visibility", ""):
        case "visible" | "initial":
            return replace(around, invisible="")
        case "hidden" | "collapse" as value:
            return replace(around, invisible=f"不显示（visibility: {value}）")
    return around


def _by_tag(element: etree._Element, tag: str, values: Declarations) -> str:
    attributes = element.attrib
    if tag in _TAGS:
        return f"{_TAGS[tag]}（{tag}）"
    if tag in WORDS and attributes.get("dir") == "rtl" and "unicode-bidi" in values:
        return f"换了文字方向（{tag}）"
    if values.get("display", "") in ("", "none"):
        for name in ("hidden", "popover"):
            if name in attributes:
                return f"不显示（{name}）"
        if tag == "dialog" and "open" not in attributes:
            return "不显示（dialog）"
    if "popover" in attributes:  # shown by a style, in the middle of the window
        return f"{MOVED}（popover）"
    if tag == "details" and "open" not in attributes:
        return "折叠起来了（details）"
    if tag == "font" and is_strange(str(attributes.get("face", "")), {}):
        return f"换了字体（face={attributes['face']!s}）"
    return _aloud(element) if tag in WORDS else ""


def _aloud(element: etree._Element) -> str:
    """Where other words are read aloud than are seen; empty if none are."""
    label = str(element.get("aria-label", ""))
    if label and without_spaces(label) != text_in(element, 2 * len(label)):
        return f"读屏软件读出的是“{shortened(label, _LONGEST)}”（aria-label）"
    return "读屏软件读不到（aria-hidden）" if element.get("aria-hidden") == "true" else ""


def _by_style(
    element: etree._Element, tag: str, values: Declarations, here: Surroundings, fonts: Mapping[str, bool]
) -> Iterator[str]:
    """Every reason that is declared."""
    if here.opacity < _LEAST_OPACITY:
        yield "不显示（opacity）"
    is_words = holds_words(element, tag)
    for name, value in values.items():
        if words := effect(tag, is_words, name, value, here.size, fonts):
            yield f"{words}（{shortened(f'{name}: {value}', _LONGEST)}）"
    yield from _moved(tag, is_words, values, here.size)
    yield from _cut(element, tag, values, here.size)


def _moved(tag: str, is_words: bool, values: Declarations, size: float) -> Iterator[str]:
    position = values.get("position", "")
    if position in ("absolute", "fixed") and is_words:
        yield f"{MOVED}（position: {position}）"
    if position in ("relative", "absolute", "fixed", "sticky"):
        most = NEAR if is_words else _OUT
        for side in ("left", "top", "right", "bottom"):
            pixels = length(values.get(side, ""), size)
            if pixels is not None and abs(pixels) > most and not values[side].endswith("%"):
                yield f"{MOVED}（position: {position}; {side}: {values[side]}）"
        if values.get("z-index", "").startswith("-"):
            yield f"在底下（z-index: {values['z-index']}）"
        if position in ("absolute", "fixed") and "clip" in values and values["clip"] != "auto":
            yield f"剪去了（clip: {values['clip']}）"
    for side in ("left", "top", "right", "bottom"):
        pixels = length(values.get(f"margin-{side}", ""), size)
        most = _NEAR_MARGIN if tag in ("p", "table", "h1", "h2", "h3") else 10.0 if is_words else _OUT
        if pixels is not None and pixels < -most:
            yield f"{MOVED}（margin-{side}: {values[f'margin-{side}']}）"


def _cut(element: etree._Element, tag: str, values: Declarations, size: float) -> Iterator[str]:
    """Boxes that are too small for what stands in them, and show no more than they hold."""
    if not any(
        word in values.get("overflow", "") for word in ("hidden", "clip", "auto", "scroll", "overlay")
    ):
        return
    is_cell = tag in CELLS and values.get("display", "table").startswith("table")
    is_hidden = "hidden" in values["overflow"] or "clip" in values["overflow"]
    is_line = next(element.iterdescendants("p", "div", "table", "li"), None) is None
    is_unbroken = is_line and not is_cell and values.get("white-space") in ("nowrap", "pre")
    if is_hidden and is_unbroken and len(text_in(element, _LINE)) > _LINE:
        yield f"剪去了（white-space: {values['white-space']}; overflow）"
    signs = -1
    # The height and width of a cell are the least that it has, and there is always room for what is in it.
    for name in ("max-width",) if is_cell else ("height", "max-height", "width", "max-width"):
        pixels = length(values.get(name, ""), size)
        if pixels is None or values[name].endswith("%"):
            continue
        if signs < 0:
            signs = len(text_in(element, MOST_SIGNS))
        needed = rows_in(element) * _ROW if name.endswith("height") and is_hidden else 0.0
        if name.endswith("width") and is_hidden and values.get("white-space") in ("nowrap", "pre"):
            needed = signs * size * 0.3
        if signs and pixels < max(needed, _LEAST_BOX):
            yield f"剪去了（{name}: {values[name]}; overflow）"
