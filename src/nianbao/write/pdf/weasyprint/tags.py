"""The structure of a tagged PDF, mended: what WeasyPrint 70 leaves undone for PDF/UA and for reading back.

WeasyPrint tags each fragment of an element by itself. Here an element that pages or lines cut apart
becomes one element again; what the structure does not name (page numbers, repeated table heads) becomes an
artifact; heading cells get their scope, figure cells the headings that hold for them; a paragraph that lost
a space at a line end states its text; the metadata declare PDF/UA beside PDF/A.

All of it happens on the objects in memory, before the file is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pydyf
from lxml import etree
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags as weasyprint_tags

from nianbao.write.blocks import SMALL
from nianbao.write.pdf.breaks import BREAK, JOIN
from nianbao.write.pdf.weasyprint.cells import mend_table
from nianbao.write.pdf.weasyprint.fit import AGAIN, HEADINGS, ROWS

TEXT_ELEMENTS = frozenset({*HEADINGS, "p", "th", "td"})

_SAID = tuple(f"{{http://www.w3.org/2000/svg}}{name}" for name in ("title", "desc"))
SUMMARY = "data-summary"  # attribute of a table: what it is called

Node = Any  # a structure element: pydyf.Dictionary with ``source`` (HTML element) and ``drawn`` (its text)

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_UA = "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"


@cache
def install() -> None:
    """Let each structure element that WeasyPrint builds remember its HTML element and its text.

    The private generator behind the tag tree is wrapped, once a process.
    """
    build: Callable[..., Iterator[Node]] = weasyprint_tags._build_box_tree

    def remembering(box: Any, *arguments: Any) -> Iterator[Node]:
        for node in build(box, *arguments):
            if not hasattr(node, "source"):
                node.source = getattr(box, "element", None)
                known = node.source is not None and node.source.tag in TEXT_ELEMENTS
                node.drawn = "".join(_texts(box)) if known else ""
            yield node

    weasyprint_tags._build_box_tree = remembering


def _texts(box: Any) -> Iterator[str]:
    if isinstance(box, boxes.TextBox):
        yield box.text.replace(BREAK, "").replace(JOIN, "")
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _texts(child)


def mend(pdf: pydyf.PDF, texts: Mapping[Any, str], metadata: bytes) -> None:
    """Mend the tags of a document that is about to be written, and give it its metadata.

    ``texts`` says for each HTML element of TEXT_ELEMENTS what a reader must find in it.
    """
    _Mender(pdf, texts).run()
    stream = _object(pdf, pdf.catalog["Metadata"])
    stream.stream, stream.compress = [metadata], False


def declaration(rdf: bytes, identifier: str = "") -> bytes:
    """XMP metadata: what WeasyPrint states in ``rdf``, that the file is PDF/UA-1 as well, and the identifier
    of the document, if it has one."""
    root = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    statements = etree.fromstring(rdf)
    root.append(statements)
    part = etree.SubElement(_description(statements), f"{{{_UA}}}part", nsmap={"pdfuaid": _UA})
    part.text = "1"
    if identifier:
        etree.SubElement(
            _description(statements), f"{{{_DC}}}identifier", nsmap={"dc": _DC}
        ).text = identifier
    statements.append(_extension_schema())
    root.addprevious(etree.ProcessingInstruction("xpacket", 'begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"'))
    root.addnext(etree.ProcessingInstruction("xpacket", 'end="r"'))
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=False)


def _description(parent: etree._Element) -> etree._Element:
    return etree.SubElement(parent, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})


def _extension_schema() -> etree._Element:
    """PDF/A allows no property that it does not know: this describes ``pdfuaid:part`` to it."""
    names = {"rdf": _RDF, "pdfaExtension": _EXTENSION, "pdfaSchema": _SCHEMA, "pdfaProperty": _PROPERTY}
    resource = {f"{{{_RDF}}}parseType": "Resource"}
    root = etree.Element(f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""}, nsmap=names)
    bag = etree.SubElement(etree.SubElement(root, f"{{{_EXTENSION}}}schemas"), f"{{{_RDF}}}Bag")
    schema = etree.SubElement(bag, f"{{{_RDF}}}li", resource)
    for key, value in (
        ("schema", "PDF/UA Universal Accessibility Schema"),
        ("namespaceURI", _UA),
        ("prefix", "pdfuaid"),
    ):
        etree.SubElement(schema, f"{{{_SCHEMA}}}{key}").text = value
    sequence = etree.SubElement(etree.SubElement(schema, f"{{{_SCHEMA}}}property"), f"{{{_RDF}}}Seq")
    entry = etree.SubElement(sequence, f"{{{_RDF}}}li", resource)
    for key, value in (
        ("name", "part"),
        ("valueType", "Integer"),
        ("category", "internal"),
        ("description", "Indicates which part of ISO 14289 the file conforms to"),
    ):
        etree.SubElement(entry, f"{{{_PROPERTY}}}{key}").text = value
    return root


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


class _Mender:
    """The tag tree of one document."""

    def __init__(self, pdf: pydyf.PDF, texts: Mapping[Any, str]) -> None:
        self.pdf = pdf
        self.texts = texts
        self.root = _object(pdf, pdf.catalog["StructTreeRoot"])
        self.tables: list[Node] = []
        self.level = 0  # of the heading before
        self.owners: dict[bytes, bytes] = {}  # text that moved up: its old element → its new one
        self.living: set[bytes] = set()

    def run(self) -> None:
        for reference in self.root["K"]:
            self._join(_object(self.pdf, reference))
        names = pydyf.Array()
        for table in self.tables:
            names.extend(mend_table(table, self._nodes))
        if names:
            self.root["IDTree"] = pydyf.Dictionary({"Names": names})
        self._make_artifacts()

    def _nodes(self, node: Node) -> list[Node]:
        """The structure elements right below one, in order."""
        found = (_object(self.pdf, kid) for kid in node["K"] if isinstance(kid, bytes))
        return [kid for kid in found if "S" in kid]

    def _join(self, node: Node) -> None:
        """Make one element of all fragments below ``node``, and of text spans mere content."""
        self.living.add(node.reference)
        kids = self._joined_kids(node)
        node["K"] = pydyf.Array(kids)
        if node["S"] == "/Table":
            self.tables.append(node)
        source = getattr(node, "source", None)
        if node["S"] == "/Figure" and source is not None:  # WeasyPrint tells the title alone
            node["Alt"] = pydyf.String("：".join(each.text or "" for each in source if each.tag in _SAID))
        if node["S"] == "/Table" and source is not None and (name := source.get(SUMMARY)):
            node["A"] = pydyf.Dictionary({"O": "/Table", "Summary": pydyf.String(name)})
        if source is not None and (rows := source.get(ROWS)):
            node["A"]["RowSpan"] = int(rows)
        if (tag := node["S"][1:].lower()) in HEADINGS:  # PDF/UA: no level may be skipped
            self.level = min(HEADINGS.index(tag) + 1, self.level + 1)
            node["S"] = f"/H{self.level}"
        nodes = self._nodes(node)
        if any(_is_remark(kid) for kid in (node, *nodes)):
            for kid in nodes:  # remark and line ends: one line with the figure
                kid["S"] = "/Span"
        for kid in nodes:
            kid["P"] = node.reference
            self._join(kid)
        text = self.texts.get(source)
        # Only for lost spaces: whatever else is not drawn as it should be must not be hidden from a reader.
        if text is not None and text != node.drawn and text.replace(" ", "") == node.drawn.replace(" ", ""):
            node["ActualText"] = pydyf.String(text)

    def _joined_kids(self, node: Node) -> list[Any]:
        source = getattr(node, "source", None)
        first: dict[Any, Node] = {}
        kids: list[Any] = []
        queue = list(reversed(node["K"]))
        while queue:
            item = queue.pop()
            kid = _object(self.pdf, item) if isinstance(item, bytes) else None
            if kid is None or "S" not in kid:
                kids.append(item)
            elif not hasattr(kid, "source") or kid.source is None:
                kids.extend(self._content(node, kid))
            elif kid.source is source:  # an anonymous box that layout put between
                queue.extend(reversed(kid["K"]))
            elif kid.source.get(AGAIN):
                pass  # a label that is printed once more is not content
            elif kid.source not in first:
                first[kid.source] = kid
                kids.append(item)
            elif kid["S"] != "/THead":  # nor is a repeated table head
                first[kid.source]["K"].extend(kid["K"])
                first[kid.source].drawn += kid.drawn
        return kids

    def _content(self, node: Node, span: Node) -> list[Any]:
        """The marked content of a text span, to stand in ``node`` itself."""
        self.owners[span.reference] = node.reference
        page, marks = span["Pg"], list(span["K"])
        if page == node["Pg"]:
            return marks
        return [pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": mark}) for mark in marks]

    def _make_artifacts(self) -> None:
        """Text that no living element owns is no content: say so where it is drawn."""
        numbers = _object(self.pdf, self.root["ParentTree"])["Nums"]
        by_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
        for index, reference in enumerate(self.pdf.page_references):
            page = _object(self.pdf, reference)
            owners = by_page[index]
            for mark, owner in enumerate(owners):
                new = self.owners.get(owner, owner)
                owners[mark] = new if new in self.living else b"null"
            items = _object(self.pdf, page["Contents"]).stream
            for place, item in enumerate(items):
                if isinstance(item, pydyf.Dictionary) and owners[item["MCID"]] == b"null":
                    items[place - 1] = "/Artifact"
                    items[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _is_remark(node: Node) -> bool:
    source = getattr(node, "source", None)
    return source is not None and source.tag == SMALL
