"""Words that name lists of other words ({still}{open}), looked up in a text.

All that they stand for is tens of thousands of words, of which a text has few: they are written out by the
characters with which they begin, as far as these stand somewhere in a text. Words that name the same list
first are branches of one tree, so that hundreds of them are given up at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from typing import Generic, Protocol, Self, TypeVar

from nianbao.patterns import regex

MAYBE = "?"  # behind the name of a list in a word: or nothing
_NAMED = regex(r"(\{.*?\})")  # a list in a word
# Characters of a text by which words are written out: behind a year, which has five, stand thousands.
_SEEN = 7

# The ways to write a piece of words ("{still}" or "open"), by their first character: "" for none.
_Ways = dict[str, list[str]]
# What may stand next in words, by piece: the ways to write it, the numbers of the words that end there, and
# what may stand behind it.
_Tree = dict[str, tuple[_Ways, list[int], "_Tree"]]


class Meaning(Protocol):
    """What a word means."""

    def both(self, other: Self, /) -> Self:
        """What a word means that was added with the other meaning, too."""


W = TypeVar("W", bound=Meaning)


_Known = tuple[list[int], dict[str, W]]  # words, and how long they are, the longest first


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
        self._known: dict[str, _Known[W]] = {}

    def add(self, text: str, meaning: W) -> None:
        """Note a word. What is added first counts first where two are written alike."""
        number = len(self._added)
        self._added.append(meaning)
        if "{" not in text:
            self._plain.setdefault(text[:2], []).append((number, text))
            self.begins.add(text[:2])
            return
        pieces = _pieces(text, self._lists)
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
        begin = text[position : position + 2]
        if begin not in self.begins and begin[:1] not in self.begins:
            return None
        seen = text[position : position + _SEEN]
        lengths, words = self._known.get(seen) or self._written_out(seen)
        for length in lengths:
            word = text[position : position + length]
            if word in words:
                return word, words[word]
        return None

    def _written_out(self, seen: str) -> _Known[W]:
        """All words that can stand where a text has these characters: thousands may begin with a year."""
        found: set[tuple[int, str]] = set()
        for begin in (seen[:2], seen[:1]):
            found.update(
                each
                for each in self._plain.get(begin, ())
                if each[1].startswith(seen) or seen.startswith(each[1])
            )
            found.update(each for each in _written(self._begun.get(begin, {}), seen) if each[1])
        words: dict[str, W] = {}
        for number, word in sorted(found):
            meaning = self._added[number]
            words[word] = words[word].both(meaning) if word in words else meaning
        self._known[seen] = sorted({*map(len, words)}, reverse=True), words
        return self._known[seen]


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
    found: _Ways = {}
    for way in ways:
        found.setdefault(way[:1], []).append(way)
    return found


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


def _written(tree: _Tree, seen: str) -> Iterator[tuple[int, str]]:
    """The words of a tree, with their numbers, that can stand where these characters are seen."""
    for ways, ends, behind in tree.values():
        for way in (*ways.get(seen[0], ()), *ways.get("", ())) if seen else chain(*ways.values()):
            if seen.startswith(way) or way.startswith(seen):
                for number in ends:
                    yield number, way
                for number, rest in _written(behind, seen[len(way) :]):
                    yield number, way + rest
