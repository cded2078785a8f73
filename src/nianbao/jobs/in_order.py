"""Does jobs in any order and hands what came of them on in theirs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future, wait

from nianbao.jobs.entry import Answer, Came, Entry
from nianbao.jobs.parts import Asks, Crashed, Part
from nianbao.jobs.pools import Pool
from nianbao.problem import OutputError

_MOST_CRASHES = 5  # in a row
_NO_PROCESS = (
    "另开的进程一个接一个被系统中止，没有再做下去，做好的都在。请检查内存；"
    "也可以在同样的命令后面加上 --jobs 1 --resume，不另开进程。"
)
_LOST = "与集群的连接断了，做好的都在。要接着做，请在同样的命令后面加上 --resume。"


def in_order(pool: Pool, entries: Iterable[Entry], answer: Answer) -> Iterator[Came]:
    """Every entry with what comes of it in a pool, in the order of the entries.

    No more are under way, or waiting for an earlier one to be handed on, than ``pool.ahead``: memory does
    not grow with their number. When a process ends unexpectedly, nobody knows which job did that. All
    that were under way are done again, one at a time; a job that then ends two processes has Crashed,
    the others lost time only.
    """
    line = _Line(pool)
    for entry in entries:
        line.add(entry)
        if line.is_full:
            yield line.first(answer)
    while line.under_way:
        yield line.first(answer)


class _Line:
    """The entries that are under way, in their order."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._crashed_in_a_row = 0
        self.under_way: deque[tuple[Entry, Future[tuple[Part, ...]] | None]] = deque()

    @property
    def is_full(self) -> bool:
        return len(self.under_way) >= self._pool.ahead

    def add(self, entry: Entry) -> None:
        """Begin the job of an entry, if it has one."""
        self.under_way.append((entry, None if entry.job is None else self._begun(entry)))

    def first(self, answer: Answer) -> Came:
        """Wait for the first in line."""
        entry, future = self.under_way.popleft()
        if future is None:
            return entry, entry.ready
        parts = self._result(entry, future)
        if parts and isinstance(parts[0], Asks):
            asked = entry._replace(job=answer(entry, parts[0]))
            parts = self._result(asked, self._begun(asked))
        return entry, parts

    def _begun(self, entry: Entry) -> Future[tuple[Part, ...]]:
        try:
            return self._pool.submit(entry.job)
        except BrokenExecutor as error:
            failed: Future[tuple[Part, ...]] = Future()
            failed.set_exception(error)
            return failed

    def _result(self, entry: Entry, future: Future[tuple[Part, ...]]) -> tuple[Part, ...]:
        try:
            return future.result()
        except self._pool.given_up:  # another job on the same worker may have done that
            wait([pending for _, pending in self.under_way if pending is not None])
            return self._alone(entry)
        except CancelledError as error:
            raise OutputError(_LOST) from error
        except BrokenExecutor:
            self._pool.renew()
            parts = self._alone(entry)
            self.under_way = deque(self._again(each, pending) for each, pending in self.under_way)
            return parts

    def _again(
        self, entry: Entry, future: Future[tuple[Part, ...]] | None
    ) -> tuple[Entry, Future[tuple[Part, ...]] | None]:
        """An entry that was under way when a process ended, done by now."""
        if future is None or _is_whole(future):
            return entry, future
        done: Future[tuple[Part, ...]] = Future()
        done.set_result(self._alone(entry))
        return entry, done

    def _alone(self, entry: Entry) -> tuple[Part, ...]:
        """A job with no other beside it: if a process ends now, that is its doing. Somebody may have ended
        it by hand, so it gets a second chance."""
        for _ in range(2):
            try:
                parts = self._pool.submit(entry.job).result()
            except self._pool.given_up:
                break
            except BrokenExecutor:
                self._pool.renew()
            else:
                self._crashed_in_a_row = 0
                return parts
        self._crashed_in_a_row += 1
        if self._crashed_in_a_row == _MOST_CRASHES:  # then it is not the jobs
            raise OutputError(_NO_PROCESS)
        return (Crashed(),)


def _is_whole(future: Future[tuple[Part, ...]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
