"""Heading cells and figure cells of a tagged table: each heading named, each figure with its headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pydyf

from nianbao.spans import placed
from nianbao.write.pdf.headings import ROW_SCOPES, Cell, headings

Node = Any
Kids = Callable[[Node], list[Node]]


def mend_table(table: Node, kids: Kids) -> list[Any]:
    """Give the cells of a table scope, names and headings.

    Returns the names with their elements as a name tree wants them: name, reference, name, reference.
    """
    found = list(placed([kids(row) for row in _rows(table, kids)], _spans))
    nodes = [node for node, _ in found]
    cells = [
        Cell(place, node["S"] == "/TH", node["S"] == "/TH" and node.source.get("scope") in ROW_SCOPES)
        for node, place in found
    ]
    names: list[Any] = []
    heads = [(node, cell) for node, cell in zip(nodes, cells, strict=True) if cell.head]
    for number, (node, cell) in enumerate(heads):
        name = pydyf.String(f"{table.number:06}-{number:04}")
        node["ID"] = name
        node["A"]["Scope"] = cell.scope
        names += [name, node.reference]
    for figure, held in headings(cells).items():
        nodes[figure]["A"]["Headers"] = pydyf.Array([nodes[head]["ID"] for head in held])
    return names


def _rows(node: Node, kids: Kids) -> Iterator[Node]:
    for kid in kids(node):
        if kid["S"] == "/TR":
            yield kid
        else:
            yield from _rows(kid, kids)


def _spans(node: Node) -> tuple[int, int]:
    return int(node["A"].get("RowSpan", 1)), int(node["A"].get("ColSpan", 1))
