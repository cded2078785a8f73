"""What declarations of CSS say of what matters here, each as those that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import tinycss2

from nianbao.publish.website.values import parts

VARIABLES_A_STEP = 20  # that are handed down; steps are those of the cascade
CHARACTERS_A_STEP = 50  # of values

# What does nothing to words, whatever its value, or is nothing that browsers know (Word's). All else matters.
_HARMLESS = re.compile(
    r"""
    mso-.* | panose-.* | layout-.* | punctuation-.* | text-kashida.* | text-underline | language | tab-.*
    | _.* | behavior | locale | orientation | size | marks | page | src | unicode-range | cursor | user-.*
    | pointer-events | touch-.* | tap-.* | scroll.* | overscroll.* | resize | will-change |
    overflow-(anchor|scrolling|style) | transition.* | view-transition.* | speak.* | caret-.* | accent-.*
    | appearance | image-rendering | object-.* | print-color-adjust | color-(adjust|scheme) | forced-.* |
    dynamic-range-limit | (osx-)?font-smoothing |
    font-(weight|stretch|synthesis.*|kerning|optical-sizing|display) | font-variation-settings |
    text-(align.*|justify|rendering|size-adjust|autospace|spacing-trim|wrap.*) |
    text-(underline-position|orientation|stroke-color) | text-decoration-(color|style|skip.*) | hyphen.* |
    hanging-.* | white-space-collapse | quotes | orphans | widows | (page-)?break-.* | isolation | clear |
    box-(sizing|orient|pack|align|flex|lines|decoration-break) | min-.* |
    margin-(trim|collapse) | border(-\w+)?-(style|color) | border-collapse | outline-(style|color) |
    caption-side | empty-cells | table-layout | background-(size|attachment|origin|position.*|repeat.*) |
    mask-(position|repeat|size|origin|clip|mode|composite) | backface-visibility | transform-.* |
    perspective.* | flex(-grow|-shrink|-basis)? | (row-|column-|grid-)?gap | (align|justify|place)-.* |
    container-name | counter-.* | ruby-.* | math-.* | interpolate-size | field-sizing | fill.* | stroke.*
    | stop-.* | shape-.* | clip-rule
    """,
    re.VERBOSE,
)
_PREFIX = re.compile("^-(?:webkit|moz|ms|o)-")
_OF_OLD = "\\9"  # ends what only browsers of old understand
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
        if is_declared(each) and not (text := text_of(each.value)).endswith(_OF_OLD):
            target = important if each.important else plain
            target.update(_longhands(each.name, text))
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
    words = parts(value)
    if name == "font":
        yield from _font(value)
    elif name == "background":
        yield "background-image", value if "(" in value else "none"
        yield "background-color", value
    elif words and (sides := dict(_of_sides(name, words))):
        yield from sides.items()
    elif name in _SAME:
        if name == "overflow-y":
            yield name, value
        yield _SAME[name], value
    elif name == "overflow":
        yield from (("overflow-y", words[-1] if words else value), (name, value))
    elif not _HARMLESS.fullmatch(name):
        yield name, value


def _font(value: str) -> Iterator[tuple[str, str]]:
    """Size, height of line and family; one of the system's fonts is a family."""
    nodes = [each for each in _css.parse_component_value_list(value) if each.type != "whitespace"]
    is_size = [
        each.type in ("dimension", "percentage", "function") or getattr(each, "value", None) == 0
        for each in nodes
    ]
    at = is_size.index(True) if True in is_size else len(nodes)
    rest = nodes[at + 1 :]
    if rest:
        yield "font-size", text_of(nodes[at : at + 1])
        if rest[0] == "/":
            yield "line-height", text_of(rest[1:2])
            rest = rest[2:]
        yield "font-family", " ".join(each.serialize() for each in rest)
    else:
        yield ("font" if at < len(nodes) else "font-family"), value


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
    "word-wrap": "word-break",
    "overflow-wrap": "word-break",
    "line-break": "word-break",
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
