"""Glyphs of our own fonts, known by their outlines: what we print ourselves is believed without being drawn.

``fonts/figures.outlines`` holds a digest of each outline that may stand in a figure, made by
``tools/digit_shapes.py``. A subset of a font keeps the bytes of an outline (OpenType, ``glyf``) under another
number.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from functools import cache
from hashlib import blake2b
from typing import Any

from pikepdf import Array, Dictionary, Name, PdfError, Stream

from nianbao.resources import folder

_DIGEST = 8  # bytes
_TABLES_AT, _TABLE = 12, 16  # bytes of a font file
_FORMAT_AT = 50  # bytes of ``head``


class Outlines:
    """The outlines of an embedded font whose codes number them."""

    def __init__(self, font: Any) -> None:
        self._glyphs, self._places, self._wide = b"", b"", 2
        file = _file(font)
        if file is not None:
            self._read(file)

    def _read(self, file: bytes) -> None:
        try:
            (count,) = struct.unpack_from(">H", file, 4)
            tables = {}
            for at in range(_TABLES_AT, _TABLES_AT + count * _TABLE, _TABLE):
                tag, _, begin, length = struct.unpack_from(">4sLLL", file, at)
                tables[tag] = file[begin : begin + length]
            (long,) = struct.unpack_from(">h", tables[b"head"], _FORMAT_AT)
            self._glyphs, self._places, self._wide = tables[b"glyf"], tables[b"loca"], 4 if long else 2
        except (KeyError, struct.error):
            self._places = b""

    def are_known(self, code: bytes, said: str) -> bool:
        """Whether the outline under a code is what our own fonts draw for a text."""
        at = int.from_bytes(code, "big") * self._wide
        if at + 2 * self._wide > len(self._places):
            return False
        begin, end = struct.unpack_from(">2L" if self._wide == 4 else ">2H", self._places, at)
        outline = self._glyphs[begin:end] if self._wide == 4 else self._glyphs[2 * begin : 2 * end]
        return not said.strip() if not outline else digest(outline) in _known()[said]


def digest(outline: bytes) -> str:
    """By what an outline is known, whatever it is filled up with."""
    return blake2b(outline.rstrip(b"\0"), digest_size=_DIGEST).hexdigest()


def _file(font: Any) -> bytes | None:
    """The file of a font of which each code is the number of an outline."""
    below = font.get("/DescendantFonts")
    own = below[0] if isinstance(below, Array) and len(below) else None
    if not isinstance(own, Dictionary) or font.get("/Encoding") != Name("/Identity-H"):
        return None
    if own.get("/CIDToGIDMap", Name.Identity) != Name.Identity or own.get("/Subtype") != Name.CIDFontType2:
        return None
    descriptor = own.get("/FontDescriptor")
    file = descriptor.get("/FontFile2") if isinstance(descriptor, Dictionary) else None
    try:
        return file.read_bytes() if isinstance(file, Stream) else None
    except PdfError:  # it cannot be unpacked
        return None


@cache
def _known() -> dict[str, set[str]]:
    """The digests of what our fonts draw for each character."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (folder("fonts") / "figures.outlines").read_text(encoding="ascii").splitlines():
        number, _, outline = line.partition(" ")
        found[chr(int(number, 16))].add(outline)
    return found
