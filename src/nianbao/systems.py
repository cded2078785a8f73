"""Where Windows, macOS and Linux need different calls for the same thing. Each has its function here.

Files that one process alone may have are in ``desk/safe/lock.py``, limits of a process in ``limits.py``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

# For processes that work behind a window: on Windows a console would open for each of them.
NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0  # subprocess.CREATE_NO_WINDOW, without loading it


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


def end_with_children(process: Popen[bytes]) -> None:
    """End a program that was started with ``start_new_session``, and everything that it has started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        import subprocess  # here, because most commands start no program

        subprocess.run(command, capture_output=True, check=False, creationflags=NO_WINDOW)  # noqa: S603
        process.kill()
    else:
        import signal  # here, for the same reason

        os.killpg(process.pid, signal.SIGKILL)
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
