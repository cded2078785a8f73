"""The journal where no open file can be replaced or removed."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from nianbao.desk.safe import diary, journal, lock
from nianbao.desk.safe.guard import FileGuard
from nianbao.desk.safe.journal import Journal, Taken
from nianbao.files import history, report_toml
from nianbao.model.figure import count
from tests.strategies import clean_report
from tests.windows import ACCESS_DENIED, no_open_file_is_moved, refusal

RECEIVED = "applications.received.natural_person"


@pytest.fixture(autouse=True)
def _windows(monkeypatch: pytest.MonkeyPatch) -> None:
    no_open_file_is_moved(monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A saved report."""
    path = tmp_path / "报告.toml"
    path.write_text(report_toml.new_text(clean_report("2021")), encoding="utf-8")
    return path


def test_the_rules_are_those_of_windows(tmp_path: Path) -> None:
    with (tmp_path / "a").open("w"):
        (tmp_path / "b").touch()
        for move in ((tmp_path / "a").unlink, lambda: (tmp_path / "b").replace(tmp_path / "a")):
            with pytest.raises(PermissionError):
                move()
    (tmp_path / "b").replace(tmp_path / "a")


@pytest.mark.parametrize("keep", [True, False])
def test_leaving_without_changes_leaves_no_journal(path: Path, keep: bool) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(7)}, "填数")
    opened.guard.save()
    opened.guard.close(keep=keep)
    assert {*path.parent.iterdir()} == {path, history.beside(path)}


def test_a_journal_that_others_have_open_stays_empty(path: Path) -> None:
    opened = FileGuard.open(path)
    with journal.beside(path).open("rb"):  # a virus scanner
        opened.guard.close(keep=False)
    assert journal.beside(path).read_bytes() == b""


def test_a_long_journal_is_made_short(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diary, "BLOATED", 4_000)
    opened = FileGuard.open(path)
    sizes = []
    for number in range(200):
        opened.session.enter({RECEIVED: count(number)}, "填数")
        opened.guard.tick()
        sizes.append(journal.beside(path).stat().st_size)
    assert any(later < sooner for sooner, later in pairwise(sizes))
    with pytest.raises(Taken):
        Journal.open(journal.beside(path))
    opened.guard.close(keep=True)
    recovered = FileGuard.open(path).recovered
    assert recovered is not None
    assert recovered.report.figure(RECEIVED) == count(199)


def test_a_rewriting_that_fails_leaves_the_old_one_in_use(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Journal.open(journal.beside(path))
    book.append([{"a": 1}])
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", _refused)
        with pytest.raises(PermissionError):
            book.rewrite([{"b": 2}])
    book.append([{"c": 3}])
    assert not book.lost
    book.close(remove=False)
    assert Journal.open(journal.beside(path)).entries == [{"a": 1}, {"c": 3}]
    assert len(list(path.parent.iterdir())) == 2


def test_whoever_is_quicker_has_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the closing of the old journal and the opening of the new one."""
    book = Journal.open(journal.beside(path))
    with monkeypatch.context() as patch:
        patch.setattr(lock, "take", _taken_once_named(lock.take))
        with pytest.raises(OSError, match="busy"):
            book.rewrite([{"b": 2}])
    assert book.lost
    assert book.flushing() is None
    book.close(remove=True)
    again = Journal.open(journal.beside(path))
    assert again.entries == [{"b": 2}]


def _refused(*paths: str | Path) -> None:
    raise refusal(ACCESS_DENIED, *paths)


def _taken_once_named(take: object) -> object:
    asked = iter([True, False])
    return lambda _: next(asked)
