"""Files within a Word file that Word shows as a part of it (``w:altChunk``), as programs write them that make
one of several."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read.blocks import Block, Notice
from nianbao.read.docx.package import Package
from nianbao.read.marks import RTF, ZIP

MOST_CHUNKS = 20  # of one file
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


class Chunks:
    """The files in a Word file, each read when its place is met; none of one that is ``within`` another."""

    def __init__(self, package: Package, *, within: bool) -> None:
        self._package = package
        self._left = 0 if within else MOST_CHUNKS

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """What the file at an ``altChunk`` says; that it is not read, if it cannot be."""
        self._left -= 1
        try:
            if self._left < 0:
                raise Unreadable("", "")
            yield from _read(self._content(element))
        except Unreadable:
            yield Notice("文件里嵌着另一个文件，它的内容没有读；请用 Word 打开，另存一次再试。")

    def _content(self, element: etree._Element) -> bytes:
        relation = next(filter(None, map(element.get, _RELATIONS)), "")
        path = self._package.named(self._package.main, relation)
        data = None if path is None else self._package.content(path)
        if data is None:
            raise Unreadable("", "")
        return data


def _read(data: bytes) -> list[Block]:
    """The blocks of a file, by how it begins: programs often state a wrong type. Raises Unreadable."""
    if data.startswith(ZIP):
        from nianbao.read.docx import document  # here: it knows this module

        return document.read(data, within=True)
    if data.startswith(RTF):
        raise Unreadable("", "")
    from nianbao.read.html import page  # here, because few files need it

    return page.read(data)
