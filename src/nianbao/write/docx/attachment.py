"""What a Word file was made from, as a custom XML part: Word keeps it when the file is changed and saved."""

from __future__ import annotations

import uuid

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from nianbao.write.page import Attachment

NAMESPACE = "urn:nianbao:source"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def attach(document: Document, source: Attachment) -> None:
    """Put a file into the document as text in one element (ECMA-376 part 1, 15.2.5 and 15.2.6)."""
    root = etree.Element(f"{{{NAMESPACE}}}source", name=source.name, nsmap={"s": NAMESPACE})
    root.text = source.text
    main = document.part
    package = main.package
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", _written(root), package)
    described = PackURI("/customXml/itemProps1.xml")
    part.relate_to(
        Part(described, _PROPERTIES_TYPE, _properties(source), package),
        f"{_OFFICE}/relationships/customXmlProps",
    )
    main.relate_to(part, f"{_OFFICE}/relationships/customXml")


def _properties(source: Attachment) -> bytes:
    """What the part is: an identifier that follows from its text, and the namespace of its root."""
    custom = f"{_OFFICE}/customXml"
    root = etree.Element(f"{{{custom}}}datastoreItem", nsmap={"ds": custom})
    root.set(f"{{{custom}}}itemID", f"{{{uuid.uuid5(uuid.NAMESPACE_URL, source.text)}}}".upper())
    references = etree.SubElement(root, f"{{{custom}}}schemaRefs")
    etree.SubElement(references, f"{{{custom}}}schemaRef").set(f"{{{custom}}}uri", NAMESPACE)
    return _written(root)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", standalone=True)
