"""The inputs of a run: the files that were named, and those of the folders that count."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from nianbao.files import places
from nianbao.files.places import Place

Wanted = Callable[[Sequence[Place]], Iterable[Place]]  # those of the files in a folder that count


class Input(NamedTuple):
    """A file; ``inside`` are the folders between it and the folder that was named, empty if there are
    none."""

    at: Place
    inside: str = ""

    @property
    def alike(self) -> str:
        """The same for files whose outputs would have one name, on any system: some do not tell capitals
        apart, or the two ways in which Unicode writes a letter."""
        return spelled_alike(f"{self.inside}/{self.at.stem}")


class NothingInside(Exception):
    """A folder holds no file that counts."""

    def __init__(self, folder: Place) -> None:
        super().__init__(str(folder))
        self.folder = folder


def inputs(named: Iterable[Place], wanted: Wanted) -> list[Input]:
    """The files in the order in which they were named, those of a folder by name; each once. Raises
    NothingInside."""
    found: dict[Place, Input] = {}
    for at in named:
        for each in _expanded(at, wanted):
            found.setdefault(each.at, each)
    return list(found.values())


def _expanded(at: Place, wanted: Wanted) -> Iterator[Input]:
    try:
        is_folder = places.is_folder(at)
    except places.Unreachable:  # it is told when it is read, and keeps no other from being done
        is_folder = False
    if not is_folder:
        yield Input(at)
        return
    files = list(wanted(places.inner(at)))
    if not files:
        raise NothingInside(at)
    for file in files:
        yield Input(file, places.within(file.parent, at))


def spelled_alike(name: str) -> str:
    """The name as a system has it that takes a and A for one letter, and é in one character or in two."""
    return unicodedata.normalize("NFC", name).casefold()
