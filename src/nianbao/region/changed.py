"""Which files are no longer what they were when the members were collected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

from nianbao.files import regular
from nianbao.files.prior import is_beneath
from nianbao.problem import InputError
from nianbao.region import load
from nianbao.region.collected import Why

_LARGEST_FILE = 60_000_000  # bytes, as they are read to be collected


def changed_since(data: dict[str, Any], region: Path, report: Path) -> tuple[str, ...]:
    """The names of the files that say something else now than when they were collected: ``region``, and those
    of members beneath the folder of ``report``; no other is opened, for a report may come from anybody.

    ``data`` is what was kept (``region/kept.py``). A file that is where it was not found again is none:
    people move folders. Raises KeyError or TypeError for data that are none.
    """
    started = _started_in(region, data["region"]["file"])
    found = [region.name] if _digest_of_region(region) != data["region"]["digest"] else []
    for file in _files(data):
        at = started / file["name"]
        if is_beneath(at, report) and _differs(at, file):
            found.append(PurePath(file["name"]).name)
    return tuple(dict.fromkeys(found))


def _started_in(region: Path, named: str) -> Path:
    """The folder in which collecting was started: names of files are as seen from there."""
    parts, own = region.absolute().parts, PurePath(named).parts
    return Path(*parts[: -len(own)]) if parts[-len(own) :] == own else Path()


def _digest_of_region(region: Path) -> str:
    try:
        return load.load(region).digest
    except InputError:  # was right when it was collected
        return ""


def _files(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What was read, whether it counted or not; not the region's own report, which is being written."""
    yield from _handed_in(data["members"])
    yield from (each["found"]["file"] for each in data["strangers"])
    yield from (each["file"] for each in data["unread"])


def _handed_in(members: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in members:
        if each["taken"] is not None:
            yield each["taken"]["file"]
        yield from (passed["found"]["file"] for passed in each["passed"] if passed["why"] != Why.YEAR)
        yield from _handed_in(each["members"])


def _differs(at: Path, file: dict[str, Any]) -> bool:
    """Whether a file is another; one that nobody has touched is not read, for there may be thousands."""
    try:
        if at.stat().st_mtime == file["modified"]:
            return False
        digest: str = hashlib.sha256(regular.content(at, _LARGEST_FILE)).hexdigest()
        return digest != str(file["digest"])
    except OSError:  # is not there any more
        return False
