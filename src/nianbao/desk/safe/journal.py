"""A file of JSON lines that only grows, that one process alone writes, and that outlives its writer.

Every line is ``["checksum", entry]``. A line that is torn, because power went while it was written,
ends what is read. The entries mean nothing here; see guard.py.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nianbao import systems
from nianbao.desk.safe import lock

LARGEST = 64_000_000  # bytes; one that is larger was not written by this program
_TRIES = 10
_NONE = -1  # in the place of a descriptor
_READ_WRITE = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_SUFFIX = ".nianbao-journal"
ANY = f".*{_SUFFIX}"  # what the names of journals are like
_LONGEST_NAME = 255  # bytes, on all usual file systems
_SHORT = 60  # characters; with a suffix still a possible name

Entry = Mapping[str, Any]


class Taken(Exception):
    """Another process has the journal; ``entries`` is what it has written so far."""

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        self.entries = entries


def beside(path: Path) -> Path:
    """The hidden journal of a file."""
    name = f".{path.name}{_SUFFIX}"
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = f".{zlib.crc32(os.fsencode(path.name)):08x}{_SUFFIX}"
    return path.with_name(name)


def of(beside: Path) -> Path:
    """The file that a journal belongs to; of a long name something that is no file."""
    return beside.with_name(beside.name.removeprefix(".").removesuffix(_SUFFIX))


def told(beside: Path) -> list[Entry]:
    """What a journal says that somebody may have. Raises OSError."""
    descriptor = os.open(beside, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return _parsed(_content(descriptor))[0]
    finally:
        _let_go(descriptor)


class Journal:
    """An open journal, locked. ``entries`` is what stood in it; ``damaged``: after them stand lines that
    were whole once and are not now, which :meth:`append` would cut off. ``grown`` counts the bytes
    since it was rewritten; ``modified`` is when somebody wrote in it before it was opened."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Take over a descriptor that is locked; :meth:`open` is the usual way."""
        self.path = path
        self._descriptor = descriptor
        data = _content(descriptor)
        self.entries, self._size = _parsed(data)
        self.damaged = b"\n" in data[self._size :]
        self._torn = self._size < len(data)
        self._dirty = False
        self.grown = self._size
        self.modified = systems.local_time(os.fstat(descriptor).st_mtime)

    @classmethod
    def open(cls, path: Path) -> Journal:
        """Open or begin the journal. Raises Taken if another process has it, OSError if it cannot be."""
        for _ in range(_TRIES):
            descriptor = os.open(path, _READ_WRITE | os.O_CREAT, 0o600)
            try:
                if not lock.take(descriptor):
                    raise Taken(_parsed(_content(descriptor))[0])
                if _is_at(descriptor, path):
                    systems.sync_folder(path.parent)
                    return cls(path, descriptor)
            except BaseException:
                _let_go(descriptor)
                raise
            _let_go(descriptor)  # its last owner removed or replaced it before we had the lock
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))

    @property
    def lost(self) -> bool:
        """Whether somebody took the file away."""
        return not _is_at(self._descriptor, self.path)

    def append(self, entries: Iterable[Entry]) -> None:
        """Add entries: all or, with an OSError, none. From here on they outlive the process."""
        data = b"".join(map(_line, entries))
        if self._torn:
            os.ftruncate(self._descriptor, self._size)
        self._torn = True
        if os.write(self._descriptor, data) < len(data):
            os.ftruncate(self._descriptor, self._size)
            self._torn = False
            raise _full(self.path)
        self._torn = False
        self._size += len(data)
        self.grown += len(data)
        self._dirty = True

    def rewrite(self, entries: Iterable[Entry]) -> None:
        """Begin anew with these entries, at one stroke: the old journal or the new one is there.

        Raises OSError; the old journal is then still in use.
        """
        data = b"".join(map(_line, entries))
        new = self.path.with_name(f".{zlib.crc32(os.fsencode(self.path.name)):08x}.new{_SUFFIX}")
        descriptor = _begun(new, data)
        try:
            new.replace(self.path)
        except PermissionError:  # Windows replaces no file that is open
            _let_go(descriptor)
            self._replace_closed(new)
        except BaseException:
            _abandon(new, descriptor)
            raise
        else:
            _let_go(self._descriptor)
            self._descriptor = descriptor
        self._size, self.grown = len(data), 0
        self._torn = self._dirty = False
        systems.sync_folder(self.path.parent)

    def _replace_closed(self, new: Path) -> None:
        """Put a new journal in the place of this one, which is closed for that moment.

        Whoever opens it in this moment has it; :attr:`lost` tells so then. Raises OSError.
        """
        _let_go(self._descriptor)
        self._descriptor = _NONE
        try:
            new.replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink()
            raise
        finally:
            self._descriptor = _retaken(self.path)
        if self._descriptor == _NONE:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(self.path))

    def flushing(self) -> int | None:
        """A descriptor to be given to :func:`flush` if something is not on the disk yet.

        So that the waiting can be done where nobody types.
        """
        if not self._dirty or self._descriptor == _NONE:
            return None
        try:
            descriptor = os.dup(self._descriptor)
        except OSError:  # too many are open: the next time
            return None
        self._dirty = False
        return descriptor

    def set_aside(self) -> Path:
        """Copy what is there to a file that nothing touches again, and tell which."""
        prefix = f"{self.path.name.removesuffix(_SUFFIX)[:_SHORT]}."
        descriptor, name = tempfile.mkstemp(prefix=prefix, suffix=_SUFFIX, dir=self.path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_content(self._descriptor))
            file.flush()
            os.fsync(file.fileno())
        return Path(name)

    def clear(self) -> None:
        """Throw away all that stands in it. Raises OSError."""
        os.ftruncate(self._descriptor, 0)
        self.entries, self._size, self._torn, self.damaged = [], 0, False, False

    def close(self, *, remove: bool) -> None:
        """Let go of the journal; with ``remove`` there is nothing in it that anybody needs."""
        if self._descriptor == _NONE:
            return
        remove = remove and not self.lost
        if remove:
            with contextlib.suppress(OSError):  # an empty one that stays says nothing
                self.clear()
                remove = not _removed(self.path)
        _let_go(self._descriptor)
        self._descriptor = _NONE
        if remove:  # Windows removes no file that is open: neither this one before, nor now another's
            _removed(self.path)


def flush(descriptor: int) -> None:
    """Wait until everything written is on the disk, and close the descriptor. Raises OSError."""
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _let_go(descriptor: int) -> None:
    """Close a descriptor. What a network file system says only then is too late here: who needs what was
    written has waited for the disk, by :func:`flush`."""
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _line(entry: Entry) -> bytes:
    text = json.dumps(entry, separators=(",", ":"))
    return f'["{zlib.crc32(text.encode()):08x}",{text}]\n'.encode()


def _parsed(data: bytes) -> tuple[list[Entry], int]:
    """The entries up to the first line that is not whole, and how many bytes they take."""
    entries: list[Entry] = []
    size = 0
    for line in data.splitlines(keepends=True):
        try:
            _, entry = json.loads(line)
            whole = isinstance(entry, dict) and _line(entry) == line
        except (ValueError, TypeError, RecursionError):
            break
        if not whole:
            break
        entries.append(entry)
        size += len(line)
    return entries, size


def _content(descriptor: int) -> bytes:
    size = min(os.fstat(descriptor).st_size, LARGEST)
    parts = []
    os.lseek(descriptor, 0, os.SEEK_SET)
    while size and (part := os.read(descriptor, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _begun(path: Path, data: bytes) -> int:
    """A new file, locked before it has its last name: nobody can be quicker. Raises OSError."""
    descriptor = os.open(path, _READ_WRITE | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        lock.take(descriptor)
        if os.write(descriptor, data) < len(data):
            raise _full(path)
        os.fsync(descriptor)
    except BaseException:
        _abandon(path, descriptor)
        raise
    return descriptor


def _abandon(path: Path, descriptor: int) -> None:
    _let_go(descriptor)
    with contextlib.suppress(OSError):
        path.unlink()


def _retaken(path: Path) -> int:
    """A journal that was closed for a moment, open and locked again; _NONE if that cannot be."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, _READ_WRITE)
        if lock.take(descriptor):
            return descriptor
        _let_go(descriptor)
    return _NONE


def _removed(path: Path) -> bool:
    """Remove a file. False if it may not be now, such as an open one on Windows."""
    try:
        path.unlink()
    except PermissionError:
        return False
    except OSError:
        return True
    return True


def _full(path: Path) -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
