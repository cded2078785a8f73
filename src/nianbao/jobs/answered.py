"""What a work yielded for the same order and job when it was last asked for, on this machine.

A work is a function of plain values that reads nothing (``jobs/parts.py``): as long as these are the same,
and so are forms/ and the modules that it ran through, it would yield the same parts once more. So they are
told again, and most of the program is not even imported. It is for one report that somebody checks again and
again: one file for each name of an input, with its last answer.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.util import source_hash
from typing import Any

from nianbao import cache_folder, resources
from nianbao.files.source import Source
from nianbao.jobs.parts import Done, Part, Said

_Seen = list[tuple[str, int, int]]  # path of a module, its size, when it was changed


def again(name: str, about: str, values: object, anew: Callable[[], Iterable[Part]]) -> Iterator[Part]:
    """What a work called ``name`` yields, which is ``anew()``, or is known if all ``values`` that go into it
    are as they were. ``about`` is the name of its input, and picks the file where that is kept."""
    file = f"{name}-{source_hash(about.encode('utf-8', 'surrogatepass')).hex()}"
    try:
        law = source_hash(resources.content_of(resources.folder("forms")))
    except OSError:  # no files, as in a bundle: nothing is kept of them
        yield from anew()
        return
    asked = (_plain(values), sys.hexversion, law)
    known = _known(file, asked)
    if known is not None:
        yield from known
        return
    parts = []
    for part in anew():
        parts.append(part)
        yield part
    _keep(file, asked, parts)


def _known(file: str, asked: object) -> list[Part] | None:
    """What was kept, if it is the answer to what is asked and no module is another."""
    data = cache_folder.read(file)
    try:
        kept = marshal.loads(data) if data else None  # noqa: S302 - nobody but the user has written it
    except (EOFError, TypeError, ValueError):  # as another release of the program may have kept it
        return None
    match kept:
        case (before, [*seen], [*rows]) if before == asked and _seen(each[0] for each in seen) == seen:
            return [Said(*values) if len(values) == 2 else Done(*values) for values in rows]
        case _:
            return None


def _keep(file: str, asked: Any, parts: Iterable[Part]) -> None:
    """Keep what a work yielded, if it would yield it again."""
    rows: list[Any] = []
    for part in parts:
        match part:
            case Said(text, data):
                rows.append((text, data))
            case Done(code, entry, True):
                rows.append((int(code), entry, True))
            case _:  # files to be written, or an end that may be another tomorrow
                return
    seen = _seen(_loaded())
    if seen is not None:
        cache_folder.write(file, marshal.dumps((asked, seen, rows)))


def _loaded() -> Iterator[str]:
    """The files of all modules that are loaded, but those of Python itself."""
    for name, module in sys.modules.copy().items():
        if name.partition(".")[0] not in sys.stdlib_module_names and name != "__main__":
            file: str | None = getattr(module, "__file__", None)
            if file is not None:
                yield file


def _seen(files: Iterable[str]) -> _Seen | None:
    """How files are on the disk; None if one is not there, as in a bundle, where modules are no files."""
    try:
        found = [(file, os.stat(file)) for file in files]  # noqa: PTH116 - of two hundred, at every start
    except OSError:
        return None
    return [(file, each.st_size, each.st_mtime_ns) for file, each in found]


def _plain(value: object) -> Any:
    """A value in such as can be kept and compared: the bytes of files, and words for anything else."""
    match value:
        case Source(name, data, organ):
            return name, data, organ
        case tuple():
            return tuple(map(_plain, value))
        case _:
            return repr(value)
