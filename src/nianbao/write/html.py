"""The web page as bytes."""

from __future__ import annotations

from nianbao.problem import OutputError
from nianbao.write.page import Page


def write(page: Page) -> bytes:
    """The page in UTF-8, as its meta element says. Raises OutputError if its text is damaged."""
    return encoded(page.html)


def encoded(html: str) -> bytes:
    """HTML in UTF-8. Raises OutputError if the text holds half a character (a lone surrogate)."""
    try:
        return html.encode("utf-8")
    except UnicodeEncodeError as error:
        before = html[: error.start].rpartition(">")[2][-10:]
        raise OutputError(f"“{before}”后面有一个损坏的字符，写不进文件，请删去后重新输入。") from error
