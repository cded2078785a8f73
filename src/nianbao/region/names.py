"""Whose a report is, by the name of the organ in it: full name, alias, short name, or nobody's."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from nianbao.model.figure import half_width
from nianbao.region.members import Member, Region
from nianbao.region.words import region_words
from nianbao.words import without_spaces

_OFFERED = 3  # similar names
_SIMILAR = 0.5  # of what is left without the place: 教育局 and 教育和体育局 are more, 教育局 and 民政局 less


class How(StrEnum):
    """By what a report was given to a member."""

    NAME = "name"
    ALIAS = "alias"
    SHORT = "short"  # a short name that points to it alone
    LONGER = "longer"  # its name with the places above before it
    SUM = "sum"  # no report of its own: the sum of its members'


def plain(name: str) -> str:
    """A name as it is compared: without spaces, in half-width signs."""
    return without_spaces(half_width(name))


@dataclass(frozen=True, slots=True)
class Whose:
    """The member that a name means, and by what; without one ``similar`` are names that may be meant."""

    member: Member | None
    how: How | None = None
    similar: tuple[str, ...] = ()


class Names:
    """The names of all members of a region and of the region itself."""

    def __init__(self, region: Region, year: int) -> None:
        everybody = [region.whole, *region.everybody()]
        self._members = [each for each in everybody if each.is_one_in(year)]
        places = [each.name for each in everybody if each.members]
        self._places = sorted({_bare(plain(place)) for place in places}, key=len, reverse=True)
        self._exact: dict[str, tuple[Member, How]] = {}
        self._short: dict[str, list[Member]] = {}
        for how, member, name in _stated(self._members):
            self._exact.setdefault(plain(name), (member, how))
        for _, member, name in _stated(self._members):
            for short in self._shorter(plain(name)):
                if member not in (meant := self._short.setdefault(short, [])):
                    meant.append(member)
        self._gone = [each for each in everybody if not each.is_one_in(year)]

    def whose(self, agency: str) -> Whose:
        """The member that the organ of a report is."""
        name = plain(agency)
        found = self._exact.get(name)
        if found is not None:
            return Whose(*found)
        meant = self._short.get(name, [])
        if len(meant) == 1:
            return Whose(meant[0], How.SHORT)
        if _bare(name) in self._exact:
            return Whose(self._exact[_bare(name)][0], How.SHORT)
        longer = next((self._exact[rest] for rest in _without_places(name) if rest in self._exact), None)
        if longer is not None:
            return Whose(longer[0], How.LONGER)
        return Whose(None, similar=tuple(each.name for each in meant) or self._similar(name))

    def gone(self, agency: str) -> Member | None:
        """The member of this name that is none in this year: merged, or not there yet."""
        name = plain(agency)
        return next((m for m in self._gone if name in map(plain, (m.name, *m.aliases))), None)

    def _similar(self, name: str) -> tuple[str, ...]:
        """Members whose names look alike, the likeliest first."""
        if not name:
            return ()
        rest = self._without_place(name)
        matcher = difflib.SequenceMatcher(b=rest, autojunk=False)
        scores: dict[str, float] = {}
        for _, member, stated in _stated(self._members):
            matcher.set_seq1(self._without_place(plain(stated)))
            if matcher.real_quick_ratio() > _SIMILAR and matcher.ratio() > _SIMILAR:
                scores[member.name] = max(matcher.ratio(), scores.get(member.name, 0))
        return tuple(sorted(scores, key=lambda each: -scores[each])[:_OFFERED])

    def _without_place(self, name: str) -> str:
        return next((name.removeprefix(place) for place in self._places if name.startswith(place)), name)

    def _shorter(self, name: str) -> Iterator[str]:
        """The short names that a name may go by, itself left out."""
        words = region_words()
        bodies = {name, _bare(name)}
        for full, shorts in words.shorter.items():
            long = [body for body in bodies if full in body]
            bodies |= {body.replace(full, short) for body, short in product(long, shorts)}
        for place in (place for place in self._places if name.startswith(place)):
            rests = {body.removeprefix(place) for body in bodies if body != place and body.startswith(place)}
            bodies |= rests | {_last_sign(place) + rest for rest in rests}
        yield from sorted(bodies - {name})


def _stated(members: Iterable[Member]) -> Iterator[tuple[How, Member, str]]:
    """Every name that is stated, the full ones first."""
    everybody = list(members)
    for member in everybody:
        yield How.NAME, member, member.name
    for member in everybody:
        for alias in member.aliases:
            yield How.ALIAS, member, alias


def _bare(name: str) -> str:
    """The name without an ending that may be left out."""
    return next((name.removesuffix(end) for end in region_words().endings if name.endswith(end)), name)


def _last_sign(place: str) -> str:
    """How a place ends: 县 of 某某县."""
    return next((end for end in region_words().places if place.endswith(end)), "")


def _without_places(name: str) -> Iterator[str]:
    """What is left of a name without the places that it begins with, one place fewer each time."""
    ends = "|".join(map(re.escape, region_words().places))
    place = re.compile(rf"[一-鿿]{{1,12}}?(?:{ends})")
    while (match := place.match(name)) and match.end() < len(name):
        name = name[match.end() :]
        yield name
