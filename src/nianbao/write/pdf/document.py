"""HTML of a report → PDF. What it takes to print is loaded when it is needed."""

from __future__ import annotations

import io
import threading
import warnings
from contextlib import redirect_stdout
from functools import cache
from typing import TYPE_CHECKING

from nianbao.problem import OutputError
from nianbao.write.page import Page
from nianbao.write.pdf.library_names import by_the_loader_alone

if TYPE_CHECKING:
    from nianbao.write.pdf.engine import Engine

# The map of fonts and the functions that are replaced in WeasyPrint belong to all threads.
_lock = threading.Lock()


def write(page: Page) -> bytes:
    """The PDF of a report, PDF/A-2a and PDF/UA-1. The same HTML gives the same bytes on any machine.

    Raises OutputError if the printing libraries or the fonts are missing, if a character has no font, or if
    the HTML refers to a file or an address: a report consists of itself alone.
    """
    if any("\ud800" <= character <= "\udfff" for character in set(page.html)):
        raise OutputError("文字中有损坏的字符，无法印入 PDF。请重新输入有乱码的文字。")
    with _lock:
        return _engine().write(page.html)


@cache
def _engine() -> Engine:
    """The printing library with our fonts and style sheet, once a process."""
    try:
        try:
            with by_the_loader_alone():
                return _loaded()
        except OSError:  # a system whose libraries have other names
            return _loaded()
    except OSError as error:
        raise OutputError(
            "无法生成 PDF：缺少排版用的系统库。"
            "请安装 libpango-1.0-0、libpangoft2-1.0-0 和 libharfbuzz-subset0 后再试。"
        ) from error


def _loaded() -> Engine:
    # Without its libraries WeasyPrint prints advice of its own, without system fonts it warns.
    with redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
        from nianbao.write.pdf import engine
    return engine.load()
