"""Runs of text → the runs of a Word paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from docx.oxml import parse_xml
from docx.oxml.text.paragraph import CT_P
from lxml import etree

from nianbao.write.blocks import BREAK, Run

_STYLES = {"yi": "InnerHeadingChar", "er": "Heading2Char", "san": "Heading3Char", "si": "Heading4Char"}
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W, _DECLARED = f"{{{_NAMESPACE}}}", f' xmlns:w="{_NAMESPACE}"'
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str) -> etree._Element:
    """The WordprocessingML element ``w:tag`` by itself."""
    return etree.Element(_W + tag, nsmap={"w": _NAMESPACE})


def xml(element: etree._Element) -> str:
    """An element as text, which stands in one that declares its namespace."""
    return etree.tostring(element, encoding="unicode").replace(_DECLARED, "", 1)


def parsed(elements: str) -> list[etree._Element]:
    """Elements of their text."""
    return list(parse_xml(f"<w:body{_DECLARED}>{elements}</w:body>"))


def add(parent: etree._Element, tag: str, **attributes: str | int) -> etree._Element:
    """Append the WordprocessingML element ``w:tag`` with its ``w:`` attributes."""
    return etree.SubElement(parent, _W + tag, {_W + name: str(value) for name, value in attributes.items()})


def add_paragraph(
    parent: etree._Element,
    style: str,
    text: Iterable[Run],
    *,
    keep_with_next: bool = False,
    size: float | None = None,
    pitch: float | None = None,
) -> CT_P:
    """Append a paragraph in the paragraph style with this id, in another size of type and pitch of lines
    (points) if they are stated."""
    paragraph = add(parent, "p")
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val=style)
    if keep_with_next:
        add(properties, "keepNext")
    if pitch is not None:
        add(properties, "spacing", line=round(20 * pitch), lineRule="exact")
    for run in text:
        _add_run(paragraph, run, size)
    return cast("CT_P", paragraph)  # python-docx's parser makes it one


def _add_run(paragraph: etree._Element, run: Run, size: float | None) -> None:
    element = add(paragraph, "r")
    style = _STYLES.get(run.kind)
    if style or size is not None:
        properties = add(element, "rPr")
        if style:
            add(properties, "rStyle", val=style)
        if size is not None:
            for tag in ("sz", "szCs"):
                add(properties, tag, val=round(2 * size))
    for index, line in enumerate(run.text.split(BREAK)):
        if index:
            add(element, "br")
        if line:
            text = add(element, "t")
            text.text = line
            if line != line.strip():
                text.set(_SPACE, "preserve")
