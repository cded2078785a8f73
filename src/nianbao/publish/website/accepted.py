"""Declarations of CSS that leave the words of a report as they are. What is not among them cannot be judged
without a browser, and is told as such."""

from __future__ import annotations

import re
from functools import lru_cache

from nianbao.publish.website.values import BLACK, SIZES, colour, length, number, parts

_KEYWORDS = frozenset(("", "none", "normal", "auto", "inherit", "initial", "unset", "revert", "revert-layer"))
# What is looked at where it matters: it may hide words, and that is told (effects.py, concealing.py).
_JUDGED = (
    *(
        "overflow",
        "overflow-y",
        "position",
        "z-index",
        "clip",
        "mask-image",
        "content",
        "text-security",
        "line-clamp",
    ),
    *("font-family", "mix-blend-mode", "order", "word-break", "white-space", "text-indent"),
)
# The least and the most, in heights of the type: of words, and of what arranges a page.
_SIDES = ("left", "right", "top", "bottom")
_LENGTHS = {
    "letter-spacing": (-0.15, 0.6),
    "text-underline-offset": (0.0, 0.6),
    "text-decoration-thickness": (0.0, 0.2),
    "text-stroke-width": (0.0, 0.04),
    "outline-offset": (-0.25, 0.6),
    "border-spacing": (0.0, 2.0),
    "border-radius": (0.0, 2.0),
    **dict.fromkeys(_SIDES, (-0.25, 0.25)),
    **dict.fromkeys(("margin-left", "margin-right"), (-7.0, 20.0)),
    **dict.fromkeys(("margin-top", "margin-bottom"), (-0.5, 20.0)),
    **{f"padding-{side}": (0.0, 15.0) for side in _SIDES},
    **{f"border-{side}-width": (0.0, 0.6) for side in _SIDES},
}
_LENGTHS_OF_BOXES = {
    "border-radius": (0.0, 1_000.0),
    **dict.fromkeys((*_SIDES, *(f"margin-{side}" for side in _SIDES)), (-20.0, 40.0)),
    **{f"padding-{side}": (0.0, 40.0) for side in _SIDES},
    **{f"border-{side}-width": (0.0, 2.0) for side in _SIDES},
}
_DRAWN = {"text-shadow": 2.0, "box-shadow": 6.0, "outline": 6.0, "outline-width": 6.0}  # pixels at most
_SHADOW_OF_BOXES = 60.0  # pixels: it lies outside of the box
_FEATURES = r'(?:["\'](?:tnum|lnum|pnum|kern|liga|clig|calt|palt)["\'](?: (?:on|off|[01]))?(?:, ?)?)+'
_VALUES = {
    "visibility": "visible|hidden|collapse",
    "clip-path": r"none|inset\([^()]*\)",
    "filter": r"progid.*|alpha.*|gray|(?:[a-z-]+\(.*\))+",
    "writing-mode": "horizontal-tb|lr(?:-tb)?",
    "direction": "ltr",
    "unicode-bidi": "embed|isolate|plaintext|bidi-override|isolate-override",
    "font-style": "italic|oblique",
    "font-variant": "(?:small-caps|tabular-nums|lining-nums|no-common-ligatures| )+",
    "font-variant-caps": "small-caps",
    "font-variant-ligatures": "(?:no-|common-|contextual|discretionary-|ligatures| )+",
    "font-variant-numeric": "(?:tabular-nums|lining-nums|proportional-nums| )+",
    "font-feature-settings": _FEATURES,
    "text-transform": "uppercase|lowercase|capitalize",
    "text-overflow": "clip|ellipsis",
    "container-type": "inline-size",
    "text-decoration-line": r"(?!.*(?:overline|blink|error|\d(?:px|em|pt|%)))[\w#(),.%\s/-]*",
    "content-visibility": "visible",
    "contain": "(?:layout|style| )+",
    "list-style-type": "(?:none|disc|circle|square|inside|outside| )+",
    "flex-direction": "(?:row|column|nowrap|wrap| |-reverse)+",
    "flex-wrap": "nowrap|wrap",
    "background-clip": "(?:border|padding|content)-box",
    "box-direction": "normal",
    "transform": r"(?:[a-z0-9]+\([^()]*\)\s*)+",
    **dict.fromkeys(("scale", "translate", "rotate"), r"[\w.+%\s-]+"),
    # An end that is soon reached: what holds then is in the last of its frames.
    "animation-name": r"(?:(?!infinite|paused|alternate|reverse|backwards|step)[a-z_][\w-]*(?:\([^()]*\))?|1|"
    r"[0-3](?:\.\d+)?s|\.\d+s|\d{1,4}ms|\s)+",
    **dict.fromkeys(("animation-duration", "animation-delay"), r"[0-3](?:\.\d+)?s|\.\d+s|\d{1,4}ms"),
    "animation-fill-mode": "both|forwards",
    "animation-timing-function": r"(?!step)[\w(), .-]+",
    "animation-iteration-count": "1",
}
_OF_BOXES = re.compile(r"float|height|max-height|list-style.*|box-ordinal-group|background-clip")
_CELL = ("table-cell",)
_DISPLAYS = {
    "table": ("table", "block", "inline-table"),
    "tr": ("table-row",),
    "td": _CELL,
    "th": _CELL,
    "thead": ("table-header-group",),
    "tbody": ("table-row-group",),
    "tfoot": ("table-footer-group",),
    "col": ("table-column",),
    "colgroup": ("table-column-group",),
    "caption": ("table-caption",),
    "li": ("list-item", "block", "inline-block", "inline", "flex"),
}
_DISPLAYED = ("block", "inline", "inline-block", "flow-root", "flex", "inline-flex", "box")
_ARRANGED = (*_DISPLAYED, "grid", "inline-grid", "table", "table-row", "table-cell", "contents", "inline-box")
_IN_LINE = ("span", "font", "b", "strong", "i", "em", "u", "a", "small", "big")
_LEAST_IN_LINE = -0.25  # heights of the type
_FITTING = ("fit-content", "max-content")
_LEAST_TABLE = 250.0  # pixels
_LEAST_WIDTH = 3.0  # heights of the type
_LINES = (0.9, 6.0)
_LEAST_ADJUST = 0.25  # height of small letters in that of the type
_OPAQUE = 0.3
_FUNCTIONS = re.compile(r"(?:url|(?:repeating-)?(?:linear|radial|conic)-gradient)\(.*\)")
_BARE_NUMBER = re.compile(r"[\d.]*[1-9][\d.]*")
_OF_SIGNS = ("color", "background-color", "text-fill-color", "font-family", "text-decoration-line")
_DRAWING = ("border", "background", "box-shadow", "outline", "backdrop", "list-style")


def leaves_whole(name: str, value: str) -> bool:
    """Whether a declaration of a part of a number, or of its first sign, leaves it one number."""
    return name in _OF_SIGNS or name.startswith("--") or value in _KEYWORDS


def draws(name: str, value: str) -> bool:
    """Whether something is seen of a declaration where no text stands."""
    return name.startswith(_DRAWING) and value not in (*_KEYWORDS, "0", "0px", "transparent")


@lru_cache(maxsize=4_000)
def is_accepted(tag: str, name: str, value: str, size: float, *, is_words: bool) -> bool:
    """Whether a declaration leaves words of this height as they are. ``is_words``: nothing but words of a
    report stand there; else it is something that arranges a page."""
    if name == "display":
        known = _DISPLAYS.get(tag, _DISPLAYED if is_words else _ARRANGED)
        return value == "none" or value.removeprefix("-webkit-") in known
    if name.startswith("--") or (value in _KEYWORDS and name not in ("all", "clip-path")):
        return True
    if name in _JUDGED or (not is_words and _OF_BOXES.fullmatch(name)):
        return True
    if name.startswith("grid"):
        return not is_words and value[0] != "0"
    lengths = _LENGTHS if is_words else _LENGTHS | _LENGTHS_OF_BOXES
    if name in lengths:
        least, most = lengths[name]
        least = max(least, _LEAST_IN_LINE) if tag in _IN_LINE else least
        pixels = [length(word, size) for word in parts(value.replace(" / ", " ")) if word != "auto"]
        return all(each is not None and least * size <= each <= most * size for each in pixels)
    if name in _VALUES:
        return re.fullmatch(_VALUES[name], value) is not None
    return _by_value(tag, name, value, size, is_words=is_words)


def _by_value(tag: str, name: str, value: str, size: float, *, is_words: bool) -> bool:  # noqa: C901 - a table
    match name:
        case "color" | "text-fill-color":
            return " " not in _within(value) and "!" not in value and colour(value, BLACK) is not None
        case "background-color":
            rest = _FUNCTIONS.sub("", value)
            return "(" not in rest or colour(rest, BLACK) is not None
        case "background-image":
            is_plain = not is_words or ("gradient" not in value and tag not in ("td", "th", *_IN_LINE))
            return "(" not in value or (is_plain and "data:" not in value)
        case "font-size-adjust":
            return (number(value) or 0.0) >= _LEAST_ADJUST
        case "opacity":
            return (number(value) or 0.0) >= _OPAQUE
        case "zoom":
            return 0.7 <= (number(value) or 0.0) <= 1.5
        case "font-size":
            return value in SIZES or value in ("smaller", "larger") or _is_length(value)
        case "line-height":
            share = number(value)
            pixels = length(value, size) if share is None else share * size
            return pixels is not None and _LINES[0] * size <= pixels <= _LINES[1] * size
        case "vertical-align":
            return re.fullmatch("(?:text-)?(?:top|bottom)|middle|baseline", value) is not None
        case "width" | "max-width" | "height" | "max-height":
            pixels = length(value, size)
            least = _LEAST_WIDTH if name.endswith("width") else 1.0
            if (tag == "table" or not is_words) and name.endswith("width"):
                return value in _FITTING or value.endswith("%") or (pixels or 0.0) >= _LEAST_TABLE
            is_fitting = value.endswith("%") or value in _FITTING
            return tag in _DISPLAYS or is_fitting or (pixels or 0.0) >= least * size
        case "text-shadow" | "box-shadow" | "outline" | "outline-width":
            widths = [length(word, size) or 0.0 for word in re.split(r"[\s,]+", value)]
            drawn = colour(value, BLACK)
            most = _DRAWN[name] if is_words or name != "box-shadow" else _SHADOW_OF_BOXES
            is_thin = "inset" not in value and all(abs(width) <= most for width in widths)
            return is_thin or (drawn is not None and drawn[3] <= _OPAQUE)
    return False


def _is_length(value: str) -> bool:
    pixels = length(value, 16.0)
    return pixels is not None and pixels >= 0 and _BARE_NUMBER.fullmatch(value) is None


def _within(value: str) -> str:
    """A value without what stands in brackets."""
    return re.sub(r"\(.*\)", "", value)
