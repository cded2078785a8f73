"""Shows a file with the program that the system has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_OPENERS = ("xdg-open", "open", "wslview")


def open_file(path: Path) -> bool:
    """Show a file with the program that the system has for it. False if there is no way to."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - a file that we made
        return True
    opener = next((found for name in _OPENERS if (found := shutil.which(name))), None)
    if opener is None or not (has_screen()):
        return False
    nowhere = subprocess.DEVNULL
    subprocess.Popen(  # noqa: S603 - a file that we made
        [opener, str(path)], stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
    )
    return True


def has_screen() -> bool:
    """Whether there is a screen on which the system could show something."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))
