"""Which file 另存为 proposes: one that does not exist, in a folder that can be written."""

import os
from pathlib import Path

import pytest

from nianbao.desk.another_place import another_place


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setattr(Path, "home", lambda: folder)
    return folder


def test_beside_the_report_with_a_name_that_nobody_has(tmp_path: Path) -> None:
    path = tmp_path / "年报.toml"
    first = another_place(path, refused=False)
    assert first == tmp_path / "年报-另存.toml"
    first.touch()
    second = another_place(path, refused=False)
    assert second == tmp_path / "年报-另存2.toml"
    second.symlink_to(tmp_path / "没有的文件")
    assert another_place(path, refused=False) == tmp_path / "年报-另存3.toml"
    assert another_place(first, refused=False) == tmp_path / "年报-另存3.toml"  # and not 另存-另存


def test_where_the_system_refused_another_folder_of_the_user(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "年报.toml"
    assert another_place(path, refused=True) == home / "年报-另存.toml"
    (home / "文档").mkdir()
    assert another_place(path, refused=True) == home / "文档" / "年报-另存.toml"
    assert another_place(home / "文档" / "年报.toml", refused=True).parent == home


def test_folders_that_cannot_be_written_are_passed(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "Documents").mkdir()
    closed = {tmp_path, home / "Documents"}
    access = os.access
    monkeypatch.setattr(os, "access", lambda folder, mode: folder not in closed and access(folder, mode))
    assert another_place(tmp_path / "年报.toml", refused=False) == home / "年报-另存.toml"


def test_a_full_disk_is_passed_and_the_report_s_folder_is_the_last_resort(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 10

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    assert another_place(tmp_path / "年报.toml", refused=True) == tmp_path / "年报-另存.toml"
