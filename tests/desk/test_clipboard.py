"""The system's clipboard, as programs and Windows hand it over; both feigned."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from nianbao.desk import clipboard
from nianbao.desk.clipboard import Clipboard


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts a program of this name that runs this script on the PATH, which has no others."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")

    def put(name: str, script: str) -> None:
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)

    return put


def test_the_first_program_that_answers_is_heard(program: Callable[[str, str], None]) -> None:
    assert clipboard.text() is None
    program("wl-paste", "exit 1")  # no Wayland here
    assert clipboard.text() is None
    program("xclip", "printf '12\\t3\\r\\n年报'")
    assert clipboard.text() == "12\t3\n年报"


def test_a_program_that_does_not_answer_is_not_waited_for(
    program: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.05)
    program("xclip", "while :; do :; done")
    assert clipboard.text() is None


def test_without_a_screen_there_is_none(
    program: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    program("xclip", "printf 12")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    assert clipboard.text() is None


class Library:
    """user32 and kernel32 with a text; ``refuses`` is the call that fails."""

    def __init__(self, refuses: str = "") -> None:
        self._text = ctypes.create_unicode_buffer("12\r\n年报")
        self.called: list[str] = []
        for name, result in {
            "OpenClipboard": 1,
            "GetClipboardData": 7,
            "GlobalLock": ctypes.addressof(self._text),
            "GlobalUnlock": 0,
            "CloseClipboard": 1,
        }.items():
            setattr(self, name, _Call(self.called, name, 0 if name == refuses else result))


class _Call(SimpleNamespace):
    def __init__(self, called: list[str], name: str, result: int) -> None:
        super().__init__()
        self._called, self._name, self._result = called, name, result

    def __call__(self, *_: object) -> int:
        self._called.append(self._name)
        return self._result


@pytest.mark.parametrize(
    ("refuses", "text"),
    [("", "12\n年报"), ("OpenClipboard", None), ("GetClipboardData", None), ("GlobalLock", None)],
)
def test_windows_is_asked_itself(monkeypatch: pytest.MonkeyPatch, refuses: str, text: str | None) -> None:
    library = Library(refuses)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda _: library, raising=False)
    assert clipboard.text() == text
    assert ("CloseClipboard" in library.called) == (refuses != "OpenClipboard")  # or nobody could copy


def test_what_was_copied_last_is_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere: list[str | None] = ["旧"]
    monkeypatch.setattr(clipboard, "text", lambda: elsewhere[-1])
    both = Clipboard()
    assert both.latest("") == "旧"
    both.copied()
    assert both.latest("自己的") == "自己的"
    elsewhere.append("新")
    assert both.latest("自己的") == "新"
    for nothing in (None, ""):
        elsewhere.append(nothing)
        assert both.latest("自己的") == "自己的"
