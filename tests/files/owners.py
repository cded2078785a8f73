"""A system that keeps owners, groups, access lists and attributes of files, and may refuse to set them."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

NOTE = "user.note"


class System:
    """Owners and attributes of files as a system keeps them; ``refused`` are the calls that it refuses."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *refused: str) -> None:
        self.attributes: dict[str, dict[str, bytes]] = {}
        self.asked: list[tuple[object, ...]] = []
        self._refused = refused
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(os, "chown", self.chown, raising=False)
        monkeypatch.setattr(os, "listxattr", lambda path: [*self.of(path)], raising=False)
        monkeypatch.setattr(os, "getxattr", lambda path, name: self.of(path)[name], raising=False)
        monkeypatch.setattr(os, "setxattr", self.setxattr, raising=False)
        monkeypatch.setattr(os, "removexattr", lambda path, name: self.of(path).pop(name), raising=False)

    def of(self, path: Path) -> dict[str, bytes]:
        return self.attributes.setdefault(path.name if path.suffix else "new", {})

    def chown(self, path: Path, owner: int, group: int) -> None:
        self._ask("owner" if group == -1 else "group", owner, group)

    def setxattr(self, path: Path, name: str, value: bytes) -> None:
        self._ask(name)
        self.attributes.setdefault("written", {})[name] = value

    def _ask(self, name: str, *values: object) -> None:
        self.asked.append((name, *values))
        if name in self._refused:
            raise PermissionError(errno.EPERM, "not permitted")


def given_to_others(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file belong to somebody else and to another group."""
    real = Path.stat

    def stat_of(self: Path, **options: bool) -> os.stat_result:
        found = real(self, **options)
        fields = list(found)
        if self.name == path.name:
            fields[4:6] = [4242, 4343]
        return os.stat_result(fields)

    monkeypatch.setattr(Path, "stat", stat_of)
