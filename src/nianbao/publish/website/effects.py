"""What a single declaration of CSS does to a text, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nianbao.publish.website.elements import CELLS
from nianbao.publish.website.values import length, number

_SYMBOLS = (
    "wingdings",
    "webdings",
    "marlett",
    "dingbats",
    "mt extra",
    "barcode",
    "blank",
    "redacted",
    "emoji",
)
_FUNCTION = re.compile(r"(?<![a-z0-9-])([a-z0-9-]+)\(([^()]*)\)")
_NOTHING = ("none", "normal", "auto", "initial", "unset", "")
_UNMOVED = {"matrix": "1,0,0,1,0,0", "matrix3d": "1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1"}
_WHOLE = re.compile(r"inset\((?:0[a-z%]*\s*)+\)")  # a clip that takes nothing away
FAR = 300.0  # pixels: a text that is moved further stands elsewhere
NEAR = 3.0  # pixels: a word that is moved less stands in its line
_UNHARMED = re.compile(
    r"progid.*|none|alpha.*|(?:(?:grayscale|sepia|saturate|drop-shadow|hue-rotate)\((?:[^()]|\([^()]*\))*+\)\s*)*"
)


def effect(tag: str, is_words: bool, name: str, value: str, size: float, fonts: Mapping[str, bool]) -> str:
    """What it does to a text of this height; empty if nothing. ``is_words``: nothing but words of a report
    stand there. ``fonts`` are those that the page brings
    itself, and whether it draws other signs with them."""
    pixels = length(value, size)
    by_letters = _by_letters(name, value, size, pixels, fonts)
    if by_letters or not is_words:
        return by_letters or _by_box(name, value, size, pixels, is_words=False)
    return _by_box(name, value, size, pixels, is_words=True) or _by_words(tag, name, value, pixels)


def _by_letters(name: str, value: str, size: float, pixels: float | None, fonts: Mapping[str, bool]) -> str:
    """By how letters are drawn."""
    match name:
        case "letter-spacing" if pixels is not None and pixels <= -0.3 * size:
            return "字挤在一起"
        case "line-height" if _is_low(value, size):
            return "行挤在一起"
        case "text-decoration-line" if "line-through" in value:
            return "划去了"
        case "text-security" if value not in ("none", "initial"):
            return "换成了圆点"
        case "font-family" if is_strange(value, fonts):
            return "换了字体"
        case "zoom" if (share := number(value)) is not None and 0 <= share < 0.3:
            return "字小得看不见"
        case "mix-blend-mode" if value not in _NOTHING:
            return "颜色与底色混在一起"
        case "filter" if not _UNHARMED.fullmatch(value) and "(" in value:
            return "看不清"
    return ""


def _by_box(name: str, value: str, size: float, pixels: float | None, *, is_words: bool) -> str:  # noqa: C901 - a table
    """By what shows nothing, something else, or something in another place, whatever is in it."""
    match name:
        case "display" if value in ("none", "table-column", "table-column-group"):
            return "不显示"
        case "display" if value.startswith("ruby-text"):
            return "成了注音"
        case "content-visibility" if value == "hidden":
            return "不显示"
        case "content" if "(" in value and not value.startswith(("counter", "attr")):
            return "换成了图片"
        case "clip-path" if value not in _NOTHING and not _WHOLE.fullmatch(value):
            return "剪去了"
        case "mask-image" if value not in _NOTHING:
            return "剪去了"
        case "line-clamp" if value.isdecimal():
            return "剪去了"
        case "text-indent" if pixels is not None and abs(pixels) >= FAR:
            return "移到了别处"
        case "transform" | "scale" | "rotate" | "translate" if _transforms(name, value, size, is_words):
            return "移到了别处，或者变了形"
        case "flex-direction" if "reverse" in value:
            return "换了次序"
    return ""


def _by_words(tag: str, name: str, value: str, pixels: float | None) -> str:
    """By what arranges a page, and does harm to words alone."""
    match name:
        case "unicode-bidi" if "override" in value:
            return "换了文字方向"
        case "order" if number(value):
            return "换了次序"
        case "float" if tag in CELLS and value in ("left", "right"):
            return "换了次序"
        case "vertical-align" if tag not in CELLS and _raises(value, pixels):
            return "成了上标或下标"
        case "animation-name" if value.partition(" ")[0] not in _NOTHING:
            return "会变动"
    return ""


def _is_low(value: str, size: float) -> bool:
    share = number(value)
    pixels = length(value, size) if share is None or value.endswith("px") else share * size
    return pixels is not None and 0 <= pixels < 0.5 * size


def is_strange(value: str, fonts: Mapping[str, bool]) -> bool:
    """Whether a text is drawn with signs of another kind, or with a font that the page writes itself."""
    first = first_font(value)
    return fonts.get(first, False) or first == "symbol" or any(name in first for name in _SYMBOLS)


def first_font(value: str) -> str:
    """The font that is taken first."""
    return value.partition(",")[0].strip("\"' ").lower()


def _raises(value: str, pixels: float | None) -> bool:
    return value in ("super", "sub") or (pixels is not None and abs(pixels) > NEAR)


def _transforms(name: str, value: str, size: float, is_words: bool) -> bool:
    """Whether a transformation makes something else of what is seen."""
    calls = [(name, value)] if "(" not in value and name != "transform" else _FUNCTION.findall(value)
    for kind, given in calls:
        parts = [part for part in re.split(r"[,\s]+", given.strip()) if part]
        if value in ("none", "initial", "unset") or kind == "perspective":
            continue
        if kind.startswith("scale"):
            least, most = (0.95, 1.05) if is_words else (0.5, 2.0)
            if any((share := number(part)) is not None and not least <= share <= most for part in parts):
                return True
        elif kind.startswith("translate"):
            most = NEAR if is_words else FAR * 2
            if any(abs(length(part, size) or 0.0) > most for part in parts):
                return True
        elif kind in _UNMOVED:
            if ",".join(parts) != _UNMOVED[kind]:
                return True
        elif re.search("[1-9]", given):
            return True
    return False
