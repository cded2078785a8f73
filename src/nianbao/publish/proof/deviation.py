"""What a document says or has otherwise than the one we make of the same report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from nianbao.problem import shown
from nianbao.publish.proof.alignment import aligned
from nianbao.publish.proof.words import INNER, LAYOUT, UNNAMED
from nianbao.words import first_of, shortened

_MOST_PLACES = 4
_MOST_KINDS = 12  # that have a line each
_MOST_NAMES = 20  # in a line of kinds
_LONGEST = 40  # characters of a place
_LONGEST_TEXT = 1000  # characters
_LONGEST_WHOLE = 60  # characters of a text that is quoted whole; of a longer one what differs is
_AROUND = 12  # characters on either side of it
_MOST_CHANGES = 3  # of one text
NOTICED = "没有读的"  # the place of what a reader tells of a document: in one sentence where and why
_LESS = "少了："  # before a kind of which there is less


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a document does not say what it should: the place in Chinese, both texts; or
    ``NOTICED``, and what of it could not be read."""

    place: str
    expected: str
    found: str

    def __str__(self) -> str:
        wanted, found = (shortened(shown(text), _LONGEST_TEXT) for text in (self.expected, self.found))
        if self.place == NOTICED:
            return f"{self.place}：{found}"
        pairs = [(wanted, found)]
        if wanted and found and max(len(wanted), len(found)) > _LONGEST_WHOLE:
            changes = list(_changes(wanted, found))
            pairs = changes if len(changes) <= _MOST_CHANGES else pairs
        return f"{self.place}：" + "；".join(f"应为“{one}”，读到的是“{other}”" for one, other in pairs)


def _changes(wanted: str, found: str) -> Iterator[tuple[str, str]]:
    """Where two long texts part, each place with some characters before and after it."""
    steps = [step for step in aligned(wanted, found) if step[0] != "equal"]
    places: list[tuple[int, int, int, int]] = []
    for _, first, last, start, end in steps:
        if places and first - places[-1][1] <= 2 * _AROUND:
            begun = places.pop()
            places.append((begun[0], last, begun[2], end))
        else:
            places.append((first, last, start, end))
    for first, last, start, end in places:
        yield _around(wanted, first, last), _around(found, start, end)


def _around(text: str, start: int, end: int) -> str:
    start, end = max(0, start - _AROUND), min(len(text), end + _AROUND)
    while start and text[start - 1 : start + 1].isdigit():  # no number is quoted in part
        start -= 1
    while end < len(text) and text[end - 1 : end + 1].isdigit():
        end += 1
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


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


def in_short(found: Iterable[Deviation]) -> Iterator[str]:
    """A screen of it: first a line for each kind that may change what is read, then one for the kinds of
    layout and one for those that nobody sees."""
    every = list(dict.fromkeys(found))
    kinds = {line: _kind(line) for line in told(every)}
    first = [line for line, kind in kinds.items() if kind not in LAYOUT | INNER]
    known = [line for line in first if not kinds[line].startswith(UNNAMED)]
    unknown = [kinds[line].removeprefix(UNNAMED).strip() for line in first if line not in known]
    if first:
        yield f"与原样不同，请逐种核对（{len(first)}种）："
        yield from (f"  {line}" for line in known[:_MOST_KINDS])
        if len(known) > _MOST_KINDS:
            yield f"  还有{len(known) - _MOST_KINDS}种"
        if unknown:
            yield f"  {UNNAMED}：{_names(unknown)}"
    for words, group in (("排版，请打开文件看一遍", LAYOUT), ("看不到的", INNER)):
        if names := [kind for kind in kinds.values() if kind in group]:
            places = sum(each.kind.removeprefix(_LESS) in group for each in every)
            yield f"与原样不同，{words}（{len(names)}种{places}处）：{_names(names)}"


def _kind(line: str) -> str:
    return line.removeprefix(_LESS).removeprefix("多出：").partition("（")[0]


def _names(names: Iterable[str]) -> str:
    names = list(dict.fromkeys(names))
    return first_of(names, _MOST_NAMES, more=f"等{len(names)}种")
