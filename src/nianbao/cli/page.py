"""Help pages with Chinese text: widths as the terminal shows them, lines broken where Chinese may be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

import click

_NEVER_FIRST = frozenset("，。；：？！、）》〉】〕”’…,.;:?!)")
_NEVER_LAST = frozenset("（《〈【〔“‘(")
_GAP = 2  # columns between a term and its explanation
_WIDEST_TERM = 30


def width_of(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(2 if _wide(character) else 1 for character in text if not unicodedata.combining(character))


def padded(text: str, width: int) -> str:
    """The text with spaces up to a width in columns."""
    return text + " " * (width - width_of(text))


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns; its own line breaks and indents stay."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        indent = " " * (len(paragraph) - len(paragraph.lstrip(" ")))
        line = ""
        for unit in _units(paragraph.strip()):
            if line and width_of(indent + line + unit.rstrip()) > width:
                lines.append(indent + line.rstrip())
                line = ""
            line += unit
        lines.append((indent + line).rstrip())
    return lines


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _units(text: str) -> Iterator[str]:
    """The pieces of a text between which a line may be broken."""
    unit = ""
    for character in text:
        if unit and _may_break(unit[-1], character):
            yield unit
            unit = ""
        unit += character
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return before == " " or _wide(before) or _wide(after)


class Page(click.HelpFormatter):
    """click's help page, laid out for Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self._write_lines(f"{prefix or '用法：'}{prog} {args}".rstrip())

    def write_heading(self, heading: str) -> None:
        self._write_lines(f"{heading}：")

    def write_text(self, text: str) -> None:
        self._write_lines(text)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_TERM, col_spacing: int = _GAP
    ) -> None:
        rows = list(rows)
        column = min(max((width_of(term) for term, _ in rows), default=0), col_max) + col_spacing
        for term, explanation in rows:
            lines = wrapped(explanation, self.width - self.current_indent - column) or [""]
            if width_of(term) > column - col_spacing:
                self._write_lines(term)
            else:
                lines[0] = padded(term, column) + lines[0]
                self._write_lines(lines.pop(0))
            for line in lines:
                self._write_lines(" " * column + line)

    def _write_lines(self, text: str) -> None:
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}".rstrip() + "\n")


class PageContext(click.Context):
    """A context whose help pages are laid out for Chinese."""

    formatter_class = Page
