"""How much there is to be drawn in a PDF, bounded from above without drawing it.

Forms (ISO 32000-1, 8.10) draw one another by name, so that a file of 6 kB can ask for more than any memory
holds; a stream of 1 MB can unpack to 1 GB of blanks. A PDF that is proved here to be small is read at once,
one that asks for more than any report is refused, and any other is read in a process with limits.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum, auto
from typing import Any

import pikepdf

SMALL = 1_500_000  # bytes of operators, forms counted each time they are drawn; a report has 200 kB
MOST = 20_000_000  # of the same: sixty pages with large charts have a quarter
SMALL_FONTS = 60_000_000  # bytes of all that is neither drawn nor an image, such as whole Chinese fonts
_OF_A_FORM = 200  # bytes of operators that take as long as beginning a form
_DEEPEST = 20  # forms within forms
_DRAW = b"Do"
_NAMED = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%#]*)[\0\t\n\f\r ]+Do")

Known = dict[tuple[Any, Any], int]


class Weight(Enum):
    """Proved to be small; more than any report; neither."""

    SMALL = auto()
    ABSURD = auto()
    UNKNOWN = auto()


class _Heavy(Exception):
    """Not proved to be small."""


def weight(pdf: pikepdf.Pdf, *, with_fonts: bool) -> Weight:
    """Whether following the pages' operators comes to an end soon, and with ``with_fonts`` whether unpacking
    everything but images does. Unknown also where it cannot be told."""
    try:
        known: Known = {}
        drawn = 0
        for page in pdf.pages:
            drawn += _of_page(page.obj, known)
            if drawn > MOST:
                return Weight.ABSURD
        small = drawn <= SMALL and (not with_fonts or _fonts_are_small(pdf))
        return Weight.SMALL if small else Weight.UNKNOWN
    except (_Heavy, pikepdf.PikepdfError, ArithmeticError, AttributeError, LookupError, RuntimeError):
        return Weight.UNKNOWN
    except (TypeError, ValueError, Warning):
        return Weight.UNKNOWN


def _of_page(page: Any, known: Known) -> int:
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    size, data = 0, []
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            data.append(stream.read_bytes())
            size += len(data[-1])
            if size > MOST:  # one stream may be named again and again
                return size
    return _of_content(b"\n".join(data), page.get("/Resources"), known, 0)


def _of_content(data: bytes, resources: Any, known: Known, depth: int) -> int:
    """The weight of operators: their length, and that of each form that they draw; of the heaviest where it
    cannot be told which."""
    if depth > _DEEPEST:
        raise _Heavy
    if _has_drawn_signs(resources):
        raise _Heavy
    draws = data.count(_DRAW)
    if not draws:
        return len(data)
    named = Counter(name.decode("latin-1") for name in _NAMED.findall(data))
    others = draws - named.total()
    weights = {
        name: _of_form(form, resources, known, depth)
        for name, form in _forms(resources)
        if others or name in named
    }
    drawn = sum(times * weights.get(name, 0) for name, times in named.items())
    return min(len(data) + drawn + others * max(weights.values(), default=0), MOST + 1)


def _of_form(form: Any, outer: Any, known: Known, depth: int) -> int:
    resources = form.get("/Resources", outer)
    key = (form.objgen, getattr(resources, "objgen", None))
    if key not in known or form.objgen == (0, 0):
        data = form.read_bytes()
        known[key] = _OF_A_FORM + _of_content(data, resources, known, depth + 1)
    return known[key]


def _forms(resources: Any) -> Iterator[tuple[str, Any]]:
    """The forms among the resources by name."""
    for name, item in _items(resources, "/XObject"):
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and item.get("/Subtype") == "/Form":
            if not isinstance(item, pikepdf.Stream):
                raise _Heavy
            yield name[1:], item


def _has_drawn_signs(resources: Any) -> bool:
    """Whether a font among the resources has signs that are themselves drawn (Type 3): a text draws forms
    with it."""
    return any(
        isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type3"
        for _, font in _items(resources, "/Font")
    )


def _items(resources: Any, shelf: str) -> list[tuple[str, Any]]:
    items = resources.get(shelf) if isinstance(resources, pikepdf.Dictionary) else None
    return list(items.items()) if isinstance(items, pikepdf.Dictionary) else []


def _fonts_are_small(pdf: pikepdf.Pdf) -> bool:
    room = SMALL_FONTS
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
