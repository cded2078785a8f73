"""Pipes, devices and folders are refused; nothing waits for them, and nothing is put in their place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nianbao.desk.safe import on_disk
from nianbao.files import atomic, documents, regular, report_toml
from nianbao.files.made import is_foreign
from tests.strategies import clean_report
from tests.windows import ACCESS_DENIED, refusal

NOT_A_FILE = r"No such device|Is a directory"


@pytest.fixture(params=["pipe", "device", "endless", "folder", "link to a pipe"])
def special(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "年报.html"
    match request.param:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/null")
        case "endless":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case _:
            os.mkfifo(tmp_path / "pipe")
            path.symlink_to("pipe")
    return path


def test_it_is_not_read(special: Path) -> None:
    for reading in (regular.opened, report_toml.load, documents.load, on_disk.content, is_foreign):
        with pytest.raises(OSError, match=NOT_A_FILE):
            reading(special)


def test_it_is_not_replaced(special: Path) -> None:
    before = special.stat()
    with pytest.raises(OSError, match=NOT_A_FILE):
        atomic.write(special, b"new")
    with pytest.raises(OSError, match=NOT_A_FILE):
        report_toml.save(clean_report("2021"), special)
    assert special.stat().st_mode == before.st_mode
    assert special.stat().st_ino == before.st_ino


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert [regular.content(path, most) for most in (3, 5, 9)] == [b"1234", b"12345", b"12345"]


def test_a_folder_is_one_where_the_system_says_only_that_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise refusal(ACCESS_DENIED, path)

    (tmp_path / "文件").touch()
    with monkeypatch.context() as windows:  # the folder is cleared away by os.open, too
        windows.setattr(os, "open", refuse)
        with pytest.raises(IsADirectoryError):
            regular.opened(tmp_path)
        with pytest.raises(PermissionError):
            regular.opened(tmp_path / "文件")


def test_a_file_that_waits_for_more_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """/proc/kmsg calls itself a regular file; only its owner may open it, so a pipe stands for it here."""
    read, write = os.pipe()
    os.set_blocking(read, False)
    monkeypatch.setattr(regular, "opened", lambda _: os.fdopen(read, "rb"))
    with pytest.raises(OSError, match=NOT_A_FILE):
        regular.content(tmp_path, 9)
    os.close(write)
