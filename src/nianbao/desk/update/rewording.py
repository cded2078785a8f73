"""Lines of text with references, put into other words: what is printed as before keeps its reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from nianbao.model.reference import REFERENCE, BadReference, escape, resolve
from nianbao.model.report import Report
from nianbao.publish.stretches import steps

_PIECE = r"\d+(?:[.,]\d+)*|[A-Za-z]+|[^\S\u3000]+|."
_TYPED = re.compile(rf"\\\{{\{{|{_PIECE}", re.DOTALL)
_NUMBER = re.compile(r"[\d〇零一二两三四五六七八九十百千万]")
_LONG = 8  # signs besides references, by which a stretch is known in another line
_EFFORT = 5_000_000  # pairs of pieces that are compared to know such stretches


@dataclass(frozen=True, slots=True)
class Reworded:
    """The line as it is typed now; the references that gave way to other words, each with what it had
    printed; and those that came with words of other lines."""

    line: str
    lost: tuple[tuple[str, str], ...]
    borrowed: tuple[str, ...] = ()


def reworded(line: str, words: str, report: Report) -> Reworded:
    """A typed line such that it prints ``words``."""
    return Rewording((), report).of(line, words)


class Rewording:
    """Puts the lines of a text into other words. A stretch that was moved, doubled, divided or joined brings
    its references along. Of several reports the one counts with which most references can stay: before and
    after figures were taken over, too."""

    def __init__(self, lines: Iterable[str], *reports: Report) -> None:
        typed = [line for line in lines if REFERENCE.search(line)]
        self._lines = [(report, [_Line(_read(line, report)) for line in typed]) for report in reports]
        self._effort = _EFFORT

    def of(self, line: str, words: str) -> Reworded:
        """A typed line such that it prints ``words``; an empty line for words that are new."""
        found = [self._reworded(_read(line, report), words, others) for report, others in self._lines]
        return min(found, key=lambda each: len(each.lost) - len(each.borrowed))

    def _reworded(self, old: list[_Token], words: str, lines: Sequence[_Line]) -> Reworded:
        grams = _grams(words)
        others = [line.tokens for line in lines if not line.grams.isdisjoint(grams)]
        known = [token for tokens in (old, *others) for token in tokens]
        new = re.findall("|".join([*_whole(known), _PIECE]), words, re.DOTALL)
        parts: list[str] = []
        borrowed: list[str] = []
        own: list[str] = []  # words that are new
        replaced: list[_Token] = []
        removed: list[_Token] = []
        for tag, first, last, start, end in steps([each.printed for each in old], new):
            if tag == "equal":
                parts += (each.typed for each in old[first:last])
                continue
            for piece in self._known(new[start:end], others):
                parts.append(piece.typed)
                (borrowed if piece.refers else own).append(piece.typed)
            gone = replaced if tag == "replace" else removed
            gone += (each for each in old[first:last] if each.refers)
        if _NUMBER.search("".join(own)):  # it may have come in the place of a reference
            replaced += removed
        lost = tuple((each.typed, each.printed) for each in replaced)
        return Reworded("".join(parts), lost, tuple(borrowed))

    def _known(self, new: Sequence[str], others: Sequence[list[_Token]]) -> Iterator[_Token]:
        """New words as they are typed, with the references of long stretches that other lines have as
        well."""
        best: tuple[int, list[_Token], int] = 0, [], 0
        for tokens in others:
            self._effort -= len(new) * len(tokens)
            if self._effort < 0:
                break
            printed = [each.printed for each in tokens]
            for at, start, size in SequenceMatcher(None, printed, new, autojunk=False).get_matching_blocks():
                stretch = tokens[at : at + size]
                length = sum(len(each.printed) for each in stretch if not each.refers)
                if length >= max(_LONG, best[0] + 1) and any(each.refers for each in stretch):
                    best = length, stretch, start
        _, stretch, start = best
        if not stretch:
            yield _Token(escape("".join(new)), "".join(new))
            return
        yield from self._known(new[:start], others)
        yield from stretch
        yield from self._known(new[start + len(stretch) :], others)


@dataclass(frozen=True, slots=True)
class _Token:
    typed: str
    printed: str
    refers: bool = False


class _Line:
    """A typed line in pieces, and all short stretches of what it prints."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.grams = _grams("".join(each.printed for each in tokens))


def _grams(words: str) -> set[str]:
    return {words[at : at + _LONG] for at in range(len(words) - _LONG + 1)}


def _read(line: str, report: Report) -> list[_Token]:
    return _joined(_tokens(line.strip(), report))


def _tokens(line: str, report: Report) -> Iterator[_Token]:
    at = 0
    for match in REFERENCE.finditer(line):
        yield from _plain(line[at : match.start()])
        yield _Token(match[0], _printed(match[0], report), refers=True)
        at = match.end()
    yield from _plain(line[at:])


def _plain(text: str) -> Iterator[_Token]:
    for piece in _TYPED.findall(text):
        printed = "{{" if piece == "\\{{" else " " if piece.isspace() and "\u3000" not in piece else piece
        yield _Token(piece, printed)


def _printed(reference: str, report: Report) -> str:
    try:
        return resolve(reference, report)
    except BadReference:
        return reference


def _joined(tokens: Iterator[_Token]) -> list[_Token]:
    """Digits that are printed side by side are one number, whether they were typed or refer to a figure."""
    found: list[_Token] = []
    for token in tokens:
        if found and found[-1].printed[-1:].isdecimal() and token.printed[:1].isdecimal():
            last = found.pop()
            both = last.typed + token.typed, last.printed + token.printed
            found.append(_Token(*both, refers=last.refers or token.refers))
        else:
            found.append(token)
    return found


def _whole(tokens: list[_Token]) -> list[str]:
    """Patterns of what references print, which is looked for as a whole; no number within another."""
    printed = {each.printed for each in tokens if each.refers and each.printed}
    return [
        rf"(?<!\d)(?<!\d[.,]){re.escape(each)}(?![.,]?\d)" for each in sorted(printed, key=len, reverse=True)
    ]
