"""What a work yields: plain values that go from one process to another.

Named tuples rather than dataclasses: they take an eighth of the time to be defined, and every start of the
program defines them.
"""

import gc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple


class Said(NamedTuple):
    """Something for the user: what was asked for (``data``, to stdout), or a message about it."""

    text: str
    data: bool = False


class NewFile(NamedTuple):
    """A file that is to be written: its name, its bytes, what it is called for people, and the
    fingerprint of the report that is printed, empty if it is no print."""

    name: str
    data: bytes
    label: str = ""
    fingerprint: str = ""


class Kept(NamedTuple):
    """A file that was written: its place, and the SHA-256 of it in hexadecimal digits."""

    place: str
    digest: str


class Done(NamedTuple):
    """How it ended: an exit code, and what a program wants to know. ``lasting`` if it would end so again
    with the same input: not where a library was missing or a disk was full."""

    code: int = 0
    entry: dict[str, Any] | None = None
    lasting: bool = True


class Asks(NamedTuple):
    """The work has to know whether there is a report of this organ for the year before; it yields nothing
    else, and is begun again with the answer."""

    agency: str
    year: int


class Failed(NamedTuple):
    """The program itself failed: a fault in it, and where."""

    fault: str


class Crashed(NamedTuple):
    """Process after process ended while it worked on this."""


Part = Said | NewFile | Kept | Done | Asks | Failed | Crashed
Work = Callable[[Any, Any], Iterable[Part]]


def collected(work: Work, order: object, job: object) -> tuple[Part, ...]:
    """All that a work yields. A fault of the program is told with the job that it came up in: one input of
    thousands must not end the others.

    Nor do thousands add up: a document leaves megabytes of objects that hold one another, and the interpreter
    would look for them after a hundred documents. What a job made is young, so it is found quickly.
    """
    parts: list[Part] = []
    try:
        parts.extend(work(order, job))
    except Exception as error:  # whatever it is, it is told, as Failed
        parts.append(Failed(_where(error)))
    gc.collect(1)
    return tuple(parts)


def _where(error: Exception) -> str:
    """A fault with the last place of ours that it came through."""
    import traceback  # here, because it is seldom needed

    frames = reversed(traceback.extract_tb(error.__traceback__))
    ours = next((frame for frame in frames if _is_ours(Path(frame.filename))), None)
    place = f"，{Path(ours.filename).name} 第{ours.lineno}行" if ours else ""
    return f"{type(error).__name__}: {error}{place}"


def _is_ours(module: Path) -> bool:
    """Whether it is a module of this program, but for those that only call the others."""
    return "nianbao" in module.parts and module.parent.name != "jobs"
