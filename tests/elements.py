"""XML and HTML as tests look at it: what a test asks for must be there."""

from __future__ import annotations

from lxml import etree


def the(element: etree._Element, path: str, names: dict[str, str] | None = None) -> etree._Element:
    """The first element at a path; a test that asks for none of them fails here."""
    found = element.find(path, names)
    assert found is not None, path
    return found


def attribute(element: etree._Element, name: str) -> str:
    value = element.get(name)
    assert value is not None, name
    return value


def text_of(element: etree._Element, *tags: str) -> str:
    """All the text inside, or that of some tags alone."""
    return "".join(str(text) for text in element.itertext(*tags))


def chosen(element: etree._Element, path: str) -> list[etree._Element | str]:
    """What an XPath expression chooses: elements, and values of attributes."""
    found = element.xpath(path)
    assert isinstance(found, list)
    return [item if isinstance(item, etree._Element) else str(item) for item in found]
