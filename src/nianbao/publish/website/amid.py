"""What stands amid a report on a page and is none of it: a box, a picture or words that a website put between
its paragraphs. Nothing else needs to be there, so its styles are judged as strictly as those of words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from nianbao.publish.website.accepted import is_accepted
from nianbao.publish.website.declarations import Declarations
from nianbao.publish.website.elements import CELLS, text_in
from nianbao.publish.website.surroundings import Surroundings
from nianbao.publish.website.values import length, resolved
from nianbao.words import shortened, without_spaces

_SENTENCE = 8  # signs at least, with a comma or a full stop, of which nothing is in a menu
_MOST_OTHERS = 3  # texts at most between the last sentence and what ends the report
_UNREAD = ("script", "style", "template", "noscript", "title")
_POSITIONS = ("absolute", "fixed", "sticky")
_SIDES = ("left", "right", "top", "bottom")
_MOVING = ("transform", "translate", "rotate", "scale", *_SIDES, *(f"margin-{side}" for side in _SIDES))
# They move or draw nothing by themselves where nothing stands: <div style="clear:both;height:0;font-size:0">.
_OF_CONTENT = frozenset(
    ("height", "max-height", "line-height", "font-size", "overflow", "width", "max-width")
)
_LEAST_BOX = 8.0  # pixels: what is lower lets its content hang out
_LONGEST = 60


class Stretch(NamedTuple):
    """Where on a page a report stands: the elements between its first and its last sentence, those around
    them, which of the former hold none of its texts, and the elements that begin behind it."""

    within: frozenset[etree._Element]
    around: frozenset[etree._Element]
    strangers: frozenset[etree._Element]
    behind: frozenset[etree._Element]


def stretch(root: etree._Element, wanted: str) -> Stretch:
    """Where a report stands. ``wanted`` are its texts without spaces, each in a line."""
    lines = frozenset(wanted.split("\n"))
    opened: list[etree._Element] = []
    own: set[etree._Element] = set()
    order: list[tuple[etree._Element, bool]] = []  # as they begin, and whether a sentence came before
    begun, goes_on, end, others = False, False, 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            opened.append(element)
            order.append((element, begun))
        else:
            opened.pop()
        text = without_spaces(str((element.text if event == "start" else element.tail) or ""))
        if not text or not isinstance(element.tag, str) or (opened and opened[-1].tag in _UNREAD):
            continue
        is_sentence = _is_sentence(text, wanted)
        if is_sentence or (text in lines and not (text.isdecimal() and CELLS.isdisjoint(map(_tag, opened)))):
            own.update(opened)
        others = 0 if text in lines or is_sentence else others + 1
        goes_on = is_sentence or (goes_on and others <= _MOST_OTHERS)
        if goes_on and not others:
            begun, end = True, len(order)
    within = frozenset(each for each, is_behind in order[:end] if is_behind)
    behind = frozenset(each for each, _ in order[end:]) if end else frozenset[etree._Element]()
    return Stretch(within, frozenset(own - within), within - own, behind)


def _tag(element: etree._Element) -> str:
    return str(element.tag)


def _is_sentence(text: str, wanted: str) -> bool:
    return len(text) >= _SENTENCE and ("，" in text or "。" in text) and text in wanted


def unlike_words(element: etree._Element, declared: Declarations, here: Surroundings) -> Iterator[str]:
    """What of an element amid a report may cover or repeat what stands there."""
    tag = str(element.tag)
    values = {name: resolved(value, here.variables) for name, value in declared.items()}
    is_empty = not len(element) and not text_in(element, 1)
    for name, value in values.items():
        is_strict = name in _MOVING
        if is_empty and name in _OF_CONTENT:
            continue
        if not is_accepted(tag, name, value, here.size, is_words=is_strict) or _is_laid(
            tag, name, value, here
        ):
            yield shortened(f"{tag} {name}: {value}", _LONGEST)
    if tag == "dialog":
        yield tag


def _is_laid(tag: str, name: str, value: str, here: Surroundings) -> bool:
    """Whether a declaration that only arranges a page lays something upon what stands around."""
    match name:
        case "position":
            return value in _POSITIONS
        case "filter":
            return "drop-shadow" in value or "url(" in value
        case "overflow":
            return tag == "svg" and value == "visible"
        case "mix-blend-mode":
            return value not in ("normal", "initial", "inherit")
        case "height" | "max-height":
            pixels = length(value, here.size)
            return pixels is not None and not value.endswith("%") and pixels < _LEAST_BOX
    return False
