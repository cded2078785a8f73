"""The files that were opened last."""

from __future__ import annotations

from pathlib import Path

from nianbao.files import remembered
from nianbao.systems import real_path

MOST = 20
_NAME = "recent"


def paths() -> list[Path]:
    """The files, the last one first. Some may be gone, or on a disk that is not there now."""
    listed = remembered.load(_NAME).get("files")
    if not isinstance(listed, list):
        return []
    return [Path(name) for name in listed if isinstance(name, str) and name][:MOST]


def add(path: Path) -> None:
    """Put a file at the head of the list."""
    path = real_path(path)
    files = [path, *(other for other in paths() if other != path)][:MOST]
    remembered.save(_NAME, {"files": [str(file) for file in files]})
