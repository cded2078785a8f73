"""The report as HTML code for an editor that loses what stands in another element, as wangEditor 5 does."""

from __future__ import annotations

from nianbao.write import fragment
from nianbao.write.page import Page


def write(page: Page) -> bytes:
    """The fragment of a page in UTF-8, its headings, paragraphs and tables beside each other.

    Raises OutputError as the one with frames does.
    """
    return fragment.code(page, framed=False)
