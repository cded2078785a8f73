"""What is shared by the tests of files."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

_counted: list[list[str]] = []  # an audit hook cannot be taken out again: there is one, with somebody to tell


def _tell(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _counted and not isinstance(arguments[0], int):  # of a number it is the second
        _counted[-1].append(str(arguments[0]))


sys.addaudithook(_tell)


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The report.toml files that are opened in a test, again and again."""
    names: list[str] = []
    _counted.append(names)
    yield names
    _counted.pop()
