"""What stands in a page as something of its own: documents in frames, formulas."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read.blocks import UNKNOWN, with_unknown_digits

DEEPEST_FRAME = 3
MOST_FRAMES = 50
_FRAMED = "srcdoc"
_ROWS = frozenset(("math", "mi", "mn", "mo", "mrow", "mstyle", "mtext", "semantics"))  # what stands in a line
_OTHER_WAYS = ("annotation", "annotation-xml")  # the same formula in another notation, which nobody sees
_DRAWN = "data-formula-drawn"
_AROUND = ("td", "th", "p", "div", "li")


def with_frames(root: etree._Element, read: Callable[[str], etree._Element], deep: int = 1) -> None:
    """Put the documents that frames hold as a text into their place; of very many the first. ``read`` makes
    a page of such a text, as it is seen."""
    frames = [each for each in root.iter("iframe") if each.get(_FRAMED)]
    for frame in frames[MOST_FRAMES:]:
        frame.tag, frame.text = "span", UNKNOWN
    for frame in frames[:MOST_FRAMES]:
        try:
            inner = read(frame.get(_FRAMED, ""))
        except Unreadable:  # an empty one, or none that a report stands in: nothing of it is read
            continue
        if deep < DEEPEST_FRAME:
            with_frames(inner, read, deep + 1)
        for element in [*inner.iter("head")]:
            element.clear()
        if "0" in (frame.get("width"), frame.get("height")):
            frame.set("hidden", "")
        del frame.attrib[_FRAMED]
        frame.tag, frame.text = "div", None
        frame[:] = [inner]
        inner.tail = None


def formula(element: etree._Element) -> str:
    """What a ``math`` element says; digits that may be raised, divided or shown twice are UNKNOWN."""
    found = []
    around = _around(element)
    simple = around is None or _DRAWN not in around.attrib
    skipped = {inner for other in element.iter(*_OTHER_WAYS) for inner in other.iter()}
    for inner in element.iter(etree.Element):
        if inner not in skipped:
            found.append(inner.text or "")
            simple = simple and inner.tag in _ROWS and not {"style", "hidden"} & set(inner.attrib)
    text = "".join("".join(found).split())
    return text if simple else with_unknown_digits(text)


def mark_drawn(root: etree._Element) -> None:
    """Mark what holds words that readers aloud pass over: a formula beside them is for these alone, and drawn
    of other elements."""
    for element in root.iter(etree.Element):
        if element.get("aria-hidden") == "true" and any(str(text).strip() for text in element.itertext()):
            around = _around(element)
            if around is not None:
                around.set(_DRAWN, "")


def _around(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(*_AROUND), None)
