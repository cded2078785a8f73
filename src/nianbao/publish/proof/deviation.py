"""What a document says or has otherwise than the one we make of the same report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from nianbao.problem import shown
from nianbao.words import first_of, shortened

_MOST_PLACES = 4
_LONGEST = 40  # characters of a place
_LONGEST_TEXT = 1000  # characters


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a document does not say what it should: the place in Chinese, both texts."""

    place: str
    expected: str
    found: str

    def __str__(self) -> str:
        wanted, found = (shortened(shown(text), _LONGEST_TEXT) for text in (self.expected, self.found))
        return f"{self.place}：应为“{wanted}”，读到的是“{found}”"


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that is otherwise than in our own document: its kind, and where or what, both in Chinese."""

    kind: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.kind}（{self.place}）" if self.place else self.kind


def told(found: Iterable[Deviation]) -> Iterator[str]:
    """A line for each kind, in the order in which the kinds were met, with a few of its places."""
    every = list(dict.fromkeys(found))
    order = {kind: index for index, kind in reversed(list(enumerate(each.kind for each in every)))}
    for kind, group in groupby(sorted(every, key=lambda each: order[each.kind]), key=lambda each: each.kind):
        places = [shortened(" ".join(each.place.split()), _LONGEST) for each in group if each.place]
        yield str(Deviation(kind, first_of(places, _MOST_PLACES, more=f"等{len(places)}处")))
