"""What earlier runs finished."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from nianbao.files import remembered
from nianbao.files.source import Source
from nianbao.jobs import finished
from nianbao.jobs.finished import Finished, key_of
from nianbao.jobs.parts import Done, Kept, Said


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    path = tmp_path / "\udcff成品.html"
    path.write_bytes(b"data")
    return Kept(str(path), hashlib.sha256(b"data").hexdigest())


def test_what_came_of_a_job_is_found_by_its_key(kept: Kept) -> None:
    parts = (Said("甲\udcff"), Said("乙", data=True), kept, Done(1, {"file": "甲", "unknown": 3}))
    with closing(Finished()) as before:
        before.note("a key", parts)
    with closing(Finished()) as now:
        assert now.find("a key") == parts
        assert now.find("another") is None


@pytest.mark.parametrize("data", [b"other", None])
def test_a_file_that_was_changed_or_is_gone_is_made_again(kept: Kept, data: bytes | None) -> None:
    path = Path(kept.place)
    with closing(Finished()) as before:
        before.note("a key", (kept, Done()))
    path.write_bytes(data) if data else path.unlink()
    with closing(Finished()) as now:
        assert now.find("a key") is None


def test_what_may_end_otherwise_the_next_time_is_not_remembered() -> None:
    with closing(Finished()) as before:
        before.note("a key", (Said("没有 Pango"), Done(3, None, lasting=False)))
        before.note("cut short", (Said("甲"),))
    with closing(Finished()) as now:
        assert (now.find("a key"), now.find("cut short")) == (None, None)


def test_a_month_is_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Finished()) as before:
        before.note("a key", (Done(),))
    monkeypatch.setattr(finished, "_DAYS", -1)
    with closing(Finished()) as later:
        assert later.find("a key") is None


def test_it_never_fails() -> None:
    folder = remembered.folders()[0]
    folder.mkdir(parents=True)
    (folder / "finished.sqlite3").write_bytes(b"no database" * 1000)
    with closing(Finished()) as broken:
        broken.note("a key", (Done(),))
        assert broken.find("a key") is None


def test_a_key_stands_for_names_and_contents() -> None:
    one = Source("甲.toml", b"year = 2025")
    assert key_of("render", one) == key_of("render", Source("甲.toml", b"year = 2025"))
    others = (Source("乙.toml", one.data), Source(one.name, b"year = 2024"))
    assert len({key_of("render", each) for each in (one, *others)} | {key_of("read", one)}) == 4
