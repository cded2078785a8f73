"""The report as HTML code for the editor of a content management system."""

from __future__ import annotations

from nianbao.problem import OutputError
from nianbao.write.page import Page, encoded


def write(page: Page) -> bytes:
    """The fragment of a page in UTF-8.

    Raises OutputError if the page has none, because it is no report, or if its text is damaged.
    """
    return code(page, framed=True)


def code(page: Page, *, framed: bool) -> bytes:
    """The same; ``framed``: with an element around each table and around it all."""
    if page.fragment is None:
        raise OutputError("这一页不是报告，不能生成网页代码。")
    return encoded(page.fragment(framed))
