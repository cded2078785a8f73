"""The inputs of a run: the files that were named, and those of the folders that count."""

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


def inputs(named: Iterable[Place], wanted: Wanted, passed: Callable[[Place], object]) -> list[Input]:
    """The files in the order in which they were named, those of a folder by name; each once. A folder in it
    that is closed to us is an input that cannot be read. ``passed`` is told of links to other folders, which
    are passed by. Raises NothingInside."""
    found: dict[Place, Input] = {}
    for at in named:
        for each in _expanded(at, wanted, passed):
            found.setdefault(each.at, each)
    return list(found.values())


def _expanded(at: Place, wanted: Wanted, passed: Callable[[Place], object]) -> Iterator[Input]:
    try:
        inside = places.inner(at) if places.is_folder(at) else None
    except (places.Unreachable, PermissionError):  # told when it is read, and keeps no other from being done
        inside = None
    if inside is None:
        yield Input(at)
        return
    for link in inside.links:
        passed(link)
    files = [*wanted(inside.files), *inside.closed]
    if not files:
        raise NothingInside(at)
    for file in files:
        yield Input(file, places.within(file.parent, at))


def spelled_alike(name: str) -> str:
    """The name as a system has it that takes a and A for one letter, and é in one character or in two."""
    return unicodedata.normalize("NFC", name).casefold()
