"""Where works run: processes of this machine, or the workers of a Dask cluster. Both are asked in the way of
``concurrent.futures``."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing.context import BaseContext
from typing import Protocol

from nianbao.jobs.parts import Part, Work, collected

_MOST = 61  # processes that Windows can wait for at a time


class Pool(Protocol):
    """Where jobs go. ``ahead`` is how many are to be under way at once; ``given_up`` are the exceptions
    by which a future says that its job ended one process after the other."""

    ahead: int
    given_up: tuple[type[BaseException], ...]

    def submit(self, job: object) -> Future[tuple[Part, ...]]:
        """Begin a job. After BrokenExecutor, from here or from a future, ``renew`` comes first."""

    def renew(self) -> None:
        """New processes in the place of those that ended; jobs that were under way are lost."""

    def stop(self) -> None:
        """End all of it at once; jobs that are under way are dropped."""


class Processes:
    """Processes of this machine, which load ``libraries`` once. Their temporary files are taken away here: a
    process that is ended takes none away."""

    given_up: tuple[type[BaseException], ...] = ()

    def __init__(self, work: Work, order: object, count: int, libraries: Sequence[str]) -> None:
        self._count = min(count, _MOST) if sys.platform == "win32" else count
        self.ahead = 4 * self._count
        self._folder = tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True)
        self._task = (work, order, tuple(libraries), self._folder.name)
        self._context = _context(libraries)
        self._executor = self._started()

    def submit(self, job: object) -> Future[tuple[Part, ...]]:
        """Begin a job in one of the processes."""
        return self._executor.submit(_do, job)

    def renew(self) -> None:
        """Begin again with new processes."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._started()

    def stop(self) -> None:
        """End the processes."""
        for process in multiprocessing.active_children():
            process.terminate()
        self._executor.shutdown(cancel_futures=True)
        self._folder.cleanup()

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._count, self._context, initializer=_begin, initargs=self._task)


def cores() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context(libraries: Sequence[str]) -> BaseContext:
    """How processes are made. Not by forking this one: it may have threads, and a lock that one of them
    holds would be held for ever in the new process. On Linux one clean process loads the libraries and is
    forked, so that they are loaded once and their memory is shared. macOS's own libraries do not bear
    forking, Windows has none."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *libraries])
    return context


_task: tuple[Work, object] | None = None  # what this process is here for


def _begin(work: Work, order: object, libraries: Sequence[str], folder: str) -> None:
    """Make a process ready: Ctrl-C is the business of the one that started it, and when that ends, this
    ends. What is temporary goes into a folder of the one that started it."""
    global _task  # noqa: PLW0603 - a process has one task, which is sent to it once
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    tempfile.tempdir = folder
    for library in libraries:
        import_module(library)
    _task = (work, order)


def _end_with_parent(folder: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def _do(job: object) -> tuple[Part, ...]:
    assert _task is not None  # noqa: S101 - _begin ran first
    work, order = _task
    return collected(work, order, job)
