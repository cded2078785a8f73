"""How a page shows words by its styles: struck out, raised, lowered, or so that it is not known whether.

What is styled by a file beside the page is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import cssselect2
from lxml import etree
from tinycss2 import color3

from nianbao.read.blocks import UNKNOWN, with_unknown_digits
from nianbao.read.html.put_away import PUT_AWAY, drop_second_versions, is_put_away, is_unseen
from nianbao.read.html.rules import Rule, Style, declared, rules
from nianbao.read.picture_fonts import shows_pictures

_selectors: Any = cssselect2  # carries no types
_colors: Any = color3  # likewise

# fmt: off
_IN_A_LINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "em", "font", "i", "ins", "label",
    "mark", "q", "rp", "rt", "ruby", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
))
# fmt: on
_CELLS = ("td", "th")
_PARTS = frozenset(("article", "aside", "div", "figure", "li", "section", "table", "tbody", "ul"))
_ROWS = ("tr", "col")
_AROUND = _IN_A_LINE | {"p", *_CELLS}
_SHORT = {"text-decoration": "text-decoration-line", "background": "background-color"}
_LINE, _PLACE = "text-decoration-line", "vertical-align"
_OWN: dict[str, Style] = {  # what elements look like by themselves
    "s": {_LINE: "line-through"},
    "del": {_LINE: "line-through"},
    "strike": {_LINE: "line-through"},
    "sup": {_PLACE: "super", "font-size": "smaller"},
    "sub": {_PLACE: "sub", "font-size": "smaller"},
    "bdo": {"unicode-bidi": "bidi-override"},
    "rp": {"display": "none"},
    "rt": {_PLACE: "super", "font-size": "smaller"},
}
_OF_FONT = {"color": "color", "font-family": "face"}  # attributes of <font>
_SAYS_LOOKS = frozenset(("style", *_OF_FONT.values()))
# What hides words, or shows them elsewhere, in another order or by other signs, but for usual values.
_ELSEWHERE = (
    "clip", "clip-path", "filter", "float", "mask", "mask-image", "offset-path", "order", "rotate",
    "scale", "text-indent", "transform", "translate", "unicode-bidi", "writing-mode", "zoom",
    "-webkit-mask", "-webkit-mask-image", "-webkit-text-fill-color", "-webkit-text-security",
)  # fmt: skip
_USUAL = frozenset((
    "", "none", "auto", "normal", "initial", "inherit", "unset", "0", "0px", "0em", "0pt", "1", "100%",
    "isolate", "embed", "horizontal-tb", "currentcolor",
))  # fmt: skip
_WORD = re.compile(r"[^\W\d]")
# What a style sheet writes before or after words, but for signs by their codes, as icons are.
_WRITES_DIGITS = re.compile(r"""counters?\(|attr\(\s*(?P<from>[\w-]+)|(?:^|\s)["'][^"'\\]*\d""")
_WRITTEN = "content"
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(%|em|rem|ex|ch|px|pt|mm|cm)?")
_TINY = {"px": 4.0, "pt": 3.0, "em": 0.3, "rem": 0.3, "%": 30.0}  # letters of this size nobody reads
_SIZES = ("width", "height", "max-width", "max-height")
# Words that are moved so far are seen to be.
_LEAST = {"px": 2.0, "pt": 1.5, "em": 0.12, "rem": 0.12, "%": 12.0}
_SMALL = {"em": 0.75, "%": 75.0}  # beside letters of this size digits are no part of the same number
_LEAST_SEEN = 0.3  # of black on white: by how much words differ from their ground
_MOST_RULES = 5_000
_REMEMBERED = 256  # colours
_MOST_COMPILED = 64  # selectors that are remembered: those of a page of ours are twenty


def with_looks(root: etree._Element) -> None:
    """Put what is struck out, raised or lowered by a style into tags that say so, mark what is hidden in a
    line, and make digits that may not be seen UNKNOWN.

    Larger parts that a class hides are left, for a script may show them, as it does with tabs: but for tables
    that are shown in another version.
    """
    cascade = _Cascade(root)
    for element in cascade.with_more():
        if not _WORD.search("".join(map(str, element.itertext()))):
            element.text = (element.text or "") + UNKNOWN
    for element, style in cascade.styles():
        tag = str(element.tag)
        if "line-through" in style.get(_LINE, ""):
            _put_into(element, "s")
        elif _LINE in _OWN.get(tag, ()):
            element.tag = "span"
        if tag in _IN_A_LINE:
            _mark(element, style)
        elif tag in _CELLS:
            _mark_cell(element, style)
        else:
            _mark_part(element, style)
    drop_second_versions(root)


def _mark_cell(element: etree._Element, style: Style) -> None:
    """Mark a cell that is not there, or whose words nobody sees."""
    if style.get("display") == "none":
        element.set("hidden", "")
        return
    is_pale = {"color", "background-color"} <= set(style) and _is_like_ground(style)
    if is_pale or is_unseen(style) or _is_tiny(style):
        _make_unknown(element)


def _is_tiny(style: Style) -> bool:
    return "font-size" in style and _within(style["font-size"], _TINY)


def _mark_part(element: etree._Element, style: Style) -> None:
    """Mark a larger part of the page that is not seen. It is not gone, for a script may show it."""
    if element.tag == "tr":
        if is_unseen(style):
            _make_unknown(element)
    elif element.tag == "col":
        if style.get("visibility") == "collapse":
            element.set(PUT_AWAY, "")
    elif element.tag in _PARTS and is_put_away(style):
        element.set(PUT_AWAY, "")


def _mark(element: etree._Element, style: Style) -> None:
    """Mark words in a line that are hidden, may not be seen, or are raised or lowered."""
    tag = str(element.tag)
    if style.get("display") == "none" or style.get("visibility") == "hidden":
        element.set("hidden", "")
    if _may_be_unseen(style):
        _make_unknown(element)
    around = element.getparent()
    if around is not None and around.tag in _AROUND and _lies_upon_others(style):
        _make_unknown(around)
    shift = _shift(style)
    if shift != (tag if tag in ("sup", "sub") else ""):
        element.tag = "span" if tag in ("sup", "sub") else tag
        if shift:
            _put_into(element, shift)


def _put_into(element: etree._Element, tag: str) -> None:
    """Put what is in an element into one with this tag, its only child."""
    inner = etree.Element(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _lies_upon_others(style: Style) -> bool:
    """Whether something is drawn where other words are."""
    is_placed = style.get("position") in ("absolute", "fixed")
    return is_placed and any(name.startswith(("background", "border")) for name in style)


def _make_unknown(element: etree._Element) -> None:
    for inner in element.iter(etree.Element):
        inner.text = inner.text and with_unknown_digits(inner.text)
        if inner is not element:
            inner.tail = inner.tail and with_unknown_digits(inner.tail)


def _shift(style: Style) -> str:
    """The tag of words that stand higher or lower than others or are much smaller; none of others."""
    is_small = "font-size" in style and (
        style["font-size"] == "smaller" or _within(style["font-size"], _SMALL)
    )
    place = style.get(_PLACE, "")
    if place in ("super", "sub"):
        return "sup" if place == "super" else "sub"
    if is_small and place in ("top", "text-top"):
        return "sup"
    up = _moved(place)
    if style.get("position") == "relative":
        up += _moved(style.get("bottom", "")) or -_moved(style.get("top", ""))
    if up:
        return "sup" if up > 0 else "sub"
    return "sub" if is_small else ""


def _moved(value: str) -> int:
    """Whether a length moves words up (1) or down (-1) so that it is seen."""
    found = _LENGTH.fullmatch(value)
    if found is None or abs(float(found[1])) < _LEAST.get(found[2] or "", 0.01):
        return 0
    return 1 if float(found[1]) > 0 else -1


def _within(value: str, most: dict[str, float]) -> bool:
    """Whether a length is no longer than a bound in its unit."""
    found = _LENGTH.fullmatch(value)
    return found is not None and float(found[1]) <= most.get(found[2] or "", 0.0)


def _may_be_unseen(style: Style) -> bool:
    """Whether words may be of the colour of their ground, too small, or somewhere else."""
    return (
        _is_like_ground(style)
        or style.get("position") in ("absolute", "fixed")
        or any(style.get(name, "") not in _USUAL for name in _ELSEWHERE)
        or (style.get("overflow") == "hidden" and any(_within(style.get(each, ""), _TINY) for each in _SIZES))
        or shows_pictures(style.get("font-family", ""))
        or ("opacity" in style and _within(style["opacity"], {"": 0.3, "%": 30.0}))
        or _is_tiny(style)
    )


def _is_like_ground(style: Style) -> bool:
    """Whether words have nearly the colour of what is below them: of paper, where the style says nothing."""
    below = style.get("background-color", "transparent")
    words, ground = _grey(style.get("color", "black")), _grey(below)
    if words is None or ground is None:
        return "gradient(" in below  # which may be a line
    return abs(words - ground) < _LEAST_SEEN


@lru_cache(maxsize=_REMEMBERED)
def _grey(value: str) -> float | None:
    """How light a colour is on paper, 1 for white; None if it is not known."""
    found = _colors.parse_color(value)
    if not isinstance(found, _colors.RGBA):
        return None
    light = 0.3 * found.red + 0.6 * found.green + 0.1 * found.blue
    shown: float = found.alpha * light + (1 - found.alpha)
    return shown


def _may_write_digits(element: etree._Element, content: str) -> bool:
    """Whether what a style sheet writes beside an element may have digits."""
    found = _WRITES_DIGITS.search(content)
    if found is None:
        return False
    return found["from"] is None or any(map(str.isdigit, element.get(found["from"], "")))


@lru_cache(maxsize=_MOST_COMPILED)
def _compiled(selectors: str) -> list[Any]:
    """Selectors as they are looked for; many pages have the same ones, and each is made by a compiler."""
    found: list[Any] = _selectors.compile_selector_list(selectors)
    return found


_Match = tuple[str | None, Rule]  # the part of the element that is meant, such as what is written before it


class _Cascade:
    """The styles of the elements of a page, as far as they change how words look."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._matcher = _selectors.Matcher()
        self._keys: set[tuple[str, str]] = set()  # what an element has to have so that a selector may mean it
        held = [rule for rule in islice(rules(root), _MOST_RULES) if rule.holds]
        styles = [rule.style for rule in held] + [_OWN[str(each.tag)] for each in root.iter(*_OWN)]
        self._strikes = any("line-through" in style.get(_LINE, "") for style in map(_longs, styles))
        self._puts_away = any(is_put_away(style) for style in styles)
        risky = {_long(name) for style in styles for name, value in style.items() if _is_risky(name, value)}
        for rule in held:
            if any(_long(name) in risky for name in rule.style):
                self._add(rule)
        meant = dict.fromkeys(each for each in root.iter(etree.Element) if self._may_mean(each))
        found = self._rules_of(set(meant))
        self._matches = {element: found.get(element, []) for element in meant}

    def _add(self, rule: Rule) -> None:
        try:
            compiled = _compiled(rule.selectors)
        except _selectors.SelectorError:  # a browser passes it over, too
            return
        for selector in compiled:
            self._matcher.add_selector(selector, rule)
            if selector.id is not None:
                self._keys.add(("id", selector.id))
            elif selector.class_name is not None:
                self._keys.add(("class", selector.class_name))
            else:
                self._keys.add(("tag", selector.lower_local_name or "*"))

    def with_more(self) -> Iterator[etree._Element]:
        """The elements in cells to which a style sheet may add digits that are in no text of the page."""
        for element, found in self._matches.items():
            in_cell = element.tag in _CELLS or next(element.iterancestors(*_CELLS), None) is not None
            written = [rule.style.get(_WRITTEN, "") for part, rule in found if part is not None]
            if in_cell and any(_may_write_digits(element, each) for each in written):
                yield element

    def styles(self) -> Iterator[tuple[etree._Element, Style]]:
        """The elements that have a style of their own, with it. They may be changed meanwhile."""
        styled = [
            each
            for each in self._root.iter(etree.Element)
            if each.tag in _OWN or not _SAYS_LOOKS.isdisjoint(each.attrib)
        ]
        for element in dict.fromkeys([*styled, *self._matches]):
            own = [rule for part, rule in self._matches.get(element, ()) if part is None]
            yield element, _style(element, own)

    def _may_mean(self, element: etree._Element) -> bool:
        """Whether a selector may mean an element, and its style matters: of what is no part of a line it is
        asked alone whether it is struck out or put away."""
        keys = self._keys
        is_part = self._puts_away and (element.tag in _PARTS or element.tag in _ROWS)
        matters = self._strikes or is_part or element.tag in _AROUND or "style" in element.attrib
        return (bool(keys) and matters) and (
            ("tag", "*") in keys
            or ("tag", element.tag) in keys
            or ("id", element.get("id")) in keys
            or any(("class", name) in keys for name in element.get("class", "").split())
        )

    def _rules_of(self, meant: set[etree._Element]) -> dict[etree._Element, list[_Match]]:
        """The rules for each of some elements, in rising order."""
        found: dict[etree._Element, list[_Match]] = {}
        around = {outer for element in meant for outer in element.iterancestors()}
        waiting = [_selectors.ElementWrapper.from_html_root(self._root)] if meant else []
        while waiting:
            wrapped = waiting.pop()
            if wrapped.etree_element in meant:
                found[wrapped.etree_element] = [
                    (match[2], match[-1]) for match in self._matcher.match(wrapped)
                ]
            if wrapped.etree_element in around:
                waiting += wrapped.iter_children()
        return found


def _style(element: etree._Element, found: list[Rule]) -> Style:
    """The style of an element by rules in rising order and by its own attribute."""
    style = {**_OWN.get(str(element.tag), {})}
    for name, attribute in _OF_FONT.items():
        if attribute in element.attrib:
            style[name] = element.get(attribute, "").lower()
    for rule in found:
        style |= _longs(rule.style)
    style |= _longs(dict(declared(element.get("style", "").lower())))
    for rule in found:
        style |= _longs({name: value for name, value in rule.style.items() if name in rule.important})
    return style


def _is_risky(name: str, value: str) -> bool:
    """Whether a declaration makes words look otherwise. Where none does no other of its kind matters."""
    style = {_long(name): value}
    return (
        "line-through" in style.get(_LINE, "")
        or (name, value) in (("display", "none"), ("visibility", "hidden"))
        or name == "position"
        or (name, value) == ("overflow", "hidden")
        or is_put_away(style)
        or (name == _WRITTEN and _WRITES_DIGITS.search(value) is not None)
        or _may_be_unseen(style)
        or _shift(style) != ""
    )


def _longs(style: Style) -> Style:
    return {_long(name): value for name, value in style.items()}


def _long(name: str) -> str:
    """What a name sets of looks, where it is short for several."""
    return _SHORT.get(name, name)
