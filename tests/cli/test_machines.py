"""Commands do the same on machines that lack what most have."""

from __future__ import annotations

import errno
import os
import pwd
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from nianbao import systems
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.main import program
from nianbao.files import places, regular
from tests.cli.conftest import Run
from tests.windows import ACCESS_DENIED, refusal

Machine = Callable[[pytest.MonkeyPatch], None]
COMMANDS = (  # and the files that they make
    (("check", "好.toml"), ()),
    (("new", "某局", "2025", "-o", "新/新.toml"), ("新/新.toml",)),
    (("render", "好.toml", "--to", "docx,data", "-o", "新"), ("新/好.docx", "新/好.data.zip")),
    (("read", "新/好.docx", "-o", "读.toml"), ("读.toml",)),
    (("merge", "好.toml", "新/好.docx", "--yes"), ()),
    (("verify", "新/好.docx"), ()),
    (("check", "好.toml", "读.toml", "--prior", "读.toml", "--resume"), ()),
)


def without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """As services and containers are run: by a user whom the system does not know."""

    def unknown(_: object) -> None:
        raise KeyError("uid")

    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)


def without_a_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """None that can be written."""
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", list)
    monkeypatch.setattr(tempfile, "tempdir", None)


def in_a_shared_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of another machine, which does not know how to put the names in a folder on its disk; one may write
    there, and not look."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.R_OK)


@pytest.mark.parametrize("machine", [without_a_home, without_a_temporary_folder, in_a_shared_folder])
@pytest.mark.takes_turns
def test_as_on_any_other(run: Run, good: Path, monkeypatch: pytest.MonkeyPatch, machine: Machine) -> None:
    machine(monkeypatch)
    for command, names in COMMANDS:
        result = run(*command)
        assert (result.exit_code, result.exception) == (ExitCode.FINE, None), (command, result.output)
        assert all((good.parent / name).is_file() for name in names)


@pytest.mark.parametrize(
    "command", sorted({*program.list_commands(click.Context(program))} - {"edit", "serve"})
)
def test_links_in_a_circle_are_told(run: Run, tmp_path: Path, command: str) -> None:
    """One of them is what Path.resolve gives up on, without an OSError."""
    for name, other in (("a.toml", "b.toml"), ("b.toml", "a.toml")):
        (tmp_path / name).symlink_to(other)
    for arguments in (
        ["a.toml"],
        ["a.toml", "b.toml"],
        ["-o", "a.toml", "b.toml"],
        ["某局", "2025", "-o", "a.toml"],
    ):
        result = run(command, *arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), arguments


def test_a_folder_that_is_closed_keeps_no_other_from_being_checked(
    run: Run, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.iterdir

    def iterdir(self: Path) -> object:
        if self.name in {"镇", "别处"}:
            raise refusal(ACCESS_DENIED, self)
        return real(self)

    (county / "4坏.toml").unlink()
    (county.parent / "别处").mkdir()
    monkeypatch.setattr(Path, "iterdir", iterdir)
    monkeypatch.setattr(regular, "opened", _refusing_folders(regular.opened))
    result = run("check", "别处", "全县")
    assert result.exit_code == ExitCode.INPUT
    assert "全县/1.toml：没有发现问题。" in result.stdout
    assert "错误：别处：没有权限。" in result.stderr
    assert "错误：全县/镇：没有权限。" in result.stderr


def test_links_to_other_folders_are_told_and_count_if_they_are_named(run: Run, county: Path) -> None:
    (county / "借来的").symlink_to(county / "镇")
    result = run("check", "全县")
    assert "全县/借来的：是指向别的文件夹的链接，没有进去；要算上，请把它也写在命令里。" in result.stderr
    assert "借来的" not in result.stdout
    assert "全县/借来的/1.toml：没有发现问题。" in run("check", "全县", "全县/借来的").stdout


def test_what_windows_hides_is_passed_over(run: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (county / "$RECYCLE.BIN").mkdir()
    (county / "$RECYCLE.BIN" / "$R1.toml").write_text("删了的", encoding="utf-8")
    monkeypatch.setattr(places, "is_marked_hidden", lambda path: path.name.startswith("$"))
    assert "$" not in run("check", "全县").output


def test_windows_marks_what_it_hides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class State:
        st_file_attributes = 0

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "lstat", lambda _: State)
    assert not systems.is_marked_hidden(tmp_path)
    State.st_file_attributes = 0x16  # hidden, of the system, a folder
    assert systems.is_marked_hidden(tmp_path)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("file:///C:/%E5%B9%B4%E6%8A%A5/a%20b.toml", r"C:\年报\a b.toml"),
        ("file://localhost/C:/a.toml", r"C:\a.toml"),
        ("file://fileserver/share/a.toml", r"\\fileserver\share\a.toml"),
        (r"C:\年报\a.toml", r"C:\年报\a.toml"),
        ("C:/a.toml", "C:/a.toml"),
        (r"\\fileserver\share\a.toml", r"\\fileserver\share\a.toml"),
    ],
)
def test_addresses_of_files_on_windows(monkeypatch: pytest.MonkeyPatch, address: str, path: str) -> None:
    import nturl2path

    monkeypatch.setattr("urllib.request.url2pathname", nturl2path.url2pathname)
    assert str(places.place(address)) == path


def _refusing_folders(real: Callable[[Path], object]) -> Callable[[Path], object]:
    def opened(path: Path) -> object:
        if path.is_dir():
            raise refusal(ACCESS_DENIED, path)
        return real(path)

    return opened
