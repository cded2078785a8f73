"""Which declarations of CSS hold for an element: by the page's own style sheets and in its own tag."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import cssselect2
import tinycss2
from lxml import etree

from nianbao.problem import Unreadable
from nianbao.publish.website.conditions import on_computers
from nianbao.publish.website.declarations import (
    VARIABLES_A_STEP,
    Declarations,
    Declared,
    declarations_in,
    is_declared,
    nodes_in,
    text_of,
)
from nianbao.publish.website.selectors import (
    found_by,
    listed,
    not_understood,
    steps_to_compile,
    steps_to_find,
    understood,
)
from nianbao.publish.website.style_sheets import in_address, style_sheets

# Steps take about a microsecond.
MOST_STEPS = 300_000  # a page takes some ten thousand; with more, it is weighed in a process with limits
STEPS_A_CHARACTER = 2  # of a style sheet
STEPS_A_TAG = 15  # that declares something itself
STEPS_A_RULE = 60  # with its selector
LONGEST_SELECTOR = 5_000  # characters, with those of the rules around it
DEEPEST_RULE = 8  # rules in rules
MOST_ANIMATIONS = 20  # of an element

_CONDITIONAL = ("supports", "container", "scope", "document", "-moz-document", "starting-style")
_LONGEST_NUMBER = re.compile(r"[0-9]{4300}")  # int() refuses longer ones
_css: Any = tinycss2  # carries no types
_selectors: Any = cssselect2


class _Rule(NamedTuple):
    """What a rule declares, in which layer (as sorted: later ones hold), and what it waits for."""

    declared: Declared
    layer: tuple[float, ...]
    conditions: frozenset[str]


class _Place(NamedTuple):
    """Where in the style sheets a rule stands: inside of the rule with the selector ``above``, and so on."""

    above: str = ""
    layer: tuple[float, ...] = ()
    conditions: frozenset[str] = frozenset()
    depth: int = 0

    def inner(self, *waiting: str) -> _Place:
        """One rule further in, which waits for something more."""
        return self._replace(conditions=self.conditions.union(waiting), depth=self.depth + 1)


@dataclass(slots=True)
class Styles:
    """What holds for an element and, by their names, for the pieces that CSS makes of it (before, after,
    first-letter, first-line); a name without what browsers put before it, a value in small letters but for
    what is between quotes."""

    own: Declarations
    pieces: dict[str, Declarations] = field(default_factory=dict)


_NOTHING = Styles({})
_Found = tuple[str | None, _Rule]  # a rule and the piece that it is for


class Cascade:
    """The style sheets of a page. Raises Unreadable if there is more in them than in any page, and, unless
    ``unlimited``, TooMuch if weighing them could take long."""

    def __init__(self, root: etree._Element, *, unlimited: bool) -> None:
        self._matcher = _selectors.Matcher()
        self._rules = 0
        self._steps = 0
        self._unlimited = unlimited
        self._effort = Counter[tuple[str, str]]()  # of the selectors by what the matcher finds them by
        self.fonts: dict[str, bool] = {}  # that the page brings, and whether it writes their signs itself
        self.variables: dict[str, str] = {}  # what they are where nobody sets them
        self.registered: set[str] = set()  # variables that are handed down in ways of their own
        self.holding: frozenset[str] | None = None  # conditions that are taken to hold; None for all
        self.met: dict[str, None] = {}  # conditions on which it depends how something looks
        self._layers: dict[tuple[float | str, ...], float] = {}
        self._last: dict[str, Declarations] = {}  # what is left of an animation when it has ended
        self._in_tags: dict[str, Declared] = {}
        self._variables = 0  # of all rules
        for text, query in style_sheets(root):
            waiting = [] if on_computers(query) else [f"@media {query}"]
            self._add_sheet(text, _Place(conditions=frozenset(waiting)))

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
        own = [(None, self._in_tag(tag))] if tag else []
        self._require_few(sum(rule.declared.steps for _, rule in every) + sum(each.steps for _, each in own))
        plain = [(piece, rule.declared.plain) for piece, rule in _in_layers(every)]
        important = [(piece, rule.declared.important) for piece, rule in _in_layers(every, important=True)]
        plain += [(piece, declared.plain) for piece, declared in own]
        important += [(piece, declared.important) for piece, declared in own]
        for piece, declarations in (*plain, *important):  # what comes last holds
            target = found.own if piece is None else found.pieces.setdefault(piece, {})
            target.update(declarations)
        for name in found.own.get("animation-name", "").split(maxsplit=MOST_ANIMATIONS)[:MOST_ANIMATIONS]:
            last = self._last.get(name.rstrip(","), {})
            self._require_few(len(last))
            found.own.update(last)
        found.own.update(dict.fromkeys(self.registered.intersection(found.own), "?"))
        if any(name.startswith("--") for name in found.own):
            self._require_few(self._variables // VARIABLES_A_STEP)
        return found

    def _matched(self, wrapped: Any) -> list[_Found]:
        """The rules that hold for an element, in the order of their selectors' weight."""
        names = [("id", wrapped.id or ""), ("tag", wrapped.local_name), ("", "")]
        names += [("class", name) for name in wrapped.classes]
        around = len(wrapped.ancestors) + len(wrapped.etree_siblings)
        self._require_few(1 + sum(self._effort[name] for name in names) * around // 10)
        every = [(piece, rule) for *_, piece, rule in self._matcher.match(wrapped)]
        self.met.update(
            dict.fromkeys(condition for _, rule in every for condition in sorted(rule.conditions))
        )
        return [pair for pair in every if self.holding is None or pair[1].conditions <= self.holding]

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

    def _add_sheet(self, text: str, place: _Place) -> None:
        self._require_few(len(text) * STEPS_A_CHARACTER)
        _require_numbers(text)
        self._add(_css.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), place)

    def _add(self, nodes: Iterable[Any], place: _Place) -> None:
        """The rules among nodes."""
        if place.depth > DEEPEST_RULE:
            _refuse()
        for node in nodes:
            if node.type == "qualified-rule":
                self._add_rule(node, place)
            elif node.type == "at-rule" and node.content is not None:
                self._add_at_rule(node, place)
            elif node.type == "at-rule" and node.lower_at_keyword == "import":
                self._import(node, place)
            elif node.type == "at-rule" and node.lower_at_keyword == "layer":
                for name in text_of(node.prelude).split(","):
                    self._layer(place.layer, name.strip())

    def _import(self, node: Any, place: _Place) -> None:
        words = [inner for each in node.prelude for inner in (each, *getattr(each, "arguments", ()))]
        for each in words:
            if each.type in ("url", "string") and (text := in_address(each.value)):
                condition = _css.serialize(
                    [other for other in node.prelude if other.type in ("ident", "() block")]
                )
                layer = (
                    self._layer(place.layer, condition)
                    if "layer" in _css.serialize(node.prelude)
                    else place.layer
                )
                query = condition.replace("layer", "").strip()
                if (holds := on_computers(query)) is not False:
                    self._add_sheet(text, place.inner(*([] if holds else [query]))._replace(layer=layer))

    def _layer(self, above: tuple[float, ...], name: str) -> tuple[float, ...]:
        """A layer in the order of all; one without a name is no other."""
        for part in name.split(".") if name else [f" {len(self._layers)}"]:
            above = (*above, self._layers.setdefault((*above, part), len(self._layers)))
        return above

    def _add_at_rule(self, node: Any, place: _Place) -> None:
        name, prelude = node.lower_at_keyword, text_of(node.prelude)
        if name == "font-face":
            pairs = _described(node)
            is_own = "unicode-range" in pairs or any(
                mark in pairs.get("src", "") for mark in ("data:", "local(")
            )
            font = pairs.get("font-family", "").strip("\"' ").lower()
            self.fonts[font] = is_own or self.fonts.get(font, False)
        elif name == "property":
            self.variables[prelude] = _described(node).get("initial-value", "")
            self.registered.add(prelude)
        elif name.endswith("keyframes"):
            frames = [each for each in nodes_in(node) if each.type == "qualified-rule"]
            last = [each for each in frames if text_of(each.prelude).endswith(("to", "100%"))]
            for each in last:
                self._last[prelude] = declarations_in(nodes_in(each)).plain
        elif name == "layer":
            self._add_inner(node, place.inner()._replace(layer=self._layer(place.layer, prelude)))
        elif name == "media" and (holds := on_computers(prelude)) is not False:
            self._add_inner(node, place.inner(*([] if holds else [f"@media {prelude}"])))
        elif name in _CONDITIONAL:
            self._add_inner(node, place.inner(f"@{name} {prelude}"))

    def _add_inner(self, node: Any, place: _Place) -> None:
        """What stands in a rule that selects nothing itself."""
        self._add(nodes_in(node), place)
        declared = declarations_in(nodes_in(node) if place.above else ())
        if declared.plain or declared.important:
            self._select(place, declared)

    def _add_rule(self, node: Any, place: _Place) -> None:
        selector = _css.serialize(node.prelude)
        here = f":is({place.above})" if place.above else ":root"
        if len(selector) + max(1, selector.count("&")) * len(here) > LONGEST_SELECTOR:
            _refuse()
        if "&" in selector:
            selector = selector.replace("&", here)
        elif place.above:
            selector = f"{here} {selector}"
        inside = nodes_in(node)
        declared = declarations_in(inside)
        within = place._replace(above=selector)
        if declared.plain or declared.important:
            self._select(within, declared)
        self._add((each for each in inside if not is_declared(each)), within.inner())

    def _select(self, place: _Place, declared: Declared) -> None:
        self._variables += declared.variables
        selector = place.above
        known = understood(selector)
        for text in (selector, known, *listed(known)):
            self._require_few(steps_to_compile(text))
            try:
                compiled = _selectors.compile_selector_list(text)
            except _selectors.SelectorError:
                continue
            waiting = [not_understood(selector)] if text != selector else []
            rule = _Rule(declared, (*place.layer, math.inf), place.conditions.union(waiting))
            effort = steps_to_find(text)
            for each in compiled:
                self._rules += 1
                self._require_few(STEPS_A_RULE)
                self._matcher.add_selector(each, rule)
                self._effort[found_by(each)] += effort
            if text in (selector, known):
                return


TOO_MANY_STYLES = Unreadable(
    "网页里的样式多得不正常，没有核对哪些文字看不到。",
    "请用浏览器打开网址，另存为“网页，仅 HTML”后再核对。",
)


class TooMuch(Exception):
    """It could take long to compare the selectors of a page with its elements."""


def _in_layers(every: Iterable[_Found], *, important: bool = False) -> list[_Found]:
    """By their layers, those that hold last; what is important holds in the first of them."""
    return sorted(every, key=lambda each: each[1].layer, reverse=important)


def _refuse() -> None:
    raise Unreadable("网页里的样式多得不正常，没有核对哪些文字看不到。", "请另存为“网页，仅 HTML”后再核对。")


def _described(node: Any) -> dict[str, str]:
    """What a rule says of a font or of a variable."""
    return {each.lower_name: text_of(each.value) for each in nodes_in(node) if is_declared(each)}


def _require_numbers(text: str) -> None:
    """Refuse numbers with more digits than there is a number for."""
    if _LONGEST_NUMBER.search(text):
        _refuse()
