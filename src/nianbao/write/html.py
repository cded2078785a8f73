"""The web page as bytes."""

from __future__ import annotations

from nianbao.write.page import Page, encoded


def write(page: Page) -> bytes:
    """The page in UTF-8, as its meta element says. Raises OutputError if its text is damaged."""
    return encoded(page.html)
