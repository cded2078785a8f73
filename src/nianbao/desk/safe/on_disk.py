"""The report's file and the journal beside it: looked at, read, put into words."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import dataclass
from pathlib import Path

from nianbao.desk.safe import journal
from nianbao.desk.safe.changes import BadChange
from nianbao.desk.safe.journal import Journal, Taken
from nianbao.desk.safe.replay import Replay, held_by, replay
from nianbao.files import regular, report_toml
from nianbao.files.bounds import LARGEST_FILE
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem, reason


class Busy(OSError):
    """Another wizard has the file; ``who`` tells which."""

    def __init__(self, path: Path, who: str) -> None:
        self._words = f"“{path.name}”正在别处编辑：{who}。请在那边保存退出以后再打开。"
        super().__init__(errno.EBUSY, self._words, str(path))
        self.path = path
        self.who = who

    def __str__(self) -> str:
        return self._words


class ChangedOutside(Exception):
    """The file is not what it was when it was loaded or saved last; nothing was written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"“{path.name}”在编辑期间{what}。")
        self.path = path


@dataclass(frozen=True)
class Book:
    """A journal as it was found: itself, or ``trouble`` why there is none; ``past`` is what it says;
    ``notice`` tells if part of it could not be read, ``former`` the name of its file that is gone."""

    journal: Journal | None
    past: Replay | None = None
    notice: str = ""
    trouble: str = ""
    former: Path | None = None

    @property
    def unsaved(self) -> bool:
        """Whether it holds what no file has."""
        return self.past is not None and self.past.unsaved

    def drop(self, *, remove: bool = False) -> None:
        """Let go of it, as it was; one in which nothing was begun goes too."""
        if self.journal is not None:
            self.journal.close(remove=remove or self.past is None)


def look(path: Path) -> Book:
    """Open the journal of a file, or begin one. Raises Busy. What cannot be read is set aside."""
    try:
        found = Journal.open(journal.beside(path))
    except Taken as taken:
        raise Busy(path, held_by(taken.entries)) from None
    except OSError as error:
        return Book(None, trouble=in_words(error))
    try:
        past = replay(found.entries)
    except BadChange:
        past, unreadable = None, True
    else:
        unreadable = found.damaged
    if not unreadable:
        return Book(found, past)
    try:
        aside = found.set_aside()
        if past is None:
            found.clear()
    except OSError as error:
        found.close(remove=False)
        return Book(None, trouble=in_words(error))
    return Book(found, past, f"上次编辑的记录有一部分读不出来，原样存在“{aside.name}”里。")


def has_unsaved(path: Path) -> bool:
    """Whether a wizard that is open or was ended has typed into a report what its file does not say."""
    try:
        past = replay(journal.told(journal.beside(path)))
        return past is not None and past.unsaved and past.mine != said(content(path), path)
    except (OSError, BadChange, InputError):
        return False


def content(path: Path) -> bytes | None:
    """The bytes of a file, None if there is none. Raises InputError if it is too large, OSError."""
    try:
        data = regular.content(path, LARGEST_FILE)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(data) > LARGEST_FILE:
        raise InputError(Problem(str(path), "文件太大，不像是一份报告", "；请核对文件名。"))
    return data


def said(data: bytes | None, path: Path) -> Report | None:
    """The report that a file holds; None if there is none, or it is no report."""
    try:
        return None if data is None else report_toml.loads(data, str(path))
    except InputError:
        return None


def digest(data: bytes | None) -> str | None:
    """What tells one content from another."""
    return None if data is None else hashlib.sha256(data).hexdigest()


def signature(path: Path) -> tuple[int, int, int] | None:
    """What usually changes when a file does, without reading it; None if it cannot be looked at."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


def text(report: Report, path: Path, *earlier: bytes | None) -> bytes:
    """The report as the content of its file, proved to be read back equal.

    Comments and order are those of the first of the earlier contents that is a report.
    Raises InputError if the report holds what a file cannot.
    """
    name = str(path)
    try:
        new = _text(report, name, [data for data in earlier if data is not None])
    except UnicodeEncodeError as error:
        raise InputError(Problem(name, "有文件里存不了的字符", "；请删去。")) from error
    if report_toml.loads(new, name) != report:
        raise InputError(Problem(name, "写出来的内容读回来不一样，没有保存", "；请另存为一个新文件。"))
    return new


def _text(report: Report, name: str, earlier: list[bytes]) -> bytes:
    for data in earlier:
        try:
            report_toml.loads(data, name)
        except InputError:
            continue
        return report_toml.updated_text(data, report, name)
    return report_toml.new_text(report).encode()


def in_words(error: OSError) -> str:
    """Why nothing can be written, and what to do."""
    gone = isinstance(error, FileNotFoundError | NotADirectoryError)
    why = "文件所在的文件夹不见了" if gone else reason(error)
    return f"{why}，改动暂时记不下来。请不要关闭窗口；排除以后会自动补记，也可以按 Ctrl+O 另存到别处。"
