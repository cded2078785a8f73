"""On which line of a TOML text a key stands. Only for telling people where; tomllib does the reading.

Line ends are plain ``\\n`` here.
"""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""^[ \t]*(?P<quote>["'])(?P<quoted>[\w-]+)(?P=quote)(?=[ \t]*=)"""
    r'''|"""(?:\\.|[^\\])*?"{3,5}'''
    r"""|'''[\s\S]*?'{3,5}"""
    r'''|"(?:\\.|[^"\\\n])*"'''
    r"""|'[^'\n]*'"""
    r"""|\#[^\n]*"""
    r"""|^[ \t]*(?P<brackets>\[\[?)[ \t]*(?P<table>[\w.-]+)[ \t]*\]\]?[ \t]*(?=\#|$)"""
    r"""|^[ \t]*(?P<key>[\w.-]+)(?=[ \t]*=)""",
    re.MULTILINE | re.DOTALL,
)
_OPENING = re.compile(r"""[^\n]*?=[ \t]*("{3}|'{3})\n?""")
_PART = re.compile(r"(?P<nothing>\\[ \t]*\n\s*)|\\u.{4}|\\U.{8}|\\.|.", re.DOTALL)


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every table header and key. Elements of an array of tables count from 0."""
    lines: dict[Path, int] = {}
    table: Path = ()
    line, position = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        if match["table"]:
            table = tuple(match["table"].split("."))
            if match["brackets"] == "[[":
                table = (*table, sum(1 for path in lines if path[:-1] == table and isinstance(path[-1], int)))
            lines.setdefault(table, line)
        elif key := match["key"] or match["quoted"]:
            parts = key.split(".", 2)[:2]  # overview.text = "…" gives the line of overview, too
            lines.setdefault((*table, parts[0]), line)
            lines.setdefault((*table, *parts), line)
    return lines


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
