"""A report that was renamed or moved after a kill: its journal still lies beside the name that it had."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from nianbao.desk import recent
from nianbao.desk.safe import journal
from nianbao.desk.safe.changes import BadChange
from nianbao.desk.safe.journal import Journal, Taken
from nianbao.desk.safe.on_disk import Book, Busy
from nianbao.desk.safe.replay import Replay, held_by, replay
from nianbao.files import history
from nianbao.model.report import Report


def followed(book: Book, path: Path, now: Report) -> Book:
    """The journal of a file that has none of its own: what was typed under another name, where a file of that
    name is no longer there, for the same organ and year. Raises Busy if somebody still types there."""
    if book.journal is None or book.past is not None:
        return book
    for old in _without_file(path):
        try:
            past = _brought(old, book.journal, path, now)
        except Busy:
            raise
        except (OSError, BadChange):
            continue
        if past is not None:
            former = journal.of(old)
            with contextlib.suppress(OSError):
                history.carry(former, path)
            return replace(book, past=past, former=former)
    return book


def _brought(old: Path, new: Journal, path: Path, now: Report) -> Replay | None:
    """What an old journal says, put into the new one, if it is of this report.

    Raises Busy, OSError, BadChange.
    """
    try:
        found = Journal.open(old)
    except Taken as taken:
        held = replay(taken.entries)
        if held is not None and is_same(held.saved, now):
            raise Busy(path, held_by(taken.entries)) from None
        return None
    moved = False
    try:
        past = replay(found.entries)
        if past is None or not past.unsaved or not is_same(past.saved, now):
            return None
        new.append(found.entries)
        new.modified, moved = found.modified, True
        return past
    finally:
        found.close(remove=moved)


def is_same(one: Report, other: Report) -> bool:
    """Whether two states are of one organ's report of one year."""
    return (one.agency, one.year) == (other.agency, other.year)


def _without_file(path: Path) -> Iterator[Path]:
    """The journals in the folder, and of files that were opened lately, whose files are gone."""
    files = [journal.of(each) for each in sorted(path.parent.glob(journal.ANY))]
    for file in dict.fromkeys((*files, *recent.paths())):
        beside = journal.beside(file)
        if file != path and file.suffix == path.suffix and not file.exists() and beside.is_file():
            yield beside
