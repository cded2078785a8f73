"""What keeps the text of an element from being seen as it stands there: by its tag, its attributes and what
CSS declares of it. Each reason is Chinese, with the declaration in brackets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml import etree

from nianbao.publish.website.declarations import Declarations
from nianbao.publish.website.effects import CELLS, NEAR, effect, is_strange
from nianbao.publish.website.values import (
    BLACK,
    WHITE,
    Colour,
    colour,
    contrast,
    length,
    number,
    over,
    resolved,
    type_size,
)
from nianbao.words import shortened, without_spaces

_LEAST_CONTRAST = 1.25  # light grey upon white has 1.6
_LEAST_OPACITY = 0.15
_LEAST_TYPE = 5.0  # pixels
_LEAST_BOX = 8.0  # pixels: what is lower or narrower shows no sign
_OUT = 1_500.0  # pixels: a whole page that is moved further is not seen
_NEAR_MARGIN = 100.0  # pixels: Word lets tables reach into the margin
_LONGEST = 60

# What holds words of a report; anything else arranges a page, and is moved and cut for that.
_WORDS = CELLS | frozenset(
    (
        *(
            "p",
            "span",
            "font",
            "b",
            "strong",
            "i",
            "em",
            "u",
            "a",
            "table",
            "caption",
            "small",
            "big",
            "mark",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "li", "label", "bdi", "bdo", "ins", "time", "data", "output"),
    )
)
_MOST_WORDS = 200  # characters of a box that holds words, too
_TAGS = {
    **dict.fromkeys(("s", "del", "strike"), "划去了"),
    **dict.fromkeys(("sup", "sub"), "成了上标或下标"),
    "bdo": "换了文字方向",
    "rp": "不显示",
    "rt": "成了注音",
    "marquee": "滚动",
    "q": "加了引号",
}
_TAG_SIZES = {"small": 0.83, "big": 1.2}
_LINE = 100  # signs that stand in a line at most
_MOST_SIGNS = 5_000  # that are counted: no box is as high as what they need
_ROW = 12.0  # pixels that a line takes at least
_NOTABLE = frozenset(  # tags and attributes that matter of themselves
    (
        *_TAGS,
        *("dialog", "details", "hidden", "popover", *_TAG_SIZES),
        *("aria-label", "aria-hidden", "bgcolor", "text", "color", "face"),
    )
)
_FUNCTIONAL = (
    *("oklch(", "oklab(", "lch(", "lab(", "color(", "color-mix(", "light-dark(", "contrast-color("),
    *("rgb(from", "rgba(from", "hsl(from", "hsla(from", "hwb(from", "device-cmyk("),
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds for the text of an element. ``why`` it is not seen, empty if it is; ``invisible`` likewise,
    of what an inner element may make visible again."""

    size: float = 16.0
    colour: Colour = BLACK
    said: str = ""  # how the page says the colour
    ground: Colour = WHITE
    opacity: float = 1.0
    invisible: str = ""
    why: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)

    def unseen(self) -> str:
        """Why a text is not seen here; empty if it is."""
        if self.why or self.invisible:
            return self.why or self.invisible
        shown = over(self.colour, self.ground, self.opacity)
        if contrast(shown, self.ground) < _LEAST_CONTRAST:
            return f"颜色与底色分不清（{self.said or 'opacity'}）"
        return ""


def inside(
    element: etree._Element, declared: Declarations, around: Surroundings, fonts: set[str]
) -> Surroundings:
    """What holds in an element, from what holds around it and what is declared of it."""
    if not declared and element.tag not in _NOTABLE and _NOTABLE.isdisjoint(map(str, element.attrib)):
        return around
    variables = around.variables
    own = {name: value for name, value in declared.items() if name.startswith("--")}
    if own:
        variables = {**variables, **own}
    values = {name: resolved(value, variables) for name, value in declared.items() if name not in own}
    size = around.size * _TAG_SIZES.get(str(element.tag), 1.0)
    size = type_size(values["font-size"], around.size) if "font-size" in values else size
    here = replace(around, size=size, variables=variables)
    here = _coloured(element, values, here)
    here = _visible(values, here)
    if around.why:
        return here
    tag = str(element.tag)
    why = _by_tag(element, tag, values) or next(_by_style(element, tag, values, here, fonts), "")
    return replace(here, why=why)


def _coloured(element: etree._Element, values: Declarations, around: Surroundings) -> Surroundings:
    ground, seen, said = around.ground, around.colour, around.said
    hints = {"bgcolor": "background-color"}
    hints["text" if element.tag == "body" else "color"] = "color"
    for attribute, name in hints.items():
        if attribute in element.attrib and element.tag in ("body", "font", "table", "tr", "td", "th"):
            values = {name: str(element.get(attribute)), **values}
    for name in ("color", "text-fill-color"):
        value = values.get(name, "")
        found = colour(value, around.colour)
        if found is not None:
            seen, said = found, f"{name}: {value}"
        elif value.startswith(_FUNCTIONAL):  # not known to be seen
            seen, said = ground, f"{name}: {value}"
    for name in ("background-color", "background-image"):
        found = colour(values.get(name, ""), seen)
        if found is not None and found[3]:
            ground = over(found, ground)
            said = said if seen != around.colour else f"{name}: {values[name]}"
    share = number(values.get("opacity", ""))
    opacity = around.opacity * (1.0 if share is None else max(0.0, min(1.0, share)))
    return replace(around, colour=seen, ground=ground, said=shortened(said, _LONGEST), opacity=opacity)


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
    if tag in _WORDS and attributes.get("dir") == "rtl" and "unicode-bidi" in values:
        return f"换了文字方向（{tag}）"
    if values.get("display", "") in ("", "none"):
        for name in ("hidden", "popover"):
            if name in attributes:
                return f"不显示（{name}）"
        if tag == "dialog" and "open" not in attributes:
            return "不显示（dialog）"
    if tag == "details" and "open" not in attributes:
        return "折叠起来了（details）"
    if tag == "font" and is_strange(str(attributes.get("face", "")), set()):
        return f"换了字体（face={attributes['face']!s}）"
    return _aloud(element) if tag in _WORDS else ""


def _aloud(element: etree._Element) -> str:
    """Where other words are read aloud than are seen; empty if none are."""
    label = str(element.get("aria-label", ""))
    if label and without_spaces(label) != text_in(element, 2 * len(label)):
        return f"读屏软件读出的是“{shortened(label, _LONGEST)}”（aria-label）"
    return "读屏软件读不到（aria-hidden）" if element.get("aria-hidden") == "true" else ""


def _by_style(
    element: etree._Element, tag: str, values: Declarations, here: Surroundings, fonts: set[str]
) -> Iterator[str]:
    """Every reason that is declared."""
    if here.opacity < _LEAST_OPACITY:
        yield "不显示（opacity）"
    if here.size < _LEAST_TYPE:
        yield f"字小得看不见（font-size: {values.get('font-size', '')}）"
    is_words = tag in _WORDS or len(text_in(element, _MOST_WORDS)) <= _MOST_WORDS
    for name, value in values.items():
        if words := effect(tag, is_words, name, value, here.size, fonts):
            yield f"{words}（{shortened(f'{name}: {value}', _LONGEST)}）"
    yield from _moved(tag, is_words, values, here.size)
    yield from _cut(element, tag, values, here.size)


def text_in(element: etree._Element, most: int) -> str:
    """The text of an element without spaces, no more of it than so many characters."""
    found: list[str] = []
    for text in element.itertext():
        found.append(without_spaces(str(text)))
        most -= len(found[-1])
        if most < 0:
            break
    return "".join(found)


def _moved(tag: str, is_words: bool, values: Declarations, size: float) -> Iterator[str]:
    position = values.get("position", "")
    if position in ("absolute", "fixed") and is_words:
        yield f"移到了别处（position: {position}）"
    if position in ("relative", "absolute", "fixed", "sticky"):
        most = NEAR if is_words else _OUT
        for side in ("left", "top", "right", "bottom"):
            pixels = length(values.get(side, ""), size)
            if pixels is not None and abs(pixels) > most and not values[side].endswith("%"):
                yield f"移到了别处（position: {position}; {side}: {values[side]}）"
        if values.get("z-index", "").startswith("-"):
            yield f"在底下（z-index: {values['z-index']}）"
        if position in ("absolute", "fixed") and "clip" in values and values["clip"] != "auto":
            yield f"剪去了（clip: {values['clip']}）"
    for side in ("left", "top", "right", "bottom"):
        pixels = length(values.get(f"margin-{side}", ""), size)
        most = _NEAR_MARGIN if tag in ("p", "table", "h1", "h2", "h3") else 10.0 if is_words else _OUT
        if pixels is not None and pixels < -most:
            yield f"移到了别处（margin-{side}: {values[f'margin-{side}']}）"


def _cut(element: etree._Element, tag: str, values: Declarations, size: float) -> Iterator[str]:
    """Boxes that are too small for what stands in them, and show no more than they hold."""
    if not any(word in values.get("overflow", "") for word in ("hidden", "clip", "auto")):
        return
    is_cell = tag in CELLS and values.get("display", "table").startswith("table")
    is_hidden = "auto" not in values["overflow"]
    signs = -1
    # The height and width of a cell are the least that it has, and there is always room for what is in it.
    for name in ("max-width",) if is_cell else ("height", "max-height", "width", "max-width"):
        pixels = length(values.get(name, ""), size)
        if pixels is None or values[name].endswith("%"):
            continue
        if signs < 0:
            signs = len(text_in(element, _MOST_SIGNS))
            rows = sum(1 for _ in islice(element.iter("tr", "p", "h2"), _MOST_SIGNS))
        needed = max(signs / _LINE, rows) * _ROW if name.endswith("height") and is_hidden else 0.0
        if name.endswith("width") and is_hidden and values.get("white-space") in ("nowrap", "pre"):
            needed = signs * size * 0.3
        if signs and pixels < max(needed, _LEAST_BOX):
            yield f"剪去了（{name}: {values[name]}; overflow）"
