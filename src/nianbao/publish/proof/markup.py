"""What of a page's own text programs and browsers read differently: what our parser takes for a tag or a
blank and a browser does not, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from nianbao.publish.proof.deviation import Deviation
from nianbao.publish.proof.inventory import Trait

BLANKS = re.compile(r"[ \t\n\f\r]+")  # the only ones in HTML and CSS; Python's split() knows twenty more
_OTHER_BLANKS = re.compile(r"[^\S \t\n\f\r]+")  # seen as room, or as a box
_PLAIN = re.compile(
    r"""</?[a-z][a-z0-9-]*(?:[ \t\n\r]+[a-z][a-z0-9:-]*(?:="[^"<>]*"|='[^'<>]*')?)*[ \t\n\r]*/?>""",
    re.IGNORECASE | re.ASCII,
)
_REFERENCE = re.compile(r"&#?[A-Za-z0-9]+;?")
_PLAIN_REFERENCES = frozenset(("&amp;", "&lt;", "&gt;", "&quot;", "&#34;", "&#39;"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([^\s\"'/>;]*)", re.IGNORECASE)
_SEARCHED = 1024  # bytes in which a browser looks for what the encoding is
_LONGEST = 40
_MOST = 20_000  # blanks and references of a page that are told


def unusual(page: str) -> Iterator[Trait]:
    """Every tag that is not written plainly, every blank and reference beyond the usual."""
    for found in re.finditer("<", page):
        if not _PLAIN.match(page, found.start()):
            yield Trait("<", attribute="#", value=page[found.start() : found.start() + _LONGEST])
    for blank in islice(_OTHER_BLANKS.finditer(page), _MOST):
        yield Trait("#blank", attribute="#", value=f"U+{ord(blank[0][0]):04X}×{len(blank[0])}")
    for reference in islice(_REFERENCE.finditer(page), _MOST):
        if reference[0] not in _PLAIN_REFERENCES:
            yield Trait("&", attribute="#", value=reference[0])


def misread(page: bytes) -> Iterator[Deviation]:
    """What makes a browser read other characters than we did: bytes that are no text, another encoding."""
    if b"\0" in page:
        yield Deviation("控制字符", "U+0000")
    encodings = {name.lower() for name in _CHARSET.findall(page[:_SEARCHED])}
    if b"<head" in page and encodings != {b"utf-8"} and not page.startswith("\ufeff".encode()):
        yield Deviation("文字编码", "网页开头没有写明是 UTF-8，浏览器会显示成乱码")
