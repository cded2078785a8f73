"""A file is there whole, or as it was; nothing else lies beside it."""

from __future__ import annotations

import errno
import os
import stat
import struct
import time
from pathlib import Path

import pytest

from nianbao.files import atomic
from nianbao.files.atomic import ACCESS_LIST, ACL, ATTRIBUTES, GROUP, OWNER
from nianbao.problem import reason
from tests.files.owners import NOTE, System, given_to_others
from tests.windows import ACCESS_DENIED, refusal


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


@pytest.fixture
def owned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that belongs to somebody else and to another group."""
    path = tmp_path / "报告.toml"
    path.write_bytes(b"old")
    path.chmod(0o664)
    given_to_others(path, monkeypatch)
    return path


def test_owner_group_lists_and_attributes_are_kept(owned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch)
    system.attributes[owned.name] = {ACL: b"1", NOTE: b"2"}
    assert atomic.write(owned, b"new") == ()
    assert {*system.asked} == {("group", -1, 4343), ("owner", 4242, -1), (ACL,), (NOTE,)}
    assert system.attributes["written"] == {ACL: b"1", NOTE: b"2"}
    assert stat.S_IMODE(os.stat(owned).st_mode) == 0o664  # noqa: PTH116 - as the system has it


@pytest.mark.parametrize(
    ("refused", "lost", "mode"),
    [
        (("owner",), (OWNER,), 0o664),
        (("group",), (GROUP,), 0o644),
        (("owner", "group"), (GROUP, OWNER), 0o644),
        ((ACL,), (ACCESS_LIST,), 0o644),
        ((NOTE,), (ATTRIBUTES,), 0o664),
    ],
)
def test_what_the_system_refuses_is_told_and_opens_the_file_to_nobody(
    owned: Path, monkeypatch: pytest.MonkeyPatch, refused: tuple[str, ...], lost: tuple[str, ...], mode: int
) -> None:
    system = System(monkeypatch, *refused)
    system.attributes[owned.name] = {ACL: b"1", NOTE: b"2"}
    assert atomic.write(owned, b"new") == lost
    assert owned.read_bytes() == b"new"
    assert stat.S_IMODE(os.stat(owned).st_mode) == mode  # noqa: PTH116 - as the system has it
    assert all(words in atomic.not_kept(lost) for words in lost)


# ---- files that another program has open


def refusing(monkeypatch: pytest.MonkeyPatch, number: int | None, times: int = 99) -> list[float]:
    """Refuse to replace files so many times, with a number of Windows or without; the pauses made."""
    pauses: list[float] = []
    left = iter(range(times))
    real = os.replace

    def replace(old: Path, new: Path) -> None:
        if next(left, None) is None:
            real(old, new)
            return
        if number is None:
            raise PermissionError(errno.EACCES, "no", str(old), None, str(new))
        raise refusal(number, old, new)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def words(path: Path) -> str:
    with pytest.raises(OSError, match=r"Errno|WinError|denied") as caught:
        atomic.write(path, b"new")
    assert path.read_bytes() == b"old"
    return reason(caught.value)


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("报告.docx", " Word 或 WPS "),
        ("报告.PDF", " PDF 阅读器 "),
        ("台账.xlsx", " Excel 或 WPS "),
        ("报告.html", "别的程序"),
    ],
)
def test_on_windows_it_is_said_which_program_has_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, program: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    refusing(monkeypatch, ACCESS_DENIED)
    assert words(path) == f"文件正在{program}里打开，请关闭后再试"
    assert list(tmp_path.iterdir()) == [path]


def test_a_virus_scanner_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(b"old")
    pauses = refusing(monkeypatch, ACCESS_DENIED, times=3)
    atomic.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert len(pauses) == 3


@pytest.mark.parametrize(
    "lock",
    [
        "~$县教育局报告.docx",
        "~$某县教育局报告.docx",
        "~$某某县教育局报告.docx",
        ".~某某县教育局报告.docx",
        ".~lock.某某县教育局报告.docx#",
    ],
)
def test_elsewhere_the_lock_beside_the_file_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    path = tmp_path / "某某县教育局报告.docx"
    path.write_bytes(b"old")
    refusing(monkeypatch, None)
    assert words(path) == "没有权限"
    (tmp_path / lock).touch()
    assert words(path) == "文件正在 Word 或 WPS 里打开，请关闭后再试"


def test_a_file_that_may_not_be_written_is_not_said_to_be_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(b"old")
    refusing(monkeypatch, ACCESS_DENIED)
    real = Path.open

    def refuse(self: Path, mode: str = "r") -> object:
        if "+" in mode:
            raise refusal(ACCESS_DENIED, self)
        return real(self, mode)

    monkeypatch.setattr(Path, "open", refuse)
    assert words(path) == "没有权限"


@pytest.mark.parametrize("name", ["长" * 83 + "a.txt", "x" * 255])
def test_the_longest_names_can_be_written(tmp_path: Path, name: str) -> None:
    atomic.write(tmp_path / name, b"new")
    assert (tmp_path / name).read_bytes() == b"new"


def access(group: int) -> bytes:
    """An access list: the owner, somebody who is named, the group, the most that both may, anybody."""
    entries = ((1, 6, -1), (2, 6, 1234), (4, group, -1), (16, 6, -1), (32, 0, -1))
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)


def test_who_is_named_in_an_access_list_keeps_access_in_another_group(
    owned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = System(monkeypatch, "group")
    system.attributes[owned.name] = {ACL: access(group=6)}
    assert atomic.write(owned, b"new") == (GROUP,)
    assert system.attributes["written"] == {ACL: access(group=0)}
    assert stat.S_IMODE(os.stat(owned).st_mode) == 0o664  # noqa: PTH116 - as the system has it
