"""Files in the user's cache folder: what can be made again, kept from one start of the program to the next.

A file is read only if it is whole and nobody but the user can have written it. The folder may be removed at
any time; NIANBAO_CACHE names another, or none.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from functools import cache
from importlib.util import source_hash
from pathlib import Path

_PACKAGE = Path(__file__).parent
_VARIABLE = "NIANBAO_CACHE"
_MOST = 400  # files; those that were not used for longest make room
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_DIGEST = 8  # bytes


def read(name: str) -> bytes | None:
    """What was written under the name; None if that is nothing, or was damaged."""
    file = _file(name)
    data = file and _content(file)
    if data and data[:_DIGEST] == source_hash(data[_DIGEST:]):
        return data[_DIGEST:]
    return None


def write(name: str, data: bytes) -> None:
    """Keep the content under the name, if there is a folder that can be written."""
    file = _file(name)
    if file is not None:
        with contextlib.suppress(OSError):  # a home that cannot be written
            _replace(file, source_hash(data) + data)


def _file(name: str) -> Path | None:
    """Where a content is kept; None if nothing is to be."""
    try:
        folder = _folder()
    except RuntimeError:  # a user without a home
        return None
    return folder and folder / f"{name}-{_place()}.{sys.implementation.cache_tag}"


@cache
def _place() -> str:
    """What stands for where the program lies: two installations do not replace what the other has kept."""
    return source_hash(os.fsencode(_PACKAGE)).hex()


def _content(file: Path) -> bytes | None:
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


def _replace(file: Path, data: bytes) -> None:
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
    with os.scandir(folder) as found:  # which another process may clear at the same time: a stat then fails
        used = sorted((max((at := each.stat()).st_atime, at.st_mtime), each.path) for each in found)
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
