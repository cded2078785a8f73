"""Pages that hide what they say until a script of theirs has run, as articles of WeChat do."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from nianbao.read.html.rules import declared

_HIDING = frozenset(("display", "visibility", "opacity"))
_MOST_AROUND = 4  # elements in one another that hide
_MOST = 0.75  # share of the letters of a page
_SILENT = frozenset(("script", "style", "template", "noscript"))


def with_all_shown(root: etree._Element) -> None:
    """Show what is hidden around all tables and most words of a page with a script: without it the page would
    say nothing. A part among others that are seen stays hidden."""
    tables = list(root.iter("table"))
    if not tables or next(root.iter("script"), None) is None:
        return
    whole = _letters(root)
    for element in islice(filter(_may_hide, tables[0].iterancestors()), _MOST_AROUND):
        style = dict(declared(element.get("style", "").lower()))
        if sum(1 for _ in element.iter("table")) == len(tables) and _letters(element) > _MOST * whole:
            element.set("style", ";".join(f"{name}:{style[name]}" for name in style if name not in _HIDING))
            element.attrib.pop("hidden", "")


def _may_hide(element: etree._Element) -> bool:
    """Whether an element states something that may hide it."""
    style = element.get("style")
    names = {name for name, _ in declared(style.lower())} if style else set()
    return "hidden" in element.attrib or not _HIDING.isdisjoint(names)


def _letters(root: etree._Element) -> int:
    """How many letters stand in an element."""
    texts = (
        (element.text if element.tag not in _SILENT else None, element.tail if element is not root else None)
        for element in root.iter(etree.Element)
    )
    return sum(len("".join(text.split())) for pair in texts for text in pair if text)
