"""Heading cells and figure cells of a tagged table: which headings hold for which cell.

Merged cells make the plain rule of readers (same row, same column) fail, so it is all stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pydyf

Node = Any
Kids = Callable[[Node], list[Node]]

_ROW_SCOPES = frozenset({"row", "rowgroup"})


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell and what it covers: rows ``top`` to ``bottom``, columns ``left`` to ``right``, ends excluded."""

    node: Node
    top: int
    bottom: int
    left: int
    right: int

    @property
    def head(self) -> bool:
        return bool(self.node["S"] == "/TH")

    @property
    def row_head(self) -> bool:
        return self.head and self.node.source.get("scope") in _ROW_SCOPES

    def holds_for(self, other: _Cell, barrier: int) -> bool:
        """Whether this heading is a figure cell's; headings above row ``barrier`` are of another block."""
        if self.row_head:
            return self.top < other.bottom and other.top < self.bottom
        return barrier < self.top < other.top and self.left < other.right and other.left < self.right


def mend_table(table: Node, kids: Kids) -> list[Any]:
    """Give the cells of a table scope, names and headings.

    Returns the names with their elements as a name tree wants them: name, reference, name, reference.
    """
    cells = list(_cells(_rows(table, kids), kids))
    heads = [cell for cell in cells if cell.head]
    names: list[Any] = []
    for number, head in enumerate(heads):
        name = pydyf.String(f"{table.number:06}-{number:04}")
        head.node["ID"] = name
        head.node["A"]["Scope"] = "/Row" if head.row_head else "/Column"
        names += [name, head.node.reference]
    figures = [cell for cell in cells if not cell.head]
    barriers = {top: _barrier(top, heads, figures) for top in {cell.top for cell in figures}}
    for cell in figures:
        held = [head.node["ID"] for head in heads if head.holds_for(cell, barriers[cell.top])]
        cell.node["A"]["Headers"] = pydyf.Array(held)
    return names


def _rows(node: Node, kids: Kids) -> Iterator[Node]:
    for kid in kids(node):
        if kid["S"] == "/TR":
            yield kid
        else:
            yield from _rows(kid, kids)


def _cells(rows: Iterable[Node], kids: Kids) -> Iterator[_Cell]:
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        left = 0
        for node in kids(row):
            while (top, left) in taken:
                left += 1
            bottom = top + int(node["A"].get("RowSpan", 1))
            right = left + int(node["A"].get("ColSpan", 1))
            taken.update((y, x) for y in range(top, bottom) for x in range(left, right))
            yield _Cell(node, top, bottom, left, right)
            left = right


def _barrier(row: int, heads: list[_Cell], figures: list[_Cell]) -> int:
    """The last row of figures above ``row`` below which column headings begin anew; -1 if there is none."""
    begins = max((head.top for head in heads if not head.row_head and head.top < row), default=-1)
    return max((figure.top for figure in figures if figure.top < begins), default=-1)
