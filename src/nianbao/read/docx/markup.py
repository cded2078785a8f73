"""Word file → its tracked changes and comments.

The reader of documents takes tracked changes as accepted; here they are told one by one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from nianbao.read.docx.package import Package, attribute, cells_of, name_of
from nianbao.read.markup import Markup, Note, Revision

_INSERTED = frozenset({"ins", "moveTo"})
_DELETED = frozenset({"del", "moveFrom"})
_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LAYOUT = frozenset(
    {"rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "numberingChange"}
)
_CELLS = frozenset({"cellIns", "cellDel", "cellMerge"})


def markup(data: bytes) -> Markup:
    """The tracked changes and comments of a .docx file. Raises Unreadable as the reader does."""
    package = Package(data)
    document = package.document()
    revisions: list[Revision] = []
    anchors: dict[str, _Anchor] = {}
    cells = {cell: number for number, cell in enumerate(cells_of(document))}
    of_layout = of_tables = 0
    for element in document.iter(etree.Element):
        name = name_of(element.tag)
        if name == "p":
            line = _Line()
            _read(element, line)
            revisions += line.revisions()
            for anchor in line.anchors:
                around = _cell_around(element)
                number = None if around is None else cells[around]
                anchors.setdefault(anchor, _Anchor(line.after.strip(), number))
        of_layout += name in _LAYOUT
        of_tables += name in _CELLS or (name in _INSERTED | _DELETED and _parent(element) == "trPr")
    return Markup(tuple(revisions), tuple(_notes(package, anchors)), of_layout, of_tables)


class _Anchor(NamedTuple):
    """Where a comment begins: its paragraph and the number of its cell."""

    at: str
    cell: int | None


@dataclass(slots=True)
class _Piece:
    """Words of one state: ``by`` whom they were put in or taken out, if they were."""

    words: str
    mark: etree._Element | None


@dataclass(slots=True)
class _Line:
    pieces: list[_Piece] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)

    @property
    def after(self) -> str:
        return "".join(each.words for each in self.pieces if not _is(each.mark, _DELETED))

    @property
    def before(self) -> str:
        return "".join(each.words for each in self.pieces if not _is(each.mark, _INSERTED))

    def revisions(self) -> Iterator[Revision]:
        """Words of one mark are one revision, so are those of the next mark by the same hand."""
        joined: list[_Piece] = []
        for piece in self.pieces:
            if joined and _same(joined[-1].mark, piece.mark):
                joined[-1].words += piece.words
            else:
                joined.append(_Piece(piece.words, piece.mark))
        before, after = self.before.strip(), self.after.strip()  # once: a paragraph may have thousands
        for each in joined:
            if each.mark is not None and each.words.strip():
                inserted = _is(each.mark, _INSERTED)
                words = each.words.strip()
                yield Revision(*_hand(each.mark), inserted, words, before, after)


def _read(element: etree._Element, line: _Line, mark: etree._Element | None = None) -> None:
    """Follow the runs of a paragraph; a paragraph in a text box is one of its own. What was put in and taken
    out again is gone."""
    for inner in element:
        name = name_of(inner.tag) if isinstance(inner.tag, str) else ""
        if name in {"p", "pPr", "rPr", ""}:
            continue
        if name in ("commentRangeStart", "commentReference"):
            line.anchors.append(attribute(inner, "id") or "")
        elif name in {"t", "delText"}:
            line.pieces.append(_Piece(inner.text or "", mark))
        elif name in _TEXT:
            line.pieces.append(_Piece(_TEXT[name], mark))
        else:
            marks = name in _INSERTED | _DELETED and not _is(mark, _DELETED)
            _read(inner, line, inner if marks else mark)


def _notes(package: Package, anchors: dict[str, _Anchor]) -> Iterator[Note]:
    path = package.related(package.main, "comments")
    root = None if path is None else package.part(path)
    for element in () if root is None else root:
        if name_of(element.tag) == "comment":
            anchor = anchors.get(attribute(element, "id") or "", _Anchor("", None))
            words = [_words(each) for each in element.iter(etree.Element) if name_of(each.tag) == "p"]
            yield Note(*_hand(element), "\n".join(filter(None, words)), *anchor)


def _words(paragraph: etree._Element) -> str:
    line = _Line()
    _read(paragraph, line)
    return line.after.strip()


def _hand(element: etree._Element) -> tuple[str, datetime.date | None]:
    """Who made a mark, and on which day."""
    by = " ".join((attribute(element, "author") or "").split())
    try:
        return by, datetime.date.fromisoformat((attribute(element, "date") or "")[:10])
    except ValueError:
        return by, None


def _same(one: etree._Element | None, other: etree._Element | None) -> bool:
    if one is None or other is None:
        return one is other
    return name_of(one.tag) == name_of(other.tag) and _hand(one) == _hand(other)


def _is(mark: etree._Element | None, names: frozenset[str]) -> bool:
    return mark is not None and name_of(mark.tag) in names


def _cell_around(element: etree._Element) -> etree._Element | None:
    """The innermost cell of a table in which an element stands."""
    return next((each for each in element.iterancestors() if name_of(each.tag) == "tc"), None)


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else name_of(parent.tag)
