"""What cannot be judged without a browser: declarations that may change what is seen of a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from nianbao.publish.website import window
from nianbao.publish.website.accepted import draws, is_accepted, leaves_whole
from nianbao.publish.website.declarations import Declarations
from nianbao.publish.website.effects import first_font
from nianbao.publish.website.elements import (
    CELLS,
    MOST_WORDS,
    WITHIN,
    holds_words,
    neighbours,
    rows_in,
    stands_in_text,
    text_in,
)
from nianbao.publish.website.surroundings import Surroundings
from nianbao.publish.website.values import length, number
from nianbao.words import shortened

_LONGEST = 60
_LEAST_ALIKE, _MOST_ALIKE = 0.65, 2.5  # times the type around: other type in a line looks like another text
_NARROW = 2.0  # heights of type: a number is broken in a cell that is no wider, where it may be
_LEAST_ROW = 24.0  # pixels: rows of tables and lines of text with what is between them
_HANGING = 0.3  # heights of type that a line may begin before its box


def doubts(
    element: etree._Element,
    values: Declarations,
    around: Surroundings,
    here: Surroundings,
    fonts: Mapping[str, bool],
) -> Iterator[str]:
    """Each declaration of which it is not known that it leaves words as they are, with its tag. ``fonts`` are
    those that the page brings itself."""
    tag = str(element.tag)
    is_words, is_line = holds_words(element, tag), tag in WITHIN
    is_part, is_amid = is_line and _is_part(element), is_line and stands_in_text(element)
    is_empty = is_line and not text_in(element, 1)
    for name, value in values.items():
        if (
            not is_accepted(tag, name, value, here.size, is_words=is_words)
            or (name == "font-family" and first_font(value) in fonts)
            or (is_part and not leaves_whole(name, value))
            or (is_amid and name in ("display", "float") and not value.startswith("inline"))
            or (is_empty and draws(name, value))
        ):
            yield shortened(f"{tag} {name}: {value}", _LONGEST)
    if is_line and not _LEAST_ALIKE * around.size <= here.size <= _MOST_ALIKE * around.size:
        yield f"{tag} font-size: {here.size:g}px"
    yield from (f"{tag} {each}" for each in _together(tag, values, here))
    yield from window.torn(element, values, here)
    if not is_words and next(element.iter("table"), None) is not None:
        yield from (f"{tag} {each}" for each in _too_small(element, values, here))


def _is_part(element: etree._Element) -> bool:
    """Whether a number goes on beyond an element."""
    before, after = neighbours(element)
    text = text_in(element, MOST_WORDS)
    pairs = (before + text[:1], text[-1:] + after)
    return any(len(pair) > 1 and pair.isdecimal() for pair in pairs)


def _too_small(element: etree._Element, values: Declarations, here: Surroundings) -> Iterator[str]:
    """Boxes that hardly have room for the tables in them: these are cut off, or hang out."""
    overflow = values.get("overflow", "")
    if any(word in overflow for word in ("auto", "scroll", "overlay")):
        return
    if ("hidden" in overflow or "clip" in overflow) and values.get("white-space") in ("nowrap", "pre"):
        yield f"white-space: {values['white-space']}; overflow"
    for name in ("height", "max-height"):
        pixels = length(values.get(name, ""), here.size)
        if pixels is not None and not values[name].endswith("%") and pixels < _LEAST_ROW * rows_in(element):
            yield f"{name}: {values[name]}"


def _together(tag: str, values: Declarations, here: Surroundings) -> Iterator[str]:
    """What is doubtful by more than one declaration."""
    pixels = {name: length(value, here.size) for name, value in values.items()}
    for name in ("width", "max-width") if tag in CELLS and here.breaks else ():
        wide = pixels.get(name)
        if values.get(name) == "min-content" or (wide is not None and wide < _NARROW * here.size):
            yield f"{name}: {values[name]}; word-break"
    if "text-indent" in values:
        sides = sum(pixels.get(name) or 0.0 for name in ("margin-left", "padding-left"))
        begins = length(values["text-indent"].split(" ")[0], here.size)
        if begins is None or begins + sides < -_HANGING * here.size:
            yield f"text-indent: {values['text-indent']}"
    if "overflow" in values and "line-height" in values:
        share = number(values["line-height"])
        line = pixels["line-height"] if share is None else share * here.size
        high = pixels.get("height")
        if high is not None and line is not None and high < line:
            yield f"height: {values['height']}; line-height: {values['line-height']}"
