"""Elements of a page: which hold words of a report, what stands in them and beside them, and what their
attributes declare."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from nianbao.publish.website.declarations import Declarations
from nianbao.words import without_spaces

CELLS = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot", "col", "colgroup"))
WITHIN = frozenset(("span", "font", "b", "strong", "i", "em", "u", "a", "small", "big"))  # a line
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# What holds words of a report; anything else arranges a page, and is moved and cut for that.
WORDS = (CELLS | WITHIN | HEADINGS).union(
    ("p", "table", "caption", "li", "label", "mark", "bdi", "bdo", "ins", "time", "data", "output")
)
ATTRIBUTES = frozenset(("bgcolor", "text", "color", "size", "dir", "background", "width"))
_LINE = 100  # signs that stand in a line at most
MOST_SIGNS = 5_000  # that are counted: no box is as high as what they need
MOST_WORDS = 200  # characters of a box that holds words, too
_TAG_SIZES = {"small": "smaller", "big": "larger"}
_FONT_SIZES = ("x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large")  # of font, from 1
_COLOURED = ("body", "table", "tr", "td", "th")  # tags with a ground of their own
_STEP = re.compile("[+-]?[0-9]{1,3}")
_MIDDLE = 3  # the size of type from which steps are counted


def text_in(element: etree._Element, most: int) -> str:
    """The text of an element without spaces, no more of it than so many characters."""
    found: list[str] = []
    for text in element.itertext():
        found.append(without_spaces(str(text)))
        most -= len(found[-1])
        if most < 0:
            break
    return "".join(found)


def rows_in(element: etree._Element) -> float:
    """In how many lines at least the text of an element stands."""
    rows = sum(1 for _ in islice(element.iter("tr", "p", "h2"), MOST_SIGNS))
    return max(len(text_in(element, MOST_SIGNS)) / _LINE, rows)


def holds_words(element: etree._Element, tag: str) -> bool:
    """Whether nothing but words of a report stand in it."""
    is_short = tag in WORDS or len(text_in(element, MOST_WORDS)) <= MOST_WORDS
    return is_short and (tag in WORDS or next(element.iter("table"), None) is None)


def stands_in_text(element: etree._Element) -> bool:
    """Whether text stands right before an element or right after it."""
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    return bool((before or "").strip() or (element.tail or "").strip())


def neighbours(element: etree._Element) -> tuple[str, str]:
    """The sign before an element and the one after it, in its line; empty where it begins or ends one."""
    before, previous = "", element.getprevious()
    if previous is None:
        parent = element.getparent()
        before = (parent.text or "") if parent is not None else ""
    else:
        before = (previous.tail or "") or text_in(previous, MOST_WORDS)
    following = element.getnext()
    after = (element.tail or "") or (text_in(following, MOST_WORDS) if following is not None else "")
    return before.strip()[-1:], after.strip()[:1]


def hints(element: etree._Element) -> Declarations:
    """What the attributes of an element declare, as browsers take them: anything in a style is stronger."""
    tag = str(element.tag)
    given = {str(name): str(value).strip().lower() for name, value in element.attrib.items()}
    found = {"font-size": _TAG_SIZES[tag]} if tag in _TAG_SIZES else {}
    if tag in _COLOURED and "bgcolor" in given:
        found["background-color"] = given["bgcolor"]
    if tag in _COLOURED and "background" in given:
        found["background-image"] = f"url({given['background']})"
    if tag == "body" and "text" in given:
        found["color"] = given["text"]
    if tag == "font" and "color" in given:
        found["color"] = given["color"]
    if tag == "font" and (step := _STEP.match(given.get("size", ""))):
        size = int(step[0]) + (_MIDDLE if step[0][0] in "+-" else 0)
        found["font-size"] = _FONT_SIZES[max(1, min(len(_FONT_SIZES), size)) - 1]
    if (tag in CELLS or tag == "table") and given.get("width", "").isdecimal():
        found["width"] = f"{given['width'][:6]}px"
    if "dir" in given:
        found["direction"] = given["dir"]
    return found
