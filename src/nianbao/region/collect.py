"""Files of members → all that is collected of a region, in the steps of one screen.

Reading and checking are done elsewhere (``region/work.py``), perhaps in other processes: each step gets what
came of them, and tells what is to be done next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from nianbao.region.assigned import assigned
from nianbao.region.collected import Collected, Found, Handed, Repeated, Told, Unread
from nianbao.region.members import Region
from nianbao.region.repeated import repeated
from nianbao.region.work import Checking, checking

Check = Callable[[Mapping[str, Checking]], Mapping[str, tuple[Told, ...]]]  # by the name of the file


def collect(region: Region, read: Iterable[Found | Unread], check: Check) -> Collected:
    """Give each report to its member, have the reports that count checked, and compare their texts."""
    files = list(read)
    found = [each for each in files if isinstance(each, Found)]
    collected = assigned(region, found, [each for each in files if isinstance(each, Unread)])
    everybody = [collected.own, *collected.everybody()]
    findings = check({each.taken.file.name: _job(each, each.taken) for each in everybody if each.taken})
    alike = repeated(each.taken for each in everybody if each.taken)
    return replace(
        collected,
        members=tuple(_with(each, findings, alike) for each in collected.members),
        own=_with(collected.own, findings, alike),
    )


def _job(handed: Handed, taken: Found) -> Checking:
    return checking(taken, handed.prior, handed.member.kind)


def _with(handed: Handed, findings: Mapping[str, tuple[Told, ...]], alike: Mapping[str, Repeated]) -> Handed:
    name = handed.taken.file.name if handed.taken is not None else ""
    return replace(
        handed,
        findings=findings.get(name, ()),
        repeated=alike.get(name),
        members=tuple(_with(each, findings, alike) for each in handed.members),
    )
