"""What a page makes of elements by style, role or name: tables.

``display: table``, ARIA roles, classes called tr and td, and grids with a fixed number of columns. What is
styled by a file beside the page is not known.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from lxml import etree

from nianbao.read.html.rules import Style, declared, rules

_TAGS = frozenset(("div", "span", "p", "ul", "ol", "li", "dl", "dt", "dd", "section", "a", "label"))
_DISPLAYED = {
    "table": "table",
    "inline-table": "table",
    "table-row-group": "tbody",
    "table-header-group": "thead",
    "table-footer-group": "tfoot",
    "table-row": "tr",
    "table-cell": "td",
}
_ROLES = {"table": "table", "grid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td", "gridcell": "td"}
_ROLES |= {"columnheader": "th", "rowheader": "th"}
_NAMES = {
    "tr": "tr",
    "td": "td",
    "th": "th",
    "table-row": "tr",
    "table-cell": "td",
    "row": "tr",
    "cell": "td",
}
_CLASS = re.compile(r"(?:^|[\s>+~,])[a-z]*\.([\w-]+)\s*(?=,|$)")
_REPEATED = re.compile(r"repeat\(\s*(\d{1,2})\s*,\s*[^\s()]+(?:\([^()]*\))?\s*\)")
_SPAN = re.compile(r"span\s+(\d{1,3})")
_KNOWN = frozenset(("display", "grid-template-columns", "grid-row", "grid-column"))
_FEWEST_COLUMNS = 2
_MOST_COLUMNS = 64
_FEWEST_NAMED = 3  # rows of a table that is known by the names of classes alone


def with_tables(root: etree._Element) -> None:
    """Make tables of the elements of a page that look like one."""
    classes = _classes(root)
    for element in list(root.iter(*_TAGS)):
        style = _style(element, classes)
        tag = _DISPLAYED.get(style.get("display", "")) or _ROLES.get(element.get("role", ""))
        if tag is not None:
            element.tag = tag
        elif style.get("display") in ("grid", "inline-grid"):
            _make_grid(element, style, classes)
    for element in list(root.iter("div", "ul", "section")):
        rows = [child for child in element if _named(child) == "tr"]
        if len(rows) >= _FEWEST_NAMED and all(_named(cell) in ("td", "th") for row in rows for cell in row):
            element.tag = "table"
            for row in rows:
                row.tag = "tr"
                for cell in row:
                    cell.tag = "td"
    _drop_strays(root)


def _drop_strays(root: etree._Element) -> None:
    """Make rows and cells that stand in no table what they were."""
    for element in list(root.iter("tr", "td", "th", "tbody", "thead", "tfoot")):
        if next(element.iterancestors("table"), None) is None:
            element.tag = "div"


def _named(element: etree._Element) -> str:
    """What the classes of an element call it."""
    names = element.get("class", "").lower().split() if element.tag in _TAGS else []
    return next((_NAMES[name] for name in names if name in _NAMES), "")


def _classes(root: etree._Element) -> dict[str, Style]:
    """The styles that the page gives to classes, as far as tables are made of them."""
    found: dict[str, Style] = {}
    for rule in rules(root):
        style = {name: value for name, value in rule.style.items() if name in _KNOWN}
        for name in _CLASS.findall(rule.selectors.lower()) if style else ():
            found.setdefault(name, {}).update(style)
    return found


def _style(element: etree._Element, classes: dict[str, Style]) -> Style:
    style: Style = {}
    for name in element.get("class", "").lower().split() if classes else ():
        style |= classes.get(name, {})
    return style | dict(declared(element.get("style", "").lower()))


def _make_grid(element: etree._Element, style: Style, classes: dict[str, Style]) -> None:
    """Put the cells of a grid into rows, as browsers place them: one after the other where there is room."""
    width = _columns(style.get("grid-template-columns", ""))
    if not _FEWEST_COLUMNS <= width <= _MOST_COLUMNS:
        return
    free_from = [0] * width  # for each column the row from which it is free
    rows: dict[int, list[tuple[etree._Element, int]]] = {}
    row = column = 0
    for cell in list(element):
        own = _style(cell, classes)
        high, wide = (_spanned(own.get(f"grid-{axis}", "")) for axis in ("row", "column"))
        wide = min(wide, width)
        free = [max(free_from[at : at + wide]) for at in range(width - wide + 1)]
        starts = [at for at in range(column, len(free)) if free[at] <= row]
        if not starts:
            row = max(row + 1, min(free))
            starts = [at for at, first in enumerate(free) if first <= row]
        column = starts[0]
        free_from[column : column + wide] = [row + high] * wide
        rows.setdefault(row, []).append((cell, row + high))
        cell.tag = "td"
        cell.set("colspan", str(wide))
        column += wide
    element.tag = "table"
    begun = sorted(rows)  # rows in which no cell begins are none
    for at, each in enumerate(begun):
        line = etree.SubElement(element, "tr")
        for cell, end in rows[each]:
            cell.set("rowspan", str(bisect_left(begun, end) - at))
            line.append(cell)


def _columns(template: str) -> int:
    """How many columns a template names; none where their number depends on the width of the window."""
    if "auto-fi" in template:
        return 0
    repeated = sum(int(count) for count in _REPEATED.findall(template))
    return repeated + len(re.sub(r"\([^()]*\)", "", _REPEATED.sub("", template)).split())


def _spanned(value: str) -> int:
    """How many rows or columns a cell asks for: span 2, or 1 / 3."""
    span = _SPAN.search(value)
    if span:
        return max(1, int(span[1]))
    ends = [part.strip() for part in value.split("/")]
    if len(ends) == 2 and all(end.isascii() and end.isdigit() and len(end) < 4 for end in ends):
        return max(1, int(ends[1]) - int(ends[0]))
    return 1
