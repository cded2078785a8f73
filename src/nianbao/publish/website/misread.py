"""Where a browser reads a page otherwise than our parser does: its encoding, what it takes for mere text,
what it sets before a table, which way it turns a line, where it leads by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from nianbao.read.html.page import charset, decoded
from nianbao.words import shortened

# Between their tags browsers see no tags: what looks like an attribute in there may end them.
_RAW = ("noscript", "iframe", "noembed", "noframes", "xmp", "textarea", "title")
_RIGHT_TO_LEFT = re.compile("[\u200f\u202b\u202d\u202e\u2067]")
AROUND_CELLS = ("table", "thead", "tbody", "tfoot", "tr")
_LONGEST = 40


def misread(page: bytes, root: etree._Element) -> Iterator[str]:
    """What cannot be judged without a browser. ``root`` is the page as our parser has it."""
    declared = charset(page)
    if declared and page.replace(b"\0", b"").decode(declared, "replace") != decoded(page):
        yield f"meta charset: {declared}（内容不是这种编码，浏览器可能显示成乱码）"
    for element in root.iter("meta"):
        content = str(element.get("content", ""))
        if str(element.get("http-equiv", "")).lower() == "refresh" and "=" in content:
            yield shortened(f"meta refresh: {content}", _LONGEST)
    for element in root.iter(*_RAW):
        end = f"</{element.tag}"
        if any(end in str(value).lower() for inner in element.iter() for value in inner.attrib.values()):
            yield f"{element.tag}: {end}>"
    if turned := _RIGHT_TO_LEFT.search("".join(map(str, root.itertext()))):
        yield f"U+{ord(turned[0]):04X}（换了文字方向）"


def between_cells(root: etree._Element) -> Iterator[str]:
    """Texts of tables that stand in no cell: browsers set them before their table, our reader drops them."""
    for element in root.iter(*AROUND_CELLS):
        texts = [element.text or "", *(inner.tail or "" for inner in element)]
        yield from (text.strip() for text in texts if text.strip())
