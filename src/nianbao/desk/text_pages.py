"""The report as pages of text: 22 lines of 28 characters, as the printed page has them; tables are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nianbao.desk.table.drawing import Plan, plan
from nianbao.model.figure import Figure
from nianbao.model.form import Form
from nianbao.model.grid import Grid
from nianbao.model.narrative import Paragraph
from nianbao.publish.compose import Document
from nianbao.terminal import centred, right, width_of, wrap

WIDTH = 76  # cells; a line of the printed page is 56, tables need more
_LINE = 56
_LINES = 22
_KEPT_TOGETHER = 2  # lines: a heading or a table's head is not left alone at the foot of a page
_INDENT = "　　"
_MARGIN = " " * ((WIDTH - _LINE) // 2)


def text_pages(document: Document, form: Form) -> list[list[str]]:
    """The lines of each page; the last one of each is its number."""
    found: list[list[str]] = [[]]
    for block, repeat in _blocks(document, form):
        if len(found[-1]) + len(repeat) + _KEPT_TOGETHER > _LINES:
            found.append([])
        for index, line in enumerate(block):
            if len(found[-1]) == _LINES:
                found.append(list(repeat) if index >= len(repeat) else [])
            found[-1].append(line)
    return [
        [*page, *[""] * (_LINES - len(page)), centred(f"— {number} —", WIDTH)]
        for number, page in enumerate(found, 1)
    ]


def _blocks(document: Document, form: Form) -> Iterator[tuple[list[str], list[str]]]:
    """What is printed one below the other, each with the lines that are repeated on a new page."""
    yield [centred(line, WIDTH) for line in document.title_lines] + [""], []
    for part in document.parts:
        if part.heading:
            yield [f"{_MARGIN}{line}" for line in wrap(_INDENT + part.heading, _LINE)], []
        for piece in part.pieces:
            yield _paragraph(piece.paragraph), []
        if part.grid is not None:
            yield _table(part.grid, form, document.figures)
    if document.date:
        signed = [right(document.agency, _LINE - 8), right(document.date, _LINE - 8)]
        yield ["", *(f"{_MARGIN}{line}" for line in signed)], []


def _paragraph(paragraph: Paragraph) -> list[str]:
    return [f"{_MARGIN}{line}" for line in wrap(_INDENT + paragraph.text, _LINE)]


def _table(grid: Grid, form: Form, figures: Mapping[str, Figure]) -> tuple[list[str], list[str]]:
    """The drawn table and its head."""
    needed = {cell: width_of(str(figures[cell.cell.id])) for cell in grid.cells if cell.cell is not None}
    drawn = plan(grid, form, (WIDTH, 10_000), needed)
    margin = " " * ((WIDTH - drawn.width) // 2)
    lines = [margin + _line(drawn, y, figures) for y in range(drawn.height)]
    return [*lines, ""], lines[: drawn.head_height]


def _line(drawn: Plan, y: int, figures: Mapping[str, Figure]) -> str:
    parts = []
    for piece in drawn.line(y):
        if piece.slot and piece.cell is not None and piece.cell.cell is not None:
            parts.append(centred(str(figures[piece.cell.cell.id]), len(piece.text)))
        else:
            parts.append(piece.text)
    return "".join(parts)
