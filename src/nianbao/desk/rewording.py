"""A line of text with references, put into other words: what is printed as before keeps its reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nianbao.model.reference import REFERENCE, BadReference, escape, resolve
from nianbao.model.report import Report
from nianbao.publish.stretches import steps

_PIECE = r"\d+(?:[.,]\d+)*|[A-Za-z]+|[^\S\u3000]+|."
_TYPED = re.compile(rf"\\\{{\{{|{_PIECE}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reworded:
    """The line as it is typed now, and the references that gave way to other words, each with what it had
    printed."""

    line: str
    lost: tuple[tuple[str, str], ...]


def reworded(line: str, words: str, *reports: Report) -> Reworded:
    """A typed line such that it prints ``words``. Of several reports the one counts with which most
    references can stay: before and after figures were taken over, too."""
    found = [_reworded(line, words, report) for report in reports]
    return min(found, key=lambda each: len(each.lost))


def _reworded(line: str, words: str, report: Report) -> Reworded:
    old = _joined(_tokens(line.strip(), report))
    new = re.findall("|".join([*_whole(old), _PIECE]), words, re.DOTALL)
    parts: list[str] = []
    lost: list[tuple[str, str]] = []
    for tag, first, last, start, end in steps([each.printed for each in old], new):
        if tag == "equal":
            parts += (each.typed for each in old[first:last])
        else:
            parts.append(escape("".join(new[start:end])))
            lost += ((each.typed, each.printed) for each in old[first:last] if each.refers)
    return Reworded("".join(parts), tuple(lost))


@dataclass(frozen=True, slots=True)
class _Token:
    typed: str
    printed: str
    refers: bool = False


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
    return [rf"(?<!\d){re.escape(each)}(?!\d)" for each in sorted(printed, key=len, reverse=True)]
