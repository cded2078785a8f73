"""What Windows is asked instead, feigned."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from nianbao import systems
from nianbao.cli import main as command_line


@pytest.mark.parametrize(
    ("processes", "frozen", "venv", "program", "own"),
    [
        (1, True, False, "年报.exe", True),
        (2, True, False, "nianbao.exe", False),  # typed at a prompt
        (3, False, True, "nianbao.exe", True),  # the command of a package, in a venv
        (4, False, True, "nianbao.exe", False),
        (2, False, False, "__main__.py", False),  # python -m nianbao at a prompt
        (0, True, False, "年报.exe", False),  # no console at all
    ],
)
def test_a_window_of_its_own(
    monkeypatch: pytest.MonkeyPatch, processes: int, frozen: bool, venv: bool, program: str, own: bool
) -> None:
    kernel = SimpleNamespace(GetConsoleProcessList=lambda _, size: processes)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda _: kernel, raising=False)
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setattr(sys, "base_prefix", "/elsewhere" if venv else sys.prefix)
    monkeypatch.setattr(sys, "argv", [program])
    assert systems.has_its_own_window() == own


def test_elsewhere_no_window_closes() -> None:
    assert not systems.has_its_own_window()


@pytest.mark.parametrize(("own", "asked"), [(True, 1), (False, 0)])
def test_a_window_that_would_close_waits_when_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], own: bool, asked: int
) -> None:
    waits: list[str] = []
    monkeypatch.setattr(sys, "argv", ["nianbao", "qqq"])
    monkeypatch.setattr(command_line, "has_its_own_window", lambda: own)
    monkeypatch.setattr("builtins.input", waits.append)
    with pytest.raises(SystemExit):
        command_line.main()
    assert len(waits) == asked
    assert "没有“qqq”这个命令" in capsys.readouterr().err


@pytest.mark.parametrize(("seconds", "year"), [(-11_644_473_600, 1970), (1e15, 9999), (1_770_000_000, 2026)])
def test_files_of_any_date_have_one(seconds: float, year: int) -> None:
    """1601, where the calendar of Windows begins; one that no calendar has; a usual one."""
    assert systems.local_time(seconds).year == year


def test_what_a_program_has_started_is_ended_on_windows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "run", lambda command, **_: asked.append(command))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        systems.end_with_children(process)
    assert asked == [["taskkill", "/T", "/F", "/PID", str(process.pid)]]


@pytest.mark.parametrize("gone", [PermissionError, ProcessLookupError])  # of macOS, of Linux
def test_a_group_that_is_gone_is_no_fault(monkeypatch: pytest.MonkeyPatch, gone: type[OSError]) -> None:
    def killpg(group: int, number: int) -> None:
        raise gone

    monkeypatch.setattr(os, "killpg", killpg)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        systems.end_with_children(process)
    assert process.returncode is not None
