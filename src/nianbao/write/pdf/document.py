"""HTML of a report → PDF, by one of the engines that print. What they need is loaded when it is needed."""

from __future__ import annotations

import threading

from nianbao.problem import OutputError
from nianbao.write.page import Page
from nianbao.write.pdf import engines

# The map of fonts, and the functions that are replaced in WeasyPrint, belong to all threads.
_lock = threading.Lock()


def write(page: Page) -> bytes:
    """The PDF of a page, PDF/A-3a and PDF/UA-1. The same page gives the same bytes on any machine.

    Raises OutputError if no engine works here or the fonts are missing, if a character has no font, or if
    the HTML refers to a file or an address: a report consists of itself alone.
    """
    if any("\ud800" <= character <= "\udfff" for character in set(page.html)):
        raise OutputError("文字中有损坏的字符，无法印入 PDF。请重新输入有乱码的文字。")
    with _lock:
        return engines.loaded(engines.choose(page.engine).name, page.look).write(page)
