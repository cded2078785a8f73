"""Help pages with Chinese text: terms and explanations in columns."""

from __future__ import annotations

from collections.abc import Iterable

import click

from nianbao.patterns import regex
from nianbao.terminal import left, width_of, wrap_paragraphs

_GAP = 2  # columns between a term and its explanation
_WIDEST_TERM = 30
_WITHIN_SENTENCE = regex(r"(?<=[，、；])\n(?=\S)")


class Page(click.HelpFormatter):
    """click's help page, laid out for Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self._write_lines(f"{prefix or '用法：'}{prog} {args}".rstrip())

    def write_heading(self, heading: str) -> None:
        self._write_lines(f"{heading}：")

    def write_text(self, text: str) -> None:
        """Paragraphs; a line of the source that ends within a sentence goes on with the next one."""
        self._write_lines(_WITHIN_SENTENCE.sub("", text))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_TERM, col_spacing: int = _GAP
    ) -> None:
        rows = list(rows)
        column = min(max((width_of(term) for term, _ in rows), default=0), col_max) + col_spacing
        for term, explanation in rows:
            lines = wrap_paragraphs(explanation, self.width - self.current_indent - column) or [""]
            if width_of(term) > column - col_spacing:
                self._write_lines(term)
            else:
                lines[0] = left(term, column) + lines[0]
                self._write_lines(lines.pop(0))
            for line in lines:
                self._write_lines(" " * column + line)

    def _write_lines(self, text: str) -> None:
        indent = " " * self.current_indent
        for line in wrap_paragraphs(text, self.width - self.current_indent):
            self.write(f"{indent}{line}".rstrip() + "\n")
