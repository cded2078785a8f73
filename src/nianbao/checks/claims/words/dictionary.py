"""Words that name lists of other words ({still}{open}), looked up in a text.

All that they stand for is tens of thousands of words, of which a text has few: none are written out. Words
that name the same list first are branches of one tree, so that hundreds of them are given up at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import Generic, Protocol, Self, TypeVar

from nianbao.patterns import regex

_NONE: tuple[list[int], set[str]] = ([], set())
MAYBE = "?"  # behind the name of a list in a word: or nothing
_NAMED = regex(r"(\{.*?\})")  # a list in a word
_REMEMBERED = 20_000  # places in texts; a report has some 700 where a word may stand

# The ways to write a piece of words ("{still}" or "open"), by their first character ("" for none), with how
# long they are: a list may hold thousands.
_Ways = dict[str, tuple[list[int], set[str]]]
# What may stand next in words, by piece: the ways to write it, the numbers of the words that end there, and
# what may stand behind it.
_Tree = dict[str, tuple[_Ways, list[int], "_Tree"]]


class Meaning(Protocol):
    """What a word means."""

    def both(self, other: Self, /) -> Self:
        """What a word means that was added with the other meaning, too."""


W = TypeVar("W", bound=Meaning)


class Dictionary(Generic[W]):
    """What words mean."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._added: list[W] = []
        # Words by their first two characters, or the only one: those without lists, and the others.
        self._plain: dict[str, list[tuple[int, str]]] = {}
        self._begun: dict[str, _Tree] = {}
        self.begins: set[str] = set()  # these of all words
        self._tree: _Tree = {}  # of all others, whatever they begin with
        self._ways: dict[str, _Ways] = {}
        self._longest = 0  # characters of a word
        self._known: dict[str, tuple[str, W] | None] = {}  # the word that such a text begins with

    def add(self, text: str, meaning: W) -> None:
        """Note a word. What is added first counts first where two are written alike."""
        number = len(self._added)
        self._added.append(meaning)
        if "{" not in text:
            self._plain.setdefault(text[:2], []).append((number, text))
            self.begins.add(text[:2])
            self._longest = max(self._longest, len(text))
            return
        pieces = _pieces(text, self._lists)
        self._longest = max(self._longest, sum(max(map(len, ways)) for _, ways in pieces))
        tree = self._tree
        ends: list[int] = []
        for piece, ways in pieces:
            if piece not in self._ways:
                self._ways[piece] = _by_first(ways)
            _, ends, tree = tree.setdefault(piece, (self._ways[piece], [], {}))
        ends.append(number)
        first, _ = pieces[0]
        for begin in _begins(ways for _, ways in pieces):
            self._begun.setdefault(begin, {})[first] = self._tree[first]
            self.begins.add(begin)

    def match(self, text: str, position: int) -> tuple[str, W] | None:
        """The longest word that stands at the position, and what it means."""
        seen = text[position : position + self._longest]
        if seen in self._known:
            return self._known[seen]
        if seen[:2] not in self.begins and seen[:1] not in self.begins:
            return None
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        found = self._known[seen] = self._first_of(seen)
        return found

    def _first_of(self, text: str) -> tuple[str, W] | None:
        """The longest word that a text begins with, and what it means."""
        found: list[tuple[int, int]] = []  # how long words are, and their numbers
        for begin in (text[:2], text[:1]):
            for number, word in self._plain.get(begin, ()):
                if text.startswith(word):
                    found.append((len(word), number))
            if begin in self._begun:
                _find(self._begun[begin], text, 0, found)
        length = max(found)[0] if found else 0
        if not length:
            return None
        numbers = sorted({number for each, number in found if each == length})
        return text[:length], reduce(
            lambda one, other: one.both(other), map(self._added.__getitem__, numbers)
        )


def written_out(text: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """A word once for each way to fill in the lists that it names."""
    return ["".join(chosen) for chosen in product(*(ways for _, ways in _pieces(text, lists)))]


def _pieces(text: str, lists: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    """What stands in a word one behind the other, and the ways to write it: names of lists, and what is
    between them."""
    return [
        (piece, _listed(piece.strip("{}"), lists) if piece[0] == "{" else [piece])
        for piece in filter(None, _NAMED.split(text))
    ]


def _listed(name: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """The words of a list; behind MAYBE also nothing."""
    return [*lists[name.removesuffix(MAYBE)], *([""] if name.endswith(MAYBE) else [])]


def _by_first(ways: Iterable[str]) -> _Ways:
    found: dict[str, set[str]] = {}
    for way in ways:
        found.setdefault(way[:1], set()).add(way)
    return {first: (sorted({*map(len, written)}), written) for first, written in found.items()}


def _begins(pieces: Iterable[Iterable[str]]) -> set[str]:
    """The first two characters of what can be written so, and what has only one."""
    found: set[str] = set()
    short = {""}
    for ways in pieces:
        begun = {(before + way)[:2] for before in short for way in ways}
        short = {text for text in begun if len(text) < 2}
        found |= begun - short
        if not short:
            break
    return (found | short) - {""}


def _find(tree: _Tree, text: str, position: int, found: list[tuple[int, int]]) -> None:
    """Note where words of a tree end that stand in a text from a position on, with their numbers."""
    first = text[position : position + 1]
    for ways, ends, behind in tree.values():
        for begin in (first, "") if first else ("",):
            lengths, written = ways.get(begin, _NONE)
            for end in (position + length for length in lengths):
                if end <= len(text) and text[position:end] in written:
                    found += [(end, number) for number in ends]
                    if behind:
                        _find(behind, text, end, found)
