"""How much there is to be drawn in a PDF, bounded from above without drawing it.

Forms (ISO 32000-1, 8.10) draw one another by name, so that a file of 6 kB can ask for more than any memory
holds; a stream of 1 MB can unpack to 1 GB of blanks. A PDF that is proved here to be small is read at once,
any other in a process with limits.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pikepdf

HARMLESS = 1_500_000  # bytes of operators, forms counted each time they are drawn; a report has 200 kB
HARMLESS_FONTS = 60_000_000  # bytes of all that is neither drawn nor an image, such as whole Chinese fonts
_DEEPEST = 12  # forms within forms
_DRAW = b"Do"

Known = dict[tuple[Any, Any], int]


class _Heavy(Exception):
    """Not proved to be small."""


def is_harmless(pdf: pikepdf.Pdf, *, with_fonts: bool) -> bool:
    """Whether following the pages' operators comes to an end soon, and with ``with_fonts`` whether unpacking
    everything but images does. False also where it cannot be told."""
    try:
        known: Known = {}
        room = HARMLESS
        for page in pdf.pages:
            room -= _of_page(page.obj, known)
            if room < 0:
                return False
        return not with_fonts or _fonts_are_small(pdf)
    except (_Heavy, pikepdf.PikepdfError, ArithmeticError, AttributeError, LookupError, RuntimeError):
        return False
    except (TypeError, ValueError, Warning):
        return False


def _of_page(page: Any, known: Known) -> int:
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    data = [stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream)]
    if sum(map(len, data)) > HARMLESS:
        raise _Heavy
    return _of_content(b"\n".join(data), page.get("/Resources"), known, 0)


def _of_content(data: bytes, resources: Any, known: Known, depth: int) -> int:
    """The weight of operators: their length, and for each form that they may draw that of the heaviest."""
    if depth > _DEEPEST:
        raise _Heavy
    draws = data.count(_DRAW)
    if not draws:
        return len(data)
    heaviest = max((_of_form(form, resources, known, depth) for form in _forms(resources)), default=0)
    return min(len(data) + draws * heaviest, HARMLESS + 1)


def _of_form(form: Any, outer: Any, known: Known, depth: int) -> int:
    resources = form.get("/Resources", outer)
    key = (form.objgen, getattr(resources, "objgen", None))
    if key not in known or form.objgen == (0, 0):
        data = form.read_bytes()
        if len(data) > HARMLESS:
            raise _Heavy
        known[key] = _of_content(data, resources, known, depth + 1)
    return known[key]


def _forms(resources: Any) -> Iterator[Any]:
    """The forms among the resources. A font whose signs are themselves drawn (Type 3) is not followed."""
    if not isinstance(resources, pikepdf.Dictionary):
        return
    for shelf, kind in (("/XObject", "/Form"), ("/Font", "/Type3")):
        items = resources.get(shelf)
        for item in items.values() if isinstance(items, pikepdf.Dictionary) else ():
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and item.get("/Subtype") == kind:
                if kind == "/Type3" or not isinstance(item, pikepdf.Stream):
                    raise _Heavy
                yield item


def _fonts_are_small(pdf: pikepdf.Pdf) -> bool:
    room = HARMLESS_FONTS
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
            room -= _unpacked(item, room)
            if room < 0:
                return False
    return True


def _unpacked(stream: Any, room: int) -> int:
    """How long a stream is when unpacked, or more than ``room``."""
    kind = stream.get("/Filter")
    if isinstance(kind, pikepdf.Array):
        if len(kind) > 1:
            raise _Heavy
        kind = kind[0] if len(kind) else None
    raw = stream.read_raw_bytes()
    if kind is None:
        return len(raw)
    if kind != "/FlateDecode":
        raise _Heavy
    unpacking, length = zlib.decompressobj(), 0
    source = io.BytesIO(raw)
    with suppress(zlib.error):  # damaged from here on, for whoever unpacks it
        while length <= room and (piece := unpacking.unconsumed_tail or source.read(100_000)):
            length += len(unpacking.decompress(piece, 1_000_000))
    return length
