"""Tables on paper: each stands beneath its heading, on one page if that can be.

A table that is too tall is set closer, then smaller. If it must break all the same, the labels of the rows
on both sides of the break are printed on both pages. The sentence that leads to a table stays with it, too,
if setting the table closer is enough for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from nianbao.spans import placed
from nianbao.write.page import spans_of
from nianbao.write.table_type import APART

# Classes that the style sheet knows, for a table that does not fit as it is; the last one lets it break.
MANNERS = ("close", "small", "long")
PARTED = "parted"  # class of a table's frame: it may stand on another page than the paragraph above it
CUT = "data-cut"  # attribute of a table: rows before which it is foreseen to go on on another page
LONG = "data-long"  # attribute of the frame of a table that no page holds, however it is set
AGAIN = "data-again"  # marks a label that is printed once more
ROWS = "data-rows"  # how many rows a label covers on all pages together
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def fit(render: Callable[[], Any], tree: Element) -> Any:
    """Lay a page out until its tables fit; ``render`` gives WeasyPrint's document of the page ``tree`` as it
    is. Where tables are foreseen to go on on another page, labels are cut beforehand: to lay it all out once
    more would take as long again; nor is a table that no page holds tried in one manner after the other."""
    for frame in tree.iter("div"):
        if frame.get(LONG) is not None:
            _set(frame, PARTED)
            for table in frame.iter("table"):
                _set(table, *MANNERS)
    cuts = [_Cut.of(table) for table in tree.iter("table") if table.get(CUT)]
    document = _laid(render)
    places = _places(document, ("tr", "table"))
    if any(cut.breaks != _breaks(cut.rows, places) for cut in cuts):
        for cut in cuts:
            cut.undo()
        cuts = []
        document = _laid(render)
        places = _places(document, ("tr", "table"))
    if _repeat_labels(places, [cut.table for cut in cuts]):
        document = render()
    return document


def _laid(render: Callable[[], Any]) -> Any:
    """The page with each table set in the first manner that fits."""
    document = render()
    while changes := list(_changes(document)):
        for element, manner in changes:
            _set(element, manner)
        document = render()
    return document


@dataclass(frozen=True, slots=True)
class _Cut:
    """A table whose labels were cut before the rows ``breaks``, counted below its head; ``cells`` are those
    that each of its ``rows`` had before."""

    table: Element
    rows: list[Element]
    breaks: set[int]
    cells: list[list[Element]]

    @classmethod
    def of(cls, table: Element) -> _Cut:
        """Cut the labels where the table says that it will go on."""
        rows = _body(table)
        heads = sum(len(part) for part in table if part.tag == "thead")
        breaks = {int(row) - heads for row in table.get(CUT, "").split()}
        cells = [list(row) for row in rows]
        _cut(rows, breaks)
        return cls(table, rows, breaks, cells)

    def undo(self) -> None:
        """Make the labels whole again."""
        for row, cells in zip(self.rows, self.cells, strict=True):
            row[:] = cells
            for cell in cells:
                cell.set("rowspan", cell.attrib.pop(ROWS))


def _body(table: Element) -> list[Element]:
    """The rows below the head; an office's own template may give them no body to stand in."""
    parts = ([part] if part.tag == "tr" else part if part.tag == "tbody" else () for part in table)
    return [row for part in parts for row in part if row.tag == "tr"]


def _breaks(rows: list[Element], places: dict[Element, list[int]]) -> set[int]:
    """The rows before which a new page begins; none of a table that an office's style sheet hides."""
    return {
        index
        for index, (above, below) in enumerate(pairwise(rows), 1)
        if above in places and below in places and places[above][0] != places[below][0]
    }


def _places(document: Any, tags: tuple[str, ...]) -> dict[Element, list[int]]:
    """The pages (from 0) that each element of these kinds stands on, in the order of the text."""
    places: dict[Element, list[int]] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if box.element is not None and box.element.tag in tags:
                places.setdefault(box.element, []).append(number)
    return places


def _changes(document: Any) -> Iterator[tuple[Element, str]]:
    """The tables and frames of tables that are to be set in another manner, each with the manner."""
    places = _places(document, (*HEADINGS, "p", "div", "table"))
    above = frame = None  # the heading or paragraph above the table, and the element that the table stands in
    for element, pages in places.items():
        if element.tag == "div":
            frame = element
            continue
        if element.tag == "table":
            cut = pages[0] != pages[-1] and APART not in _classes(element)
            parted = above is not None and places[above][-1] != pages[0]
            led = above is not None and above.tag == "p"
            untried = [manner for manner in MANNERS if manner not in _classes(element)]
            if (cut or parted) and led and frame is not None and PARTED not in _classes(frame):
                yield (element, MANNERS[0]) if untried[0] == MANNERS[0] else (frame, PARTED)
            elif cut or (parted and not led):
                yield from ((element, manner) for manner in untried[:1])
        above = element


def _set(element: Element, *classes: str) -> None:
    element.set("class", " ".join((element.get("class", ""), *classes)))


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _repeat_labels(places: dict[Element, list[int]], cut: list[Element]) -> bool:
    """Cut each cell that spans a page break in two, the second a copy of the first; whether there is one.
    Tables of ``cut`` are so already."""
    found = False
    for table, pages in places.items():
        if table.tag == "table" and pages[0] != pages[-1] and table not in cut:
            rows = [row for row in _body(table) if row in places]
            found = _cut(rows, _breaks(rows, places)) or found
    return found


def _cut(rows: list[Element], breaks: set[int]) -> bool:
    lines: list[list[tuple[int, Element]]] = [[] for _ in rows]  # column and cell
    cut = False
    for cell, place in placed([list(row) for row in rows], spans_of):
        bounds = [place.row, *sorted(row for row in breaks if place.row < row < place.bottom), place.bottom]
        for begin, end in pairwise(bounds):
            part = cell if begin == place.row else deepcopy(cell)
            part.set("rowspan", str(end - begin))
            part.set(ROWS if begin == place.row else AGAIN, str(place.rows))
            lines[begin].append((place.column, part))
        cut = cut or len(bounds) > 2
    for row, line in zip(rows, lines, strict=True):
        row[:] = [cell for _, cell in sorted(line, key=lambda item: item[0])]
    return cut
