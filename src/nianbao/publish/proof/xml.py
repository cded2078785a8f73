"""XML taken apart for the inventory: Word files, workbooks, drawings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from nianbao.publish.proof.inventory import Trait

_TEXT = "t"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# The namespaces whose names are told alone. Any other is told with them: a foreign one of the same last word
# is ignored by Word, with all that stands in it.
_OWN = frozenset(
    (
        "",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/package/2006/content-types",
        "http://www.w3.org/2000/svg",
    )
)


def traits(root: etree._Element | None) -> Iterator[Trait]:
    """Everything about the elements of a part, with every text as it is written."""
    if root is None:
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            kind = "#comment" if element.tag is etree.Comment else "#instruction"
            yield Trait(kind, attribute="#", value=element.text or "")
            continue
        name, parent = _short(element.tag), element.getparent()
        yield Trait(name, "" if parent is None else _short(parent.tag))
        for key, value in element.attrib.items():
            if key != _SPACE or value != "preserve" or _has_edges(element.text or ""):
                yield Trait(name, attribute=_short(str(key)), value=str(value))
        text = element.text or ""
        # Gaps in a text are seen, those between tags not.
        if text.strip() or (text and local_name(element) == _TEXT):
            yield Trait(name, attribute="#", value=text)
        if element.tail and element.tail.strip():
            yield Trait(name, attribute="#", value=element.tail.strip())


def _has_edges(text: str) -> bool:
    """Whether a text begins or ends with spaces, which are kept only where the file says so."""
    return text != text.strip()


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1024)
def _short(tag: str) -> str:
    """A name with the last word of its namespace, and Word's own alone, as people know them."""
    namespace, _, local = tag.rpartition("}")
    namespace = namespace.removeprefix("{")
    return local if namespace in _OWN else f"{namespace.rstrip('/').rpartition('/')[2]}:{local}"
