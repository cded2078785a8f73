"""What collecting yields, as frozen values: who handed in what, by which file, and what is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nianbao.model.agency import agency_kinds
from nianbao.model.finding import Level
from nianbao.model.form import Form
from nianbao.model.report import Report
from nianbao.region.members import Member, Region
from nianbao.region.names import How


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found: its name, the SHA-256 of it in hexadecimal digits, and when it was changed
    last, in seconds since 1970; 0 if nobody knows."""

    name: str
    digest: str
    modified: float = 0


@dataclass(frozen=True)
class Found:
    """A report with the file that it was read from. ``unplaced`` is what of a document could not be placed,
    in words; ``figures_alone``: a workbook, which has no text; ``part``: whose it is among several in it."""

    file: File
    report: Report
    unplaced: tuple[str, ...] = ()
    figures_alone: bool = False
    part: str = ""

    @property
    def key(self) -> str:
        """What it is told from all others by: the name of its file, and the part of that."""
        return f"{self.file.name}“{self.part}”" if self.part else self.file.name


class Why(StrEnum):
    """Why a report of a member was not taken."""

    OLDER = "older"  # another one has a later date
    SAME = "same"  # says the same in another file
    YEAR = "year"  # of another year


@dataclass(frozen=True)
class Passed:
    """A report of a member that was not taken. ``by_date`` tells that the dates of the signatures decided
    which is newer, not when the files were changed."""

    found: Found
    why: Why
    by_date: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """A finding on the report of a member, in words, with the fields of a
    :class:`~nianbao.model.finding.Finding`."""

    code: str
    level: Level
    message: str
    section: str = ""
    cell: str = ""
    cells: tuple[str, ...] = ()
    waived: str | None = None

    @property
    def stops(self) -> bool:
        """Whether the report must not be published with it."""
        return self.level is Level.ERROR and self.waived is None


@dataclass(frozen=True, slots=True)
class Repeated:
    """Text that stands in the report of another member too: percent of the whole, and the passages."""

    agency: str
    percent: int
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Handed:
    """A member with what it handed in for the year.

    ``taken`` is the report that counts, ``how`` it was found to be this member's; ``passed`` are those that
    do not count, the reports of other years among them. ``prior`` is its report of the year before, if it
    is there. ``members`` are those of a region below. ``repeated`` is the report of another member that it
    repeats most, if it repeats much.
    """

    member: Member
    taken: Found | None = None
    how: How | None = None
    passed: tuple[Passed, ...] = ()
    prior: Found | None = None
    findings: tuple[Told, ...] = ()
    members: tuple[Handed, ...] = ()
    repeated: Repeated | None = None

    @property
    def name(self) -> str:
        return self.member.name

    def walk(self) -> Iterator[Handed]:
        """It and all below it, each before its members."""
        yield self
        for each in self.members:
            yield from each.walk()

    def deadline(self, year: int) -> datetime.date:
        """Until when it was to hand in its report of a year."""
        return agency_kinds()[self.member.kind].deadline_for(year)


@dataclass(frozen=True)
class Stranger:
    """A report that belongs to no member. ``similar`` are members that may be meant, never taken silently;
    ``gone`` is the member of this name that is none in this year."""

    found: Found
    similar: tuple[str, ...] = ()
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read as a report, and why, in words."""

    file: File
    why: str


@dataclass(frozen=True)
class Collected:
    """All of it. ``own`` is the region's own report, the one that sums up, as far as it is there: with
    ``taken`` and ``prior`` like that of a member."""

    region: Region
    form: Form
    members: tuple[Handed, ...]
    own: Handed
    strangers: tuple[Stranger, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def year(self) -> int:
        return self.region.year

    def everybody(self) -> Iterator[Handed]:
        """Every member at any depth, each before its own members."""
        for member in self.members:
            yield from member.walk()

    def missing(self) -> Iterator[Handed]:
        """The members of which there is no report of the year. Of a region below whose members have theirs
        the sum counts, but its own report is missing all the same."""
        return (each for each in self.everybody() if each.taken is None)

    def late(self) -> Iterator[Handed]:
        """The members whose report was signed after the deadline."""
        for each in self.everybody():
            signed = each.taken.report.date if each.taken is not None else None
            if signed is not None and signed > each.deadline(self.year):
                yield each

    def other_form(self) -> Iterator[Handed]:
        """The members whose report is in another form than that of the year."""
        for each in self.everybody():
            if each.taken is not None and each.taken.report.form is not self.form:
                yield each

    def doubtful(self) -> Iterator[Handed]:
        """The members whose report was read from a document in which not all could be placed."""
        return (each for each in self.everybody() if each.taken is not None and each.taken.unplaced)

    def other_year(self) -> Iterator[Handed]:
        """The members that handed in reports, but none of the year."""
        for each in self.everybody():
            if each.taken is None and each.passed:
                yield each
