"""Word file → its tracked changes and comments.

The reader of documents takes tracked changes as accepted; here they are told one by one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from nianbao.read.docx.package import DELETED, INSERTED, Package, attribute, cells_of, end_mark, name_of
from nianbao.read.markup import END, How, Markup, Note, Revision

_HOW = {
    "ins": How.INSERTED,
    "del": How.DELETED,
    "moveTo": How.MOVED_HERE,
    "moveFrom": How.MOVED_AWAY,
}
_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LAYOUT = frozenset(
    {"rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "numberingChange"}
)
_CELLS = frozenset({"cellIns", "cellDel", "cellMerge"})


def markup(data: bytes) -> Markup:
    """The tracked changes and comments of a .docx file. Raises Unreadable as the reader does."""
    package = Package(data)
    document = package.document()
    lines: list[_Line] = []
    of_layout = of_tables = 0
    for element in document.iter(etree.Element):
        name = name_of(element.tag)
        if name == "p":
            lines.append(line := _Line(element, end_mark(element)))
            _read(element, line)
        of_layout += name in _LAYOUT
        of_tables += name in _CELLS or (name in INSERTED | DELETED and _parent(element) == "trPr")
    revisions = [*_of_ends(lines), *_of_words(lines)]
    notes = _notes(package, _anchors(document, lines))
    return Markup(tuple(revisions), tuple(notes), of_layout, of_tables)


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
    """What stands in a paragraph; ``end`` is the tracked change of its end. ``whole_before`` and
    ``whole_after`` are the paragraph that it was a part of, and is one of now."""

    element: etree._Element
    end: etree._Element | None = None
    pieces: list[_Piece] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    whole_before: str = ""
    whole_after: str = ""

    @property
    def after(self) -> str:
        return "".join(each.words for each in self.pieces if not _is(each.mark, DELETED))

    @property
    def before(self) -> str:
        return "".join(each.words for each in self.pieces if not _is(each.mark, INSERTED))

    def joined(self) -> list[_Piece]:
        """Words of one mark are one piece, so are those of the next mark by the same hand."""
        found: list[_Piece] = []
        for piece in self.pieces:
            if found and _same(found[-1].mark, piece.mark):
                found[-1].words += piece.words
            else:
                found.append(_Piece(piece.words, piece.mark))
        return found


def _of_words(lines: Sequence[_Line]) -> Iterator[Revision]:
    """The tracked changes of words, once it is known which paragraphs are one."""
    for line in lines:
        for piece in line.joined():
            if piece.mark is not None and piece.words.strip():
                yield _revision(piece.mark, piece.words.strip(), line)


def _of_ends(lines: Sequence[_Line]) -> list[Revision]:
    """The tracked changes that made two paragraphs with words of one, or one of two; says of all lines which
    are one."""
    ends: list[tuple[etree._Element, _Line]] = []
    for group in _groups(lines, INSERTED):
        texts = [line.before for line in group]
        for line in group:
            line.whole_before = "".join(texts).strip()
        ends += _between(group, texts)
    for group in _groups(lines, DELETED):
        texts = [line.after for line in group]
        for line in group:
            line.whole_after = "".join(texts).strip()
        ends += _between(group, texts)
    return list(dict.fromkeys(_revision(mark, END, line) for mark, line in ends))


def _groups(lines: Sequence[_Line], no_ends: frozenset[str]) -> Iterator[list[_Line]]:
    """The paragraphs that are one where ends with such tracked changes are none."""
    open_ones: dict[etree._Element | None, list[_Line]] = {}  # by what the paragraphs stand in
    for line in lines:
        parent = line.element.getparent()
        group = open_ones.setdefault(parent, [])
        group.append(line)
        if not _is(line.end, no_ends):
            yield open_ones.pop(parent)
    yield from open_ones.values()


def _between(group: Sequence[_Line], texts: Sequence[str]) -> Iterator[tuple[etree._Element, _Line]]:
    """The ends within a group, each with the paragraphs on its sides, if several of them have words."""
    if sum(map(bool, map(str.strip, texts))) > 1:
        for line, below in pairwise(group):
            if line.end is not None:
                yield from ((line.end, each) for each in (line, below))


def _revision(mark: etree._Element, words: str, line: _Line) -> Revision:
    return Revision(*_hand(mark), _HOW[name_of(mark.tag)], words, line.whole_before, line.whole_after)


def _anchors(document: etree._Element, lines: Sequence[_Line]) -> Mapping[str, _Anchor]:
    """Where each comment begins, by its id."""
    cells = {cell: number for number, cell in enumerate(cells_of(document))}
    found: dict[str, _Anchor] = {}
    for line in lines:
        for anchor in line.anchors:
            around = _cell_around(line.element)
            found.setdefault(anchor, _Anchor(line.whole_after, None if around is None else cells[around]))
    return found


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
            marks = name in INSERTED | DELETED and not _is(mark, DELETED)
            _read(inner, line, inner if marks else mark)


def _notes(package: Package, anchors: Mapping[str, _Anchor]) -> Iterator[Note]:
    path = package.related(package.main, "comments")
    root = None if path is None else package.part(path)
    for element in () if root is None else root:
        if name_of(element.tag) == "comment":
            anchor = anchors.get(attribute(element, "id") or "", _Anchor("", None))
            words = [_words(each) for each in element.iter(etree.Element) if name_of(each.tag) == "p"]
            yield Note(*_hand(element), "\n".join(filter(None, words)), *anchor)


def _words(paragraph: etree._Element) -> str:
    line = _Line(paragraph)
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
