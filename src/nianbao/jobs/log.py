"""A log for programs: a line of JSON for each input, written when it is done."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nianbao.problem import OutputError, reason, shown

_MARK = "nianbao"  # a key of every line: by it a log is known as ours


class Log:
    """A file with a line for each input. One that holds something else than a log is not replaced."""

    def __init__(self, path: Path) -> None:
        if not _is_ours(path):
            raise OutputError(
                f"{shown(str(path))}：已经有这个文件，不是以前的记录，没有改动；请换一个文件名。"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = path.open("wb", buffering=0)

    def write(self, command: str, entry: Mapping[str, Any]) -> None:
        """Add a line; it is whole in the file when this returns. Raises OutputError where it cannot be, as on
        a full disk: then the lines before it are there, and no part of it."""
        line = json.dumps({_MARK: command, **entry}, ensure_ascii=False) + "\n"
        before, rest = self._file.tell(), line.encode("utf-8", "backslashreplace")
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(before)
            raise OutputError(f"{shown(str(self._path))}：没有写全，{reason(error)}。") from error

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            first = file.readline(1_000_000)
    except FileNotFoundError:
        return True
    if not first and path.is_file():
        return True
    try:
        found = json.loads(first)
    except ValueError:
        return False
    return isinstance(found, dict) and _MARK in found
