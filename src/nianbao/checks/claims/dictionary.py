"""Words that name lists of other words ({still}{open}), looked up in a text.

All that they stand for is tens of thousands of words, of which a text has few: they are written out by the
characters with which they begin, as far as these stand somewhere in a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, Protocol, Self, TypeVar

from nianbao.patterns import regex

MAYBE = "?"  # behind the name of a list in a word: or nothing
_NAMED = regex(r"\{(.*?)\}")  # a list in a word
_SEEN = 5  # characters of a text by which words are written out; by fewer many more words would be

_Choices = list[Sequence[str]]  # of a word: piece by piece what may stand there


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
        self._patterns: dict[str, list[tuple[int, _Choices]]] = {}
        self._known: dict[str, _Known[W]] = {}

    def add(self, text: str, meaning: W) -> None:
        """Note a word. What is added first counts first where two are written alike."""
        number = len(self._added)
        self._added.append(meaning)
        if "{" not in text:
            self._plain.setdefault(text[:2], []).append((number, text))
            return
        pattern = number, _choices(text, self._lists)
        for begin in _begins(pattern[1]):
            self._patterns.setdefault(begin, []).append(pattern)

    def match(self, text: str, position: int) -> tuple[str, W] | None:
        """The longest word that stands at the position, and what it means."""
        seen = text[position : position + _SEEN]
        known = self._known.get(seen)
        lengths, words = self._written_out(seen) if known is None else known
        for length in lengths:
            word = text[position : position + length]
            if word in words:
                return word, words[word]
        return None

    def _written_out(self, seen: str) -> _Known[W]:
        """All words that can stand where a text has these characters: thousands may begin with a year."""
        begins = [each for each in {seen[:2], seen[0]} if each in self._plain or each in self._patterns]
        if not begins:
            return [], {}  # and not remembered: most places are such
        found: set[tuple[int, str]] = set()
        for begin in begins:
            found.update(
                each
                for each in self._plain.get(begin, ())
                if each[1].startswith(seen) or seen.startswith(each[1])
            )
            for number, choices in self._patterns.get(begin, ()):
                found.update((number, word) for word in _written(choices, seen) if word)
        words: dict[str, W] = {}
        for number, word in sorted(found):
            meaning = self._added[number]
            words[word] = words[word].both(meaning) if word in words else meaning
        self._known[seen] = sorted({*map(len, words)}, reverse=True), words
        return self._known[seen]


def written_out(text: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """A word once for each way to fill in the lists that it names."""
    return _written(_choices(text, lists), "")


def _choices(text: str, lists: Mapping[str, Sequence[str]]) -> _Choices:
    """What stands between the names of lists alone, for a name its list; behind MAYBE also nothing."""
    return [_listed(piece, lists) if index % 2 else [piece] for index, piece in enumerate(_NAMED.split(text))]


def _listed(name: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    return [*lists[name.removesuffix(MAYBE)], *([""] if name.endswith(MAYBE) else [])]


def _begins(choices: _Choices) -> set[str]:
    """The first two characters of what can be written so, and what has only one."""
    found: set[str] = set()
    short = {""}
    for words in choices:
        begun = {(before + word)[:2] for before in short for word in words}
        short = {text for text in begun if len(text) < 2}
        found |= begun - short
        if not short:
            break
    return (found | short) - {""}


def _written(choices: _Choices, seen: str) -> list[str]:
    """The ways to write a word that can stand where these characters are seen."""
    found = [""]
    for words in choices:
        found = [
            text
            for before in found
            for word in words
            if (text := before + word).startswith(seen) or seen.startswith(text)
        ]
        if not found:
            break
    return found
