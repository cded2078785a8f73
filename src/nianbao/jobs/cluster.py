"""The workers of a Dask cluster that is there already, asked in the way of ``concurrent.futures``.

What a job needs goes to the worker, what came of it comes back: the workers need neither the user's files
nor a place to write. An office's own templates go along, once. A job whose worker is lost is begun again on
another one by the scheduler.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import Future
from typing import Any

from nianbao.extras import to_add
from nianbao.jobs.finished import stamp
from nianbao.jobs.parts import Part, Work, collected
from nianbao.jobs.sent_look import SentLook, packed, with_look_here
from nianbao.problem import OutputError, shown

_PATIENCE = 10  # seconds that a scheduler may take to answer
_ALONE = threading.Lock()  # pdfium and Pango are used by one thread at a time


class Cluster:
    """The workers of the scheduler at an address. Raises OutputError where there is none, or if they have
    another version of the program, forms or templates: then the same input would not give the same files."""

    def __init__(self, work: Work, order: object, address: str) -> None:
        try:
            import dask
            from distributed import Client, KilledWorker
        except ImportError as error:
            raise OutputError(f"要把任务交给 Dask 集群，{to_add('cluster')}") from error
        for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
            logging.getLogger(name).setLevel(logging.CRITICAL)  # it is told in our own words
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})  # a job holds a document
        self.given_up: tuple[type[BaseException], ...] = (KilledWorker,)
        look = packed(order)
        try:
            asyncio.run(_knock(address))  # a Client that finds nobody takes a minute to end
            self._client: Any = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:  # TimeoutError is an OSError
            raise OutputError(f"{shown(address)}：连不上这个 Dask 集群，请核对地址。") from error
        try:
            self._require_alike(address)
        except BaseException:
            self.stop()
            raise
        self.ahead = max(16, 4 * sum(self._client.nthreads().values()))
        self._work = work
        # A task of its own: it is sent once, and made again where the workers that had it are lost.
        self._order = self._client.submit(_same, order, pure=False)
        self._look = self._client.submit(_same, look, pure=False)
        self._executor = self._client.get_executor(pure=False)

    def submit(self, job: object) -> Future[tuple[Part, ...]]:
        """Give a job to the scheduler."""
        given = self._work, self._order, self._look, stamp(), job
        future: Future[tuple[Part, ...]] = self._executor.submit(_do, *given)
        return future

    def renew(self) -> None:
        """The scheduler sees to its workers."""

    def stop(self) -> None:
        """Take leave: jobs that are under way are dropped."""
        self._client.close(timeout=_PATIENCE)

    def _require_alike(self, address: str) -> None:
        """Workers that come later are looked at with each job."""
        try:
            stamps = self._client.run(stamp)
        except Exception as error:  # what the workers raise, be it that they lack the program
            raise OutputError(
                f"{shown(address)}：集群的工作进程里用不了 nianbao，请在每台机器上安装同一版本（{error}）。"
            ) from error
        if others := [worker for worker, each in stamps.items() if each != stamp()]:
            raise OutputError(_different("、".join(others)))


async def _knock(address: str) -> None:
    """Raise OSError or ValueError if nobody answers there."""
    from distributed.comm.core import connect

    comm = await connect(address, timeout=_PATIENCE)
    await comm.close()


def _different(workers: str) -> str:
    return f"集群里 {workers} 的程序版本、表样或模板与本机不同，做出的文件会不一样；请装成同一版本。"


def _same(order: object) -> object:
    return order


def _do(work: Work, order: object, look: SentLook | None, expected: str, job: object) -> tuple[Part, ...]:
    """Do a job on a worker."""
    if stamp() != expected:
        raise OutputError(_different("新加入的机器"))
    with _ALONE:
        return collected(work, with_look_here(order, look), job)
