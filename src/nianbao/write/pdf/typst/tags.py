"""A PDF by typst, completed: what its tags leave unsaid, and what stands in its description.

typst has no row headings within a table, and names no headings for a figure. Where it sets a mark that tells
it how to break a line, the mark would be read aloud; where a line ends at a space, the space is lost.
"""

from __future__ import annotations

import re
import tempfile
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, BinaryIO, cast

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, String

from nianbao import __version__
from nianbao.problem import OutputError
from nianbao.write.pdf.faults import with_sure_lengths
from nianbao.write.pdf.typst.cells import Node, Number, complete_table, kids, state
from nianbao.write.pdf.typst.content import Content
from nianbao.write.pdf.typst.marks import IN_FILE

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PDF = "http://ns.adobe.com/pdf/1.3/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_CREATOR = f"nianbao {__version__}"
_HEADING = re.compile(r"/H[1-6]")
_SHORTEST_PARTED = 60  # characters of a paragraph of more than three lines
SIGNATURE = "signature"  # id of the section with organ and date


def completed(data: bytes, content: Content) -> bytes:
    """The file with its tags and its description as they should be. Raises OutputError if its structure is
    not that of the page, as after a template was changed in a way that moves or drops blocks, and OSError if
    there is no room for a temporary file."""
    with _opened(data) as pdf:
        if removed := _complete_structure(pdf, content):
            _make_artifacts(pdf, removed)
        _complete_outline(pdf.Root.get("/Outlines"), content)
        _remove_marks(pdf)
        _describe(pdf, content)
        buffer = BytesIO()
        pdf.save(
            buffer,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
            fix_metadata_version=False,  # typst states it
        )
        return with_sure_lengths(buffer.getvalue())


@contextmanager
def _opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """The file of typst, from a temporary one that the library reads by itself: bytes of Python it would ask
    for object by object, and take twice as long."""
    with cast("BinaryIO", tempfile.TemporaryFile()) as file:  # on Windows one that has it inside
        file.write(data)
        file.flush()
        with pikepdf.open(file, access_mode=pikepdf.AccessMode.mmap) as pdf:
            yield pdf


# ---- structure


def _complete_structure(pdf: pikepdf.Pdf, content: Content) -> set[Number]:
    """Complete the elements; returns those that are none any more."""
    root = pdf.Root.StructTreeRoot
    wanted = [block for block in content.values["blocks"] if "picture" not in block]
    found = _whole(list(_blocks(root.K)), wanted, root)
    if len(found) != len(wanted):
        raise OutputError("模板打印的段落和表格与报告不一致，没有生成 PDF。请检查改过的 .typ 模板。")
    names: list[Any] = []
    removed: set[Number] = set()
    for number, (node, block) in enumerate(zip(found, wanted, strict=True)):
        if "cells" in block:
            if block["name"]:
                node.A = Dictionary(O=Name.Table, Summary=String(block["name"]))
            table = complete_table(node, block["cells"], number)
            names += table.names
            removed |= table.removed
        else:
            state(node, block["said"])
    if names:
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(names)))
    return removed


def _blocks(node: Node) -> Iterator[Node]:
    """The paragraphs, headings and tables below a node, in order."""
    for kid in kids(node):
        kind = str(kid.S)
        if kind in ("/P", "/Table") or _HEADING.fullmatch(kind):
            yield kid
        else:
            yield from _blocks(kid.get("/K", Array()))


def _whole(found: list[Node], wanted: list[dict[str, Any]], root: Any) -> list[Node]:
    """The blocks, each paragraph in one piece: of a long one the template keeps the last lines with the table
    or the signature that follows, as a paragraph of their own."""
    whole: list[Node] = []
    pieces = deque(found)
    for index, block in enumerate(wanted):
        if not pieces:
            break
        whole.append(pieces.popleft())
        after = wanted[index + 1] if index + 1 < len(wanted) else {}
        said = block.get("said", "")
        kept = "cells" in after or (
            after.get("section") == SIGNATURE
            and len(said) > _SHORTEST_PARTED
            and len(pieces) > len(wanted) - index - 1
        )
        if kept and said and pieces and pieces[0].S == Name.P:
            _join(whole[-1], pieces.popleft(), root)
    return [*whole, *pieces]


def _join(first: Node, second: Node, root: Any) -> None:
    """Make the content of a paragraph that of the one before it."""
    for kid in second.K if isinstance(second.K, Array) else [second.K]:
        first.K = first.K if isinstance(first.K, Array) else Array([first.K])
        mark = Dictionary(Type=Name.MCR, Pg=second.Pg, MCID=kid) if isinstance(kid, int) else kid
        first.K.append(mark)
    numbers = root.ParentTree.Nums
    for owners in list(numbers)[1::2]:
        for index, owner in enumerate(owners):
            if owner is not None and owner.objgen == second.objgen:
                owners[index] = first
    siblings = second.P.K
    siblings[:] = [kid for kid in siblings if getattr(kid, "objgen", None) != second.objgen]


def _complete_outline(outline: Any, content: Content) -> None:
    """Bookmarks say what the headings say, without marks."""
    said = iter([block["said"].replace("\n", "") for block in content.values["blocks"] if block.get("level")])
    for item in _items(outline):
        item.Title = String(next(said))


def _items(node: Any) -> Iterator[Any]:
    item = node.get("/First") if node is not None else None
    while item is not None:
        yield item
        yield from _items(item)
        item = item.get("/Next")


def _make_artifacts(pdf: pikepdf.Pdf, removed: Collection[Number]) -> None:
    """What is drawn for elements that were removed is no content: say so where it is drawn."""
    for page, owners in zip(pdf.pages, list(pdf.Root.StructTreeRoot.ParentTree.Nums)[1::2], strict=False):
        lost = [mark for mark, owner in enumerate(owners) if owner is not None and owner.objgen in removed]
        for mark in lost:
            owners[mark] = None
            begin = rb"/\w+\s*<</MCID %d>>BDC" % mark
            page.Contents.write(re.sub(begin, b"/Artifact BMC", page.Contents.read_bytes()))


# ---- texts and description


def _remove_marks(pdf: pikepdf.Pdf) -> None:
    """Take the marks out of what the signs on the pages stand for; none of them is drawn."""
    fonts: dict[Any, Any] = {}
    for page in pdf.pages:
        content = page.Contents
        content.write(IN_FILE.sub(b"", content.read_bytes()))
        resources: Any = page.get("/Resources")
        for font in resources.get("/Font", Dictionary()).values():
            fonts[font.objgen] = font
    for font in fonts.values():
        signs = font.ToUnicode
        signs.write(IN_FILE.sub(b"", signs.read_bytes()))


def _describe(pdf: pikepdf.Pdf, content: Content) -> None:
    maker = str(pdf.docinfo.Creator)
    pdf.docinfo.Creator, pdf.docinfo.Producer = String(_CREATOR), String(maker)
    pdf.Root.Lang = String(content.lang)
    if "/Suspects" in pdf.Root.MarkInfo:
        del pdf.Root.MarkInfo.Suspects  # false is what goes without saying, and poppler complains of it
    stream = pdf.Root.Metadata
    tree = etree.fromstring(stream.read_bytes())
    (statements,) = tree.iterfind(f"{{{_RDF}}}RDF/{{{_RDF}}}Description")
    for each in tree.iter(f"{{{_XMP}}}CreatorTool"):
        each.text = _CREATOR
    for each in tree.iterfind(f".//{{{_DC}}}language//{{{_RDF}}}li"):
        each.text = content.lang
    etree.SubElement(statements, f"{{{_PDF}}}Producer").text = maker
    if content.identifier:
        etree.SubElement(statements, f"{{{_DC}}}identifier").text = content.identifier
    stream.write(etree.tostring(tree.getroottree(), encoding="utf-8", xml_declaration=False))
