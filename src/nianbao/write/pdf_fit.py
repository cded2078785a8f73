"""Tables on paper: each stands beneath its heading, on one page if that can be.

A table that is too tall is set closer, then smaller. If it must break all the same, the labels of the rows
on both sides of the break are printed on both pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

# Classes that the style sheet knows, for a table that does not fit as it is; the last one lets it break.
MANNERS = ("close", "small", "long")
AGAIN = "data-again"  # marks a label that is printed once more
ROWS = "data-rows"  # how many rows a label covers on all pages together
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def fit(render: Callable[[], Any]) -> Any:
    """Lay a page out until its tables fit; ``render`` gives WeasyPrint's document of the page as it is."""
    for manner in MANNERS:
        document = render()
        misfits = list(_misfits(document))
        if not misfits:
            return document
        for table in misfits:
            table.set("class", f"{table.get('class', '')} {manner}")
    document = render()
    if _repeat_labels(_places(document, ("tr", "table"))):
        document = render()
    return document


def _places(document: Any, tags: tuple[str, ...]) -> dict[Element, list[int]]:
    """The pages (from 0) that each element of these kinds stands on, in the order of the text."""
    places: dict[Element, list[int]] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if box.element is not None and box.element.tag in tags:
                places.setdefault(box.element, []).append(number)
    return places


def _misfits(document: Any) -> Iterator[Element]:
    """The tables that a page cut apart or parted from the heading right above them."""
    places = _places(document, (*HEADINGS, "p", "table"))
    before: Element | None = None
    for element, pages in places.items():
        if element.tag == "table":
            headed = before is not None and before.tag in HEADINGS
            if pages[0] != pages[-1] or (headed and before is not None and places[before][-1] != pages[0]):
                yield element
        before = element


def _repeat_labels(places: dict[Element, list[int]]) -> bool:
    """Cut each cell that spans a page break in two, the second a copy of the first; whether there is one."""
    found = False
    for table, pages in places.items():
        if table.tag == "table" and pages[0] != pages[-1]:
            rows = [row for part in table if part.tag == "tbody" for row in part if row in places]
            breaks = {
                index
                for index, (above, below) in enumerate(pairwise(rows), 1)
                if places[above][0] != places[below][0]
            }
            found = _cut(rows, breaks) or found
    return found


def _cut(rows: list[Element], breaks: set[int]) -> bool:
    lines: list[list[tuple[int, Element]]] = [[] for _ in rows]  # column and cell
    taken: set[tuple[int, int]] = set()
    cut = False
    for top, row in enumerate(rows):
        left = 0
        for cell in row:
            while (top, left) in taken:
                left += 1
            width, height = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            taken.update((top + y, left + x) for y in range(height) for x in range(width))
            bounds = [top, *sorted(index for index in breaks if top < index < top + height), top + height]
            for begin, end in pairwise(bounds):
                part = cell if begin == top else deepcopy(cell)
                part.set("rowspan", str(end - begin))
                part.set(ROWS if begin == top else AGAIN, str(height))
                lines[min(begin, len(rows) - 1)].append((left, part))
            cut = cut or len(bounds) > 2
            left += width
    for row, line in zip(rows, lines, strict=True):
        row[:] = [cell for _, cell in sorted(line, key=lambda item: item[0])]
    return cut
