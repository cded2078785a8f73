"""Jobs in processes: in their order, a few at a time, whatever becomes of a process."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.jobs.entry import Entry, one_by_one
from nianbao.jobs.in_order import in_order
from nianbao.jobs.parts import Asks, Crashed, Done, Failed, Part, Said, Work
from nianbao.jobs.pools import Pool, Processes
from nianbao.problem import OutputError
from tests.jobs import works

MODULE = "tests.jobs.works"


@contextmanager
def processes(work: Work, order: object, count: int = 2) -> Iterator[Processes]:
    pool = Processes(work, order, count, [MODULE])
    try:
        yield pool
    finally:
        pool.stop()


def entries(jobs: Iterable[object]) -> Iterator[Entry]:
    return (Entry(number, job) for number, job in enumerate(jobs))


def answer(entry: Entry, asks: Asks) -> object:
    return asks.agency, f"（{asks.year}）"


def said(came: Iterable[tuple[Entry, Iterable[Part]]]) -> list[tuple[Part, ...]]:
    return [tuple(part for part in parts if not isinstance(part, Done)) for _, parts in came]


def test_in_the_order_of_the_entries_and_as_in_this_process() -> None:
    jobs = [f"第{number}份" for number in range(30)]
    alone = said(one_by_one(works.echo, "做", entries(jobs), answer, guarded=True))
    assert alone[3] == (Said("做第3份"),)
    with processes(works.echo, "做") as pool:
        assert said(in_order(pool, entries(jobs), answer)) == alone


def test_at_the_end_nothing_of_them_goes_on() -> None:
    """What went on would write into pipes that the interpreter closes when it ends."""
    before = set(threading.enumerate())
    with processes(works.echo, "做") as pool:
        said(in_order(pool, entries(["甲"]), answer))
    assert set(threading.enumerate()) == before


def test_what_is_temporary_goes_with_the_processes() -> None:
    with processes(works.littering, "忘了的") as pool:
        ((left,),) = said(in_order(pool, entries(["甲"]), answer))
        assert isinstance(left, Said)
        assert Path(left.text).is_file()
    assert not Path(left.text).parent.exists()


def test_processes_that_load_everything_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows and macOS, where nothing is forked."""
    monkeypatch.setattr("nianbao.jobs.pools.sys.platform", "darwin")
    with processes(works.echo, "做", count=1) as pool:
        assert said(in_order(pool, entries(["甲", "乙"]), answer)) == [(Said("做甲"),), (Said("做乙"),)]


def test_what_is_known_already_keeps_its_place() -> None:
    line = [Entry(0, "甲"), Entry(1, None, (Said("已知"),)), Entry(2, "乙")]
    with processes(works.echo, "") as pool:
        assert said(in_order(pool, line, answer)) == [(Said("甲"),), (Said("已知"),), (Said("乙"),)]


def test_a_work_that_asks_is_answered() -> None:
    jobs = [("甲", None), ("乙", "！")]
    told = [(Said("甲（2025）"),), (Said("乙！"),)]
    assert said(one_by_one(works.asking, "", entries(jobs), answer, guarded=False)) == told
    with processes(works.asking, "") as pool:
        assert said(in_order(pool, entries(jobs), answer)) == told


def test_a_process_that_is_killed_costs_nothing_but_its_time(tmp_path: Path) -> None:
    jobs = [f"{number}" for number in range(12)]
    (tmp_path / "4").write_text("once", encoding="utf-8")
    with processes(works.deadly, str(tmp_path)) as pool:
        assert said(in_order(pool, entries(jobs), answer)) == [(Said(job),) for job in jobs]
    assert not (tmp_path / "4").exists()


def test_a_job_that_kills_its_process_again_is_the_only_one_that_is_lost(tmp_path: Path) -> None:
    jobs = [f"{number}" for number in range(12)]
    (tmp_path / "4").write_text("always", encoding="utf-8")
    (tmp_path / "5").write_text("once", encoding="utf-8")
    with processes(works.deadly, str(tmp_path)) as pool:
        found = said(in_order(pool, entries(jobs), answer))
    assert found == [(Said(job),) if job != "4" else (Crashed(),) for job in jobs]


def test_where_no_process_lives_the_run_ends(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}").write_text("always", encoding="utf-8")
    with processes(works.deadly, str(tmp_path)) as pool, pytest.raises(OutputError, match="--jobs 1"):
        said(in_order(pool, entries(map(str, range(8))), answer))


def test_a_fault_of_the_program_ends_one_job() -> None:
    with processes(works.faulty, "乙") as pool:
        *others, last = said(in_order(pool, entries(["甲", "丙", "乙"]), answer))
    assert others == [(Said("甲"),), (Said("丙"),)]
    assert last == (Said("乙"), Failed("KeyError: '乙'"))
    assert said(one_by_one(works.faulty, "乙", entries(["乙"]), answer, guarded=True)) == [last]
    with pytest.raises(KeyError):
        said(one_by_one(works.faulty, "乙", entries(["乙"]), answer, guarded=False))


class Feigned:
    """A pool without processes, in which some jobs are lost."""

    given_up: tuple[type[BaseException], ...] = (ZeroDivisionError,)

    def __init__(self, ahead: int) -> None:
        self.ahead = ahead
        self._begun: Counter[object] = Counter()

    def submit(self, job: object) -> Future[tuple[Part, ...]]:
        future: Future[tuple[Part, ...]] = Future()
        self._begun[job] += 1
        if job == "lost" or (job == "blamed" and self._begun[job] == 1):
            future.set_exception(ZeroDivisionError())
        elif job == "gone":
            future.cancel()
        else:
            future.set_result((Said(str(job)),))
        return future

    def renew(self) -> None:
        raise AssertionError

    def stop(self) -> None: ...


@given(st.integers(1, 9), st.integers(0, 30))
def test_inputs_are_taken_when_their_turn_comes(ahead: int, total: int) -> None:
    taken = 0

    def line() -> Iterator[Entry]:
        nonlocal taken
        for number in range(total):
            taken += 1
            yield Entry(number, number)

    pool: Pool = Feigned(ahead)
    for number, (entry, parts) in enumerate(in_order(pool, line(), answer)):
        assert (entry.number, parts) == (number, (Said(str(number)),))
        assert taken <= number + ahead
    assert taken == total


def test_what_the_pool_gives_up_has_crashed_and_a_lost_cluster_ends_the_run() -> None:
    found = said(in_order(Feigned(3), entries(["甲", "lost", "blamed"]), answer))
    assert found == [(Said("甲"),), (Crashed(),), (Said("blamed"),)]
    came = in_order(Feigned(1), entries(["甲", "gone"]), answer)
    assert next(came)[1] == (Said("甲"),)
    with pytest.raises(OutputError, match="--resume"):
        next(came)
