"""Keeps what is typed safe: a journal beside the file, atomic saves, and a word on whatever is in the way.

Every change of the session is in the journal before the next key can be pressed, and on the disk with the
next :meth:`FileGuard.tick`. So it outlives the process at once, and a power cut after half a second.
"""

from __future__ import annotations

import datetime
import errno
import os
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nianbao.desk.history import History
from nianbao.desk.safe import journal, on_disk
from nianbao.desk.safe.diary import Diary
from nianbao.desk.safe.former import followed, is_same
from nianbao.desk.safe.merged import Together, merged, together
from nianbao.desk.safe.moved import moved
from nianbao.desk.safe.on_disk import Book, Busy, ChangedOutside
from nianbao.desk.session import Session
from nianbao.files import atomic, report_toml
from nianbao.files.made import beside
from nianbao.model.report import Report
from nianbao.problem import InputError
from nianbao.publish.differences import Difference
from nianbao.systems import real_path

__all__ = ["Busy", "ChangedOutside", "FileGuard", "Opened", "Recovery"]


@dataclass(frozen=True)
class Recovery:
    """What was typed before and not saved. It stays in the journal until it is accepted or discarded.

    ``report`` is what the file says now with what was typed: what somebody else has changed meanwhile stays.
    ``differences`` tell what accepting changes in what the file says now; ``outside``: somebody else has
    changed the file since, ``disputed`` are the places that both have. ``when`` was the last keystroke,
    ``by`` whom. ``gone``: there is no file any more, ``former``: it had this name, ``replaced``: it holds
    this report of another organ or year.
    """

    report: Report
    typed: Report
    differences: tuple[Difference, ...]
    outside: bool
    disputed: frozenset[str]
    when: datetime.datetime
    by: str
    guard: FileGuard
    gone: bool = False
    former: Path | None = None
    replaced: Report | None = None

    def accept(self) -> None:
        """Make it the report of the session: one step of its history, not saved."""
        self.guard.settle(self, accept=True)

    def discard(self) -> Path | None:
        """Give it up. Returns the file beside the report that keeps a copy of it; None if there could be
        none, and a copy of the journal is kept."""
        return self.guard.settle(self, accept=False)


@dataclass(frozen=True)
class Opened:
    """An open file. ``notice`` is a sentence for the user, or empty."""

    session: Session
    guard: FileGuard
    recovered: Recovery | None = None
    notice: str = ""


class FileGuard:
    """Guards one open file. Any thread may call it; the session is changed in one thread alone."""

    def __init__(self, path: Path, session: Session, base: bytes | None, book: Book) -> None:
        """:meth:`open` and :meth:`create` are the ways to one. ``base``: what the file holds."""
        self.path = path
        self.session = session
        self._base = base
        self._known = on_disk.digest(base)
        self._seen = on_disk.signature(path)
        self._lock = threading.RLock()
        self.lost: tuple[str, ...] = ()  # what of the file could not be kept when it was last saved
        self.history = History(path)
        self._diary = Diary(path, session, book)
        session.on_change = self._changed

    # ---- beginning and end

    @classmethod
    def open(cls, path: Path, *, review: bool = False) -> Opened:
        """Open a report, with ``review`` to be looked through only.

        Raises FileNotFoundError if there is neither a file nor a journal of one, Busy if another wizard has
        it, InputError if it is no report, OSError if it cannot be read.
        """
        path = real_path(path)
        book = on_disk.look(path)
        try:
            base = on_disk.content(path)
            if base is not None:
                now = report_toml.loads(base, str(path))
                book = followed(book, path, now)
            elif book.past is not None and book.unsaved:
                now = book.past.saved
            else:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        except BaseException as error:
            book.drop(remove=isinstance(error, FileNotFoundError))
            raise
        _complete_history(path, now, book)
        guard = cls(path, Session.of_file(now, review=review), base, book)
        return Opened(guard.session, guard, guard._recover(book), book.notice)

    @classmethod
    def create(cls, path: Path, report: Report) -> Opened:
        """Begin a report that has no file yet; the first save makes one.

        Raises FileExistsError if there is a file, or the journal of one that was begun before; Busy.
        """
        path = real_path(path)
        book = on_disk.look(path)
        if path.exists() or book.unsaved:
            book.drop()
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        guard = cls(path, Session(report), None, book)
        guard.tick()
        return Opened(guard.session, guard, notice=book.notice)

    def close(self, *, keep: bool) -> None:
        """Let go of the file. With ``keep`` what is not saved stays in the journal for the next time;
        :meth:`trouble` tells if it could not be written."""
        if keep:
            self.tick()
        with self._lock:
            self.session.on_change = _nobody
            unsaved = self._diary.unsettled or self._known is None or self.session.unsaved
            self._diary.close(remove=not (keep and unsaved))

    # ---- while it is open

    def tick(self) -> None:
        """Bring the journal to the disk, and what could not be written into the journal.

        To be called at least every half second, from a worker: it may have to wait for the disk.
        """
        with self._lock:
            self._diary.mend(self._known)
            self._diary.record(self._known)
            descriptor = self._diary.flushing()
        if descriptor is None:
            return
        try:
            journal.flush(descriptor)
        except OSError as error:
            self._diary.not_flushed(error)

    def trouble(self) -> str:
        """Why what is typed is not safe at the moment, as a sentence; empty if it is."""
        return self._diary.trouble

    def changed_outside(self) -> bool:
        """Whether somebody else has changed, removed or made the file since it was loaded or saved."""
        seen = on_disk.signature(self.path)
        if seen == self._seen:
            return False
        try:
            same = on_disk.digest(on_disk.content(self.path)) == self._known
        except (OSError, InputError):
            return True
        if same:
            self._seen = seen
        return not same

    def theirs(self) -> Together | None:
        """The report with what somebody else has changed in the file meanwhile; None if the two cannot be put
        together: that is no report, of another form, or not to be changed any more. Raises OSError."""
        now = on_disk.said(on_disk.content(self.path), self.path)
        if now is None or now.form is not self.session.form or now.published is not None:
            return None
        return together(self.session.saved, self.session.report, now)

    def take_in(self) -> None:
        """Go on with what :meth:`theirs` gives. Raises OSError."""
        there = on_disk.content(self.path)
        now = on_disk.said(there, self.path)
        if there is not None and now is not None:
            base = self.session.saved
            self.session.rebase(lambda report: merged(base, report, now))
            self._saved(now, there)

    def save(self, *, overwrite: bool = False) -> None:
        """Write the report to its file, at one stroke.

        Raises ChangedOutside if somebody else has changed the file, unless it is to be overwritten;
        InputError if the report holds what a file cannot, such as a reference to nowhere; OSError.
        """
        report = self.session.report
        there = on_disk.content(self.path)
        if not overwrite and on_disk.digest(there) != self._known:
            raise ChangedOutside(self.path, "被删除或改名了" if there is None else "被别人改过")
        new = on_disk.text(report, self.path, there, self._base)
        if new != there:
            before = on_disk.said(there, self.path) or self.session.saved
            if (overwritten := on_disk.digest(there)) != self._known:
                with self._lock:
                    self._diary.announce(overwritten, before, report)
            self.lost = atomic.write(self.path, new)
            self.history.record(before, report)
        self._saved(report, new)

    def save_as(self, path: Path, *, overwrite: bool = False) -> None:
        """Save to another file and guard that one from here on; the first file stays as it is.

        Raises FileExistsError if there is one already and it is not to be overwritten, Busy, and what
        :meth:`save` raises.
        """
        path = real_path(path)
        if path == self.path:
            self.save(overwrite=overwrite)
            return
        book = on_disk.look(path)
        try:
            if not overwrite and (path.exists() or book.unsaved):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
            seen_there = partial(moved, old=self.path, new=path)
            report = seen_there(self.session.report)
            new = on_disk.text(report, path, self._base)
            self.lost = atomic.write(path, new)
        except BaseException:
            book.drop()
            raise
        with self._lock:
            self._diary.close(remove=True)
            self.path = path
            self.history.move(path, self.session.saved, report)
            self.session.rebase(seen_there)
            self._diary = Diary(path, self.session, book)
        self._saved(report, new)

    def settle(self, recovery: Recovery, *, accept: bool) -> Path | None:
        """End the choice between what the file says and what was typed before; see Recovery."""
        with self._lock:
            if not self._diary.unsettled:
                return None
            copy = None if accept else self._keep_copy(recovery.typed)
            self._known = on_disk.digest(self._base)
            self._diary.begin_anew()
        if accept:
            self.session.recover(recovery.report, "恢复未保存的内容")
        self.tick()
        return copy

    # ---- how it is done

    def _recover(self, book: Book) -> Recovery | None:
        """What a journal holds that its file does not; a journal without such is begun anew."""
        now, past = self.session.report, book.past
        if book.journal is None or past is None or past.mine in (past.saved, now):
            self.tick()
            return None
        gone, outside = self._known is None, past.base != self._known
        if outside:
            self._known, self._seen = past.base, None
        self._diary.leave(book)
        both = together(past.saved, past.mine, now)
        return Recovery(
            report=both.report,
            typed=past.mine,
            differences=both.differences,
            outside=outside and not gone,
            disputed=both.disputed,
            when=book.journal.modified,
            by=past.by,
            guard=self,
            gone=gone and past.base is not None,
            former=book.former,
            replaced=None if is_same(past.saved, now) else now,
        )

    def _keep_copy(self, report: Report) -> Path | None:
        """A file beside the report with what somebody has typed and does not want, under a name by which
        no command takes it for one more report of this organ."""
        copy = self.path.with_name(f"{self.path.stem}-没有恢复的.bak")
        copy = beside(copy) if copy.exists() else copy
        try:
            atomic.write(copy, on_disk.text(report, copy, self._base))
        except (OSError, InputError):
            self._diary.keep_copy()
            return None
        return copy

    def _saved(self, report: Report, new: bytes) -> None:
        with self._lock:
            self._base, self._known, self._seen = new, on_disk.digest(new), on_disk.signature(self.path)
            self._diary.begin_anew()
        self.session.mark_saved(report)

    def _changed(self) -> None:
        with self._lock:
            self._diary.record(self._known)


def _complete_history(path: Path, now: Report, book: Book) -> None:
    """Write down what was saved by somebody who was killed before it was."""
    if book.journal is not None and book.past is not None and now == book.past.mine != book.past.saved:
        History(path).complete(book.past.saved, now, book.journal.modified, book.past.by)


def _nobody() -> None:
    """Nobody listens any more."""
