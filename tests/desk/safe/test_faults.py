"""A disk, or a file system over the network, that refuses now and then: what is typed is in the journal, or
it is told that it is not."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from nianbao.desk.safe import diary, journal
from nianbao.desk.safe.guard import FileGuard
from nianbao.desk.safe.replay import replay
from nianbao.files import report_toml
from nianbao.model.figure import count
from nianbao.model.report import Report
from tests.soak import SOAKING
from tests.strategies import clean_report

RECEIVED = "applications.received.natural_person"
CALLS = ("open", "write", "ftruncate", "fsync", "close", "fstat", "lseek", "read", "dup")
FIRST = range(1, 7 if SOAKING else 3)


class Faulty:
    """The system's calls, of which one is refused from the ``first`` time on, three times over."""

    def __init__(self, name: str, first: int) -> None:
        self._name, self._refused, self._called = name, range(first, first + 3), 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)

        def called(*given: Any, **how: Any) -> Any:
            self._called += 1
            if self._called not in self._refused:
                return real(*given, **how)
            if name == "close":  # the descriptor is gone all the same
                real(*given)
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        return called if name == self._name else real


def in_journal(path: Path) -> Report | None:
    past = replay(journal.told(journal.beside(path))) if journal.beside(path).exists() else None
    return past.mine if past else None


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.takes_turns
def test_what_is_typed_is_kept_or_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, first: int
) -> None:
    monkeypatch.setattr(diary, "BLOATED", 3000)  # so that the journal is also written anew
    path = tmp_path / "报告.toml"
    path.write_text(report_toml.new_text(clean_report("2021")), encoding="utf-8")
    opened = FileGuard.open(path)
    session, guard = opened.session, opened.guard
    system = Faulty(call, first)
    for number in range(1, 9):
        with monkeypatch.context() as faulty:
            faulty.setattr(journal, "os", system)
            session.enter({RECEIVED: count(number)}, "填")
        assert guard.trouble() or in_journal(path) == session.report
        with monkeypatch.context() as faulty:
            faulty.setattr(journal, "os", system)
            guard.tick()
            if number == 5:
                guard.save()
    guard.tick()
    assert guard.trouble() == ""
    assert in_journal(path) == session.report
    guard.close(keep=True)
    recovered = FileGuard.open(path).recovered
    assert recovered is not None
    assert recovered.report == session.report
