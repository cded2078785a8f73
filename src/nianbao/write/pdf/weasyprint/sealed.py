"""The objects of a file, each made into bytes once.

pydyf makes every object twice, for the file and for its identifier, and packs with the highest level of zlib,
which takes twice as long for a hundredth less.
"""

from __future__ import annotations

import zlib
from functools import cache
from types import SimpleNamespace
from typing import Any

import pydyf

_LEVEL = 6  # of 9

_library: Any = pydyf


@cache
def install() -> None:
    """Pack at a lower level, once a process."""
    _library.zlib = SimpleNamespace(
        compress=zlib.compress, compressobj=lambda level: zlib.compressobj(_LEVEL)
    )


def seal(pdf: pydyf.PDF) -> None:
    """Settle the bytes of all objects of a file that is about to be written."""
    for number, item in enumerate(pdf.objects):
        if item.free != "f":
            pdf.objects[number] = (_Stream if isinstance(item, pydyf.Stream) else _Plain)(item)


class _Plain(pydyf.Object):
    """An object whose bytes are settled."""

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.number, self.generation = item.number, item.generation
        self._data: bytes = item.data

    @property
    def data(self) -> bytes:
        return self._data


class _Stream(_Plain, pydyf.Stream):
    """A stream, which stands in the file by itself, packed."""
