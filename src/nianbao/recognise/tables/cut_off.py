"""A table whose last columns are not in the document: cut off at the edge of the paper, as browsers print
what is too wide for a page. What is there is read; nobody knows the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from nianbao.model.figure import UNKNOWN
from nianbao.model.form import Form
from nianbao.read.blocks import Block, Notice, Table, TableCell
from nianbao.recognise.labels import is_blank, is_figure, squeezed, vocabulary_of

_FEWEST_COLUMNS = 5  # of a table that is too wide for a page
_FEWEST_LEFT = 2  # of them that are there


class _Columns(NamedTuple):
    """The labels of the columns of a table, where the first of them stands, and how many are there."""

    labels: Sequence[str]
    first: int
    many: int


def with_cut_columns(blocks: Sequence[Block], forms: Sequence[Form]) -> Iterator[Block]:
    """The blocks with the columns that a table lacks at its right, as unknown ones, and a word on them. Not
    where another table may have them."""
    tables = [block for block in blocks if isinstance(block, Table)]
    for block in blocks:
        columns = _cut(block, tables, forms) if isinstance(block, Table) else None
        if columns is None or not isinstance(block, Table):
            yield block
        else:
            labels, first, many = columns
            yield Notice(
                f"表格里没有“{labels[many]}”和它右边的各列（打印时可能被截掉了），这些数字写成“?”；"
                "请对照原来的网页或文件。"
            )
            yield _completed(block, labels[many:], first + many)


def _cut(table: Table, tables: Sequence[Table], forms: Sequence[Form]) -> _Columns | None:
    """The columns that a table should have, if it has the first of them alone and no other has the rest."""
    if table.packed or _lacks_cells(table):
        return None
    for labels in _columns(forms):
        if any(cell.text.strip() == labels[-1] for cell in table.cells):
            continue  # nearly always
        heads = _heads(table, labels, forms)
        first, many = heads.get(0), len(heads)
        if first is None or not _FEWEST_LEFT <= many < len(labels) - 1:
            continue  # offices leave out the last one, of totals, by themselves
        side_by_side = all(heads.get(at) == first + at for at in range(many))
        others = (other for other in tables if other is not table)
        if side_by_side and not (
            _says_anything(table, first + many)
            or any(_heads(other, labels[many : many + 1], forms) for other in others)
        ):
            return _Columns(labels, first, many)
    return None


def _lacks_cells(table: Table) -> bool:
    """Whether a row with figures has fewer cells than another: where blank ones were left out, no figure is
    known to stand below the head that it seems to."""
    top = _first_row(table)
    rows: dict[int, int] = {}
    for cell in table.cells:
        for row in range(max(top, cell.row), cell.row + cell.rows):
            rows[row] = rows.get(row, 0) + cell.columns
    return len({*rows.values()}) > 1


def _columns(forms: Sequence[Form]) -> list[list[str]]:
    """The labels of the columns of each wide table whose figures stand beside their labels."""
    found: list[list[str]] = []
    for form in forms:
        for leaf in vocabulary_of(form).leaves:
            labels = [column.label for column in leaf.block.column_leaves()]
            if len(labels) >= _FEWEST_COLUMNS and labels not in found:
                found.append(labels)
    return found


def _heads(table: Table, labels: Sequence[str], forms: Sequence[Form]) -> dict[int, int]:
    """The columns of a table by the places of their labels among some; nothing if one is there twice."""
    found: dict[int, int] = {}
    wanted = {squeezed(label): at for at, label in enumerate(labels)}
    first = _first_row(table)
    for cell in (cell for cell in table.cells if cell.row < first):
        names = (vocabulary_of(form).column_words(cell.text) for form in forms)
        at = next((wanted[name] for name in names if name in wanted), None)
        if at in found:
            return {}
        if at is not None:
            found[at] = cell.column
    return found


def _first_row(table: Table) -> int:
    """The first row with a figure."""
    figures = (cell.row for cell in table.cells if cell.text != str(UNKNOWN) and is_figure(cell.text))
    return min(figures, default=0)


def _says_anything(table: Table, begin: int) -> bool:
    """Whether anything is known that stands right of a place."""
    return any(
        cell.column >= begin and not is_blank(cell.text) and cell.text != str(UNKNOWN) for cell in table.cells
    )


def _completed(table: Table, labels: Sequence[str], end: int) -> Table:
    """The table up to a column, and behind it columns with these labels of which nothing is known."""
    top = _first_row(table)
    kept = [
        replace(cell, columns=min(cell.columns, end - cell.column))
        for cell in table.cells
        if cell.column < end
    ]
    rows = sorted({cell.row for cell in kept if cell.row >= top})
    added = [TableCell(0, end + at, top, 1, label) for at, label in enumerate(labels)]
    added += [TableCell(row, end + at, 1, 1, str(UNKNOWN)) for row in rows for at in range(len(labels))]
    return replace(table, cells=tuple(sorted((*kept, *added), key=lambda cell: (cell.row, cell.column))))
