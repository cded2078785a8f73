"""Where Windows, macOS and Linux need different calls for the same thing. Each has its function here.

Files that one process alone may have are in ``desk/safe/lock.py``, limits of a process in ``read/limits.py``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

# For processes that work behind a window: on Windows a console would open for each of them.
if sys.platform == "win32":
    NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    NO_WINDOW = 0


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut. Raises OSError.

    Windows opens no folders; NTFS keeps names in a journal of its own.
    """
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def end_with_children(process: subprocess.Popen[bytes]) -> None:
    """End a program that was started with ``start_new_session``, and everything that it has started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False, creationflags=NO_WINDOW)  # noqa: S603
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def as_typed(arguments: list[str]) -> str:
    """Arguments as they are typed at the system's usual command line."""
    import shlex  # here, because few runs need it

    return subprocess.list2cmdline(arguments) if sys.platform == "win32" else shlex.join(arguments)
