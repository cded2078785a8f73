"""Somebody who types without end into a guarded report, in a process that can be killed at any moment."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from nianbao.desk.safe import diary
from nianbao.desk.safe.guard import FileGuard
from nianbao.desk.session import Session
from nianbao.model.figure import count, parse
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import catalogue
from nianbao.problem import InputError

SHORT_JOURNAL = 20_000  # bytes; so that it is also written anew now and then

all_forms()  # at once, so that every process that is forked off knows them
catalogue()


def keystrokes(session: Session, seed: int) -> Iterator[Callable[[], object]]:
    """What is done to a session, one thing after the other: the same for the same seed and report."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    cells = list(session.form.cells)
    while True:
        number = str(chance.randrange(100_000))
        match chance.randrange(6):
            case 0 | 1:
                yield from _figure(session, chance.choice(cells), number)
            case 2:
                yield from _text(session, chance, number)
            case 3:
                yield session.undo
            case 4:
                yield session.redo
            case _:
                yield partial(session.enter_about, agency=f"某某局{number}", title=number)


def _figure(session: Session, cell: str, number: str) -> Iterator[Callable[[], object]]:
    for length in range(1, len(number) + 1):
        yield partial(session.type, {cell: parse(number[:length])})
    yield partial(session.enter, {cell: count(int(number))}, "填数")


def _text(session: Session, chance: random.Random, words: str) -> Iterator[Callable[[], object]]:
    section = chance.choice(("overview", "problems", "other"))
    before = session.entered.narrative.get(section, "")
    place = chance.randrange(len(before) + 1)
    yield partial(session.enter_text, section, before[:place] + words + before[place:])


def type_on(path: Path, seed: int, pipe: Connection) -> None:
    """Open the report, take what was recovered, and type; say so after every keystroke."""
    diary.BLOATED = SHORT_JOURNAL
    opened = FileGuard.open(path)
    if opened.recovered is not None:
        opened.recovered.accept()
    threading.Thread(target=_tick, args=(opened.guard,), daemon=True).start()
    pipe.send(0)
    for number, keystroke in enumerate(keystrokes(opened.session, seed), 1):
        keystroke()
        if number % 9 == 5:
            with suppress(InputError):  # half a reference in the text
                opened.guard.save(overwrite=True)
        pipe.send(number)


def _tick(guard: FileGuard) -> None:
    while True:
        guard.tick()
