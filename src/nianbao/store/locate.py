"""On which line of a TOML text a key stands. Only for telling people where; tomllib does the reading."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}'''
    r"""|'''[\s\S]*?'{3,5}"""
    r'''|"(?:\\.|[^"\\\n])*"'''
    r"""|'[^'\n]*'"""
    r"""|\#[^\n]*"""
    r"""|^[ \t]*(?P<brackets>\[\[?)[ \t]*(?P<table>[\w.-]+)[ \t]*\]\]?[ \t]*(?=\#|$)"""
    r"""|^[ \t]*(?P<key>[\w-]+)(?=[ \t]*=)""",
    re.MULTILINE | re.DOTALL,
)


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
        elif match["key"]:
            lines.setdefault((*table, match["key"]), line)
    return lines
