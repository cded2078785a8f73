"""The journal as a file: it only grows, one process has it, and a torn end costs no more than itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.desk.safe import journal
from nianbao.desk.safe.journal import Entry, Journal, Taken, beside

VALUES = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text()
ENTRIES = st.lists(st.dictionaries(st.text(), VALUES | st.lists(VALUES, max_size=3), max_size=3), max_size=5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".a.nianbao-journal"


def written(path: Path, *entries: Entry) -> bytes:
    book = Journal.open(path)
    book.append(entries)
    book.close(remove=False)
    return path.read_bytes()


def read(path: Path) -> list[Entry]:
    book = Journal.open(path)
    book.close(remove=False)
    return list(book.entries)


@given(first=ENTRIES, second=ENTRIES)
def test_what_is_appended_is_read(
    tmp_path_factory: pytest.TempPathFactory, first: list[Entry], second: list[Entry]
) -> None:
    path = tmp_path_factory.mktemp("journal") / "j"
    written(path, *first)
    written(path, *second)
    assert read(path) == first + second


def test_one_line_an_entry(path: Path) -> None:
    assert written(path, {"a": "一\n二"}, {"b": "\ud800"}).count(b"\n") == 2
    assert read(path) == [{"a": "一\n二"}, {"b": "\ud800"}]


def test_every_torn_end_leaves_what_stands_before_it(path: Path) -> None:
    first = written(path, {"a": 1})
    whole = written(path, {"b": "二" * 20})
    for size in range(len(first), len(whole)):
        path.write_bytes(whole[:size])
        book = Journal.open(path)
        assert (book.entries, book.damaged) == ([{"a": 1}], False)
        book.append([{"c": 3}])
        book.close(remove=False)
        assert read(path) == [{"a": 1}, {"c": 3}]


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"[]\n",
        b'["00000000",{"a":1}]\n',
        b"\x00" * 50 + b"\n",
        b"[" * 5_000 + b"\n",
        b'["",1]\n',
    ],
)
def test_a_line_that_was_changed_ends_what_is_read_and_is_told(path: Path, line: bytes) -> None:
    good = written(path, {"a": 1})
    path.write_bytes(good + line + good)
    book = Journal.open(path)
    assert (book.entries, book.damaged) == ([{"a": 1}], True)
    aside = book.set_aside()
    assert aside.read_bytes() == good + line + good
    assert aside.name.endswith(".nianbao-journal")


def test_a_digit_that_was_changed_is_noticed(path: Path) -> None:
    path.write_bytes(written(path, {"figures": {"x": "12"}}).replace(b"12", b"21"))
    assert read(path) == []


def test_one_process_has_it(path: Path) -> None:
    book = Journal.open(path)
    book.append([{"holder": 1}])
    with pytest.raises(Taken) as taken:
        Journal.open(path)
    assert taken.value.entries == [{"holder": 1}]
    book.rewrite([{"holder": 2}])
    with pytest.raises(Taken) as taken:
        Journal.open(path)
    assert taken.value.entries == [{"holder": 2}]
    book.close(remove=True)
    assert not path.exists()
    assert read(path) == []


def test_the_lock_is_not_inherited(path: Path) -> None:
    book = Journal.open(path)
    assert not os.get_inheritable(book._descriptor)
    book.rewrite([])
    assert not os.get_inheritable(book._descriptor)


def test_it_notices_that_it_was_taken_away(path: Path) -> None:
    book = Journal.open(path)
    assert not book.lost
    path.unlink()
    assert book.lost
    path.touch()
    assert book.lost
    book.close(remove=True)
    assert path.exists()  # it is somebody else's


def test_rewriting_that_fails_leaves_the_old_one_in_use(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Journal.open(path)
    book.append([{"a": 1}])
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(5, "I/O")))
    with pytest.raises(OSError, match="I/O"):
        book.rewrite([{"b": 2}])
    monkeypatch.undo()
    book.append([{"c": 3}])
    book.close(remove=False)
    assert read(path) == [{"a": 1}, {"c": 3}]
    assert len(list(path.parent.iterdir())) == 1


def test_a_link_in_its_place_is_not_followed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "passwords").write_text("secret")
    path.symlink_to(tmp_path / "passwords")
    with pytest.raises(OSError, match=r"link|链接"):
        Journal.open(path)


def test_nothing_is_flushed_twice(path: Path) -> None:
    book = Journal.open(path)
    assert book.flushing() is None
    book.append([{"a": 1}])
    descriptor = book.flushing()
    assert descriptor is not None
    journal.flush(descriptor)
    assert book.flushing() is None


@pytest.mark.parametrize("name", ["a.toml", "长" * 84, "x" * 255])
def test_its_name_is_hidden_and_possible(tmp_path: Path, name: str) -> None:
    path = beside(tmp_path / name)
    assert path.name.startswith(".")
    assert path.name.endswith(".nianbao-journal")
    path.touch()


def test_long_names_have_journals_of_their_own(tmp_path: Path) -> None:
    assert beside(tmp_path / ("x" * 254 + "a")) != beside(tmp_path / ("x" * 254 + "b"))
