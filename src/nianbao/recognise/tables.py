"""Places the figures of a table as it was read into the cells of a form, by labels, never by position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from nianbao.figure import Figure, parse
from nianbao.form import Block, Entry, Form, Layout, Section
from nianbao.read.blocks import Table, TableCell
from nianbao.recognise.labels import normal, squeezed


@dataclass
class Placed:
    """What was made of one table: the section it belongs to, its figures, what fits nowhere."""

    section: str
    figures: dict[str, Figure] = field(default_factory=dict)
    unplaced: list[TableCell] = field(default_factory=list)


@dataclass(frozen=True)
class _Labels:
    """The labels of a section's table, normalised: of rows with their block, of each block's columns."""

    rows: dict[str, tuple[Block, Entry]]
    columns: dict[int, dict[str, Entry]]
    others: frozenset[str]  # titles, corners, groups
    across: bool


def place(table: Table, form: Form) -> Placed | None:
    """The figures of a table that belongs to the form; None if it is some other table."""
    best: Placed | None = None
    matrix = _matrix(table)
    for section in form.sections:
        if section.table is not None:
            placed = _placed(table, matrix, form, section)
            if placed.figures and (best is None or len(placed.figures) > len(best.figures)):
                best = placed
    return best


def _placed(table: Table, matrix: dict[tuple[int, int], TableCell], form: Form, section: Section) -> Placed:
    labels = _labels(form, section.id)
    placed = Placed(section.id)
    for cell in table.cells:
        text = normal(cell.text)
        left, above = _left(cell, matrix), _above(cell, matrix)
        found = _row(labels, above if labels.across else left)
        if found is None or text in labels.rows or text in labels.others:
            continue
        block, row = found
        columns = labels.columns[id(block)]
        if text and squeezed(cell.text) in columns:
            continue
        column = next((columns[key] for key in map(_word, above) if key in columns), None)
        cell_id = f"{section.id}.{row.id}.{column.id}" if column else ""
        if column is None or cell_id in placed.figures:
            placed.unplaced.append(cell)
        else:
            placed.figures[cell_id] = parse(cell.text)
    return placed


def _row(labels: _Labels, texts: list[TableCell]) -> tuple[Block, Entry] | None:
    """The row that the nearest label among these names."""
    return next((labels.rows[key] for key in map(_key, texts) if key in labels.rows), None)


def _key(cell: TableCell) -> str:
    return normal(cell.text)


def _word(cell: TableCell) -> str:
    return squeezed(cell.text)


def _matrix(table: Table) -> dict[tuple[int, int], TableCell]:
    """Every place of the table with the cell that covers it."""
    return {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }


def _left(cell: TableCell, matrix: dict[tuple[int, int], TableCell]) -> list[TableCell]:
    """The cells to the left in the same row, nearest first."""
    places = ((cell.row, column) for column in range(cell.column - 1, -1, -1))
    return list(dict.fromkeys(matrix[place] for place in places if place in matrix))


def _above(cell: TableCell, matrix: dict[tuple[int, int], TableCell]) -> list[TableCell]:
    """The cells above in the same column, nearest first."""
    places = ((row, cell.column) for row in range(cell.row - 1, -1, -1))
    return list(dict.fromkeys(matrix[place] for place in places if place in matrix))


@cache
def _labels(form: Form, section_id: str) -> _Labels:
    table = form.section(section_id).table
    if table is None:
        raise LookupError(section_id)
    rows = {normal(leaf.label): (block, leaf) for block in table.blocks for leaf in block.row_leaves()}
    columns = {
        id(block): {squeezed(leaf.label): leaf for leaf in block.column_leaves()} for block in table.blocks
    }
    return _Labels(rows, columns, frozenset(_others(section_id, form)), table.layout is Layout.ACROSS)


def _others(section_id: str, form: Form) -> Iterator[str]:
    table = form.section(section_id).table
    for block in table.blocks if table else ():
        yield from (normal(text) for text in (block.title, block.stub) if text)
        for top in (*block.rows, *block.columns):
            yield from (normal(entry.label) for entry in top.walk() if entry.entries)
    if table and table.corner:
        yield normal(table.corner)
