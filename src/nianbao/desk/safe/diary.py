"""What is typed, written into the journal as it comes."""

from __future__ import annotations

import contextlib
from pathlib import Path

from nianbao.desk.safe import on_disk
from nianbao.desk.safe.changes import change
from nianbao.desk.safe.journal import Journal
from nianbao.desk.safe.on_disk import Book, Busy
from nianbao.desk.safe.replay import beginning, holder
from nianbao.desk.session import Session
from nianbao.model.report import Report

BLOATED = 1_000_000  # bytes; a journal that has grown by so much is written anew


class Diary:
    """Keeps the journal of one file in step with its session.

    ``trouble`` says why what is typed is not safe at the moment, or nothing. While it is ``unsettled`` the
    journal holds what was typed before this session, and nobody has accepted it or given it up.
    A ``known`` is the digest of what the report's file holds, None if there is none.
    Whoever calls holds the lock of the file's guard.
    """

    def __init__(self, path: Path, session: Session, book: Book) -> None:
        self.unsettled = False
        self._path = path
        self._session = session
        self._take(book)

    def _take(self, book: Book) -> None:
        """Use a journal from here on."""
        self._journal: Journal | None = book.journal
        self.trouble = book.trouble
        self._written = self._session.report  # what the journal says
        self._stale = True  # whether it must be begun anew
        if book.journal is not None:
            with contextlib.suppress(OSError):
                book.journal.append([holder()])

    def leave(self, book: Book) -> None:
        """Let the journal as it was found, until somebody has chosen."""
        if book.past is not None:
            self._written, self._stale, self.unsettled = book.past.mine, False, True

    def begin_anew(self) -> None:
        """The next record is to say all: the file, or what it is compared with, is another one."""
        self._stale, self.unsettled = True, False

    def record(self, known: str | None) -> None:
        """Write down what has changed since the last time."""
        report, book = self._session.report, self._journal
        if book is None or (report is self._written and not self._stale):
            return
        try:
            if self.unsettled:
                if report is self._session.saved:
                    return  # the choice is open, and nothing has been typed
                book.set_aside()  # somebody types without having chosen: keep both
                self.begin_anew()
            if self._stale:
                book.append([beginning(known, self._session.saved, report)])
            elif typed := change(self._written, report):
                book.append([typed])
        except OSError as error:
            self.trouble = on_disk.in_words(error)
        else:
            self._written, self._stale, self.trouble = report, False, ""

    def announce(self, overwritten: str | None, before: Report, report: Report) -> None:
        """Let the journal say what is about to be overwritten, by its digest and as a report: so it is known
        what was changed even after a kill."""
        if self._journal is not None and not self.unsettled:
            self._stale = True
            with contextlib.suppress(OSError):
                self._journal.append([beginning(overwritten, before, report)])

    def mend(self, known: str | None) -> None:
        """Get a journal if there is none, or somebody took it away; and a short one if it is long."""
        if self._journal is not None and self._journal.lost:
            self._journal.close(remove=False)
            self._journal = None
        if self._journal is None:
            self._find_journal()
        elif self._journal.grown > BLOATED and not self.unsettled:
            self._shorten(self._journal, known)

    def _find_journal(self) -> None:
        try:
            book = on_disk.look(self._path)
        except Busy as error:
            self.trouble = str(error)
            return
        past = book.past
        if book.journal is not None and past is not None and past.mine not in (past.saved, self._written):
            with contextlib.suppress(OSError):
                book.journal.set_aside()  # another wizard was quicker, and died
        self.unsettled = False
        self._take(book)

    def _shorten(self, book: Journal, known: str | None) -> None:
        report = self._session.report
        book.grown = 0  # where it cannot be done, try again when it has grown as much again
        with contextlib.suppress(OSError):
            book.rewrite([beginning(known, self._session.saved, report), holder()])
            self._written, self._stale = report, False

    def flushing(self) -> int | None:
        """What :func:`journal.flush` is to wait for, if anything is not on the disk yet."""
        return None if self._journal is None else self._journal.flushing()

    def not_flushed(self, error: OSError) -> None:
        """Nobody knows what the disk has now: begin anew."""
        self.trouble, self._stale = on_disk.in_words(error), not self.unsettled

    def keep_copy(self) -> None:
        """Copy the journal to a file that nothing touches again, if that can be."""
        if self._journal is not None:
            with contextlib.suppress(OSError):
                self._journal.set_aside()

    def close(self, *, remove: bool) -> None:
        """Let go of the journal; with ``remove`` there is nothing in it that anybody needs."""
        if self._journal is not None:
            self._journal.close(remove=remove)
            self._journal = None
