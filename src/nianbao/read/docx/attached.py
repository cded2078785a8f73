"""What a Word file says that it was made from, if it says so."""

from __future__ import annotations

import re

from nianbao.read.docx.package import Package

_PART = re.compile(r"/?customXml/item\d+\.xml", re.IGNORECASE)
_SOURCE = "{urn:nianbao:source}source"
MOST_PARTS = 20  # of custom XML; Word itself adds one or two


def attached(data: bytes) -> str | None:
    """The text of the file that was put into it, None if there is none. Raises Unreadable."""
    package = Package(data)
    for name in [name for name in package.names if _PART.fullmatch(name)][:MOST_PARTS]:
        root = package.part(name)
        if root is not None and root.tag == _SOURCE:
            return root.text or ""
    return None
