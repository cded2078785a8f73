"""A work that was asked the same before is answered from what is kept, and from nothing else."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable, Iterator
from importlib.util import source_hash
from pathlib import Path
from types import ModuleType

import pytest

from nianbao import cache_folder, resources
from nianbao.files.source import Prior, Source
from nianbao.jobs.answered import again
from nianbao.jobs.parts import Done, NewFile, Part, Said
from nianbao.jobs.report_job import ReportJob

JOB = ReportJob(Source("a.toml", b"year = 2025"))
ANSWER = (Said("一", data=True), Said("二"), Done(1, {"file": "a.toml", "findings": [{"span": [1, 2]}]}))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where answers are kept, beside a law and a module of its own."""
    monkeypatch.setattr(cache_folder, "_folder", lambda: tmp_path / "cache")
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "law.toml").write_text("a = 1")
    monkeypatch.setattr(resources, "folder", lambda _: tmp_path / "forms")
    module = ModuleType("made_of")
    module.__file__ = str(tmp_path / "made_of.py")
    (tmp_path / "made_of.py").write_text("A = 1")
    monkeypatch.setitem(sys.modules, "made_of", module)
    return tmp_path / "cache"


def is_known(job: ReportJob = JOB, order: str = "text", parts: tuple[Part, ...] = ANSWER) -> bool:
    """Whether a work is answered without doing it; the answer is the same either way."""
    done = []

    def anew() -> Iterator[Part]:
        done.append(job)
        yield from parts

    assert tuple(again("check", job.source.name, (order, job), anew)) == parts
    return not done


def test_the_same_is_answered_once_more() -> None:
    assert [is_known(), is_known(), is_known()] == [False, True, True]


@pytest.mark.parametrize(
    ("job", "order"),
    [
        (JOB._replace(source=Source("a.toml", b"year = 2024")), "text"),
        (JOB._replace(source=Source("a.toml", b"year = 2025", organ="某局")), "text"),
        (JOB._replace(prior=Prior(found=(Source("b.toml", b"year = 2024"),))), "text"),
        (JOB._replace(told=("没有打开",)), "text"),
        (JOB, "json"),
    ],
)
def test_whatever_goes_into_it_counts(job: ReportJob, order: str) -> None:
    is_known()
    assert not is_known(job, order)
    assert is_known(job, order)
    assert not is_known()  # the last answer alone is kept of an input


def _other_law(cache: Path) -> None:
    (cache.parent / "forms" / "law.toml").write_text("a = 2")


def _other_module(cache: Path) -> None:
    (cache.parent / "made_of.py").write_text("A = 10")


def _no_module(cache: Path) -> None:
    (cache.parent / "made_of.py").unlink()


def _damaged(cache: Path) -> None:
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:-1])


def _empty(cache: Path) -> None:
    (file,) = cache.iterdir()
    file.write_bytes(b"")


def _of_another_release(cache: Path) -> None:
    (file,) = cache.iterdir()
    data = marshal.dumps(("text", [], []))
    file.write_bytes(source_hash(data) + data)


def _no_answer(cache: Path) -> None:
    (file,) = cache.iterdir()
    file.write_bytes(source_hash(b"?") + b"?")


def _writable_by_others(cache: Path) -> None:
    (file,) = cache.iterdir()
    file.chmod(0o666)


@pytest.mark.parametrize(
    "change",
    [
        _other_law,
        _other_module,
        _no_module,
        _damaged,
        _empty,
        _of_another_release,
        _no_answer,
        _writable_by_others,
    ],
)
def test_what_is_amiss_is_done_anew(folder: Path, change: Callable[[Path], None]) -> None:
    is_known()
    change(folder)
    assert not is_known()


def test_without_a_folder_or_a_law_in_files_it_is_done_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.touch()  # where the folder should be
    assert [is_known(), is_known()] == [False, False]

    def missing(_: str) -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(resources, "folder", missing)
    assert not is_known()


@pytest.mark.parametrize("part", [NewFile("a.docx", b""), Done(2, lasting=False)])
def test_what_is_not_lasting_is_done_anew(part: Part) -> None:
    assert [is_known(parts=(part,)), is_known(parts=(part,))] == [False, False]
