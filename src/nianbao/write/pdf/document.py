"""HTML of a report → PDF, by one of the engines that print. What they need is loaded when it is needed."""

from __future__ import annotations

import threading

from nianbao.write.page import Page, encoded
from nianbao.write.pdf import engines

# The map of fonts, and the functions that are replaced in WeasyPrint, belong to all threads.
_lock = threading.Lock()


def write(page: Page) -> bytes:
    """The PDF of a page, PDF/A-3a and PDF/UA-1. The same page gives the same bytes wherever zlib
    packs alike.

    Raises OutputError if no engine works here or the fonts are missing, if a character has no font, or if
    the HTML refers to a file or an address: a report consists of itself alone.
    """
    encoded(page.html)  # a half character is told here; no engine tells it
    with _lock:
        return engines.loaded(engines.choose(page.engine).name, page.look).write(page)
