"""What all tests share: the hypothesis profile and a clean report of each form."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from nianbao.model.report import Report
from strategies import clean_report

# The first example pays for loading the forms.
SLOW_START = [HealthCheck.too_slow]
settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=60, suppress_health_check=SLOW_START
)
settings.register_profile("soak", deadline=None, max_examples=5_000, suppress_health_check=SLOW_START)
settings.load_profile("ci")


@pytest.fixture(autouse=True, scope="session")
def _less_looking_for_garbage() -> None:
    """Layouts and screens make so many objects that all that is loaded would be looked through again and
    again; that takes a fifth of the time of the whole suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves a trace in the home of whoever runs it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def clean() -> Callable[[str], Report]:
    """The clean report of a form by the form's id: see :func:`strategies.clean_report`."""
    return clean_report
