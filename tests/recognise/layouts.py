"""Reports as text laid out with spaces, the way ``pdftotext -layout`` and copying from a viewer leave them.

Every line of every cell is a line of the file; what stands upright in a tall cell is scattered beside the
rows next to it. Columns stand where they stood on the page, or are told by nothing but some spaces.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from tests.recognise.damage import is_figure

Laid = Callable[[Sequence[Block]], bytes]


@dataclass(frozen=True)
class Layout:
    """How wide columns of labels and of figures are, in half characters; how text is indented and broken; and
    how many columns the program that wrote it counts for a Chinese character."""

    name: str
    label: int = 16
    figure: int = 8
    text_width: int = 76
    middle: bool = True  # figures stand beside the middle line of their label, else beside the first
    centred: bool = True  # figures stand in the middle of their column
    wide: int = 2

    def __call__(self, blocks: Sequence[Block]) -> bytes:
        lines: list[str] = []
        for block in blocks:
            lines += self._text(block.text) if isinstance(block, Paragraph) else self._table(block)
            lines.append("")
        return "\n".join(line.rstrip() for line in lines).encode()

    def _text(self, text: str) -> list[str]:
        return ["    " + line if at == 0 else line for at, line in enumerate(_broken(text, self.text_width))]

    def _table(self, table: Table) -> list[str]:
        count = max(cell.column + cell.columns for cell in table.cells)
        figures = {cell.column for cell in table.cells if is_figure(cell.text)}
        first = min(figures, default=count)
        widths = [self.label if at < first else self.figure for at in range(count)]
        starts = [sum(widths[:at]) for at in range(count + 1)]
        height = max(cell.row + cell.rows for cell in table.cells)
        texts = {c: _broken(c.text, sum(widths[c.column : c.column + c.columns]) - 2) for c in table.cells}
        heights = [1] * height
        for cell in table.cells:
            if cell.rows == 1:
                heights[cell.row] = max(heights[cell.row], len(texts[cell]))
        for cell in table.cells:
            room = sum(heights[cell.row : cell.row + cell.rows])
            heights[cell.row + cell.rows - 1] += max(0, len(texts[cell]) - room)
        tops = [sum(heights[:at]) for at in range(height + 1)]
        page = [[" "] * starts[-1] for _ in range(tops[-1])]
        for cell in table.cells:
            self._put(page, cell, texts[cell], tops, starts)
        return ["".join(line) for line in page]

    def _put(
        self, page: list[list[str]], cell: TableCell, lines: list[str], tops: list[int], starts: list[int]
    ) -> None:
        room = tops[cell.row + cell.rows] - tops[cell.row]
        top = tops[cell.row] + ((room - len(lines)) // 2 if self.middle or cell.rows > 1 else 0)
        width = starts[cell.column + cell.columns] - starts[cell.column]
        for number, line in enumerate(lines):
            inset = (width - _width(line, self.wide)) // 2 if self.centred and is_figure(cell.text) else 0
            at = starts[cell.column] + inset
            for character in line:
                page[top + number][at] = character
                if _width(character, self.wide) == 2:
                    page[top + number][at + 1] = ""
                at += _width(character, self.wide)


def _width(text: str, wide: int = 2) -> int:
    return sum(1 if character.isascii() else wide for character in text)


def _broken(text: str, width: int) -> list[str]:
    lines = [""]
    for character in text:
        if character == "\n" or _width(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character if character != "\n" else ""
    return lines


LAYOUTS: tuple[Layout, ...] = (
    Layout("wide", label=40, figure=16),
    Layout("usual", label=24, figure=10),
    Layout("narrow", label=16, figure=8),
    Layout("tight", label=14, figure=6, text_width=60),
    Layout("figures_above", label=20, figure=9, middle=False),
    Layout("figures_left", label=20, figure=9, centred=False),
)
