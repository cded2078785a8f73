"""Files that are opened to be read: regular ones only. A pipe would keep the program waiting for ever, a
device such as /dev/zero has no end."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe that nobody writes to is opened all the same
_AS_IT_IS = getattr(os, "O_BINARY", 0)


def opened(path: Path) -> BufferedReader:
    """The file, open to be read as bytes. Raises OSError, also for a folder, a pipe or a device."""
    descriptor = os.open(path, os.O_RDONLY | _AT_ONCE | _AS_IT_IS)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        why = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENODEV
        raise OSError(why, os.strerror(why), str(path))
    return os.fdopen(descriptor, "rb")


def content(path: Path, most: int) -> bytes:
    """The bytes of a file, one more than ``most`` where it has more. Raises OSError."""
    with opened(path) as file:
        return file.read(most + 1)


def require_replaceable(path: Path) -> None:
    """Raise OSError if a folder, a pipe or a device stands where a file is to be written."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        why = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENODEV
        raise OSError(why, os.strerror(why), str(path))
