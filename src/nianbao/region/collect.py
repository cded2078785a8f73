"""Files of members → all that is collected of a region, in the steps of one screen.

Reading and checking are done elsewhere (``region/work.py``), perhaps in other processes: each step gets what
came of them, and tells what is to be done next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from nianbao.region.assigned import assigned
from nianbao.region.collected import Collected, Found, Handed, Repeated, Told, Unread
from nianbao.region.members import Region
from nianbao.region.repeated import repeated
from nianbao.region.together import together
from nianbao.region.work import Checking, checking

Check = Callable[[Mapping[str, Checking]], Mapping[str, tuple[Told, ...]]]  # by :attr:`Found.key`


def collect(
    region: Region, read: Iterable[Found | Unread], check: Check, before: Collected | None = None
) -> Collected:
    """Give each report to its member, have the reports that count checked, and compare their texts.
    ``before`` is what was collected for the year before."""
    files = list(read)
    found = [each for each in files if isinstance(each, Found)]
    unread = [each for each in files if isinstance(each, Unread)]
    collected = assigned(region, found, unread, _taken(before) if before is not None else ())
    own = replace(collected.own, members=collected.members)
    everybody = [own, *collected.everybody()]
    jobs = {each.taken.key: _job(collected, each, each.taken) for each in everybody if each.taken}
    findings = check(jobs)
    alike = repeated(each.taken for each in everybody if each.taken)
    return replace(
        collected,
        members=tuple(_with(each, findings, alike) for each in collected.members),
        own=_with(collected.own, findings, alike),
    )


def _taken(collected: Collected) -> Iterator[Found]:
    """Every report that counted."""
    for each in (collected.own, *collected.everybody()):
        if each.taken is not None:
            yield each.taken


def _job(collected: Collected, handed: Handed, taken: Found) -> Checking:
    """A region's report is checked against its members, at every level."""
    members = together(collected.form, collected.year, handed.members) if handed.members else None
    return checking(taken, handed.prior, members, handed.member.kind)


def _with(handed: Handed, findings: Mapping[str, tuple[Told, ...]], alike: Mapping[str, Repeated]) -> Handed:
    name = handed.taken.key if handed.taken is not None else ""
    return replace(
        handed,
        findings=findings.get(name, ()),
        repeated=alike.get(name),
        members=tuple(_with(each, findings, alike) for each in handed.members),
    )
