"""Files → blocks. A reader knows a kind of file, not reports; it never meets a writer."""

from __future__ import annotations

from importlib import import_module

from nianbao.read.blocks import Block

READERS = {  # kind of file, as its name ends → module, loaded when needed
    "docx": "docx.document",
    "pdf": "pdf.document",
    "html": "html.page",
    "htm": "html.page",
    "txt": "text.plain",
    "md": "text.plain",
    "doc": "office",
    "wps": "office",
    "odt": "office",
    "rtf": "office",
    "mht": "office",
    "mhtml": "office",
}


def read(data: bytes, kind: str) -> list[Block]:
    """The paragraphs and tables of a document in reading order. Raises Unreadable."""
    if kind not in READERS:
        raise ValueError(kind)
    blocks: list[Block] = import_module(f"nianbao.read.{READERS[kind]}").read(data)
    return blocks
