"""R701 and R702: the report of a region against the reports of its members."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from nianbao.checks.coverage import Place, Seen, outside, unknown
from nianbao.checks.registry import Each, On, checks
from nianbao.checks.subject import Subject
from nianbao.model.evidence import Lacking
from nianbao.model.figure import Number
from nianbao.model.finding import Finding
from nianbao.model.rules import rule

if TYPE_CHECKING:
    from nianbao.checks.members import Members, MemberSum


def _members(subject: Subject) -> Members | None:
    """What the members say, if it is about the same year."""
    members = subject.members
    return members if members is not None and members.year == subject.report.year else None


def _sum_of(subject: Subject, cell_id: str) -> MemberSum | None:
    """What the members say of a cell; of a total whose parts are all compared nothing is asked."""
    members = _members(subject)
    found = members.sums.get(cell_id) if members is not None else None
    return None if found is None or found.parts else found


def _ground(subject: Subject) -> Place | None:
    """Why nothing can be compared."""
    if not subject.report.region:
        return outside("alone")
    return unknown(lacking=Lacking.MEMBERS) if _members(subject) is None else None


def _outdated(subject: Subject) -> Iterator[Place]:
    """That what is compared is no longer what the members say."""
    members = _members(subject)
    if members is not None and members.changed:
        yield unknown(lacking=Lacking.MEMBERS_CHANGED)


def _is_first(subject: Subject, cell_id: str) -> bool:
    return cell_id == next(iter(subject.report.form.cells))


def _sum_places(subject: Subject, cell_id: str) -> Iterator[Place]:
    if (ground := _ground(subject)) is not None:
        if _is_first(subject, cell_id):  # it is the same for all of them
            yield ground
        return
    if _is_first(subject, cell_id):
        yield from _outdated(subject)
    found, own = _sum_of(subject, cell_id), _own(subject, cell_id)
    if found is None:
        return
    if own is None:
        yield unknown(cell_id)
    elif not found.certain and _broken(found, own) is None:
        yield unknown(lacking=Lacking.MEMBER_FIGURES)
    else:
        name = subject.report.form.cells[cell_id].name
        expected = 0 if found.most is None else found.most
        values = (("name", name), ("found", own), ("expected", expected))
        zeros = own == 0 and expected == 0
        yield Place(Seen.COMPARED, note="sum", values=values, cells=(cell_id,), plain=zeros)


@checks("R701", on=On.FIGURES | On.FACTS, each=Each.CELL, covers=_sum_places)
def r701_sums(subject: Subject, cell_id: str) -> Iterator[Finding]:
    """A cell of the region's report that cannot be the sum of its members'."""
    found = _sum_of(subject, cell_id) if subject.report.region else None
    own = None if found is None else _own(subject, cell_id)
    if found is None or own is None:
        return
    broken = _broken(found, own)
    if broken is None:
        return
    message, bound = broken
    cell = subject.report.form.cells[cell_id]
    yield rule("R701").finding(
        section=cell.section,
        cell=cell_id,
        message=message,
        expected=bound,
        found=subject.look(cell_id),
        name=cell.name,
        difference=own - bound if own > bound else bound - own,
        lacking=found.lacking,
    )


def _own(subject: Subject, cell_id: str) -> Number | None:
    """What the report says, money in 万元; None where that is no number or of no certain unit."""
    measured = subject.report.form.measured(cell_id, subject.look(cell_id))
    least, most = measured.bounds()
    return least if least is not None and least == most else None


def _broken(found: MemberSum, own: Number) -> tuple[str, Decimal | int] | None:
    """By which sentence the sum is broken, and what it should be at least or at most."""
    if found.most is not None and own > found.most:
        return ("most" if found.joint else ""), found.most
    if found.least is not None and own < found.least:
        return ("least" if found.joint else "" if found.certain else "some"), found.least
    return None


def _member_places(subject: Subject) -> Iterator[Place]:
    ground, members = _ground(subject), _members(subject)
    if ground is not None:
        yield ground
    elif members is not None:
        yield from _outdated(subject)
        yield Place(Seen.COMPARED, note="all")


@checks("R702", on=On.FACTS, covers=_member_places)
def r702_members(subject: Subject) -> Iterator[Finding]:
    """Members without a report, or with one in another form or of another year."""
    members = _members(subject)
    if members is None or not subject.report.region:
        return
    missing = tuple(each for each in members.missing if each not in members.other_year)
    for message, names in (("missing", missing), ("form", members.other_form), ("year", members.other_year)):
        if names:
            yield rule("R702").finding(message=message, found=names, expected=members.year)
