"""Where Windows, macOS and Linux need different calls for the same thing. Each has its function here.

Files that one process alone may have are in ``desk/safe/lock.py``, limits of a process in ``limits.py``.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

_FIRST, _LAST = 86_400.0, 253_402_128_000.0  # a day after 1970 began, two before 9999 ends: anywhere on earth
# For processes that work behind a window: on Windows a console would open for each of them.
NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0  # subprocess.CREATE_NO_WINDOW, without loading it


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut, where the system can: what was written is there either
    way. Shared folders of other machines refuse it, and so does a folder that may be written but not read.

    Windows opens no folders; NTFS keeps names in a journal of its own.
    """
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def real_path(path: Path) -> Path:
    """The whole path with its links followed; of links in a circle the path to them: what opens it is refused
    then. Path.resolve raises RuntimeError there before Python 3.13."""
    return Path(os.path.realpath(path))


def local_time(seconds: float) -> datetime.datetime:
    """A time of a file as the clock here shows it. One that no calendar has is moved into it: Windows knows
    none before 1970, as copied files may bear, and none is later than the year 9999."""
    return datetime.datetime.fromtimestamp(min(max(seconds, _FIRST), _LAST)).astimezone()


def of_the_user(find: Callable[[], Path]) -> Path:
    """A folder of the user that ``find`` returns. Raises FileNotFoundError for a user without a home, as
    services and containers have: pathlib and platformdirs raise RuntimeError there."""
    try:
        return find()
    except RuntimeError as error:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "~") from error


def is_marked_hidden(path: Path) -> bool:
    """Whether Windows hides a file or folder, as $RECYCLE.BIN, where what was deleted still lies; other
    systems hide by the name. Raises OSError."""
    if sys.platform != "win32":
        return False
    return bool(path.lstat().st_file_attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def end_with_children(process: Popen[bytes]) -> None:
    """End a program that was started with ``start_new_session``, and everything that it has started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        import subprocess  # here, because most commands start no program

        subprocess.run(command, capture_output=True, check=False, creationflags=NO_WINDOW)  # noqa: S603
    else:
        import signal  # here, for the same reason

        # What has just ended is no fault; of a group of zombies alone macOS says PermissionError.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def has_its_own_window() -> bool:
    """Whether a window was opened for this program alone, by a double click on Windows: it closes with it."""
    if sys.platform != "win32":
        return False
    import ctypes  # here, because few runs need it

    ours = 1
    if not getattr(sys, "frozen", False):  # a venv and the command of a package each start one more
        ours += (sys.prefix != sys.base_prefix) + (not sys.argv[0].endswith(".py"))
    processes = (ctypes.c_uint32 * 8)()
    found: int = ctypes.WinDLL("kernel32").GetConsoleProcessList(processes, len(processes))
    return 0 < found <= ours
