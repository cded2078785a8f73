"""Who changed what of a report, and when: lines of JSON in a file beside it, 某局-2025-修改记录.jsonl.

Lines are only ever put at its end, so a process that is killed leaves at most half a line, which is passed
over. Two copies of it are merged by putting all lines into one file: their order and repeated lines do not
matter. It is no part of the report, and nothing of it is ever published.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path

from nianbao.files import atomic, regular

SUFFIX = "-修改记录.jsonl"
LARGEST = (
    4_000_000  # bytes; beyond them the oldest lines go. A year of a busy report has some hundred thousand
)


class What(StrEnum):
    """What happened."""

    CHANGED = "改"  # a figure, or a line of a text
    SUBMITTED = "送审"
    PUBLISHED = "公布"
    REOPENED = "重新打开"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    ``at`` is the moment in ISO 8601 with its offset, ``by`` a name. ``place`` is a cell id, or section and
    line ("overview:3"); ``before`` and ``after`` what stood there, in words. What was submitted has the whole
    report.toml of then as ``after``, what was reopened the reason.
    """

    at: str
    by: str
    what: What
    place: str = ""
    before: str = ""
    after: str = ""


_KEYS = [field.name for field in fields(Event)]
_BEGINNING = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
_STEP = datetime.timedelta(milliseconds=1)


def beside(report: Path) -> Path:
    """The history of the report in a file."""
    return report.with_name(f"{report.stem}{SUFFIX}")


def read(report: Path) -> list[Event]:
    """What happened to a report, oldest first; nothing where there is no history. What is no line of one is
    passed over. Raises OSError if it cannot be read."""
    try:
        data = regular.content(beside(report), 2 * LARGEST)
    except FileNotFoundError:
        return []
    found = (_event(line) for line in data.split(b"\n"))
    return sorted(dict.fromkeys(event for event in found if event is not None), key=_when)


def append(report: Path, events: Sequence[Event]) -> None:
    """Write down what happened after all that is told already, whatever the clock says. Raises OSError."""
    if not events:
        return
    known, path = read(report), beside(report)
    new = _after(known, events)
    data = b"".join(map(_line, new))
    if _size(path) + len(data) > LARGEST:
        atomic.write(path, _newest([*known, *new]))
        return
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            data = data if file.read(1) == b"\n" else b"\n" + data
        while data:  # a disk that is nearly full takes a part, and refuses the rest when it is asked again
            data = data[file.write(data) :]
        os.fsync(file.fileno())


def carry(old: Path, new: Path, events: Sequence[Event] = ()) -> None:
    """Give a report that was saved under another name the history of the first one, and what happened since.
    Raises OSError."""
    known = read(old)
    if known and not beside(new).exists():
        atomic.write(beside(new), b"".join(map(_line, [*known, *_after(known, events)])))
    else:
        append(new, events)


def _after(known: Sequence[Event], events: Sequence[Event]) -> list[Event]:
    """The events as of a moment after the last known one: a clock that was set back, or that of another
    computer, changes nothing of their order."""
    if not (known and events) or _when(events[0]) > _when(known[-1]):
        return list(events)
    at = (_when(known[-1]) + _STEP).isoformat(timespec="milliseconds")
    return [replace(event, at=at) for event in events]


def _when(event: Event) -> datetime.datetime:
    """The moment of an event; the beginning of time where it says none."""
    try:
        moment = datetime.datetime.fromisoformat(event.at)
    except ValueError:
        return _BEGINNING
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _newest(events: Iterable[Event]) -> bytes:
    """The newest half of what a history can hold: all milestones that are short, the last submission, and of
    the changes as many as there is room for."""
    listed = list(events)
    submitted = [event for event in listed if event.what is What.SUBMITTED]
    room = LARGEST // 2
    kept = []
    for event in reversed(listed):
        milestone = event in submitted[-1:] or event.what in {What.PUBLISHED, What.REOPENED}
        room -= len(_line(event))
        if milestone or room > 0:
            kept.append(event)
    return b"".join(_line(event) for event in reversed(kept))


def _line(event: Event) -> bytes:
    text = json.dumps(asdict(event), ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode(errors="backslashreplace")


def _event(line: bytes) -> Event | None:
    try:
        told = json.loads(line)
        texts = {key: told.get(key, "") for key in _KEYS}
        if all(isinstance(text, str) for text in texts.values()):
            return Event(**{**texts, "what": What(texts["what"])})
    except (ValueError, AttributeError, RecursionError):
        pass
    return None
