"""On which line of a TOML text a key stands. Only for telling people where; tomli does the reading.

Line ends are plain ``\\n`` here.
"""

from __future__ import annotations

import re
from contextlib import suppress

from nianbao.patterns import regex

Path = tuple[str | int, ...]

_TOKEN = regex(
    r'''"""(?:\\.|[^\\])*?"{3,5}'''
    r"""|'''[\s\S]*?'{3,5}"""
    r'''|"(?:\\.|[^"\\\n])*"'''
    r"""|'[^'\n]*'"""
    r"""|\#[^\n]*"""
    r"""|[\[\]{}=,.\n]"""
    r"""|[^\s\[\]{}=,.\#"']+""",
    re.DOTALL,
)
_OPENING = regex(r"""[^\n]*?=[ \t]*("{3}|'{3})\n?""")
_PART = regex(r"(?P<nothing>\\[ \t]*\n\s*)|\\u.{4}|\\U.{8}|\\.|.", re.DOTALL)


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every table header and key, inline tables included. Elements count from 0."""
    return _Scan(text).lines


class _Scan:
    """One pass over the tokens of a text that tomli has read without complaint."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens: list[tuple[str, int]] = []
        self._lengths: dict[Path, int] = {}  # of the arrays of tables, so far
        line, position = 1, 0
        for match in _TOKEN.finditer(text):
            line += text.count("\n", position, match.start())
            position = match.start()
            if not match[0].startswith("#"):
                self._tokens.append((match[0], line))
        self._tokens.reverse()
        with suppress(RecursionError):  # what is nested deeper than Python can follow has no line
            self._statements()

    def _statements(self) -> None:
        table: Path = ()
        while self._tokens:
            match self._next():
                case "\n":
                    self._tokens.pop()
                case "[":
                    table = self._header()
                case _:
                    self._assignment(table)

    def _next(self) -> str:
        return self._tokens[-1][0] if self._tokens else ""

    def _header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``; a name of an array of tables stands for its last element."""
        line = self._tokens.pop()[1]
        array = self._next() == "["
        path: Path = ()
        for part in self._key():
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
            path = (*path, part)
        if array:
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = (*path, self._lengths[path] - 1)
        self.lines.setdefault(path, line)
        return path

    def _key(self) -> Path:
        """The parts of a dotted key, up to and without ``=`` or a line end."""
        parts: list[str] = []
        while self._tokens and self._next() not in {"=", "\n", "}"}:
            token = self._tokens.pop()[0]
            if token not in {"[", "]", "."}:
                parts.append(token.strip("\"'"))
        return tuple(parts)

    def _assignment(self, table: Path) -> None:
        line = self._tokens[-1][1]
        key = self._key()
        for part in (key[:1], key[:2], key):  # overview.text = "…" gives the line of overview, too
            self.lines.setdefault((*table, *part), line)
        if self._tokens:
            self._tokens.pop()  # the equals sign
            self._value((*table, *key))

    def _value(self, path: Path) -> None:
        """A value up to what ends it; of arrays and inline tables, all that is inside."""
        match self._next():
            case "[":
                self._array(path)
            case "{":
                self._inline(path)
            case _:
                while self._tokens and self._next() not in {",", "]", "}", "\n"}:
                    self._tokens.pop()

    def _array(self, path: Path) -> None:
        self._tokens.pop()
        index = 0
        while self._tokens and self._next() != "]":
            if self._next() in {",", "\n", "}"}:
                index += self._tokens.pop()[0] == ","
                continue
            if self._next() == "{":
                self.lines.setdefault((*path, index), self._tokens[-1][1])
            self._value((*path, index))
        self._end()

    def _inline(self, path: Path) -> None:
        self._tokens.pop()
        while self._tokens and self._next() != "}":
            if self._next() in {",", "\n"}:
                self._tokens.pop()
            else:
                self._assignment(path)
        self._end()

    def _end(self) -> None:
        if self._tokens:
            self._tokens.pop()


def line_within(text: str, line: int, offset: int) -> int:
    """The line on which the character ``offset`` of a string stands whose key is on ``line``."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    opening = _OPENING.match(text, start)
    if opening is None:
        return line
    position = opening.end()
    if opening[1] == "'''" or "\\" not in text[position : text.index(opening[1], position)]:
        position += offset
    else:
        while (part := _PART.match(text, position)) and (offset > 0 or part["nothing"]):
            position = part.end()
            offset -= part["nothing"] is None
    return line + text.count("\n", start, position)
