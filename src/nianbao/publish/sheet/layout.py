"""A report's tables as they are set: everything that a template needs to know of them beside their texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nianbao.model.grid import Grid, GridCell, Role
from nianbao.publish.sheet.columns import Setting, settings
from nianbao.publish.sheet.plan import Item, Sheet, ends, paragraph, planned, signature, title

if TYPE_CHECKING:
    from nianbao.publish.compose import Document


@dataclass(frozen=True, slots=True)
class Laid:
    """A table ready to be printed. ``held`` are the rows below which no page ends; ``named`` tells whether
    its cells must name their headings, as several heads stand one below the other."""

    grid: Grid
    setting: Setting
    held: frozenset[int]
    named: bool

    def lines(self, cell: GridCell) -> tuple[str, ...]:
        """The lines of a label."""
        return self.setting.labels[cell.row, cell.column]

    def remark(self, cell: GridCell) -> tuple[str, ...]:
        """A figure and the lines of its remark, where that stands below it; empty where it does not."""
        return self.setting.remarks.get((cell.row, cell.column), ())

    def headings(self, cell: GridCell) -> str:
        """The ids of the headings that hold for a figure: those beside it, and those of its block above."""
        columns = range(cell.column, cell.column + cell.columns)
        above = [
            other
            for other in self.grid.cells
            if other.role in (Role.TITLE, Role.HEAD) and other.row < cell.row
            and columns.start < other.column + other.columns and other.column < columns.stop
        ]  # fmt: skip
        begin = max((other.row for other in above if other.role is Role.TITLE), default=0)
        beside = [
            other
            for other in self.grid.cells
            if other.role is Role.STUB and other.row <= cell.row < other.row + other.rows
        ]
        own = [other for other in above if other.row >= begin]
        return " ".join(map(self.id, (*own, *beside)))

    def id(self, cell: GridCell) -> str:
        """The id of a heading in the page."""
        return f"{self.grid.section}-{cell.row + 1}-{cell.column + 1}"


def laid_out(document: Document) -> dict[str, Laid]:
    """The tables of a report by their section, set so that the least of the pages is empty."""
    texts = {cell_id: str(figure) for cell_id, figure in document.figures.items()}
    items = list(_items(document, texts))
    chosen = iter(planned(items))
    return {part.id: _laid(part.grid, next(chosen)) for part in document.parts if part.grid}


def _laid(grid: Grid, setting: Setting) -> Laid:
    rows = range(grid.head_rows + 1, grid.height) if setting.is_tall else ends(grid)
    may_end = {row - 1 for row in rows} | {grid.height - 1}
    titles = sum(cell.role is Role.TITLE for cell in grid.cells)
    return Laid(grid, setting, frozenset(range(grid.height)) - may_end, titles > 1)


def _items(document: Document, texts: dict[str, str]) -> Iterator[Item]:
    """Everything on the pages, in order."""
    yield title(len(document.title_lines))
    for part in document.parts:
        if part.heading:
            yield paragraph(part.heading, heading=True)
        for piece in part.pieces:
            yield paragraph(piece.paragraph.text, heading=bool(piece.paragraph.level))
        if part.grid:
            yield Sheet(settings(part.grid, texts), ends(part.grid), part.grid.head_rows)
    if document.date:
        yield signature(len(document.signed_lines))
