"""A file is there whole, or as it was; nothing else lies beside it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from nianbao.files import atomic
from nianbao.files.atomic import ACCESS_LIST, ATTRIBUTES, GROUP, OWNER


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


class System:
    """Owners and attributes of files as a system keeps them; ``refused`` are the calls that it refuses."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *refused: str) -> None:
        self.attributes: dict[str, dict[str, bytes]] = {}
        self.asked: list[tuple[object, ...]] = []
        self._refused = refused
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(os, "chown", self.chown, raising=False)
        monkeypatch.setattr(os, "listxattr", lambda path: [*self.of(path)], raising=False)
        monkeypatch.setattr(os, "getxattr", lambda path, name: self.of(path)[name], raising=False)
        monkeypatch.setattr(os, "setxattr", self.setxattr, raising=False)
        monkeypatch.setattr(os, "removexattr", lambda path, name: self.of(path).pop(name), raising=False)

    def of(self, path: Path) -> dict[str, bytes]:
        return self.attributes.setdefault(path.name if path.suffix else "new", {})

    def chown(self, path: Path, owner: int, group: int) -> None:
        self._ask("owner" if group == -1 else "group", owner, group)

    def setxattr(self, path: Path, name: str, value: bytes) -> None:
        self._ask(name)
        self.attributes.setdefault("written", {})[name] = value

    def _ask(self, name: str, *values: object) -> None:
        self.asked.append((name, *values))
        if name in self._refused:
            raise PermissionError(errno.EPERM, "not permitted")


ACL = "system.posix_acl_access"


@pytest.fixture
def owned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that belongs to somebody else and to another group."""
    path = tmp_path / "报告.toml"
    path.write_bytes(b"old")
    path.chmod(0o664)
    real = Path.stat

    def stat_of(self: Path, **options: bool) -> os.stat_result:
        found = real(self, **options)
        fields = list(found)
        if self.name == path.name:
            fields[4:6] = [4242, 4343]
        return os.stat_result(fields)

    monkeypatch.setattr(Path, "stat", stat_of)
    return path


def test_owner_group_lists_and_attributes_are_kept(owned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch)
    system.attributes[owned.name] = {ACL: b"1", "user.note": b"2"}
    assert atomic.write(owned, b"new") == ()
    assert {*system.asked} == {("group", -1, 4343), ("owner", 4242, -1), (ACL,), ("user.note",)}
    assert system.attributes["written"] == {ACL: b"1", "user.note": b"2"}
    assert stat.S_IMODE(os.stat(owned).st_mode) == 0o664  # noqa: PTH116 - as the system has it


@pytest.mark.parametrize(
    ("refused", "lost", "mode"),
    [
        (("owner",), (OWNER,), 0o664),
        (("group",), (GROUP,), 0o644),
        (("owner", "group"), (GROUP, OWNER), 0o644),
        ((ACL,), (ACCESS_LIST,), 0o644),
        (("user.note",), (ATTRIBUTES,), 0o664),
    ],
)
def test_what_the_system_refuses_is_told_and_opens_the_file_to_nobody(
    owned: Path, monkeypatch: pytest.MonkeyPatch, refused: tuple[str, ...], lost: tuple[str, ...], mode: int
) -> None:
    system = System(monkeypatch, *refused)
    system.attributes[owned.name] = {ACL: b"1", "user.note": b"2"}
    assert atomic.write(owned, b"new") == lost
    assert owned.read_bytes() == b"new"
    assert stat.S_IMODE(os.stat(owned).st_mode) == mode  # noqa: PTH116 - as the system has it
    assert all(words in atomic.not_kept(lost) for words in lost)
