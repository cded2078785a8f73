"""Limits of a process as macOS and Windows have them; those of Linux are in test_pdf_limits.py."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from nianbao import limits
from nianbao.problem import Unreadable
from nianbao.read import confined

HUNGRY = """\
from nianbao import limits
limits.watch({bytes})
taken = bytearray(200_000_000)
while {endless}:
    pass
"""


@pytest.mark.parametrize(("most", "endless", "code"), [(100_000_000, True, 137), (2_000_000_000, False, 0)])
def test_a_process_that_takes_too_much_is_ended(most: int, endless: bool, code: int) -> None:
    program = HUNGRY.format(bytes=most, endless=endless)
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == code


def test_a_limit_of_time_is_no_whole_second() -> None:
    """A second more would be half as much again for whoever waits for a refusal."""
    program = "from nianbao import limits\nlimits.limit(10**12, 0.3)\nwhile True: pass"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGPROF


def test_a_process_that_cannot_be_limited_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "LIMITED", ["-c", "raise OSError"])
    with pytest.raises(Unreadable, match="内存或时间多得不正常"):
        confined.read("pdf.document", b"")


def test_the_limits_of_a_job_lie_where_windows_looks_for_them() -> None:
    given = bytes(limits.job_limits(1_000, 20))
    assert len(given) == 144
    assert int.from_bytes(given[:8], "little") == 200_000_000  # PerProcessUserTimeLimit, in 100 ns
    assert int.from_bytes(given[16:20], "little") == 0x10A  # LimitFlags
    assert int.from_bytes(given[40:44], "little") == 1  # ActiveProcessLimit
    assert int.from_bytes(given[112:120], "little") == 1_000  # ProcessMemoryLimit


@pytest.mark.parametrize(
    "refused", ["", "CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"]
)
def test_on_windows_the_process_goes_into_a_job_or_ends(
    monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    asked: list[str] = []

    class Function:
        def __init__(self, name: str) -> None:
            self.name = name

        def __call__(self, *_: object) -> int:
            asked.append(self.name)
            return 0 if self.name == refused else 77

    names = ("CreateJobObjectW", "GetCurrentProcess", "SetInformationJobObject", "AssignProcessToJobObject")
    kernel = SimpleNamespace(**{name: Function(name) for name in names})
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    monkeypatch.setattr(ctypes, "WinError", OSError, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 5, raising=False)
    if refused:
        with pytest.raises(OSError, match="5"):
            limits.limit(1_000, 20)
    else:
        limits.limit(1_000, 20)
        assert set(asked) == set(names)
