"""Where forms/, templates/ and fonts/ are: the repository first, then the installed package."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """The folder ``forms``, ``templates`` or ``fonts``; FileNotFoundError if the installation lacks it."""
    for root in (_PACKAGE.parents[1], _PACKAGE / "data"):
        if (root / name).is_dir() and (root == _PACKAGE / "data" or (root / "pyproject.toml").is_file()):
            return root / name
    raise FileNotFoundError(f"安装不完整：缺少 {name} 文件夹，请重新安装 nianbao")


def content_of(folder: Path) -> bytes:
    """What stands in all files of such a folder. Raises OSError where they are no files."""
    found = [Path(at, file) for at, _, files in os.walk(folder) for file in sorted(files)]
    return b"\0".join(file.read_bytes() for file in found)
