"""The report as one long picture for the phone (一图读懂): SVG."""

from __future__ import annotations

from nianbao.problem import OutputError
from nianbao.write.page import Page, Picture, encoded


def write(page: Page) -> bytes:
    """The poster of a page in UTF-8. Raises OutputError if it has none, because it is no report."""
    return encoded(poster_of(page).svg)


def poster_of(page: Page) -> Picture:
    """The poster of a page. Raises OutputError if it has none."""
    if page.poster is None:
        raise OutputError("这一页不是报告，不能生成一图读懂。")
    return page.poster()
