"""HTML → bytes. A writer knows a kind of file, not reports; it never meets a reader."""

from __future__ import annotations

from importlib import import_module

_WRITERS = {
    "docx": "docx.document",
    "pdf": "pdf.document",
    "html": "html",
}  # kind → module, loaded when needed
FORMATS = tuple(_WRITERS)


def write(html: str, kind: str) -> bytes:
    """The neutral HTML of a report as a file of one of the FORMATS. Raises OutputError."""
    if kind not in FORMATS:
        raise ValueError(kind)
    data: bytes = import_module(f"nianbao.write.{_WRITERS[kind]}").write(html)
    return data
