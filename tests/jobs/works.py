"""Works for the tests: in a module of their own, so that other processes find them."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nianbao.jobs.parts import Asks, Done, Part, Said


def echo(order: str, job: str) -> Iterator[Part]:
    """Say the order and the job."""
    yield Said(f"{order}{job}")
    yield Done()


def asking(order: str, job: tuple[str, str | None]) -> Iterator[Part]:
    """Ask for what the second half of the job is, unless it is known."""
    name, answer = job
    if answer is None:
        yield Asks(name, 2025)
        return
    yield Said(f"{name}{answer}")


def deadly(folder: str, job: str) -> Iterator[Part]:
    """End this process if there is a file of the job's name: once if it says so, else each time."""
    file = Path(folder) / job
    if file.exists():
        if file.read_text(encoding="utf-8") == "once":
            file.unlink()
        os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    yield Said(job)


def littering(order: str, job: str) -> Iterator[Part]:
    """Leave a temporary file, and say where."""
    descriptor, name = tempfile.mkstemp(prefix=order)
    os.close(descriptor)
    yield Said(name)


def faulty(order: str, job: str) -> Iterator[Part]:
    """Fail on one job as a program with a mistake in it does."""
    yield Said(job)
    if job == order:
        raise KeyError(job)
