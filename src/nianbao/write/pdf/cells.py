"""Heading cells and figure cells of a tagged table: which headings hold for which cell.

Merged cells make the plain rule of readers (same row, same column) fail, so it is all stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pydyf

from nianbao.spans import Place, placed

Node = Any
Kids = Callable[[Node], list[Node]]

_ROW_SCOPES = frozenset({"row", "rowgroup"})


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell and what it covers."""

    node: Node
    place: Place

    @property
    def head(self) -> bool:
        return bool(self.node["S"] == "/TH")

    @property
    def row_head(self) -> bool:
        return self.head and self.node.source.get("scope") in _ROW_SCOPES

    def holds_for(self, other: _Cell, barrier: int) -> bool:
        """Whether this heading is a figure cell's; headings above row ``barrier`` are of another block."""
        if self.row_head:
            return self.place.row < other.place.bottom and other.place.row < self.place.bottom
        above = barrier < self.place.row < other.place.row
        return above and self.place.column < other.place.right and other.place.column < self.place.right


def mend_table(table: Node, kids: Kids) -> list[Any]:
    """Give the cells of a table scope, names and headings.

    Returns the names with their elements as a name tree wants them: name, reference, name, reference.
    """
    rows = [kids(row) for row in _rows(table, kids)]
    cells = [_Cell(node, place) for node, place in placed(rows, _spans)]
    heads = [cell for cell in cells if cell.head]
    names: list[Any] = []
    for number, head in enumerate(heads):
        name = pydyf.String(f"{table.number:06}-{number:04}")
        head.node["ID"] = name
        head.node["A"]["Scope"] = "/Row" if head.row_head else "/Column"
        names += [name, head.node.reference]
    figures = [cell for cell in cells if not cell.head]
    barriers = {top: _barrier(top, heads, figures) for top in {cell.place.row for cell in figures}}
    for cell in figures:
        held = [head.node["ID"] for head in heads if head.holds_for(cell, barriers[cell.place.row])]
        cell.node["A"]["Headers"] = pydyf.Array(held)
    return names


def _rows(node: Node, kids: Kids) -> Iterator[Node]:
    for kid in kids(node):
        if kid["S"] == "/TR":
            yield kid
        else:
            yield from _rows(kid, kids)


def _spans(node: Node) -> tuple[int, int]:
    return int(node["A"].get("RowSpan", 1)), int(node["A"].get("ColSpan", 1))


def _barrier(row: int, heads: list[_Cell], figures: list[_Cell]) -> int:
    """The last row of figures above ``row`` below which column headings begin anew; -1 if there is none."""
    begins = max((head.place.row for head in heads if not head.row_head and head.place.row < row), default=-1)
    return max((figure.place.row for figure in figures if figure.place.row < begins), default=-1)
