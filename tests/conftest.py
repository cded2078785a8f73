"""What all tests share: the hypothesis profile and a clean report of each form."""

from __future__ import annotations

import atexit
import gc
import itertools
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from nianbao.model.report import Report
from tests.soak import SOAKING, asked, out_of_turn, turn
from tests.strategies import clean_report

# The first example pays for loading the forms.
SLOW_START = [HealthCheck.too_slow]
settings.register_profile(
    "all",
    deadline=None,
    derandomize=not SOAKING,  # make test draws the same every time, make soak anew
    max_examples=asked(20, 600),
    suppress_health_check=SLOW_START,
)
settings.load_profile("all")


def pytest_configure() -> None:
    """What is kept of the law from one start to the next is kept for the tests alone: for all processes that
    run tests, and those that they start.

    Garbage is collected rarely: collecting tests, layouts and screens make very many objects, and to look
    through them at the usual pace takes a fifth of the time of the whole suite."""
    gc.set_threshold(20_000, 50, 100)
    # What is compiled is kept, by the programs that tests start, too: else each compiles all of ours anew.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    turn()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = tempfile.mkdtemp(prefix="nianbao-tests-")
        os.environ["XDG_CACHE_HOME"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    else:  # a worker that has told everything holds up to a GB: to take that apart takes seconds
        atexit.register(os._exit, 0)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes turns waits for its turn, unless it is asked for by its name."""
    if any("::" in asked_for for asked_for in config.args):
        return
    waiting = dict.fromkeys(out_of_turn(items))
    config.hook.pytest_deselected(items=[*waiting])
    items[:] = [test for test in items if test not in waiting]


@pytest.fixture(autouse=True, scope="session")
def _ctrl_c_reaches_what_tests_start() -> None:
    """A shell starts jobs in the background with SIGINT ignored, and so would be every program they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def _power_does_not_fail() -> Iterator[None]:
    """What the tests themselves write is asked for as always, and not waited for until it is on the disk."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", os.fstat)
        yield


@pytest.fixture(autouse=True, scope="session")
def _tests_are_no_garbage() -> None:
    """What was collected of the tests stays to the end: nobody looks through it again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """pytest collects garbage five times over at its end, for files that nobody closed: once finds them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The homes of all tests, in one folder: to number the next of thousands beside one another, pytest looks
    through them all, which took a tenth of the time of the whole suite."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_state(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves a trace in the home of whoever runs it."""
    home = next(_homes)  # it is not there before somebody writes into it
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def clean() -> Callable[[str], Report]:
    """The clean report of a form by the form's id: see :func:`strategies.clean_report`."""
    return clean_report
