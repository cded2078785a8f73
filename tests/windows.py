"""What Windows refuses and Linux allows, feigned: an open file is neither replaced, nor renamed, nor removed.

Windows itself allows it for files that were opened so (FILE_SHARE_DELETE); Python opens none so.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ACCESS_DENIED, SHARING_VIOLATION = 5, 32
_OPEN = Path("/dev/fd")


def refusal(number: int, path: str | Path, other: str | Path | None = None) -> PermissionError:
    """The error that Windows raises: errno is always the same, ``number`` tells why."""
    error = PermissionError(errno.EACCES, "Access is denied", str(path))
    error.filename2 = None if other is None else str(other)
    error.winerror = number  # type: ignore[attr-defined]
    return error


def no_open_file_is_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rename, replace and remove files as Windows does."""

    def as_on_windows(real: Callable[..., None]) -> Callable[..., None]:
        def call(path: str | Path, *others: str | Path, **options: Any) -> None:
            if options.get("dir_fd") is None and any(map(_is_open, (path, *others))):
                number = ACCESS_DENIED if others else SHARING_VIOLATION
                raise refusal(number, path, *others)
            real(path, *others, **options)

        return call

    for name in ("rename", "replace", "remove", "unlink"):
        monkeypatch.setattr(os, name, as_on_windows(getattr(os, name)))


def _is_open(path: str | Path) -> bool:
    try:
        wanted = Path(path).stat()
    except OSError:
        return False
    found = []
    for descriptor in _OPEN.iterdir():
        try:
            found.append(os.fstat(int(descriptor.name)))
        except OSError:  # the descriptor of the list itself
            continue
    return any(os.path.samestat(wanted, state) for state in found)
