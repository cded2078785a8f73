"""The cells that a form has for what was counted: every way to understand rows and columns of its tables."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from nianbao.checks.claims.claim import Part, Reading
from nianbao.checks.claims.words.roles import Rows
from nianbao.model.form import Cell, Entry, Form
from nianbao.model.formula import Side, Term

Known = dict[tuple[str, Rows, tuple[str, ...]], tuple[Reading, ...]]  # by section, rows and columns


class Block(NamedTuple):
    """The rows and the columns of a block of a table, with their groups, by id."""

    rows: dict[str, Entry]
    columns: dict[str, Entry]


class Readings:
    """Readings of one form. ``known`` are those that were asked for before, and become more."""

    def __init__(self, form: Form, known: Known) -> None:
        self.known = known
        self._form = form

    def __call__(self, section: str, rows: Rows, columns: Iterable[str]) -> tuple[Reading, ...]:
        """Every way to understand rows and columns of a section that the form has."""
        key = (section, rows, tuple(columns))
        if key not in self.known:
            self.known[key] = self._new(*key)
        return self.known[key]

    @cached_property
    def tables(self) -> dict[str, list[Block]]:
        """The tables of the form, block by block, by the id of their section."""
        return {
            section.id: [Block(_by_id(block.rows), _by_id(block.columns)) for block in section.table.blocks]
            for section in self._form.sections
            if section.table
        }

    def groups(self, section: str, rows: Rows) -> Rows:
        """The innermost groups of rows that hold all of those named: 无法提供 of 本机关不掌握."""
        named = {name for names in rows for name in names}
        held = {each.id: each.entries for block in self.tables[section] for each in block.rows.values()}
        innermost = {name: rows for name, rows in held.items() if not any(row.entries for row in rows)}
        return tuple((name,) for name, rows in innermost.items() if named <= {row.id for row in rows})

    def _new(self, section: str, rows: Rows, columns: tuple[str, ...]) -> tuple[Reading, ...]:
        found: dict[tuple[str, ...], Reading] = {}
        for names in rows:
            for column in columns:
                ends = column.split(" + ")
                parts = [self._part(section, name, end) for name in names for end in ends]
                reading = Reading(tuple(part for part in parts if part))
                if len(reading.parts) == len(parts):
                    found.setdefault(reading.cells, reading)
        return tuple(found.values())

    def _part(self, section: str, row: str, column: str) -> Part | None:
        for block in self.tables[section]:
            rows, columns = block.rows.get(row), block.columns.get(column)
            if rows is not None and columns is not None:
                return _part(self._form, section, rows, columns)
        return None


def _part(form: Form, section: str, rows: Entry, columns: Entry) -> Part:
    cells = [
        form.cells[f"{section}.{row.id}.{column.id}"] for row in rows.leaves() for column in columns.leaves()
    ]
    usual = all(cell.alone or _sums_up(cell, form) for cell in cells)
    label = rows.name if usual else f"{rows.name}·{columns.name}"
    return Part(label, Side(tuple(_term(cell, label) for cell in cells)))


def _sums_up(cell: Cell, form: Form) -> bool:
    """Whether the cell is the total of its row."""
    parts = form.totals.get(cell.id, ())
    return bool(parts) and all(form.cells[part].row_id == cell.row_id for part in parts)


def _term(cell: Cell, label: str) -> Term:
    return Term(1, cell.id, cell.column.kind, label, cell.column.unit)


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Rows or columns with their groups, by id."""
    return {entry.id: entry for top in entries for entry in top.walk()}
