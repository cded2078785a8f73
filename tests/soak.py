"""How much tests draw, and what they record of it: a little in ``make test``, very much in ``make soak``.

``NIANBAO_SOAK`` is set in ``make soak``: property tests draw twenty times as much or more then, and the tests
below :func:`recorded` try what they are asked, times that number. ``NIANBAO_SOAK_MINUTES`` ends each row of
docs/reliability.md in time; ``NIANBAO_RECORD`` is the folder where the figures for that page go. What a run
before has tried of the same commit is not tried again: a soak that was broken off, or whose time was up, goes
on where it was.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings

import reliability

_SOAK = float(os.environ.get("NIANBAO_SOAK") or 0)
SOAKING = _SOAK > 0
TIMES = max(1, round(20 * _SOAK)) if SOAKING else 1
SEEDS = tuple("1234")

TURN = "NIANBAO_TURN"  # variable of the environment: 0 or 1

_MINUTES = float(os.environ.get("NIANBAO_SOAK_MINUTES") or 0)
_FOLDER = os.environ.get("NIANBAO_RECORD", "")
_MOST_TOLD = 5  # faults that a failing test shows
_began: dict[tuple[str, str, str], float] = {}


def drawn(examples: int) -> settings:
    """For a property test: so many examples in ``make test``."""
    return settings(max_examples=examples * TIMES)


def asked(short: int, soak: int) -> int:
    """So many inputs in ``make test``, so many in ``make soak``."""
    return max(1, round(soak * _SOAK)) if SOAKING else short


def is_turn(number: int) -> bool:
    """Whether what has this number is tried now. What is dear and many takes turns: half of it with one
    commit, half with another, as the commit's own number says; all in ``make soak``."""
    return SOAKING or (number + turn()) % 2 == 0


def out_of_turn(tests: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Of the tests that are marked ``takes_turns`` those whose turn it is not: every other case of one that
    has many, or those that are marked with the number of the other turn."""
    found, cases = [], Counter[str]()
    for test in tests:
        if mark := test.get_closest_marker("takes_turns"):
            name = test.nodeid.partition("[")[0]
            number = mark.args[0] if mark.args else crc32(name.encode()) + cases[name]
            cases[name] += 1
            if not is_turn(number):
                found.append(test)
    return found


def turn() -> int:
    """Whose turn it is. The first process says it to those that it starts: all must find the same tests."""
    if TURN not in os.environ:
        os.environ[TURN] = str(int(_said_by_git("rev-parse", "HEAD") or "0", 16) % 2)
    return int(os.environ[TURN])


class Tally:
    """Counts what becomes of inputs. A fault does not end the run: it is told when all were tried."""

    def __init__(self, part: str, kind: str, asked: int, seed: str, shares: int) -> None:
        assert kind in reliability.BY_ID[part].kinds
        self._part, self._kind, self._asked, self._seed = part, kind, asked, seed
        self._test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
        before = tried(part, kind, seed, self._test)
        self._done, self._asked_before = before or 0, before is not None
        self._end = _began.setdefault((part, kind, seed), time.monotonic()) + _MINUTES * 60 / shares
        self._run = 0
        self._longest = 0.0
        self._most = 0
        self._outcomes: Counter[str] = Counter()
        self._exceptions: list[str] = []
        self._wrong: list[str] = []

    def inputs(self) -> Iterator[int]:
        """The numbers of the inputs: as many as asked for, fewer when the time is up; from where a run before
        has ended."""
        for number in range(self._done, self._asked):
            if _MINUTES and time.monotonic() > self._end:
                return
            yield number

    @contextmanager
    def trying(self, name: object) -> Iterator[None]:
        """Around what is done with one input: counted and measured, with whatever it raises."""
        began = _processor_time()
        memory = _Memory()
        try:
            yield
        except AssertionError:
            self._wrong.append(
                f"{self._kind}, seed {self._seed}, input {name}:\n{traceback.format_exc(limit=-3)}"
            )
        except Exception:  # whatever it is: it is told at the end
            self._exceptions.append(
                f"{self._kind}, seed {self._seed}, input {name}:\n{traceback.format_exc()}"
            )
        finally:
            self._run += 1
            self._longest = max(self._longest, _processor_time() - began)
            self._most = max(self._most, memory.taken())

    def outcome(self, name: str) -> None:
        """What came of an input."""
        assert name in reliability.BY_ID[self._part].outcomes
        self._outcomes[name] += 1

    def record(self) -> reliability.Record:
        """What was done so far."""
        return reliability.Record(
            self._part,
            self._kind,
            0 if self._asked_before else self._asked,
            self._run,
            (self._seed,),
            dict(self._outcomes),
            len(self._exceptions),
            len(self._wrong),
            round(self._longest, 2),
            self._most,
            datetime.datetime.now(datetime.UTC).date().isoformat(),
            _commit(),
            self._test,
        )

    def require_no_fault(self) -> None:
        """Fail with the first faults."""
        faults = [*self._exceptions, *self._wrong]
        told = "\n".join(faults[:_MOST_TOLD])
        assert not faults, f"{len(faults)} of {self._run} inputs:\n{told}"


@contextmanager
def recorded(part: str, kind: str, asked: int, *, seed: str = "1", shares: int = 1) -> Iterator[Tally]:
    """Around a test that tries inputs of a kind: at its end its figures are recorded, and it fails with what
    it found. ``shares``: how many such tests have the time of one row of the page together.
    """
    tally = Tally(part, kind, asked, seed, shares)
    yield tally
    if _FOLDER:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(reliability.line(tally.record()))
    tally.require_no_fault()


def _folder() -> Path:
    """Where the records of this commit are."""
    return Path(_FOLDER) / (_commit() or "no commit")


@cache
def _before() -> Counter[tuple[str, ...]]:
    """How many inputs runs before have tried, by part, kind, seed and test."""
    found = Counter[tuple[str, ...]]()
    if _FOLDER and _folder().exists():
        for each in reliability.records(_folder()):
            found[each.part, each.kind, *each.seeds, each.test] += each.run
    return found


def tried(part: str, kind: str, seed: str, test: str) -> int | None:
    """How many inputs of a test runs before have tried; None if there was none."""
    return _before().get((part, kind, seed, test))


def _processor_time() -> float:
    """Seconds that this process took, and those that it started and that have ended."""
    return sum(os.times()[:4])


class _Memory:
    """Measures how much memory something takes beyond what there was: 0 where the system tells nothing."""

    def __init__(self) -> None:
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
        self._before = _resident("VmRSS")
        self._largest_child = _largest_child()

    def taken(self) -> int:
        """In MB, by this process; or by one that it started, if that was the largest so far and larger than
        this one: a process begins as a copy of its parent, which counts as its own."""
        peak, child = _resident("VmHWM"), _largest_child()
        its = child if child > max(peak, self._largest_child) else 0
        return max(peak - self._before, its, 0) // 1024


def _resident(which: str) -> int:
    """Memory of this process in kB, now (VmRSS) or at most (VmHWM)."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(which):
                return int(line.split()[1])
    return 0


def _largest_child() -> int:
    """The most memory in kB that a process had which this one started and that has ended."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


@cache
def _commit() -> str:
    """The commit that is tried, with a + where files were changed since; nothing outside of git."""
    commit = _said_by_git("rev-parse", "--short=10", "HEAD")
    return commit + ("+" if _said_by_git("status", "--porcelain", "src", "forms") else "")


def _said_by_git(*words: str) -> str:
    """What git says; nothing where there is none, or no repository."""
    git = ["git", "-C", str(Path(__file__).parent), *words]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
