"""Showing a file with the program that the system has for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.desk.open_file import open_file


def test_no_window_system_no_opener(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert not open_file(Path("x.html"))
