"""An element of the structure of a PDF as typst writes it: what it says is found, and changed.

Such as ``<</Type/StructElem/S/TD/P 43 0 R/A[…]/K[21 22]/Pg 439 0 R>>``: its kind and the element that it
stands in come first, what is in it and the page come last, and nobody's words stand behind ``/K``.
"""

from __future__ import annotations

import re

from nianbao.write.pdf.typst.objects import Objects

_BEGIN = re.compile(rb"<</Type/StructElem/S/(?P<kind>\w+)/P (?P<parent>\d+) 0 R(?:/ID\([^)]*\))?")
_PLAIN = rb"[^()\\]|\\."
_TITLE = re.compile(rb"/T(?:<[0-9A-F]*>|\((?:%b|\((?:%b)*\))*\))" % (_PLAIN, _PLAIN), re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")
_CONTENT, _ATTRIBUTES, _PAGE = b"/K[", b"/A[", b"/Pg "
_ITEM = re.compile(rb"<<.*?>>|\d+ 0 R|\d+")


def kind(text: bytes) -> bytes:
    """The kind of an element, as ``TD``; empty for what is none."""
    begin = _BEGIN.match(text)
    return begin["kind"] if begin else b""


def parent(text: bytes) -> int:
    """The number of the element that it stands in."""
    begin = _BEGIN.match(text)
    return int(begin["parent"]) if begin else 0


def kids(file: Objects, text: bytes) -> list[int]:
    """The numbers of the elements in it."""
    found = map(int, _REFERENCE.findall(_tail(text)))
    return [number for number in found if kind(file.texts.get(number, b""))]


def is_drawn(text: bytes) -> bool:
    """Whether anything is in it."""
    return not _tail(text).startswith(b"/K[]")


def with_kids(text: bytes, numbers: list[int]) -> bytes:
    """The element with these in it."""
    content = b" ".join(b"%d 0 R" % number for number in numbers)
    return b"%b/K[%b]>>" % (text[: text.rindex(_CONTENT)], content)


def with_more(text: bytes, other: bytes) -> bytes:
    """The element with what stands in another, which may be on another page."""
    tail, _, page = _tail(other).removesuffix(b">>").rpartition(_PAGE)
    more = (_marked(item, page) for item in _ITEM.findall(tail))
    own, end, rest = text.rpartition(b"]")
    return b"%b %b%b%b" % (own, b"".join(more), end, rest)


def _marked(item: bytes, page: bytes) -> bytes:
    """What stands in an element, with the page that it is on."""
    return b"<</Type/MCR/MCID %b/Pg %b>>" % (item, page) if item.isdigit() else b" " + item


def stated(text: bytes, attributes: bytes, own: bytes = b"", name: bytes = b"") -> bytes:
    """The element with attributes in the place of those that it has; of another kind, and with a name, where
    these are given."""
    begin = _BEGIN.match(text)
    if begin is None:
        raise ValueError(text)
    between = text[begin.end() : text.rindex(_CONTENT)].partition(_ATTRIBUTES)[0]
    return b"<</Type/StructElem/S/%b/P %b 0 R%b%b/A%b%b" % (
        own or begin["kind"], begin["parent"], name, between, attributes, _tail(text),
    )  # fmt: skip


def said(text: bytes, words: str) -> bytes:
    """The element saying what it is called, if it does, and its words where a line end may have swallowed a
    space."""
    begin = _BEGIN.match(text)
    title = _TITLE.match(text, begin.end()) if begin else None
    if title:
        text = b"%b/T%b%b" % (text[: title.start()], string(words), text[title.end() :])
    if " " in words and "\n" not in words:
        at = text.rindex(_CONTENT)
        text = b"%b/ActualText%b%b" % (text[:at], string(words), text[at:])
    return text


def string(words: str) -> bytes:
    """A text as a PDF has it."""
    return b"<FEFF%b>" % words.encode("utf-16-be").hex().upper().encode()


def _tail(text: bytes) -> bytes:
    return text[text.rindex(_CONTENT) :]
