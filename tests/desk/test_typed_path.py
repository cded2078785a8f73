"""Paths as people type them."""

from pathlib import Path

import pytest

from nianbao.desk.typed_path import typed_path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (" 报告.toml ", "报告.toml"),
        ('"甲 乙.toml"', "甲 乙.toml"),
        ("'", "'"),
        ("a/b", "a/b"),
        ("~没有这个人/a.toml", "~没有这个人/a.toml"),
        ("我的\\ 年报.toml", "我的 年报.toml"),
    ],
)
def test_quotes_and_spaces_around_it_are_none_of_it(text: str, path: str) -> None:
    assert typed_path(text) == Path(path)


def test_a_path_in_the_own_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    assert typed_path("~/报告.toml") == Path("/home/somebody/报告.toml")
