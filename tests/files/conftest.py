"""What is shared by the tests of files."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

_counted: list[list[str]] = []


def _tell(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _counted and not isinstance(arguments[0], int):  # of a number it is the second
        _counted[-1].append(str(arguments[0]))


@pytest.fixture(scope="session")
def _hook() -> None:
    """An audit hook cannot be taken out again and is called for very much: there is one, from the first test
    on that asks for it."""
    sys.addaudithook(_tell)


@pytest.fixture
def opened(_hook: None) -> Iterator[list[str]]:
    """The report.toml files that are opened in a test, again and again."""
    names: list[str] = []
    _counted.append(names)
    yield names
    _counted.pop()
