"""Lays a table of a form out as it is printed: titles, corner, heads, stubs and figures with their spans.

The wizard draws the grid, the template prints it, and the reader looks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from nianbao.model.form import Block, Cell, Entry, Form, Layout, Table


class Role(StrEnum):
    """What a grid cell is for."""

    TITLE = "title"  # names a block
    CORNER = "corner"
    HEAD = "head"  # labels the columns below it
    STUB = "stub"  # labels the rows beside it
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell: its place, how many rows and columns it spans, its label or its cell of the form."""

    role: Role
    row: int
    column: int
    rows: int
    columns: int
    label: str = ""
    cell: Cell | None = None

    def __hash__(self) -> int:
        return hash((self.row, self.column))  # looked up at every key that is typed


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed. ``head_rows`` is the number of rows that are repeated on each page;
    ``widths`` the columns' widths in percent of the line."""

    section: str
    cells: tuple[GridCell, ...]
    height: int
    width: int
    head_rows: int
    stub_columns: int
    widths: tuple[float, ...]

    def lines(self) -> list[list[GridCell]]:
        """The cells of each printed row, each where it begins, from left to right."""
        lines: list[list[GridCell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda cell: cell.column):
            lines[cell.row].append(cell)
        return lines


@cache
def grid_of(form: Form, section_id: str) -> Grid:
    """Lay out the table of a section; spans follow from the trees of rows and columns alone.

    Raises LookupError if the section has no table.
    """
    table = form.section(section_id).table
    if table is None:
        raise LookupError(section_id)
    parts = [_block_cells(form, section_id, block, table) for block in table.blocks]
    width = max(cell.column + cell.columns for part in parts for cell in part)
    cells: list[GridCell] = []
    top = 0
    for part in parts:
        own_width = max(cell.column + cell.columns for cell in part)
        for cell in part:
            # A block with fewer columns than the widest lets its last column span the rest.
            spread = width - own_width if cell.column + cell.columns == own_width else 0
            cells.append(replace(cell, row=cell.row + top, columns=cell.columns + spread))
        top += max(cell.row + cell.rows for cell in part)
    matrix = table.layout is not Layout.STACK
    stubs = 0 if table.layout is Layout.ACROSS else max(_depth(block.rows) for block in table.blocks)
    return Grid(
        section=section_id,
        cells=tuple(cells),
        height=top,
        width=width,
        head_rows=_head_depth(table.blocks[0], table.layout) if matrix else 0,
        stub_columns=stubs,
        widths=_widths(table.stub_widths, stubs, width),
    )


def _block_cells(form: Form, section_id: str, block: Block, table: Table) -> list[GridCell]:
    across = table.layout is Layout.ACROSS
    stubs = 0 if across else _depth(block.rows)
    heads = _head_depth(block, table.layout)
    title = 1 if block.title else 0
    tree = _joined(block.rows, block.columns) if across else block.columns
    cells = [replace(c, row=c.row + title, column=c.column + stubs) for c in _tree(tree, heads, Role.HEAD)]
    width = stubs + sum(1 for top in tree for _ in top.leaves())
    if title:
        cells.append(GridCell(Role.TITLE, 0, 0, 1, width, block.title))
    if stubs:
        cells.append(GridCell(Role.CORNER, title, 0, heads, stubs, table.corner or block.stub))
        cells += [_transposed(stub, title + heads) for stub in _tree(block.rows, stubs, Role.STUB)]
    by_row = [[(row, column) for column in block.column_leaves()] for row in block.row_leaves()]
    figure_lines = [[pair for line in by_row for pair in line]] if across else by_row
    for y, line in enumerate(figure_lines):
        for x, (row, column) in enumerate(line):
            cell = form.cells[f"{section_id}.{row.id}.{column.id}"]
            cells.append(GridCell(Role.FIGURE, title + heads + y, stubs + x, 1, 1, cell=cell))
    return cells


def _head_depth(block: Block, layout: Layout) -> int:
    columns = _depth(block.columns)
    return columns + _depth(block.rows) if layout is Layout.ACROSS else columns


def _joined(rows: Iterable[Entry], columns: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The rows' tree with the columns hung below each of its leaves."""
    return tuple(
        row._replace(entries=_joined(row.entries, columns) if row.entries else columns) for row in rows
    )


def _depth(entries: Iterable[Entry]) -> int:
    return max((1 + _depth(entry.entries) for entry in entries), default=0)


def _tree(entries: Iterable[Entry], depth: int, role: Role, top: int = 0, left: int = 0) -> list[GridCell]:
    """A tree of labels as a head of ``depth`` rows. A leaf reaches down to the last of them."""
    cells: list[GridCell] = []
    for entry in entries:
        width = sum(1 for _ in entry.leaves())
        rows = 1 if entry.entries else depth - top
        cells.append(GridCell(role, top, left, rows, width, entry.label))
        cells += _tree(entry.entries, depth, role, top + 1, left)
        left += width
    return cells


def _transposed(cell: GridCell, top: int) -> GridCell:
    return replace(cell, row=cell.column + top, column=cell.row, rows=cell.columns, columns=cell.rows)


def _widths(stub_widths: tuple[float, ...], stubs: int, width: int) -> tuple[float, ...]:
    stub = stub_widths if len(stub_widths) == stubs else (100 / width,) * stubs
    figure = (100 - sum(stub)) / (width - stubs)
    return tuple(round(share, 3) for share in (*stub, *([figure] * (width - stubs))))
