"""HTML → bytes. A writer knows a kind of file, not reports; it never meets a reader."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from nianbao.write.formats import format_of

if TYPE_CHECKING:
    from nianbao.write.page import Page


def write(page: Page, kind: str) -> bytes:
    """A page as a file of one of the FORMATS. Raises OutputError."""
    data: bytes = import_module(f"nianbao.write.{format_of(kind).writer}").write(page)
    return data
