"""The rules of the style sheets that stand in a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

_LARGEST = 200_000  # characters of the style sheets of a page
_ON_SCREEN = frozenset(("@media screen", "@media all", "@media screen, print", "@media print, screen"))

Style = dict[str, str]


class Rule(NamedTuple):
    """Selectors and the style that they give, in small letters, and what of it is ``important``. Whether it
    ``holds`` is open where it stands in a condition, such as the width of the window."""

    selectors: str
    style: Style
    important: frozenset[str]
    holds: bool


def rules(root: etree._Element) -> Iterator[Rule]:
    """The rules in the page, without comments; none if they are too large."""
    sheets = "\n".join(element.text or "" for element in root.iter("style"))
    if len(sheets) > _LARGEST:
        return
    first, *others = sheets.replace("<!--", "").replace("-->", "").split("/*")
    conditions: list[bool] = []  # whether what stands within holds
    # A pattern would look for the next brace from each character.
    for part in (first + "".join(other.partition("*/")[2] for other in others)).split("}")[:-1]:
        *outer, selectors, body = part.split("{") if "{" in part else ("", "")
        conditions += [" ".join(head.lower().rpartition(";")[2].split()) in _ON_SCREEN for head in outer]
        if "{" in part:
            style = dict(declared(body.lower()))
            important = frozenset(name for name, _ in declared(_important(body.lower())))
            yield Rule(selectors.rpartition(";")[2].strip(), style, important, all(conditions))
        elif conditions:
            conditions.pop()


def declared(body: str) -> Iterator[tuple[str, str]]:
    """The names and values of declarations in small letters."""
    for declaration in body.split(";"):
        name, _, value = declaration.partition(":")
        yield name.strip(), value.replace("!important", "").strip()


def _important(body: str) -> str:
    return ";".join(part for part in body.split(";") if "!important" in part)
