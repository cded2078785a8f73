"""What the journal of a report says: who has it, what its file held, what has been typed since.

A journal is a sequence of beginnings, each complete in itself, of changes, and of holders.
"""

from __future__ import annotations

import datetime
import os
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nianbao.desk import person
from nianbao.desk.safe.changes import BadChange, change, changed, nothing
from nianbao.desk.safe.journal import Entry
from nianbao.model.report import Report

VERSION = 1


@dataclass(frozen=True)
class Replay:
    """``saved`` is the report as its file, with the hash ``base``, held it (None: there was no file yet, and
    ``saved`` is what it was begun with); ``mine`` is what it had become when the journal ends, ``by`` who
    made it so."""

    base: str | None
    saved: Report
    mine: Report
    by: str

    @property
    def unsaved(self) -> bool:
        """Whether no file has, or had, what the journal ends with."""
        return self.base is None or self.mine != self.saved


def replay(entries: Iterable[Entry]) -> Replay | None:
    """Go through a journal; None if it was never begun.

    Raises BadChange if it is not a journal of this version of the program.
    """
    base, saved, mine, by = None, None, nothing(), ""
    for entry in entries:
        if "journal" in entry:
            if entry["journal"] != VERSION:
                raise BadChange(f"journal {entry['journal']}")
            base, saved = entry.get("base"), changed(nothing(), entry.get("saved", {}))
            mine = changed(saved, entry.get("mine", {}))
        elif "holder" in entry:
            by = entry["holder"].get("user", "")
        else:
            mine = changed(mine, entry)
    return None if saved is None else Replay(base, saved, mine, by)


def beginning(base: str | None, saved: Report, mine: Report) -> Entry:
    """The entry that says all of a Replay, whatever stands before it."""
    return {"journal": VERSION, "base": base, "saved": change(nothing(), saved), "mine": change(saved, mine)}


def holder() -> Entry:
    """The entry that tells who has the journal from here on."""
    now = datetime.datetime.now().astimezone()
    who = {
        "user": person.name(),
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "since": now.isoformat(),
    }
    return {"holder": who}


def held_by(entries: Sequence[Entry]) -> str:
    """Who has the journal, in words."""
    who = next((entry["holder"] for entry in reversed(entries) if "holder" in entry), None)
    if who is None:
        return "另一个窗口"
    since = datetime.datetime.fromisoformat(who["since"])
    return f"{who['user']}在{who['host']}上（{since:%m月%d日%H:%M}打开，进程{who['pid']}）"
