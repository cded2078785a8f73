"""What follows from forms/ and the program, kept from one start to the next in the user's cache folder.

To read and to prove the law takes longer than to check a report by it, and so does reading sentences. What is
kept is taken only if all files of forms/ and the modules that read them are as they were when it was made,
and if nobody but the user can have written it; and nothing but values can come out of it. If anything is
amiss, it is made again. The folder may be removed at any time; NIANBAO_CACHE names another, or none.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Collection
from functools import cache
from importlib.util import source_hash
from io import BytesIO
from pathlib import Path
from pickle import HIGHEST_PROTOCOL, Unpickler, UnpicklingError, dumps
from typing import Any, TypeVar

from nianbao import resources

_PACKAGE = Path(__file__).parents[1]
_READERS = (".", "model", "checks/claims", "checks/rules")  # where forms/ is read
_VARIABLE = "NIANBAO_CACHE"
_MOST = 400  # files; those that were not used for longest make room
_VALUES = {"agency", "chart", "figure", "finding", "form", "formula", "rules", "text_condition"}
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH

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
    state, file = _state(resources.folder("forms")), _file(name)
    data = _read(file) if state and file is not None else None
    if data is not None and data[:16] == state + source_hash(data[16:]):
        with contextlib.suppress(UnpicklingError):
            return _Values(BytesIO(data[16:]), classes).load()
    return None


def keep(name: str, value: object) -> None:
    """Keep a value, until forms/ or the program is another."""
    state, file = _state(resources.folder("forms")), _file(name)
    if state and file is not None:
        content = dumps(value, HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):  # a home that cannot be written
            _write(file, state + source_hash(content) + content)


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


def _file(name: str) -> Path | None:
    """Where a value is kept; None if nothing is to be."""
    try:
        folder = _folder()
    except RuntimeError:  # a user without a home
        return None
    return folder and folder / f"{name}-{_place()}.{sys.implementation.cache_tag}"


@cache
def _place() -> str:
    """What stands for where the program lies: two installations do not replace what the other has kept."""
    return source_hash(os.fsencode(_PACKAGE)).hex()


@cache
def _state(forms: Path) -> bytes:
    """A digest of the law and of the modules that read it; empty where they are no files (a bundle)."""
    try:
        modules = [each for room in _READERS for each in os.scandir(_PACKAGE / room) if each.is_file()]
        seen = sorted((each.path, each.stat().st_size, each.stat().st_mtime_ns) for each in modules)
        law = [Path(at, name).read_bytes() for at, _, names in os.walk(forms) for name in sorted(names)]
    except OSError:
        return b""
    return source_hash(repr(seen).encode() + b"\0".join(law))


def _read(file: Path) -> bytes | None:
    """The content of a file that nobody but the user can have written."""
    try:
        with file.open("rb") as opened:
            found = os.fstat(opened.fileno())
            own = sys.platform == "win32" or (
                found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_MAY_WRITE
            )
            return opened.read() if own and stat.S_ISREG(found.st_mode) else None
    except OSError:
        return None


def _write(file: Path, data: bytes) -> None:
    """Not flushed to the disk, as other files are: one that a failure of power damages is made again."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        _make_room(file.parent)
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(data)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    """Remove what was not used for longest, as far as the system notes that."""
    used = sorted((max((at := each.stat()).st_atime, at.st_mtime), each.path) for each in os.scandir(folder))
    for _, path in used[: 1 - _MOST]:
        Path(path).unlink(missing_ok=True)


def _folder() -> Path | None:
    """Where the system keeps what can be made again, or where the user wants it; None if nowhere.

    platformdirs would take longer to load than we save.
    """
    if (wanted := os.environ.get(_VARIABLE)) is not None:
        return Path(wanted) if Path(wanted).is_absolute() else None
    variable, usual = {
        "win32": ("LOCALAPPDATA", "AppData/Local"),
        "darwin": ("", "Library/Caches"),
    }.get(sys.platform, ("XDG_CACHE_HOME", ".cache"))
    named = Path(os.environ.get(variable, ""))
    return (named if named.is_absolute() else Path.home() / usual) / "nianbao"
