"""What earlier runs finished, so that a run that was stopped goes on: by content, not by name or time.

Kept in the user's state folder, in a table of its own: a key that stands for all that went into a job,
and what came of it but the files, of which the digests are kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Iterable, Sequence
from functools import cache

from nianbao import __version__
from nianbao.files import places, remembered
from nianbao.jobs.parts import Done, Kept, Part, Said
from nianbao.resources import folder

_NAME = "finished.sqlite3"
_TABLE = "CREATE TABLE IF NOT EXISTS finished (key TEXT PRIMARY KEY, at REAL NOT NULL, parts BLOB NOT NULL)"
_DAYS = 30  # that it is kept
_PAUSE = 1.0  # seconds between two writings
_PATIENCE = 5.0  # seconds that another process may take to note something


class Finished:
    """The finished jobs of this machine's user. Where they cannot be kept nothing is found, and all is
    done anew."""

    def __init__(self) -> None:
        self._book: sqlite3.Connection | None = None
        self._rows: list[tuple[str, float, bytes]] = []
        self._written = time.monotonic()
        with contextlib.suppress(OSError, sqlite3.Error):
            home = remembered.folders()[0]
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._book = sqlite3.connect(home / _NAME, timeout=_PATIENCE)
            self._book.execute(_TABLE)
            self._book.execute("DELETE FROM finished WHERE at < ?", (time.time() - _DAYS * 86_400,))
            self._book.commit()

    def find(self, key: str) -> tuple[Part, ...] | None:
        """What came of a job, if all of its files are still there as they were written."""
        rows: list[tuple[bytes]] = []
        if self._book is not None:
            with contextlib.suppress(sqlite3.Error):
                rows = self._book.execute("SELECT parts FROM finished WHERE key = ?", (key,)).fetchall()
        if not rows:
            return None
        parts = _unpacked(rows[0][0])
        return parts if all(_is_there(part) for part in parts if isinstance(part, Kept)) else None

    def note(self, key: str, parts: Sequence[Said | Kept | Done]) -> None:
        """Remember what came of a job, if it would come again. It never fails."""
        if self._book is None or not any(isinstance(part, Done) and part.lasting for part in parts):
            return
        self._rows.append((key, time.time(), _packed(parts)))
        if time.monotonic() - self._written > _PAUSE:
            self._write()

    def close(self) -> None:
        """Write what is not yet written, and let go of the file."""
        self._write()
        if self._book is not None:
            self._book.close()

    def _write(self) -> None:
        """Write rows at one go: each writing waits for the disk. What a crash takes is done again."""
        if self._book is not None and self._rows:
            with contextlib.suppress(sqlite3.Error), self._book:
                self._book.executemany("INSERT OR REPLACE INTO finished VALUES (?, ?, ?)", self._rows)
        self._rows.clear()
        self._written = time.monotonic()


def key_of(*things: object) -> str:
    """What stands for plain values, and for this version of the program with its forms and templates."""
    digest = hashlib.sha256(stamp().encode())
    for thing in things:
        digest.update(repr(thing).encode("utf-8", "backslashreplace") + b"\0")
    return digest.hexdigest()


@cache
def stamp() -> str:
    """The version of the program, with a digest of its forms and templates: an office may change them."""
    digest = hashlib.sha256()
    for name in ("forms", "templates"):
        for path in sorted(path for path in folder(name).rglob("*") if path.is_file()):
            digest.update(path.relative_to(folder(name)).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{__version__} {digest.hexdigest()}"


def _is_there(file: Kept) -> bool:
    try:
        found = places.digest(places.place(file.place))
    except (OSError, places.Unreachable):
        return False
    return found is not None and found.hex() == file.digest


def _packed(parts: Iterable[Said | Kept | Done]) -> bytes:
    rows: list[list[object]] = []
    for part in parts:
        match part:
            case Said(text, data):
                rows.append(["said", text, data])
            case Kept(place, digest):
                rows.append(["kept", place, digest])
            case Done(code, entry):
                rows.append(["done", code, entry])
    return zlib.compress(json.dumps(rows).encode())


def _unpacked(data: bytes) -> tuple[Part, ...]:
    kinds = {"said": Said, "kept": Kept, "done": Done}
    rows = json.loads(zlib.decompress(data))
    return tuple(kinds[kind](*values) for kind, *values in rows)
