"""Files that are opened to be read: regular ones only. A pipe would keep the program waiting for ever, a
device such as /dev/zero has no end."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

from nianbao.problem import windows_number

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe that nobody writes to is opened all the same
_AS_IT_IS = getattr(os, "O_BINARY", 0)


def opened(path: Path) -> BufferedReader:
    """The file, open to be read as bytes. Raises OSError, also for a folder, a pipe or a device."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _AT_ONCE | _AS_IT_IS)
    except PermissionError as error:
        if windows_number(error) is not None and path.is_dir():  # Windows opens no folder
            os.scandir(path).close()  # raises where we may not even look into it
            raise _no_file(errno.EISDIR, path) from error
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise _no_file(errno.EISDIR if stat.S_ISDIR(mode) else errno.ENODEV, path)
    return os.fdopen(descriptor, "rb")


def content(path: Path, most: int) -> bytes:
    """The bytes of a file, one more than ``most`` where it has more. Raises OSError."""
    with opened(path) as file:
        data: bytes | None = file.read(most + 1)
    if data is None:  # a file that waits for more, as /proc/kmsg, which calls itself a regular one
        raise _no_file(errno.ENODEV, path)
    return data


def require_replaceable(path: Path) -> None:
    """Raise OSError if a folder, a pipe or a device stands where a file is to be written."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise _no_file(errno.EISDIR if stat.S_ISDIR(mode) else errno.ENODEV, path)


def _no_file(why: int, path: Path) -> OSError:
    return OSError(why, os.strerror(why), str(path))
