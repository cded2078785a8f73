"""Our named tuples are those of the standard library, defined without compiling anything."""

from __future__ import annotations

import pickle
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nianbao import named_tuples

ROOMS = ("model", "checks", "cli", "jobs", "files")


class Ours(named_tuples.NamedTuple):
    """A word."""

    word: str
    number: int = 1
    more: tuple[str, ...] = ()

    def twice(self) -> Ours:
        """the same with twice the number."""
        return self._replace(number=2 * self.number)

    def __str__(self) -> str:
        return self.word


class Theirs(typing.NamedTuple):
    """A word."""

    word: str
    number: int = 1
    more: tuple[str, ...] = ()

    def twice(self) -> Theirs:
        """the same with twice the number."""
        return self._replace(number=2 * self.number)

    def __str__(self) -> str:
        return self.word


class Below(Ours):
    """One that others are made of."""

    __slots__ = ()

    def __new__(cls, word: str, number: int = 1, more: tuple[str, ...] = ()) -> Below:
        return super().__new__(cls, word.upper(), number, more)


def _matched(kind: Any) -> object:
    match kind("a", 7):
        case kind(word, number=7):
            return word
    return None


SAID: list[Callable[[Any], object]] = [
    lambda kind: kind("a"),
    lambda kind: kind("a", 2, ("b",)),
    lambda kind: kind(more=("b",), word="a"),
    lambda kind: kind("a", 3).twice(),
    lambda kind: kind._make(["a", 2, ()]),
    lambda kind: kind("a")._asdict(),
    lambda kind: list(kind("a")._asdict()),
    lambda kind: repr(kind("a")).removeprefix(kind.__name__),
    lambda kind: str(kind("a")),
    lambda kind: (kind("a").word, kind("a").number, kind("a")[2]),
    lambda kind: hash(kind("a")) == hash(("a", 1, ())),
    lambda kind: kind("a") == ("a", 1, ()),
    lambda kind: sorted([kind("b"), kind("a")]),
    lambda kind: pickle.loads(pickle.dumps(kind("a", 2))),  # noqa: S301 - our own
    lambda kind: kind._fields,
    lambda kind: kind._field_defaults,
    lambda kind: kind.__match_args__,
    lambda kind: kind.__doc__,
    lambda kind: kind.__mro__[1:],
    _matched,
]


@pytest.mark.parametrize("say", SAID)
def test_they_say_what_the_library_s_say(say: Callable[[Any], object]) -> None:
    assert say(Ours) == say(Theirs)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda kind: kind(),
        lambda kind: kind("a", 1, (), 4),
        lambda kind: kind("a", word="b"),
        lambda kind: kind("a", other=1),
        lambda kind: kind(number=1),
        lambda kind: kind("a")._make(["a", 1, (), 4]),
    ],
)
def test_fields_that_it_has_not_are_refused(wrong: Callable[[Any], object]) -> None:
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError):
            wrong(kind)


def test_a_field_that_it_has_not_is_not_replaced() -> None:
    for kind in (Ours, Theirs):
        value: Any = kind("a")
        with pytest.raises((TypeError, ValueError)):
            value._replace(other=1)
        with pytest.raises(AttributeError):
            value.word = "b"
        with pytest.raises(AttributeError):
            value.other = 1


def test_one_can_be_made_of_another() -> None:
    assert Below("a") == ("A", 1, ())
    assert pickle.loads(pickle.dumps(Below("a"))) == Below("a")  # noqa: S301 - our own
    assert isinstance(Below("a"), Ours)


def test_what_every_start_defines_is_defined_so() -> None:
    package = Path(named_tuples.__file__).parent
    modules = [path for room in ROOMS for path in (package / room).rglob("*.py")]
    told = [
        path.name
        for path in modules
        if "from typing import" in (text := path.read_text("utf-8"))
        and any("NamedTuple" in line for line in text.splitlines() if line.startswith("from typing"))
    ]
    assert len(modules) > 150
    assert not told


def test_all_classes_have_one_function_that_makes_values() -> None:
    assert sys.version_info >= (3, 14) or Ours.__new__ is vars(named_tuples)["_new"]
