"""Reports in XML that is no web page: what portals hand out, DocBook, what programs keep of an article.

The names of elements are nobody's standard; how they stand in one another tells what they are. Elements of
one name, side by side, with nothing in them but simple elements, are the rows of a table. Where these have
names of their own, 项目 and 数值, it is a list of records, and the names stand above it. All else is
paragraphs. It comes out as a web page, which has a reader.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence

from lxml import etree

_BEGIN = re.compile(r"\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?(\w+)", re.DOTALL)
_DECLARATION = re.compile(r"\ufeff?\s*<\?xml[^>]*\?>")
_PAGES = frozenset({"html", "body", "head", "div", "table", "p", "span", "meta", "script", "style"})
_FEWEST_ROWS = 2
_FEWEST_CELLS = 2
_FEWEST_PARTS = 2  # of a table: its head and its body
_HEADS = frozenset({"title", "head", "header", "heading"})  # with what a section is called
_LINES = frozenset({"p", "para", "simpara", "hi", "lb", "emphasis"})  # in a cell
_SAID = 12  # characters from which a value is no figure beside its name
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ACROSS = re.compile(r"(?:number-columns-spanned|col-?span|cols|columns)", re.IGNORECASE)
_DOWN = re.compile(r"(?:number-rows-spanned|row-?span|rows)", re.IGNORECASE)
_MOST = 64  # places that a cell may cover, or names of those in a row

_Elements = Sequence[etree._Element]


def as_page(text: str) -> str:
    """The web page that says what such a file does; empty for what is none, or is written against its
    rules."""
    begin = _BEGIN.match(text)
    if begin is None or begin[1].lower() in _PAGES:
        return ""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        whole = f"<all>{_DECLARATION.sub('', text, count=1)}</all>"  # some have several outermost elements
        root = etree.fromstring(whole.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return ""
    if _is_mixed(root) or any(
        not isinstance(each.tag, str) or _name(each).lower() == "html" for each in root.iter()
    ):
        return ""
    page: list[str] = []
    _write([root], page)
    return f"<html><body>{''.join(page)}</body></html>"


def _write(elements: _Elements, page: list[str]) -> None:
    """Add elements that stand side by side, the rows among them as tables."""
    for name, group in itertools.groupby(elements, lambda each: each.tag if _is_row(each) else None):
        run = list(group)
        if name is not None and len(run) >= _FEWEST_ROWS:
            page += _table(run)
        else:
            for each in run:
                _write_single(each, page)


def _write_single(element: etree._Element, page: list[str]) -> None:
    """Add an element that is no row: a paragraph, what stands in it, or a table whose rows are in parts."""
    rows = _rows_in_parts(element)
    if rows:
        page += _table(rows)
    elif not len(element) or _is_mixed(element):
        page.append(_paragraph(_name(element), _text(element)))
    else:
        _write(list(element), page)


def _rows_in_parts(element: etree._Element) -> list[etree._Element]:
    """The rows of a table whose head and body are elements of their own."""
    parts = [part for part in element if len(part) or _text(part)]
    rows = [row for part in parts for row in part]
    if len(rows) < _FEWEST_ROWS or len(parts) < _FEWEST_PARTS or not all(map(len, parts)):
        return []
    return rows if len({row.tag for row in rows}) == 1 and all(map(_is_row, rows)) else []


def _paragraph(name: str, text: str) -> str:
    words = html.escape(text)
    if not words:
        return ""
    if name.lower() in _HEADS:
        return f"<h2>{words}</h2>\n"
    return f"<p>{name}：{words}</p>\n" if _CHINESE.search(name) and len(text) < _SAID else f"<p>{words}</p>\n"


# ---- tables


def _table(rows: _Elements) -> list[str]:
    cells = [list(_cells(row)) for row in rows]
    names = list(dict.fromkeys(name for row in cells for name, _ in row))
    page = ["<table>"]
    if len(names) <= _MOST and all(len(dict(row)) == len(row) for row in cells):  # no name twice: records
        page.append(f"<tr>{''.join(f'<td>{html.escape(name)}</td>' for name in names)}</tr>")
        for row in cells:
            values = dict(row)
            page.append(f"<tr>{''.join(values.get(name, '<td></td>') for name in names)}</tr>\n")
    else:
        page += (f"<tr>{''.join(cell for _, cell in row)}</tr>\n" for row in cells)
    return [*page, "</table>\n"]


def _cells(row: etree._Element) -> Iterator[tuple[str, str]]:
    """The cells of a row by their names: its elements, or where it has none, its attributes."""
    if not len(row):
        yield from ((str(name), f"<td>{html.escape(str(value))}</td>") for name, value in row.attrib.items())
    for cell in row:
        sizes = {"colspan": _span(cell, _ACROSS), "rowspan": _span(cell, _DOWN)}
        spans = "".join(f' {word}="{size}"' for word, size in sizes.items() if 1 < size <= _MOST)
        yield _name(cell), f"<td{spans}>{html.escape(_text(cell))}</td>"


def _span(cell: etree._Element, named: re.Pattern[str]) -> int:
    """How many places a cell covers in a direction, as an attribute of it says."""
    for name, value in cell.attrib.items():
        words = etree.QName(str(name)).localname
        if words == "morerows" and named is _DOWN and str(value).isdigit() and len(value) < 3:
            return int(value) + 1
        if named.fullmatch(words) and str(value).isdigit() and len(value) < 3:
            return int(value)
    return 1


def _is_row(element: etree._Element) -> bool:
    """Whether an element has nothing but several simple ones in it, or nothing but several attributes; none
    of them a sentence."""
    if not len(element):
        values = [str(value) for value in element.attrib.values()]
        bare = not (element.text or "").strip()
        return bare and len(values) >= _FEWEST_CELLS and any(map(_CHINESE.search, values))
    if len(element) < _FEWEST_CELLS or _is_mixed(element):
        return False
    return all(_is_cell(each) and not _text(each).endswith("。") for each in element)


def _is_mixed(element: etree._Element) -> bool:
    """Whether words stand between the elements in one, as around those that stress some."""
    return bool((element.text or "").strip()) or any((each.tail or "").strip() for each in element)


def _is_cell(element: etree._Element) -> bool:
    """Whether an element is text alone, or paragraphs of text, be there breaks in them."""
    pieces = [piece for line in element for piece in line]
    return all(_name(each).lower() in _LINES for each in (*element, *pieces)) and not any(map(len, pieces))


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
