"""Which files this program made, and what was in them: nobody else's work is replaced unasked.

A Word file that the leader has changed looks like the one that was made, and bears the same name. Kept in the
user's state folder, so that no folder of documents gets a file that nobody knows.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from nianbao.files import places, remembered
from nianbao.files.places import Place
from nianbao.write import formats

_NAME = "made.sqlite3"
_MADE = "CREATE TABLE IF NOT EXISTS made (path TEXT PRIMARY KEY, digest BLOB NOT NULL)"
_MADE_OF = """CREATE TABLE IF NOT EXISTS made_of
    (path TEXT PRIMARY KEY, report TEXT NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL)"""
_PAUSE = 1.0  # seconds between two writings of many
_PATIENCE = 5.0  # seconds that another process may take to note a file


def note(path: Place, data: bytes) -> None:
    """Remember that this program made a file with this content. A convenience: it never fails."""
    _write("INSERT OR REPLACE INTO made VALUES (?, ?)", (_stored(path), hashlib.sha256(data).digest()))


@contextlib.contextmanager
def together() -> Iterator[None]:
    """Write what is noted within once a second and at the end: each writing waits for the disk. What a
    crash takes is forgotten, and the file of which it is then asked for once more if its content would be
    another."""
    global _waiting  # noqa: PLW0603 - one run of a command at a time
    _waiting = _Waiting()
    try:
        yield
    finally:
        _waiting.write()
        _waiting = None


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made of a report: what it is called for people, and the
    fingerprint of the report as it was then."""

    path: Path
    name: str
    fingerprint: str


def note_of(path: Place, name: str, source: Place, fingerprint: str) -> None:
    """Remember of which report.toml, as it was when, a file was made. It never fails."""
    row = (_stored(path), _stored(source), name, fingerprint)
    _write("INSERT OR REPLACE INTO made_of VALUES (?, ?, ?, ?)", row)


def made_of(source: Path) -> list[MadeFile]:
    """The files that were made here of a report.toml, in the order in which they were made."""
    with contextlib.suppress(OSError, sqlite3.Error), _book() as book:
        query = "SELECT path, name, fingerprint FROM made_of WHERE report = ? ORDER BY rowid"
        rows = book.execute(query, (_stored(source),)).fetchall()
        return [MadeFile(_path(path), name, fingerprint) for path, name, fingerprint in rows]
    return []


def is_foreign(path: Place) -> bool:
    """Whether there is a file that this program did not make here, or that was changed since.

    What cannot be told for certain is foreign. Raises OSError or
    Unreachable where the file cannot be read.
    """
    found = places.digest(path)
    return found is not None and found != _noted(path)


def beside(path: Path) -> Path:
    """The first name after this one that no file has: 某局-2025 (2).docx."""
    numbers = iter(range(2, 10_000))
    stem = formats.stem(path.name)
    names = (path.with_name(f"{stem} ({number}){path.name[len(stem) :]}") for number in numbers)
    return next(name for name in names if not name.exists())


def _noted(path: Place) -> bytes | None:
    with contextlib.suppress(OSError, sqlite3.Error), _book() as book:
        rows = book.execute("SELECT digest FROM made WHERE path = ?", (_stored(path),)).fetchall()
        return rows[0][0] if rows else None
    return None


_Row = tuple[object, ...]


class _Waiting:
    """Rows that are to be written."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, _Row]] = []
        self._written = time.monotonic()

    def add(self, command: str, row: _Row) -> None:
        self._rows.append((command, row))
        if time.monotonic() - self._written > _PAUSE:
            self.write()

    def write(self) -> None:
        if not self._rows:
            return
        with contextlib.suppress(OSError, sqlite3.Error), _book() as book:
            for command, row in self._rows:
                book.execute(command, row)
        self._rows.clear()
        self._written = time.monotonic()


_waiting: _Waiting | None = None


def _write(command: str, row: _Row) -> None:
    """Write a row, now or together with others."""
    if _waiting is not None:
        _waiting.add(command, row)
        return
    with contextlib.suppress(OSError, sqlite3.Error), _book() as book:
        book.execute(command, row)


def _stored(path: Place) -> str:
    """A path as a text that can be stored whatever bytes the name has."""
    return os.fsencode(str(places.resolved(path))).decode(errors="backslashreplace")


def _path(stored: str) -> Path:
    return Path(os.fsdecode(stored.encode()))


@contextlib.contextmanager
def _book() -> Iterator[sqlite3.Connection]:
    folder = remembered.folders()[0]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / _NAME, timeout=_PATIENCE)) as book, book:
        for table in (_MADE, _MADE_OF):
            book.execute(table)
        yield book
