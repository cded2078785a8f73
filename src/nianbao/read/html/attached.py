"""What a web page says to search engines: the data in it that nobody sees."""

from __future__ import annotations

from nianbao.read.html.page import tree

_KIND = "application/ld+json"


def attached(data: bytes) -> str | None:
    """The text of the first block of JSON-LD, None if there is none. Raises Unreadable."""
    for script in tree(data).iter("script"):
        if (script.get("type") or "").strip().lower() == _KIND:
            return script.text or ""
    return None
