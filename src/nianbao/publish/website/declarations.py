"""What declarations of CSS say of what matters here, each as those that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import tinycss2

VARIABLES_A_STEP = 20  # that are handed down; steps are those of the cascade
CHARACTERS_A_STEP = 50  # of values

# Of all others the page's looks depend, not what it says.
_CONCERNED = frozenset(
    (
        *("display", "visibility", "opacity", "color", "background-color", "background-image", "content"),
        *("font-size", "font-family", "line-height", "letter-spacing", "text-indent", "text-fill-color"),
        *("text-decoration-line", "text-security", "vertical-align", "direction", "unicode-bidi"),
        *("clip", "clip-path", "mask-image", "filter", "mix-blend-mode", "outline-offset", "overflow"),
        *("transform", "scale", "translate", "rotate", "zoom", "position", "z-index", "float", "order"),
        *("left", "right", "top", "bottom", "width", "height", "max-width", "max-height", "white-space"),
        *("margin-left", "margin-right", "margin-top", "margin-bottom", "flex-direction", "line-clamp"),
        *(
            "animation-name",
            "content-visibility",
            "font-size-adjust",
            "contain",
            "offset-path",
            "box-reflect",
        ),
        *("text-stroke-width", "text-emphasis-style", "grid-template-rows", "grid-template-columns"),
        *("padding-left", "padding-right", "padding-top", "padding-bottom", "list-style-type"),
        *("border-left-width", "border-right-width", "border-top-width", "border-bottom-width"),
    )
)
_PREFIX = re.compile("^-(?:webkit|moz|ms|o)-")
_SIDES = ("top", "right", "bottom", "left")
_css: Any = tinycss2  # carries no types

Declarations = dict[str, str]


class Declared(NamedTuple):
    """What a rule or a tag declares: plainly, and as important; what it takes to lay it upon others, and how
    many variables are among it."""

    plain: Declarations
    important: Declarations
    steps: int
    variables: int


def nodes_in(node: Any) -> list[Any]:
    """The declarations and rules between the braces of a rule."""
    found: list[Any] = _css.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return found


def declarations_in(nodes: Iterable[Any]) -> Declared:
    """What is declared of what matters here."""
    plain: Declarations = {}
    important: Declarations = {}
    for each in nodes:
        if is_declared(each):
            target = important if each.important else plain
            target.update(_longhands(each.name, text_of(each.value)))
    steps = sum(
        (0 if name.startswith("--") else 1) + len(value) // CHARACTERS_A_STEP
        for each in (plain, important)
        for name, value in each.items()
    )
    variables = sum(name.startswith("--") for name in (*plain, *important))
    return Declared(plain, important, steps + variables // VARIABLES_A_STEP, variables)


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    """A declaration as those that it stands for, if any of them matters."""
    if name.startswith("--"):
        yield name, value
        return
    name = _PREFIX.sub("", name.lower())
    words = value.split()
    if name == "font" and words:
        sizes = [word for word in words if word[0] in "0123456789." or word.startswith(("calc", "var"))]
        size, _, height = sizes[-1].partition("/") if sizes else ("", "", "")
        yield from (pair for pair in (("font-size", size), ("line-height", height)) if pair[1])
        yield "font-family", value.partition(sizes[-1])[2].strip() if sizes else value
    elif name == "background":
        yield "background-image", value if "(" in value else "none"
        yield "background-color", value
    elif words and (sides := dict(_of_sides(name, words))):
        yield from sides.items()
    elif name in _SAME:
        yield _SAME[name], value
    elif name in _CONCERNED:
        yield name, value


def _of_sides(name: str, words: list[str]) -> Iterator[tuple[str, str]]:
    """What a declaration says of each side of a box; nothing if it is of none."""
    if name in _FOUR:
        yield from ((_FOUR[name].format(side), at) for side, at in zip(_SIDES, _four(words), strict=True))
    elif name in _BORDERS:
        width = next((word for word in words if word[0] in "0123456789."), "")
        yield from ((f"border-{side}-width", width) for side in _BORDERS[name])
    elif found := _LOGICAL.fullmatch(name):
        first, last = _ENDS[found["axis"]]
        if found["end"] != "-end":
            yield _FOUR[found["name"]].format(first), words[0]
        if found["end"] != "-start":
            yield _FOUR[found["name"]].format(last), words[-1]


_FOUR = {"margin": "margin-{}", "inset": "{}", "padding": "padding-{}", "border-width": "border-{}-width"}
_BORDERS = {"border": _SIDES, **{f"border-{side}": (side,) for side in _SIDES}}
_LOGICAL = re.compile("(?P<name>margin|inset|padding)-(?P<axis>inline|block)(?P<end>|-start|-end)")
_ENDS = {"inline": ("left", "right"), "block": ("top", "bottom")}
_SAME = {
    "overflow-x": "overflow",
    "overflow-y": "overflow",
    "text-decoration": "text-decoration-line",
    "flex-flow": "flex-direction",
    "list-style": "list-style-type",
    "text-emphasis": "text-emphasis-style",
    "text-stroke": "text-stroke-width",
    "offset": "offset-path",
    "mask-border": "mask-image",
    "mask-border-source": "mask-image",
    "mask-box-image": "mask-image",
    "mask-box-image-source": "mask-image",
    "animation": "animation-name",
    "mask": "mask-image",
    "block-size": "height",
    "inline-size": "width",
    "max-block-size": "max-height",
    "max-inline-size": "max-width",
    "word-spacing": "letter-spacing",
}


def _four(words: list[str]) -> tuple[str, str, str, str]:
    """The four sides of a value of one to four words."""
    top, right, bottom, left, *_ = [*words, *(words[:1] * 4)]
    if len(words) == 2:
        return top, right, top, right
    return (top, right, bottom, right) if len(words) == 3 else (top, right, bottom, left)


def is_declared(node: Any) -> bool:
    """Whether it is a declaration, and no rule and no fault."""
    return bool(node.type == "declaration")


def text_of(value: list[Any]) -> str:
    """A value as text, in small letters but for what is between quotes."""
    text: str = _css.serialize([each for each in value if each.type != "comment"]).strip()
    return text if '"' in text or "'" in text or "url(" in text else text.lower()
