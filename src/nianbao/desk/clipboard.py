"""The clipboard of the system, for terminals that do not hand over what is pasted as one piece."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys

from nianbao.desk.open_file import has_screen

_PATIENCE = 1.0  # seconds for a program that may have to ask another one for the text
_UNICODE_TEXT = 13  # of Windows (learn.microsoft.com, "Standard Clipboard Formats")
_READERS = (
    ("pbpaste",),
    ("wl-paste", "--no-newline"),
    ("xclip", "-selection", "clipboard", "-out"),
    ("xsel", "--clipboard", "--output"),
)


def text() -> str | None:
    """The text that was copied last in any program; None if there is none, or no way to it."""
    if sys.platform == "win32":
        return _on_windows()
    if not has_screen():
        return None
    for name, *arguments in _READERS:
        program = shutil.which(name)
        if program is not None and (copied := _printed([program, *arguments])) is not None:
            return copied
    return None


def _printed(command: list[str]) -> str | None:
    """What a program prints; None if it fails, as xclip does where nothing was copied."""
    try:
        done = subprocess.run(  # noqa: S603 - one of those above
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode(errors="replace").replace("\r\n", "\n")


def _on_windows() -> str | None:
    if sys.platform == "win32":
        user, kernel = ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32")
        user.GetClipboardData.restype = kernel.GlobalLock.restype = ctypes.c_void_p
        if not user.OpenClipboard(None):
            return None
        try:
            handle = ctypes.c_void_p(user.GetClipboardData(_UNICODE_TEXT))
            address = kernel.GlobalLock(handle) if handle else None
            if not address:
                return None
            try:
                return ctypes.wstring_at(address).replace("\r\n", "\n")
            finally:
                kernel.GlobalUnlock(handle)
        finally:
            user.CloseClipboard()
    return None


class Clipboard:
    """What was copied last, here or in another program."""

    def __init__(self) -> None:
        self._before: str | None = None

    def copied(self) -> None:
        """Something was copied here: what the system has at this moment is older."""
        self._before = text()

    def latest(self, own: str) -> str:
        """The system's text if it is newer than what was copied here, ``own``."""
        now = text()
        return now if now and now != self._before else own
