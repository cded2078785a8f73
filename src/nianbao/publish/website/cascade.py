"""Which declarations of CSS hold for an element: by the page's own style sheets and in its own tag.

Style sheets in files of their own are the website's: they are not here, and nobody looks for them.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

import cssselect2
import tinycss2
from lxml import etree

from nianbao.problem import Unreadable
from nianbao.publish.website.declarations import (
    VARIABLES_A_STEP,
    Declarations,
    Declared,
    declarations_in,
    is_declared,
    nodes_in,
    text_of,
)

# Steps take about a microsecond.
MOST_STEPS = 300_000  # a page takes some ten thousand; with more, it is weighed in a process with limits
STEPS_A_CHARACTER = 2  # of a style sheet
STEPS_A_TAG = 15  # that declares something itself
STEPS_A_RULE = 60  # with its selector
LONGEST_SELECTOR = 5_000  # characters, with those of the rules around it
DEEPEST_RULE = 8  # rules in rules
MOST_ANIMATIONS = 20  # of an element

# What browsers know and our library does not: without it a selector finds more, never less.
_UNKNOWN_CLASS = re.compile(r"(?<!:):(?!is\b|where\b|not\b|has\b)[a-z-]+(?:\([^()]*\))?|[\w*-]*\|(?=[\w*])")
_SEARCHED = re.compile(r":(?:has|nth|only|last|first|is|where|not)|~|(?<![\s>+~,])\s+(?![\s>+~,])")
_COMBINING = re.compile(r"[(),]|[\s>+~]+")
_HEAVY = {":has": 3, "~": 2}
_SIZE = r"(\d+(?:\.\d+)?)(px|em|rem)"
_WIDTH = re.compile(rf"(min|max)-width\s*:\s*{_SIZE}|width\s*(<|>)=?\s*{_SIZE}", re.ASCII)
_LONGEST_NUMBER = re.compile(r"[0-9]{4300}")  # int() refuses longer ones
_NARROWEST, _WIDEST = 1_000, 4_000  # pixels: the screens of computers
_DATA = re.compile(r"data:text/css(?P<coded>[^,]*),(?P<text>.*)", re.IGNORECASE | re.DOTALL)
_css: Any = tinycss2  # carries no types
_selectors: Any = cssselect2


@dataclass(slots=True)
class Styles:
    """What holds for an element and, by their names, for the pieces that CSS makes of it (before, after,
    first-letter, first-line); a name without what browsers put before it, a value in small letters but for
    what is between quotes."""

    own: Declarations
    pieces: dict[str, Declarations] = field(default_factory=dict)


_NOTHING = Styles({})


class Cascade:
    """The style sheets of a page. Raises Unreadable if there is more in them than in any page, and, unless
    ``unlimited``, TooMuch if weighing them could take long."""

    def __init__(self, root: etree._Element, *, unlimited: bool) -> None:
        self._matcher = _selectors.Matcher()
        self._rules = 0
        self._steps = 0
        self._unlimited = unlimited
        self._effort = Counter[tuple[str, str]]()  # of the selectors by what the matcher finds them by
        self.fonts: set[str] = set()  # that the page brings itself, with its own signs for letters
        self.variables: dict[str, str] = {}  # what they are where nobody sets them
        self._last: dict[str, Declarations] = {}  # what is left of an animation when it has ended
        self._in_tags: dict[str, Declared] = {}
        self._variables = 0  # of all rules
        for text in _sheets(root):
            self._add_sheet(text, 0)

    @property
    def has_rules(self) -> bool:
        """Whether anything has to be wrapped for the matcher at all."""
        return self._rules > 0

    def of(self, element: etree._Element, wrapped: Any) -> Styles:
        """What holds for an element; ``wrapped`` is the same for the library that matches selectors."""
        tag = str(element.get("style", ""))
        if not tag and wrapped is None:
            return _NOTHING
        found = Styles({})
        every = self._matched(wrapped) if wrapped is not None else []
        if tag:
            every.append((None, self._in_tag(tag)))
        self._require_few(sum(declared.steps for _, declared in every))
        plain = [(piece, declared.plain) for piece, declared in every]
        important = [(piece, declared.important) for piece, declared in every]  # comes last, and so holds
        for piece, declarations in (*plain, *important):
            target = found.own if piece is None else found.pieces.setdefault(piece, {})
            target.update(declarations)
        for name in found.own.get("animation-name", "").split(maxsplit=MOST_ANIMATIONS)[:MOST_ANIMATIONS]:
            last = self._last.get(name.rstrip(","), {})
            self._require_few(len(last))
            found.own.update(last)
        if any(name.startswith("--") for name in found.own):
            self._require_few(self._variables // VARIABLES_A_STEP)
        return found

    def _matched(self, wrapped: Any) -> list[tuple[str | None, Declared]]:
        names = [("id", wrapped.id or ""), ("tag", wrapped.local_name), ("", "")]
        names += [("class", name) for name in wrapped.classes]
        around = len(wrapped.ancestors) + len(wrapped.etree_siblings)
        self._require_few(1 + sum(self._effort[name] for name in names) * around // 10)
        return [(piece, declared) for *_, piece, declared in self._matcher.match(wrapped)]

    def _in_tag(self, text: str) -> Declared:
        """What the tag itself declares."""
        self._require_few(STEPS_A_TAG)
        if text not in self._in_tags:
            self._require_few(len(text) * STEPS_A_CHARACTER)
            _require_numbers(text)
            self._in_tags[text] = declarations_in(_css.parse_blocks_contents(text))
        return self._in_tags[text]

    def _require_few(self, steps: int) -> None:
        self._steps += steps
        if self._steps > MOST_STEPS and not self._unlimited:
            raise TooMuch

    def _add_sheet(self, text: str, depth: int) -> None:
        self._require_few(len(text) * STEPS_A_CHARACTER)
        _require_numbers(text)
        self._add(_css.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), "", depth)

    def _add(self, nodes: Iterable[Any], above: str, depth: int) -> None:
        """The rules among nodes, inside of the rule with the selector ``above``."""
        if depth > DEEPEST_RULE:
            _refuse()
        for node in nodes:
            if node.type == "qualified-rule":
                self._add_rule(node, above, depth)
            elif node.type == "at-rule" and node.content is not None:
                self._add_at_rule(node, above, depth)
            elif node.type == "at-rule" and node.lower_at_keyword == "import":
                words = [inner for each in node.prelude for inner in (each, *getattr(each, "arguments", ()))]
                for each in words:
                    text = _in_address(each.value) if each.type in ("url", "string") else ""
                    self._add_sheet(text, depth + 1)

    def _add_at_rule(self, node: Any, above: str, depth: int) -> None:
        name = node.lower_at_keyword
        if name == "font-face":
            pairs = _described(node)
            if "unicode-range" in pairs or any(mark in pairs.get("src", "") for mark in ("data:", "local(")):
                self.fonts.add(pairs.get("font-family", "").strip("\"' ").lower())
        elif name == "property":
            self.variables[text_of(node.prelude)] = _described(node).get("initial-value", "")
        elif name.endswith("keyframes"):
            frames = [each for each in nodes_in(node) if each.type == "qualified-rule"]
            last = [each for each in frames if text_of(each.prelude).endswith(("to", "100%"))]
            for each in last:
                self._last[text_of(node.prelude)] = declarations_in(nodes_in(each)).plain
        elif name in ("supports", "layer", "container", "scope", "document", "starting-style") or (
            name == "media" and on_computers(text_of(node.prelude))
        ):
            self._add(nodes_in(node), above, depth + 1)
            declared = declarations_in(nodes_in(node) if above else ())
            if declared.plain or declared.important:
                self._select(above, declared)

    def _add_rule(self, node: Any, above: str, depth: int) -> None:
        selector = _css.serialize(node.prelude)
        here = f":is({above})" if above else ""
        if len(selector) + max(1, selector.count("&")) * len(here) > LONGEST_SELECTOR:
            _refuse()
        if above:
            selector = selector.replace("&", here) if "&" in selector else f"{here} {selector}"
        inside = nodes_in(node)
        declared = declarations_in(inside)
        if declared.plain or declared.important:
            self._select(selector, declared)
        self._add((each for each in inside if not is_declared(each)), selector, depth + 1)

    def _select(self, selector: str, declared: Declared) -> None:
        self._variables += declared.variables
        known = _UNKNOWN_CLASS.sub("", selector)
        for text in (selector, known, *_listed(known)):
            self._require_few(_to_compile(text))
            try:
                compiled = _selectors.compile_selector_list(text)
            except _selectors.SelectorError:
                continue
            effort = _effort(text)
            for each in compiled:
                self._rules += 1
                self._require_few(STEPS_A_RULE)
                self._matcher.add_selector(each, declared)
                self._effort[_found_by(each)] += effort
            if text in (selector, known):
                return


TOO_MANY_STYLES = Unreadable(
    "网页里的样式多得不正常，没有核对哪些文字看不到。",
    "请用浏览器打开网址，另存为“网页，仅 HTML”后再核对。",
)


class TooMuch(Exception):
    """It could take long to compare the selectors of a page with its elements."""


def _found_by(selector: Any) -> tuple[str, str]:
    """What an element must have for the matcher to try a selector at it."""
    if selector.id is not None:
        return "id", selector.id
    if selector.class_name is not None:
        return "class", selector.class_name
    return ("tag", selector.lower_local_name) if selector.local_name is not None else ("", "")


def _listed(selector: str) -> Iterator[str]:
    """The selectors of a list, each alone: our library takes none of them where it does not know one."""
    start = depth = 0
    for sign in _COMBINING.finditer(selector):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if sign[0] == "," and depth <= 0:
            yield selector[start : sign.start()]
            start = sign.end()
    if start:
        yield selector[start:]


def _to_compile(selector: str) -> int:
    """How many steps it takes to compile a selector: by the square of how many parts each of it has."""
    steps = parts = depth = 0
    for sign in _COMBINING.findall(selector):
        depth += (sign == "(") - (sign == ")")
        if sign != "," or depth > 0:
            parts += 1
        else:
            steps, parts = steps + parts * parts, 0
    return (steps + parts * parts) // 4


def _effort(selector: str) -> int:
    """How many steps a selector may take for each element above, by what it has to look for among others."""
    searched = sum(_HEAVY.get(each, 1) for each in _SEARCHED.findall(selector))
    return 1 if searched < 3 else 10**searched


def _refuse() -> None:
    raise Unreadable("网页里的样式多得不正常，没有核对哪些文字看不到。", "请另存为“网页，仅 HTML”后再核对。")


def _described(node: Any) -> dict[str, str]:
    """What a rule says of a font or of a variable."""
    return {each.lower_name: text_of(each.value) for each in nodes_in(node) if is_declared(each)}


def _require_numbers(text: str) -> None:
    """Refuse numbers with more digits than there is a number for."""
    if _LONGEST_NUMBER.search(text):
        _refuse()


def _sheets(root: etree._Element) -> Iterator[str]:
    """The texts of the style sheets that are in the page itself."""
    for element in root.iter("style", "link"):
        if not on_computers(element.get("media", "").lower()) or _is_asleep(element):
            continue
        if element.tag == "style":
            if element.get("type", "text/css").strip().lower() in ("", "text/css"):
                text = "".join(str(text) for text in element.itertext())
                is_drawn = next(element.iterancestors("svg", "math"), None) is not None
                yield text.replace("<![CDATA[", "").replace("]]>", "") if is_drawn else text
        else:
            yield _in_address(element.get("href", ""))


def _in_address(address: str) -> str:
    """The style sheet that is written into an address itself; nothing of one in another file."""
    found = _DATA.fullmatch(address.strip())
    if found is None:
        return ""
    content = unquote_to_bytes(found["text"])
    if "base64" in found["coded"].lower():
        with suppress(binascii.Error):
            content = base64.b64decode(content)
    return content.decode("utf-8", "replace")


def _is_asleep(element: etree._Element) -> bool:
    return next(element.iterancestors("template", "noscript"), None) is not None


def on_computers(query: str) -> bool:
    """Whether a media query may hold on the screen of a computer; what nobody knows may."""
    return any(map(_may_hold, query.lower().split(",")))


def _may_hold(query: str) -> bool:
    words = query.split()
    if words and words[0] in ("print", "speech", "aural", "braille", "tty"):
        return False
    if words[:2] == ["not", "all"] or words[:2] == ["not", "screen"]:
        return False
    for bound, size, unit, sign, other, its in _WIDTH.findall(query):
        pixels = float(size or other) * (1 if (unit or its) == "px" else 16)
        least = bound == "min" or sign == ">"
        if (pixels > _WIDEST) if least else (pixels < _NARROWEST):
            return False
    return True
