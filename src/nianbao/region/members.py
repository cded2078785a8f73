"""A region and its members as values: who reports to whom, under which names, in which years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """An organ that hands in a report; with ``members`` a region below, whose report sums up theirs.

    ``kind`` is the id of a kind of agency (forms/agencies.toml), which decides the deadline. ``aliases`` are
    other names by which its reports may call it, former ones included. ``since`` and ``until`` are the first
    and the last report year; None is open. ``at`` is where it stands: file and line.
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    members: tuple[Member, ...] = ()
    at: str = ""

    def is_one_in(self, year: int) -> bool:
        """Whether it reports for a year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    def walk(self) -> Iterator[Member]:
        """It and all that are below it, each before its members."""
        yield self
        for member in self.members:
            yield from member.walk()


@dataclass(frozen=True, slots=True)
class Region:
    """A region.toml: the region for whose report of ``year`` its members' reports are put together.

    ``file`` is the name of the file, ``digest`` the SHA-256 of it and of the files that it names.
    """

    name: str
    kind: str
    year: int
    members: tuple[Member, ...]
    aliases: tuple[str, ...] = ()
    file: str = ""
    digest: str = ""

    @property
    def whole(self) -> Member:
        """The region itself as a region above it sees it: a member that has members."""
        return Member(self.name, self.kind, self.aliases, members=self.members, at=self.file)

    def everybody(self) -> Iterator[Member]:
        """All that are below it at any depth, each before its members."""
        for member in self.members:
            yield from member.walk()
