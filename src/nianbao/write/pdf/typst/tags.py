"""A PDF by typst, completed: what its tags leave unsaid, and what stands in its description.

typst has no row headings within a table, and names no headings for a figure. Where it sets a mark that tells
it how to break a line, the mark would be read aloud; where a line ends at a space, the space is lost.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, String

from nianbao import __version__
from nianbao.problem import OutputError
from nianbao.spans import Place, placed
from nianbao.write.pdf.faults import with_sure_lengths
from nianbao.write.pdf.headings import ROW_SCOPES, Cell, headings
from nianbao.write.pdf.typst.content import Content
from nianbao.write.pdf.typst.marks import IN_FILE

Node = Any  # a structure element

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
    not that of the page, as after a template was changed in a way that moves or drops blocks."""
    with pikepdf.open(BytesIO(data)) as pdf:
        _complete_structure(pdf, content)
        _make_artifacts(pdf)
        _complete_outline(pdf.Root.get("/Outlines"), content)
        _remove_marks(pdf)
        _describe(pdf, content)
        buffer = BytesIO()
        pdf.save(
            buffer,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
        )
        return with_sure_lengths(buffer.getvalue())


# ---- structure


def _complete_structure(pdf: pikepdf.Pdf, content: Content) -> None:
    root = pdf.Root.StructTreeRoot
    wanted = [block for block in content.values["blocks"] if "picture" not in block]
    found = _whole(list(_blocks(root.K)), wanted, root)
    if len(found) != len(wanted):
        raise OutputError("模板打印的段落和表格与报告不一致，没有生成 PDF。请检查改过的 .typ 模板。")
    names = Array()
    for number, (node, block) in enumerate(zip(found, wanted, strict=True)):
        if "cells" in block:
            if block["name"]:
                node.A = Dictionary(O=Name.Table, Summary=String(block["name"]))
            names.extend(_complete_table(node, block["cells"], number))
        else:
            _state(node, block["said"])
    if len(names):
        root.IDTree = pdf.make_indirect(Dictionary(Names=names))


def _blocks(node: Node) -> Iterator[Node]:
    """The paragraphs, headings and tables below a node, in order."""
    for kid in _kids(node):
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


def _kids(node: Any) -> Iterator[Node]:
    for kid in node if isinstance(node, Array) else [node]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _state(node: Node, said: str) -> None:
    """Say what a text is where a line end may have swallowed a space, and name a heading."""
    if "/T" in node:
        node.T = String(said)
    if " " in said and "\n" not in said:
        node.ActualText = String(said)


def _complete_table(table: Node, wanted: list[dict[str, Any]], number: int) -> Iterator[Any]:
    """Give the cells of a table their kind, scope, names and headings; yields names and elements for the
    tree of names."""
    nodes = [cell for row in _rows(table) for cell in _kids(row.get("/K", Array()))]
    if len(nodes) > len(wanted):
        nodes = _without_repeated(table, {(each["y"], each["x"]) for each in wanted})
    if len(nodes) != len(wanted):
        raise OutputError("模板打印的表格与报告不一致，没有生成 PDF。请检查改过的 .typ 模板。")
    cells = [
        Cell(
            Place(each["y"], each["x"], each["rows"], each["columns"]),
            each["head"],
            each["head"] and each["scope"] in ROW_SCOPES,
        )
        for each in wanted
    ]
    held = headings(cells)
    names = {index: String(f"{number:04}-{index:04}") for index, cell in enumerate(cells) if cell.head}
    for index, (node, cell, each) in enumerate(zip(nodes, cells, wanted, strict=True)):
        attributes = Dictionary(O=Name.Table)
        if cell.place.rows > 1:
            attributes.RowSpan = cell.place.rows
        if cell.place.columns > 1:
            attributes.ColSpan = cell.place.columns
        if cell.head:
            node.S, node.ID, attributes.Scope = Name.TH, names[index], Name(cell.scope)
            yield names[index]
            yield node
        else:
            node.S, attributes.Headers = Name.TD, Array([names[head] for head in held[index]])
        node.A = attributes
        _state(node, each["said"])


def _without_repeated(table: Node, wanted: set[tuple[int, int]]) -> list[Node]:
    """The cells of a table over several pages. A label that is printed once more after a break is no content
    and leaves the structure; its drawing becomes an artifact with the other marks that nobody owns."""
    rows = list(_rows(table))
    kept: list[Node] = []
    for node, place in list(placed([list(_kids(row.K)) for row in rows], _spans)):
        if (place.row, place.column) in wanted:
            kept.append(node)
        else:
            _remove(node, rows[place.row])
    return kept


def _spans(node: Node) -> tuple[int, int]:
    attributes = list(node.A) if isinstance(node.A, Array) else [node.A]
    rows, columns = (
        next((int(each[key]) for each in attributes if key in each), 1) for key in ("/RowSpan", "/ColSpan")
    )
    return rows, columns


def _remove(node: Node, parent: Node) -> None:
    parent.K = Array([kid for kid in parent.K if getattr(kid, "objgen", None) != node.objgen])
    del node.P


def _rows(table: Node) -> Iterator[Node]:
    for kid in _kids(table.get("/K", Array())):
        if kid.S == Name.TR:
            yield kid
        else:
            yield from _rows(kid)


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


def _make_artifacts(pdf: pikepdf.Pdf) -> None:
    """Text that belongs to no element any more is no content: say so where it is drawn."""
    for page, owners in zip(pdf.pages, list(pdf.Root.StructTreeRoot.ParentTree.Nums)[1::2], strict=False):
        lost = [index for index, owner in enumerate(owners) if owner is not None and "/P" not in owner]
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
    tree.addprevious(etree.ProcessingInstruction("xpacket", 'begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"'))
    tree.addnext(etree.ProcessingInstruction("xpacket", 'end="r"'))
    stream.write(etree.tostring(tree.getroottree(), encoding="utf-8", xml_declaration=False))
