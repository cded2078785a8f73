"""Words that name lists of other words ({still}{open}), looked up in a text.

All that they stand for is tens of thousands of words, of which a text has few: they are written out by the
two characters with which they begin, as far as these stand somewhere in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from nianbao.checks.claims.vocabulary import MAYBE

_NAMED = re.compile(r"\{(.*?)\}")  # a list in a word
_END = "\0"  # behind the last character of a text; stands in no word

W = TypeVar("W")
_Choices = list[Sequence[str]]  # of a word: piece by piece what may stand there


class Dictionary(Generic[W]):
    """What words mean. ``both`` says what a word means that is added twice."""

    def __init__(self, lists: Mapping[str, Sequence[str]], both: Callable[[W, W], W]) -> None:
        self._lists = lists
        self._both = both
        self._added: list[W] = []
        self._plain: dict[
            str, list[tuple[int, str]]
        ] = {}  # words without lists, by their first two characters
        self._patterns: dict[str, list[tuple[int, _Choices]]] = {}  # the others, by their first character
        self._known: dict[str, tuple[list[int], dict[str, W]]] = {}  # written out, with their lengths

    def add(self, text: str, meaning: W) -> None:
        """Note a word. What is added first counts first where two are written alike."""
        number = len(self._added)
        self._added.append(meaning)
        if "{" not in text:
            self._plain.setdefault(text[:2], []).append((number, text))
            return
        choices = _choices(text, self._lists)
        for first in _firsts(choices):
            self._patterns.setdefault(first, []).append((number, choices))

    def match(self, text: str, position: int) -> tuple[str, W] | None:
        """The longest word that stands at the position, and what it means."""
        pair = text[position : position + 2]
        lengths, words = self._known.get(pair) or self._write_out(pair)
        for length in lengths:
            word = text[position : position + length]
            if word in words:
                return word, words[word]
        return None

    def _write_out(self, pair: str) -> tuple[list[int], dict[str, W]]:
        """All words that begin with the pair, or are its first character."""
        begin = pair if len(pair) > 1 else pair + _END
        found = [*self._plain.get(pair[0], ()), *(self._plain.get(pair, ()) if len(pair) > 1 else ())]
        for number, choices in self._patterns.get(pair[0], ()):
            found += ((number, word) for word in _written(choices, begin))
        words: dict[str, W] = {}
        for number, word in sorted(found):
            meaning = self._added[number]
            words[word] = self._both(words[word], meaning) if word in words else meaning
        self._known[pair] = sorted({*map(len, words)}, reverse=True), words
        return self._known[pair]


def written_out(text: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """A word once for each way to fill in the lists that it names."""
    return _written(_choices(text, lists), "")


def _choices(text: str, lists: Mapping[str, Sequence[str]]) -> _Choices:
    """What stands between the names of lists alone, for a name its list; behind MAYBE also nothing."""
    return [_listed(piece, lists) if index % 2 else [piece] for index, piece in enumerate(_NAMED.split(text))]


def _listed(name: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    return [*lists[name.removesuffix(MAYBE)], *([""] if name.endswith(MAYBE) else [])]


def _firsts(choices: _Choices) -> Iterator[str]:
    """The characters with which a word can begin."""
    found: dict[str, None] = {}
    for words in choices:
        found |= dict.fromkeys(word[0] for word in words if word)
        if "" not in words:
            break
    return iter(found)


def _written(choices: _Choices, begin: str) -> list[str]:
    """The ways to write a word that begin so, or are shorter and the beginning of it."""
    found = [""]
    for words in choices:
        found = [
            text
            for before in found
            for word in words
            if (text := before + word).startswith(begin) or begin.startswith(text)
        ]
        if not found:
            break
    return found
