"""Which files count, and which names are one name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from nianbao.files.places import Place, Url
from nianbao.jobs.inputs import Input, NothingInside, inputs


def passed_by(at: Place) -> None:
    assert at.name == "回到上面"


def tomls(inner: Sequence[Place]) -> list[Place]:
    return [at for at in inner if at.suffix == ".toml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.toml",
        "a.toml",
        "下/c.toml",
        "下/更下/d.toml",
        "a.txt",
        ".git/e.toml",
        "~$a.toml",
        ".~a.toml",
    ):
        path = tmp_path / "夹" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "夹" / "下" / "回到上面").symlink_to(tmp_path / "夹")
    (tmp_path / "夹" / "断.toml").symlink_to("没有.toml")  # to be told when it is read
    return tmp_path / "夹"


def test_files_by_name_and_folders_after_them(folder: Path) -> None:
    found = inputs([folder], tomls, passed_by)
    assert [(each.at.name, each.inside) for each in found] == [
        ("a.toml", ""),
        ("b.toml", ""),
        ("断.toml", ""),
        ("c.toml", "下"),
        ("d.toml", "下/更下"),
    ]


def test_what_is_named_comes_as_named_and_once(folder: Path) -> None:
    found = inputs([folder / "b.toml", folder, folder / "没有.pdf"], tomls, passed_by)
    assert [each.at.name for each in found] == ["b.toml", "a.toml", "断.toml", "c.toml", "d.toml", "没有.pdf"]


def test_a_folder_without_any_is_told(folder: Path) -> None:
    (folder / "空").mkdir()
    with pytest.raises(NothingInside):
        inputs([folder / "空"], tomls, passed_by)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A.toml", "a.toml", True),
        ("\u00e9.toml", "e\u0301.toml", True),
        ("甲.toml", "甲.md", True),
        ("甲", "乙", False),
    ],
)
def test_names_that_are_one_on_some_system(one: str, other: str, same: bool) -> None:
    assert (Input(Path(one)).alike == Input(Url(f"s3://x/{other}")).alike) == same
    assert Input(Path(one)).alike != Input(Path(one), "下").alike
