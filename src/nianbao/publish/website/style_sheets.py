"""The style sheets of a page: those that are in it. Others are the website's, and nobody looks for them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from lxml import etree

from nianbao.publish.website.conditions import on_computers

_DATA = re.compile(r"data:text/css(?P<coded>[^,]*),(?P<text>.*)", re.IGNORECASE | re.DOTALL)


def style_sheets(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The texts of the style sheets that are in the page itself, and for which screens they are."""
    for element in root.iter("style", "link"):
        query = element.get("media", "")
        if on_computers(query) is False or _is_asleep(element):
            continue
        if element.tag == "style":
            if element.get("type", "text/css").strip().lower() in ("", "text/css"):
                text = "".join(str(text) for text in element.itertext())
                is_drawn = next(element.iterancestors("svg", "math"), None) is not None
                yield text.replace("<![CDATA[", "").replace("]]>", "") if is_drawn else text, query
        else:
            yield in_address(element.get("href", "")), query


def in_address(address: str) -> str:
    """The style sheet that is written into an address itself; nothing of one in another file."""
    found = _DATA.fullmatch(address.strip())
    if found is None:
        return ""
    content = unquote_to_bytes(found["text"])
    if "base64" in found["coded"].lower():
        with suppress(binascii.Error):
            content = base64.b64decode(content)
    return content.decode("utf-8", "replace")


def _is_asleep(element: etree._Element) -> bool:
    return next(element.iterancestors("template", "noscript"), None) is not None
