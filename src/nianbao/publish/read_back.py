"""Pairs what is written with what reads it: only here do writers and readers meet, and only by name."""

from __future__ import annotations

from pathlib import PurePath

from nianbao import read
from nianbao.read.blocks import Block
from nianbao.write import formats


def read_back(data: bytes, kind: str) -> list[Block]:
    """What a file of a format says, by the reader that the list of formats names. Raises Unreadable."""
    return read.read_by(formats.format_of(kind).reader, data)


def kind_of(path: PurePath) -> str:
    """The format of a file by its name: under its own ending or another that its reader knows (.htm).

    Raises InputError for a kind of file that is not written, and so cannot be proved.
    """
    if (named := formats.named_as(path.name)) is not None:
        return named.kind
    kinds: dict[str, str] = {}
    for each in formats.FORMATS:
        kinds.setdefault(each.suffix.removeprefix("."), each.kind)
    for ending, reader in read.READERS.items():
        for each in formats.FORMATS:
            if each.reader == reader:
                kinds.setdefault(ending, each.kind)
    return kinds[read.kind_of(path, kinds)]
