"""What the members of a region say together, as the rules on the region's own report look at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nianbao.model.figure import Number


class MemberSum(NamedTuple):
    """The sum of a cell over the members: it is at least ``least`` and at most ``most``, None is without
    bound; money counts in 万元. ``lacking`` is how many members have no figure there. ``joint``: what members
    have in common counts once in the region's report, so that ``most`` is the sum and ``least`` the greatest
    of their figures. ``parts`` tells that a total is the sum of cells that are all known."""

    least: Number | None
    most: Number | None
    lacking: int = 0
    joint: bool = False
    parts: bool = False

    @property
    def certain(self) -> bool:
        """Whether all members have a figure there."""
        return not self.lacking


class Members(NamedTuple):
    """The members of a region for a year: sums by cell, and the names of those whose report is not there, is
    in another form, or is of another year. ``changed`` are the names of files that were changed after they
    were collected: what is told here is no longer what they say."""

    year: int
    sums: Mapping[str, MemberSum]
    missing: tuple[str, ...] = ()
    other_form: tuple[str, ...] = ()
    other_year: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
