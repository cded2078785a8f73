"""What a page makes of elements by style, role or name: tables, and words struck out, raised or hidden.

``display: table``, ARIA roles, classes called tr and td, and grids with a fixed number of columns. What is
styled by a file beside the page is not known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from lxml import etree

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
_ALONE = re.compile(r"[a-z]*\.([\w-]+)")  # a selector of nothing but a class
_IN_A_LINE = frozenset(("a", "b", "em", "font", "i", "label", "small", "span", "strong", "u"))
_LOOKS = frozenset(("display", "text-decoration", "text-decoration-line", "vertical-align", "visibility"))
_KNOWN = frozenset(("display", "grid-template-columns", "grid-row", "grid-column"))
_LARGEST_STYLE = 200_000  # characters of the style sheets of a page
_FEWEST_COLUMNS = 2
_MOST_COLUMNS = 64
_FEWEST_NAMED = 3  # rows of a table that is known by the names of classes alone

Style = dict[str, str]


def with_tables(root: etree._Element) -> None:
    """Make tables of the elements of a page that look like one."""
    classes = _classes(_sheets(root))
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


def with_looks(root: etree._Element) -> None:
    """Put what is struck out or raised by a style into tags that say so, and mark what is hidden in a line.

    Larger parts that a class hides are left: a script may show them, as it does with tabs.
    """
    classes = _looks(_sheets(root))
    for element in list(root.iter(etree.Element)):
        own = element.get("style", "").lower()
        if not own and not (classes and element.get("class")):
            continue
        style = _style(element, classes)
        line = style.get("text-decoration", "") + style.get("text-decoration-line", "")
        if "line-through" in line:
            _put_into(element, "s")
        if element.tag not in _IN_A_LINE:
            continue
        if style.get("vertical-align") == "super":
            _put_into(element, "sup")
        if style.get("display") == "none" or style.get("visibility") == "hidden":
            element.set("hidden", "")


def _put_into(element: etree._Element, tag: str) -> None:
    """Put what is in an element into one with this tag, its only child."""
    inner = etree.Element(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _sheets(root: etree._Element) -> str:
    """The style sheets in a page, without comments; none if they are too large."""
    sheets = "\n".join(element.text or "" for element in root.iter("style"))
    if len(sheets) > _LARGEST_STYLE:
        return ""
    first, *others = sheets.replace("<!--", "").replace("-->", "").lower().split("/*")
    return first + "".join(part.partition("*/")[2] for part in others)


def _looks(sheet: str) -> dict[str, Style]:
    """The looks that classes have wherever they stand, and on every screen."""
    found: dict[str, Style] = {}
    depth = 0
    for rule in sheet.split("}")[:-1]:
        before, _, body = rule.rpartition("{")
        depth += rule.count("{")
        style = {name: value for name, value in declared(body) if name in _LOOKS} if depth == 1 else {}
        for selector in before.rpartition(";")[2].split(",") if style else ():
            if name := _ALONE.fullmatch(selector.strip()):
                found.setdefault(name[1], {}).update(style)
        depth = max(0, depth - 1)
    return found


def _drop_strays(root: etree._Element) -> None:
    """Make rows and cells that stand in no table what they were."""
    for element in list(root.iter("tr", "td", "th", "tbody", "thead", "tfoot")):
        if next(element.iterancestors("table"), None) is None:
            element.tag = "div"


def _named(element: etree._Element) -> str:
    """What the classes of an element call it."""
    names = element.get("class", "").lower().split() if element.tag in _TAGS else []
    return next((_NAMES[name] for name in names if name in _NAMES), "")


def _classes(sheet: str) -> dict[str, Style]:
    """The styles that a style sheet gives to classes, as far as tables are made of them."""
    found: dict[str, Style] = {}
    for rule in sheet.split("}")[:-1]:  # a pattern would look for the next brace from each character
        before, _, body = rule.rpartition("{")
        selectors = before.rpartition("{")[2]  # without what it stands in: @media
        style = {name: value for name, value in declared(body) if name in _KNOWN}
        for name in _CLASS.findall(selectors.strip()) if style else ():
            found.setdefault(name, {}).update(style)
    return found


def _style(element: etree._Element, classes: dict[str, Style]) -> Style:
    style: Style = {}
    for name in element.get("class", "").lower().split() if classes else ():
        style |= classes.get(name, {})
    return style | dict(declared(element.get("style", "").lower()))


def declared(body: str) -> Iterator[tuple[str, str]]:
    """The names and values of declarations in small letters."""
    for declaration in body.split(";"):
        name, _, value = declaration.partition(":")
        yield name.strip(), value.replace("!important", "").strip()


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
