"""What came of a run, made fit to be compared with another one."""

from __future__ import annotations

import re
from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    """The files in a folder and below it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def untimed(text: str) -> str:
    """What was said, without the time that it took."""
    return re.sub(r"用时[^：，]*", "用时", text)
