"""What a page makes of elements by style, role or name: tables.

``display: table``, ARIA roles, classes called tr and td, and grids with a fixed number of columns. What is
styled by a file beside the page is not known.
"""

from __future__ import annotations

import itertools
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
_KNOWN = frozenset(
    ("display", "flex-direction", "flex-wrap", "grid-template-columns", "grid-row", "grid-column")
)
_FIGURE = re.compile(r"[\d,.]+\s*\S{0,2}|[-—/]{0,2}")
_FEWEST_COLUMNS = 2
_MOST_COLUMNS = 64
_IN_LINE = frozenset(("row", "nowrap"))
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
    _make_named(root)
    _make_flexible(root, classes)
    _stack_rows(root)
    for terms in list(root.iter("dl")):
        _make_list(terms)
    _drop_strays(root)


def _make_named(root: etree._Element) -> None:
    """Make tables of what calls itself rows and cells by its classes."""
    for element in list(root.iter("div", "ul", "section")):
        rows = [child for child in element if _named(child) == "tr"]
        if len(rows) >= _FEWEST_NAMED and all(_named(cell) in ("td", "th") for row in rows for cell in row):
            element.tag = "table"
            for row in rows:
                row.tag = "tr"
                for cell in row:
                    cell.tag = "td"


def _make_flexible(root: etree._Element, classes: dict[str, Style]) -> None:
    """Make tables of elements below one another in which as many others stand beside each other."""
    names = {name for name, style in classes.items() if "flex" in style.get("display", "")}
    for around in {
        each.getparent()
        for each in root.iter(*_TAGS)
        if "flex" in each.get("style", "")
        or (names and not names.isdisjoint(each.get("class", "").lower().split()))
    }:
        if around is not None and around.tag in _TAGS:
            _make_rows(around, classes)


def _is_flexible(element: etree._Element, classes: dict[str, Style]) -> bool:
    """Whether the elements in one stand beside each other."""
    style = _style(element, classes)
    return style.get("display") in ("flex", "inline-flex") and _IN_LINE.issuperset(
        (style.get("flex-direction", "row"), style.get("flex-wrap", "row"))
    )


def _make_rows(around: etree._Element, classes: dict[str, Style]) -> None:
    """Make a table of each run of elements in which as many others stand beside each other."""
    for (count, flexible), run in itertools.groupby(
        list(around), lambda each: (len(each), each.tag in _TAGS and _is_flexible(each, classes))
    ):
        rows = list(run)
        alone = all(not (each.text or "").strip() for each in rows)
        if not flexible or count < _FEWEST_COLUMNS or len(rows) < _FEWEST_NAMED or not alone:
            continue
        table = etree.Element("table")
        around.insert(around.index(rows[0]), table)
        for row in rows:
            table.append(row)
            row.tag = "tr"
            for cell in row:
                cell.tag = "td"


def _stack_rows(root: etree._Element) -> None:
    """Make one table of those that have a single row each and as many columns, one right below the other."""
    waiting: list[etree._Element] = []
    for table in list(root.iter("table")):
        above = waiting[-1] if waiting else None
        if above is None or not (_follows(above, table) and _columns_alone(above) == _columns_alone(table)):
            _put_together(waiting)
            waiting = []
        if _columns_alone(table) >= _FEWEST_COLUMNS:
            waiting.append(table)
    _put_together(waiting)


def _follows(above: etree._Element, table: etree._Element) -> bool:
    return above.getnext() is table and not (above.tail or "").strip()


def _columns_alone(table: etree._Element) -> int:
    """How many columns a table has whose cells stand in a single row; 0 of any other."""
    rows = list(itertools.islice(table.iter("tr"), 2))
    cells = list(rows[0]) if len(rows) == 1 else []
    spans = [cell.get("colspan", "1").strip() for cell in cells if cell.tag in ("td", "th")]
    plain = len(spans) == len(cells) and all(span.isdecimal() and len(span) < 3 for span in spans)
    return sum(map(int, spans)) if plain else 0


def _put_together(tables: list[etree._Element]) -> None:
    if len(tables) < _FEWEST_NAMED:
        return
    rows = next(tables[0].iter("tr")).getparent()
    for table in tables[1:]:
        around = table.getparent()
        if rows is not None and around is not None:
            rows.append(next(table.iter("tr")))
            around.remove(table)


def _make_list(terms: etree._Element) -> None:
    """Make a table of a list of terms, if each is followed by a figure."""
    pairs = _pairs(list(terms))
    figures = ["".join(map(str, pair[1].itertext())).strip() for pair in pairs]
    tags = {tuple(each.tag for each in pair) for pair in pairs}
    if tags != {("dt", "dd")} or len(pairs) < _FEWEST_NAMED or not all(map(_FIGURE.fullmatch, figures)):
        return
    terms.tag = "table"
    for pair in pairs:
        row = etree.SubElement(terms, "tr")
        for cell in pair:
            cell.tag = "td"
            row.append(cell)


def _pairs(elements: list[etree._Element]) -> list[tuple[etree._Element, etree._Element]]:
    return list(zip(elements[::2], elements[1::2], strict=True)) if len(elements) % 2 == 0 else []


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
