"""The page as WeasyPrint has it, made of the elements that all writers share.

WeasyPrint's own parser, written in Python, takes twenty times as long as the one that made those.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cssselect2.tree import ElementWrapper
from lxml.html import HtmlElement
from weasyprint import HTML

from nianbao.write.page import Page
from nianbao.write.pdf.weasyprint.fonts import Refusal


def html_of(page: Page, fetcher: Refusal) -> HTML:
    """The page, with elements of its own, which may be changed. Raises OutputError if its text is damaged."""
    # Names within a drawing have capitals, which only WeasyPrint's parser keeps.
    if page.tree.find(".//svg") is not None:
        return HTML(string=page.html, url_fetcher=fetcher)
    return _Elements(_copied(page.tree), fetcher)


class _Elements(HTML):
    """What WeasyPrint makes of a page that it has taken apart."""

    def __init__(self, root: Element, fetcher: Refusal) -> None:
        self.base_url = next((base.get("href") for base in root.iter("base")), None)
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root)  # type: ignore[no-untyped-call]
        self.etree_element = root


def _copied(element: HtmlElement) -> Element:
    """An element with all below it, but for comments."""
    copy = Element(str(element.tag), dict(element.attrib))
    copy.text = element.text
    last = None
    for kid in element:
        if isinstance(kid.tag, str):
            last = _copied(kid)
            last.tail = kid.tail
            copy.append(last)
        elif last is None:
            copy.text = f"{copy.text or ''}{kid.tail or ''}"
        else:
            last.tail = f"{last.tail or ''}{kid.tail or ''}"
    return copy
