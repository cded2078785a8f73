"""The neutral HTML as a writer puts it down: paragraphs and tables in reading order, runs of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from nianbao.problem import OutputError
from nianbao.spans import Place, placed
from nianbao.write.page import spans_of

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
))
_PICTURES = frozenset((
    "audio", "canvas", "embed", "iframe", "img", "input", "object", "picture", "svg", "textarea", "video",
))
# fmt: on
_UNSEEN = frozenset(["head", "script", "style", "template"])
BREAK = "\n"
_NAMED = frozenset(["organ", "mark"])  # classes of paragraphs that are the name of an organ
SMALL = "small"  # a remark below its figure
_TALL_FROM = 840  # characters in a cell as wide as the line: half a page of small type
# Classes of the numbered levels 一、（一）1.（1）, and an element.
_KINDS = frozenset(["yi", "er", "san", "si", SMALL])
_WHITE = str.maketrans("\t\n\f\r", "    ")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\ufffe\uffff]")


class Run(NamedTuple):
    """Text of one type; ``\\n`` is a line break, ``kind`` the class of a numbered level, SMALL, or empty."""

    text: str
    kind: str


def blocks(parent: HtmlElement) -> Iterator[HtmlElement]:
    """The tables, and the elements that are one paragraph each, in reading order.

    Raises OutputError where text stands outside of every paragraph.
    """
    _refuse_loose_text(parent.text)
    for child in parent:
        _refuse_loose_text(child.tail)
        if _is_unseen(child) or "draft-mark" in child.classes:
            continue
        if child.tag == "table":
            yield from child.iterchildren("caption")
            yield child
        elif any(inner.tag in _BLOCKS for inner in child.iterdescendants()):
            yield from blocks(child)
        else:
            yield child


def _refuse_loose_text(text: str | None) -> None:
    if text and text.strip():
        raise OutputError(
            f"模板中的“{text.strip()[:20]}”不在任何段落里，写不进文件；请在模板中给它加上 <p>。"
        )


def runs(block: HtmlElement) -> list[Run]:
    """The text of an element as a browser shows it: spaces collapsed, a line for each ``br`` and block.

    Raises OutputError if it holds a picture or a control character.
    """
    if not len(block) and block.tag not in _PICTURES:  # as in nearly every cell of a table
        if (block.text or "").isalnum():
            return [Run(block.text, "")]
        said = " ".join(filter(None, (block.text or "").translate(_WHITE).split(" ")))
        _refuse_control_characters(said)
        return [Run(said, "")] if said else []
    kept: list[tuple[str, str]] = []
    for text, kind in _pieces(block, ""):
        for char in text:
            before = kept[-1][0] if kept else BREAK
            if (char in " \n" and before == BREAK) or char == before == " ":
                continue
            if char == BREAK and before == " ":
                kept.pop()
            kept.append((char, kind))
    while kept and kept[-1][0] in " \n":
        kept.pop()
    _refuse_control_characters("".join(char for char, _ in kept))
    return [
        Run("".join(char for char, _ in group), kind)
        for kind, group in groupby(kept, key=lambda pair: pair[1])
    ]


def _pieces(element: HtmlElement, kind: str) -> Iterator[tuple[str, str]]:
    """Text with the level it is set as; spans are lines in a title and in the name of an organ."""
    if element.tag in _PICTURES:
        raise OutputError("模板中的图片和输入框写不进文件，请从模板中去掉。")
    yield (element.text or "").translate(_WHITE), kind
    for child in element:
        if not _is_unseen(child):
            in_lines = element.tag == "h1" or not _NAMED.isdisjoint(element.classes)
            own_line = child.tag in _BLOCKS or (in_lines and child.tag == "span")
            if own_line or child.tag == "br":
                yield BREAK, kind
            kinds = [name for name in (child.tag, *child.classes) if name in _KINDS]
            yield from _pieces(child, kinds[0] if kinds else kind)
            if own_line:
                yield BREAK, kind
        yield (child.tail or "").translate(_WHITE), kind


def _is_unseen(element: HtmlElement) -> bool:
    """Whether a browser shows nothing of it: a comment, a script, something hidden."""
    return not isinstance(element.tag, str) or element.tag in _UNSEEN or "hidden" in element.attrib


def _refuse_control_characters(text: str) -> None:
    if found := _CONTROL.search(text):
        before = text[: found.start()][-10:]
        raise OutputError(f"“{before}”后面有一个看不见的控制字符，写不进文件，请删去。")


def cells_of(table: Any) -> list[tuple[Any, Place]]:
    """The cells of a table at their places; ``table`` is an element of any parser."""
    return list(placed([list(row) for row in table.iter("tr")], spans_of))


def columns_in(cells: Iterable[tuple[Any, Place]]) -> int:
    """How many columns they stand in."""
    return max((place.right for _, place in cells), default=0)


def tall_rows(cells: Sequence[tuple[Any, Place]], shares: Sequence[float]) -> frozenset[int]:
    """The rows that hold so much text that they may go on on the next page; ``shares`` of the line are those
    of the columns."""
    room = [_TALL_FROM * share / sum(shares) for share in shares]
    least = min(room, default=0.0)
    texts = ("".join(cell.itertext()) if len(cell) else cell.text or "" for cell, _ in cells)
    lengths = ((len(text), place) for text, (_, place) in zip(texts, cells, strict=True))
    return frozenset(
        place.row
        for length, place in lengths
        if length > least and length > sum(room[place.column : place.right])
    )


def widths(table: Any, count: int) -> list[float]:
    """The shares of the line that the columns of a table have, by the percentages of its colgroup; equal ones
    where it does not state them for all ``count`` columns."""
    stated = [_percent(column) for column in table.iter("col")]
    return stated if len(stated) == count and min(stated) > 0 else [1.0] * count


def _percent(column: HtmlElement) -> float:
    for declaration in column.get("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if name.strip() == "width" and value.strip().endswith("%"):
            return float(value.strip().removesuffix("%"))
    return 0.0
