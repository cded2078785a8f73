"""The files that were opened last, kept in the user's state folder. A convenience: it never fails."""

from __future__ import annotations

import contextlib
import os
import tomllib
from pathlib import Path

import tomli_w

from nianbao import store

MOST = 20
_LARGEST_FILE = 200_000  # bytes; twenty long paths are some ten thousand


def paths() -> list[Path]:
    """The files, the last one first. Some may be gone, or on a disk that is not there now."""
    try:
        with _file().open("rb") as file:
            data = tomllib.loads(file.read(_LARGEST_FILE).decode())
    except (OSError, ValueError):
        return []
    listed = data.get("files")
    if not isinstance(listed, list):
        return []
    return [Path(name) for name in listed if isinstance(name, str) and name][:MOST]


def add(path: Path) -> None:
    """Put a file at the head of the list."""
    path = path.resolve()
    files = [path, *(other for other in paths() if other != path)][:MOST]
    content = tomli_w.dumps({"files": [str(file) for file in files]})
    with contextlib.suppress(OSError, UnicodeEncodeError):
        folder = _file().parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        store.write_atomically(_file(), content.encode())


def _file() -> Path:
    """XDG Base Directory Specification: $XDG_STATE_HOME, if it is an absolute path."""
    home = Path(os.environ.get("XDG_STATE_HOME", ""))
    if not home.is_absolute():
        local = os.environ.get("LOCALAPPDATA") if os.name == "nt" else None
        home = Path(local) if local else Path.home() / ".local" / "state"
    return home / "nianbao" / "recent.toml"
