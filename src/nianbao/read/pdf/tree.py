"""The structure tree of a tagged PDF as plain values: elements with their standard kind, and their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pikepdf

from nianbao.problem import Unreadable
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.text import Mark, Owner, agreed, entry

DEEPEST = 100
MOST_ELEMENTS = 300_000
LARGEST_SPAN = 1_000
_OF_NUMBER = frozenset("0123456789.,+-")

# fmt: off
STANDARD = frozenset({
    "Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "Aside", "BlockQuote", "Caption", "TOC",
    "TOCI", "Index", "NonStruct", "Private", "P", "H", "Title", "Sub", "L", "LI", "Lbl", "LBody", "Table",
    "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "FENote", "Reference", "BibEntry",
    "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Em", "Strong", "Figure",
    "Formula", "Form", "Artifact",
})
# fmt: on


@dataclass(slots=True)
class Text:
    """Words in the structure, with the page (from 0) they stand on, if known, and the marked content that has
    them."""

    words: str
    page: int | None
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True)
class Element:
    """A structure element. ``rows`` and ``columns`` are what a table cell covers, ``said`` what stands in
    words for a figure."""

    kind: str
    kids: list[Element | Text] = field(default_factory=list)
    rows: int = 1
    columns: int = 1
    said: str = ""


def structure(root: Any, pages: Mapping[Owner, int], texts: Mapping[Mark, str], effort: Effort) -> Element:
    """The tree below ``root`` (the StructTreeRoot) with the text of its marked content.

    ``pages`` numbers the pages. Raises Unreadable if the tree runs in circles or without end.
    """
    return _Walker(root, pages, texts, effort).walk()


class _Walker:
    def __init__(
        self, root: Any, pages: Mapping[Owner, int], texts: Mapping[Mark, str], effort: Effort
    ) -> None:
        self.root = root
        self.effort = effort
        self.pages = pages
        self.texts = texts
        self.roles = _dictionary(root.get("/RoleMap"))
        self.classes = _dictionary(root.get("/ClassMap"))
        self.seen: set[Owner] = set()
        self.count = 0

    def walk(self) -> Element:
        document = Element("Document")
        for kid in _list(self.root.get("/K")):
            self._add(document, kid, None, 0)
        return document

    def _add(self, parent: Element, kid: Any, page: Owner | None, depth: int) -> None:
        """Put what ``kid`` is (an element, a mark, a reference to content elsewhere) under its parent."""
        self.count += 1
        self.effort.spend(6)
        if depth > DEEPEST or self.count > MOST_ELEMENTS:
            raise Unreadable("这份 PDF 的结构标记层次过深或过多，没有读取。", "请改用 Word 文件。")
        if isinstance(kid, int):
            self._add_text(parent, page, page, kid)
        elif isinstance(kid, pikepdf.Dictionary):
            own_page = entry(kid, "/Pg")
            if isinstance(own_page, pikepdf.Dictionary):
                page = own_page.objgen
            if "/S" in kid and "/MCID" not in kid:
                self._add_element(parent, kid, page, depth)
            elif isinstance(number := entry(kid, "/MCID"), int):
                stream = entry(kid, "/Stm")
                owner = stream.objgen if isinstance(stream, pikepdf.Stream) else page
                self._add_text(parent, owner, page, number)

    def _add_text(self, parent: Element, owner: Owner | None, page: Owner | None, number: int) -> None:
        if owner is not None and (words := self.texts.get((owner, number))):
            self.effort.spend(len(words) // 10)  # it may be named again and again
            number_of_page = self.pages.get(page) if page else None
            parent.kids.append(Text(words, number_of_page, ((owner, number),)))

    def _add_element(self, parent: Element, node: Any, page: Owner | None, depth: int) -> None:
        if node.is_indirect:
            if node.objgen in self.seen:
                raise Unreadable("这份 PDF 的结构标记自相矛盾（有循环），没有读取。", "请改用 Word 文件。")
            self.seen.add(node.objgen)
        element = Element(self._kind(str(node.S)))
        if element.kind in ("TH", "TD"):
            self._measure(element, node)
        if element.kind == "Figure":
            element.said = str(node.get("/Alt", ""))
        parent.kids.append(element)
        meant = entry(node, "/ActualText")
        for kid in _list(entry(node, "/K")):
            self._add(element, kid, page, depth + 1)
        if isinstance(meant, pikepdf.String):
            number = self.pages.get(page) if page else None
            drawn = drawn_text(element)
            self.effort.spend((len(drawn) + len(str(meant))) // 5)  # elements in elements
            element.kids = [Text(agreed(drawn, str(meant)), number, tuple(marks_of(element)))]

    def _kind(self, name: str) -> str:
        """The standard kind behind a name that the maker of the file may have invented."""
        for _ in range(10):
            kind = name.removeprefix("/")
            heading = kind.startswith("H") and kind[1:].isdigit()
            if kind in STANDARD or heading or name not in self.roles:
                return kind
            name = str(self.roles[name])
        return name.removeprefix("/")

    def _measure(self, element: Element, node: Any) -> None:
        """Read how many rows and columns a cell covers."""
        attributes = [_dictionary(item) for item in _list(entry(node, "/A"))]
        for name in _list(entry(node, "/C")):
            if isinstance(name, pikepdf.Name):
                attributes += [_dictionary(item) for item in _list(self.classes.get(str(name)))]
        for attribute in attributes:
            element.rows = _span(entry(attribute, "/RowSpan"), element.rows)
            element.columns = _span(entry(attribute, "/ColSpan"), element.columns)


def drawn_text(element: Element) -> str:
    """All the text in an element, as it is drawn."""
    return "".join(text.words for text in texts_of(element))


def texts_of(element: Element) -> Iterator[Text]:
    """The texts in an element."""
    for kid in element.kids:
        if isinstance(kid, Text):
            yield kid
        else:
            yield from texts_of(kid)


def marks_of(element: Element) -> Iterator[Mark]:
    """The marked content in an element."""
    for text in texts_of(element):
        yield from text.marks


def joined_in_cells(element: Element | Text) -> Iterator[int]:
    """The pages with cells in which digits of two marked contents are stored one after the other: whether
    they are one number is seen by their places."""
    waiting: list[Element | Text] = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Text):
            continue
        if item.kind in ("TD", "TH"):
            texts = [*texts_of(item)]
            for one, other in pairwise(texts):
                if goes_on(one.words, other.words):
                    yield from (text.page for text in (one, other) if text.page is not None)
        else:
            waiting += item.kids


def goes_on(words: str, more: str) -> bool:
    """Whether a number may go on from one marked content to the next."""
    return words[-1:] in _OF_NUMBER and more[:1] in _OF_NUMBER and bool(words and more)


def _span(value: Any, otherwise: int) -> int:
    return min(value, LARGEST_SPAN) if isinstance(value, int) and value > 0 else otherwise


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _dictionary(value: Any) -> Any:
    return value if isinstance(value, pikepdf.Dictionary) else {}
