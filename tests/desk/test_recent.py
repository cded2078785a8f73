"""The list of recent files: short, in order, and never in the way."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from nianbao.desk import recent
from nianbao.files import remembered


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "nianbao" / "recent.toml"


def test_the_last_file_stands_first_and_none_twice(tmp_path: Path) -> None:
    for name in ("甲.toml", "乙.toml", "甲.toml"):
        recent.add(tmp_path / name)
    assert recent.paths() == [tmp_path / "甲.toml", tmp_path / "乙.toml"]


def test_paths_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    recent.add(Path("甲.toml"))
    assert recent.paths() == [tmp_path / "甲.toml"]


def test_the_list_is_short(tmp_path: Path) -> None:
    for number in range(recent.MOST + 5):
        recent.add(tmp_path / f"{number}.toml")
    assert len(recent.paths()) == recent.MOST
    assert recent.paths()[0].name == f"{recent.MOST + 4}.toml"


def test_the_folder_is_for_its_owner_alone(tmp_path: Path, state: Path) -> None:
    recent.add(tmp_path / "甲.toml")
    assert stat.S_IMODE(state.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"files = 3", b"files = [1, '']", b"\xff", b"files = [", b"x = 1"])
def test_a_list_that_cannot_be_read_is_empty_and_begun_anew(
    tmp_path: Path, state: Path, content: bytes
) -> None:
    state.parent.mkdir(parents=True)
    state.write_bytes(content)
    assert recent.paths() == []
    recent.add(tmp_path / "甲.toml")
    assert recent.paths() == [tmp_path / "甲.toml"]


def test_a_place_that_cannot_be_written_is_nobodys_trouble(tmp_path: Path, state: Path) -> None:
    state.parent.parent.write_text("a file where a folder should be")
    recent.add(tmp_path / "甲.toml")
    assert recent.paths() == []


@pytest.mark.parametrize("value", ["", "relative"])
def test_without_a_whole_path_the_home_folder_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", value)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    recent.add(tmp_path / "甲.toml")
    assert (tmp_path / "home" / ".local" / "state" / "nianbao" / "recent.toml").is_file()


def test_a_list_at_its_former_place_is_found_and_goes_on_at_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS, where the system has another place than ~/.local/state."""
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    recent.add(tmp_path / "甲.toml")
    monkeypatch.setattr(remembered, "user_state_path", lambda name, **_: tmp_path / "system" / name)
    recent.add(tmp_path / "乙.toml")
    assert recent.paths() == [tmp_path / "乙.toml", tmp_path / "甲.toml"]
    assert (tmp_path / "system" / "nianbao" / "recent.toml").is_file()
