"""Where a copy of a report can be saved: a folder that can be written, with a name that nobody has."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nianbao.systems import of_the_user

_ROOM = 1_000_000  # bytes; less is as good as a full disk


def another_place(path: Path, *, refused: bool) -> Path:
    """A file that does not exist yet, named after ``path``; beside it unless the system has refused to write
    there, else in a folder of the user."""
    folders = [folder for folder in _folders(path, refused=refused) if _can_be_written(folder)]
    folder = folders[0] if folders else path.parent
    stem = path.stem.removesuffix("-另存")
    names = (f"{stem}-另存{number}{path.suffix}" for number in itertools.chain([""], itertools.count(2)))
    return next(file for name in names if not os.path.lexists(file := folder / name))


def _folders(path: Path, *, refused: bool) -> Iterator[Path]:
    if not refused:
        yield path.parent
    yield from (folder for folder in (*_folders_at_home(), Path.cwd()) if folder != path.parent)
    yield Path(tempfile.gettempdir())


def _folders_at_home() -> tuple[Path, ...]:
    try:
        home = of_the_user(Path.home)
    except FileNotFoundError:
        return ()
    return home / "Documents", home / "文档", home


def _can_be_written(folder: Path) -> bool:
    try:
        return os.access(folder, os.W_OK | os.X_OK) and shutil.disk_usage(folder).free > _ROOM
    except OSError:
        return False
