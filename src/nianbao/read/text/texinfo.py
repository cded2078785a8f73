"""Texinfo source, as pandoc makes it: its tables as those of a web page, its marks gone."""

from __future__ import annotations

from html import escape

from nianbao.patterns import regex

_TABLE = "@multitable"
_END = "@end multitable"
_MARKED = regex(r"@(?:strong|emph|b|i|r|t|code|w)\{([^{}]*)\}")
_SHIFTED = regex(r"@su[bp]\{([^{}]*)\}")
_ARGUMENT = regex(r"@(?:anchor|uref|ref|image|footnote)\{[^{}]*\}")
_HEADING = regex(r"@(?:top|chapter|unnumbered|section|heading|subsection|subheading|title)\s+(.*)")
_CELL = regex(r"@(item|tab)\b[ \t]*")
_SIGN = regex(r"@([\s@{}]|$)")
_COMMAND = regex(r"(?:\\input texinfo|@[a-z]+\b|\* .*::$)")


def is_texinfo(text: str) -> bool:
    """Whether a text has a table of Texinfo."""
    return any(line.startswith(_TABLE) for line in text.splitlines())


def as_text(text: str) -> str:
    """The text with tables between tags, as text has them that holds pieces of web pages."""
    lines: list[str] = []
    table: list[str] | None = None
    for line in text.splitlines():
        if line.startswith(_TABLE):
            table = []
        elif line.startswith(_END) and table is not None:
            lines += ["", _table("\n".join(table)), ""]
            table = None
        elif table is not None:
            table.append(line)
        elif heading := _HEADING.match(line):
            lines.append(_words(heading[1]))
        elif not _COMMAND.match(plain := _words(line)):
            lines.append(plain)
    return "\n".join(lines)


def _table(source: str) -> str:
    rows: list[list[str]] = []
    _, *parts = _CELL.split(source)
    for mark, cell in zip(parts[::2], parts[1::2], strict=True):
        if mark == "item" or not rows:
            rows.append([])
        rows[-1].append(escape(" ".join(_words(cell).split())))
    return "<table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows) + "</table>"


def _words(source: str) -> str:
    """The words of a piece of source, without the marks around them."""
    shifted = _SHIFTED.sub(r"^\1^", _MARKED.sub(r"\1", source))
    return _SIGN.sub(r"\1", _ARGUMENT.sub("", shifted))
