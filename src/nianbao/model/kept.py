"""What follows from forms/ and the program, kept from one start to the next in the user's cache folder.

To read and to prove the law takes longer than to check a report by it, and so does reading sentences. What is
kept is taken only if all files of forms/ and the modules that read them are as they were when it was made,
and if nobody but the user can have written it (cache_folder.py); and nothing but values can come out of it.
If anything is amiss, it is made again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib.util import source_hash
from io import BytesIO
from pathlib import Path
from pickle import HIGHEST_PROTOCOL, Unpickler, UnpicklingError, dumps
from typing import Any, TypeVar

from nianbao import cache_folder, resources

_PACKAGE = Path(__file__).parents[1]
_READERS = (".", "model", "checks")  # where forms/ is read
_VALUES = {"agency", "chart", "figure", "finding", "form", "formula", "level", "rules", "text_condition"}

T = TypeVar("T")


def kept(name: str, make: Callable[[], T], classes: Collection[type] = ()) -> T:
    """What ``make`` returns, which follows from forms/; as it was kept under the name, if it still does.

    ``classes`` are those of its values that are not the model's.
    """
    value: T | None = recall(name, classes)
    if value is None:
        value = make()
        keep(name, value)
    return value


def recall(name: str, classes: Collection[type] = ()) -> Any:
    """What was kept under the name; None if that is nothing, or if forms/ or the program was another."""
    state = _state(resources.folder("forms"))
    data = cache_folder.read(name) if state else None
    if data is not None and data.startswith(state):
        with contextlib.suppress(UnpicklingError):
            return _Values(BytesIO(data[len(state) :]), classes).load()
    return None


def keep(name: str, value: object) -> None:
    """Keep a value, until forms/ or the program is another."""
    if state := _state(resources.folder("forms")):
        cache_folder.write(name, state + dumps(value, HIGHEST_PROTOCOL))


class _Values(Unpickler):
    """Makes values of the model and of some classes, and nothing else, whatever the file asks for."""

    def __init__(self, file: BytesIO, classes: Collection[type]) -> None:
        super().__init__(file)
        self._classes = {(each.__module__, each.__qualname__): each for each in classes}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._classes:
            return self._classes[module, name]
        package, _, last = module.rpartition(".")
        found = super().find_class(module, name) if package == __package__ and last in _VALUES else None
        if not isinstance(found, type) or found.__module__ != module:
            raise UnpicklingError(f"{module}.{name}")
        return found


@cache
def _state(forms: Path) -> bytes:
    """A digest of the law and of the modules that read it; empty where they are no files (a bundle)."""
    try:
        modules = [each for room in _READERS for each in _modules(_PACKAGE / room, rooms=room != ".")]
        seen = sorted((each.path, each.stat().st_size, each.stat().st_mtime_ns) for each in modules)
        law = resources.content_of(forms)
    except OSError:
        return b""
    return source_hash(repr(seen).encode() + law)


def _modules(folder: Path | str, *, rooms: bool) -> Iterator[os.DirEntry[str]]:
    """The files in a folder, with those in the rooms within it if asked."""
    for each in os.scandir(folder):
        if each.is_file():
            yield each
        elif rooms and each.name != "__pycache__":
            yield from _modules(each.path, rooms=True)
