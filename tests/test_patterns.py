"""Expressions: what was made of them is kept for the next start, and is what it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nianbao import cache_folder, patterns
from nianbao.patterns import regex

EXPRESSIONS: list[tuple[Any, int]] = [
    (r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?", 0),
    (r"(?m)^[ \t]*(甲|乙)\1", 0),
    (r" ( [一-鿿]+ ) # a word", re.VERBOSE | re.IGNORECASE),
    ("", re.ASCII),
    (rb"(?m)^year[ \t]*=[ \t]*(?P<year>\d{4})\b", 0),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(cache_folder, "_folder", lambda: tmp_path)
    _start()
    yield tmp_path
    _start()


def _start() -> None:
    patterns._kept.cache_clear()
    patterns._compiled.cache_clear()


def _compiled() -> list[re.Pattern[Any]]:
    for text, flags in EXPRESSIONS:
        regex(text, flags).search(text[:0])
    return [patterns._compiled(text, int(flags)) for text, flags in EXPRESSIONS]


def _as_re_does_it() -> list[re.Pattern[Any]]:
    return [re.compile(text, flags) for text, flags in EXPRESSIONS]


def test_what_was_made_is_kept_and_made_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _compiled() == _as_re_does_it()
    patterns.keep()
    (file,) = folder.iterdir()
    _start()
    monkeypatch.setattr(patterns, "_made", lambda *_: pytest.fail("made again"))
    found = _compiled()
    assert found == _as_re_does_it()  # their code, too
    assert [each.groupindex for each in found] == [each.groupindex for each in _as_re_does_it()]
    match = found[0].search("共1,234.5元")
    assert match is not None
    assert match.groupdict() == {"whole": "1,234", "fraction": ".5"}
    before = file.stat().st_mtime_ns
    patterns.keep()
    assert file.stat().st_mtime_ns == before  # nothing new


def test_what_is_damaged_is_made_again(folder: Path) -> None:
    _compiled()
    patterns.keep()
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    _start()
    assert _compiled() == _as_re_does_it()


def test_where_re_is_made_otherwise_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_COMPILER", None)
    assert _compiled() == _as_re_does_it()
    patterns.keep()
    assert not list(folder.iterdir())


def test_a_wrong_expression_is_told_at_its_first_use() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")
