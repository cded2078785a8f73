"""Values of CSS as numbers: lengths in pixels, colours as red, green, blue and how opaque they are."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2 import color5

Colour = tuple[float, float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
WHITE: Colour = (1.0, 1.0, 1.0, 1.0)

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*((?:[^()]|\((?:[^()]|\([^()]*\))*\))*))?\)")
_PART = re.compile(r"(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+")
_MOST_VARIABLES = 10  # in one another
_LONGEST = 2_000  # characters of a value
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)([a-z%]*)")
_PIXELS = {  # of a unit
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
    "q": 0.945,
    "rem": 16.0,
    "vw": 12.8,
    "vh": 8.0,
    "vmin": 8.0,
    "vmax": 12.8,
    "%": 10.0,
    **dict.fromkeys(("vi", "svw", "lvw", "dvw", "svi", "lvi", "dvi", "cqw", "cqi", "cqmax"), 12.8),
    **dict.fromkeys(("vb", "svh", "lvh", "dvh", "svb", "lvb", "dvb", "cqh", "cqb", "cqmin"), 8.0),
    **dict.fromkeys(("rex", "rch", "rcap"), 8.0),
    **dict.fromkeys(("rlh", "ric"), 16.0),
}
_OF_TYPE = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "lh": 1.2, "cap": 0.7}
SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}
_LINK: Colour = (0.0, 0.0, 0.93, 1.0)
_OF_SYSTEM = {
    "linktext": _LINK,
    "-webkit-link": _LINK,
    "canvas": WHITE,
    "field": WHITE,
    "window": WHITE,
    "canvastext": BLACK,
    "windowtext": BLACK,
}
_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda one, other: one / other if other else 0.0,
}
_colours: Any = color5  # carries no types
_css: Any = tinycss2


def resolved(value: str, variables: Mapping[str, str]) -> str:
    """A value with the variables put in that it names; one that nobody set is empty."""
    for _ in range(_MOST_VARIABLES):
        if "var(" not in value or len(value) > _LONGEST:
            break
        value = _VARIABLE.sub(lambda found: _set(variables, found[1]) or found[2] or "", value)
    return value[:_LONGEST].strip()


def _set(variables: Mapping[str, str], name: str) -> str:
    """What a variable is; empty if nobody set it."""
    value = variables.get(name, "")
    return "" if value == "initial" else value


def parts(value: str) -> list[str]:
    """The words of a value; what stands in brackets is not torn."""
    return _PART.findall(value)


def length(value: str, size: float) -> float | None:
    """A length in pixels, where type is ``size`` pixels high and the page 1,000 wide; None if it is none."""
    whole = _NUMBER.fullmatch(value)
    if whole:
        return _pixels(whole[1], whole[2], size)
    return _formula(value, size)


def _formula(value: str, size: float) -> float | None:
    """What a formula comes to, its lengths in pixels; None if it is none."""
    if not value.startswith(("calc(", "min(", "max(", "clamp(")) or len(value) > _LONGEST // 10:
        return None
    plain = _NUMBER.sub(lambda found: f"({_pixels(found[1], found[2], size) or 0.0})", value)
    try:
        return _calculated(ast.parse(plain.replace("calc", ""), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _pixels(number: str, unit: str, size: float) -> float | None:
    if unit in _OF_TYPE:
        return float(number) * _OF_TYPE[unit] * size
    return float(number) * _PIXELS[unit] if unit in _PIXELS else None


def _calculated(node: ast.expr) -> float:
    """What a formula of numbers comes to. Raises ValueError."""
    match node:
        case ast.Constant(value=float() | int() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_calculated(inner)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _calculated(inner)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATIONS:
            return _OPERATIONS[type(sign)](_calculated(left), _calculated(right))
        case ast.Call(func=ast.Name(id="min" | "max" as name), args=[_, *_] as parts):
            return (min if name == "min" else max)(map(_calculated, parts))
        case ast.Call(func=ast.Name(id="clamp"), args=[least, wanted, most]):
            return max(_calculated(least), min(_calculated(wanted), _calculated(most)))
    raise ValueError("no formula")


def type_size(value: str, above: float) -> float:
    """The height of type in pixels inside of type that is ``above`` pixels high."""
    if value in SIZES:
        return SIZES[value]
    if value in ("smaller", "larger"):
        return above * (0.83 if value == "smaller" else 1.2)
    if value.endswith("%") and (share := number(value[:-1])) is not None:
        return above * share / 100
    found = length(value, above)
    return above if found is None or found < 0 else found


def number(value: str) -> float | None:
    """A number, a share in percent, or what a formula comes to; None if it is none."""
    found = _NUMBER.fullmatch(value)
    if found is None:
        return _formula(value, 1.0)
    if found[2] not in ("", "%"):
        return None
    return float(found[1]) / (100 if found[2] else 1)


@lru_cache(maxsize=1_000)
def colour(value: str, current: Colour) -> Colour | None:
    """The first colour in a value, ``current`` for that of the text; None if there is none that is known."""
    nodes = _css.parse_component_value_list(value[:_LONGEST], skip_comments=True)
    return next((found for node in _in_gradients(nodes) if (found := _colour(node, current))), None)


@lru_cache(maxsize=1_000)
def has_colours(value: str) -> bool:
    """Whether a value is a gradient of several colours."""
    nodes = _css.parse_component_value_list(value[:_LONGEST], skip_comments=True)
    return "gradient" in value and len({_colour(node, BLACK) for node in _in_gradients(nodes)} - {None}) > 1


def _in_gradients(nodes: Iterable[Any]) -> Iterator[Any]:
    """The parts of a value, of a gradient those in its brackets."""
    for node in nodes:
        if getattr(node, "lower_name", "").endswith("gradient"):
            yield from _in_gradients(node.arguments)
        else:
            yield node


def _colour(node: Any, current: Colour) -> Colour | None:
    """The colour that a part of a value is, if it is one."""
    name = getattr(node, "lower_value", "")
    if name in _OF_SYSTEM:
        return _OF_SYSTEM[name]
    try:
        found = _colours.parse_color(node)
        if found is None or found == "currentcolor":
            return None if found is None else current
        red, green, blue = found.to("srgb").coordinates
        return red or 0.0, green or 0.0, blue or 0.0, float(found.alpha)
    except (NotImplementedError, ValueError, TypeError, ArithmeticError):
        return None


def over(upper: Colour, lower: Colour, opacity: float = 1.0) -> Colour:
    """What is seen of a colour upon another."""
    share = upper[3] * opacity
    red, green, blue = (
        share * mine + (1 - share) * its for mine, its in zip(upper[:3], lower[:3], strict=True)
    )
    return red, green, blue, 1.0


@lru_cache
def contrast(one: Colour, other: Colour) -> float:
    """How well one colour is seen upon another, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    bright, dark = sorted((_brightness(one), _brightness(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _brightness(seen: Colour) -> float:
    parts = (max(0.0, min(1.0, part)) for part in seen[:3])
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
