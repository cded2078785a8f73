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
    seen = _Seen(table)
    best: Placed | None = None
    for section in form.sections:
        if section.table is not None:
            placed = _placed(seen, form, section)
            if placed.figures and (best is None or len(placed.figures) > len(best.figures)):
                best = placed
    return best


class _Seen:
    """A table with what each cell would be called as a label, and what covers each place."""

    def __init__(self, table: Table) -> None:
        self.cells = table.cells
        self.key = {cell: normal(cell.text) for cell in table.cells}
        self.word = {cell: squeezed(cell.text) for cell in table.cells}
        self._at = {
            (row, column): cell
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }

    def left(self, cell: TableCell) -> Iterator[TableCell]:
        """The cells to the left in the same row, nearest first."""
        for column in range(cell.column - 1, -1, -1):
            if found := self._at.get((cell.row, column)):
                yield found

    def above(self, cell: TableCell) -> Iterator[TableCell]:
        """The cells above in the same column, nearest first."""
        for row in range(cell.row - 1, -1, -1):
            if found := self._at.get((row, cell.column)):
                yield found


def _placed(seen: _Seen, form: Form, section: Section) -> Placed:
    labels = _labels(form, section.id)
    placed = Placed(section.id)
    if labels.rows.keys().isdisjoint(seen.key.values()):
        return placed
    for cell in seen.cells:
        if seen.key[cell] in labels.rows or seen.key[cell] in labels.others:
            continue
        beside = seen.above(cell) if labels.across else seen.left(cell)
        found = next((labels.rows[seen.key[near]] for near in beside if seen.key[near] in labels.rows), None)
        if found is None:
            continue
        block, row = found
        columns = labels.columns[id(block)]
        if seen.word[cell] in columns:
            continue
        column = next((columns[seen.word[c]] for c in seen.above(cell) if seen.word[c] in columns), None)
        cell_id = f"{section.id}.{row.id}.{column.id}" if column else ""
        if column is None or cell_id in placed.figures:
            placed.unplaced.append(cell)
        else:
            placed.figures[cell_id] = parse(cell.text)
    return placed


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
