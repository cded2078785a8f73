"""A file is there whole, or as it was; nothing else lies beside it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from nianbao.files import atomic


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    path, usual = tmp_path / "报告.docx", tmp_path / "usual"
    usual.touch()
    atomic.write(path, b"first")
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o640)
    atomic.write(path, b"second")
    assert path.read_bytes() == b"second"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(tmp_path.iterdir()) == sorted([path, usual])


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "报告.docx", tmp_path / "link.docx"
    path.write_bytes(b"first")
    link.symlink_to(path)
    atomic.write(link, b"second")
    assert link.is_symlink()
    assert path.read_bytes() == b"second"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(b"old")
    real = os.fdopen

    def full(descriptor: int, mode: str) -> object:
        os.close(descriptor)
        return real(os.open("/dev/full", os.O_WRONLY), mode)

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space left"):
        atomic.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
