"""The cells of a table tagged by typst: each heading gets its name and scope, each figure its headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Object, String

from nianbao.problem import OutputError
from nianbao.spans import Place, placed
from nianbao.write.pdf.headings import ROW_SCOPES, Cell, headings

Node = Any  # a structure element
Number = tuple[int, int]  # that of an object and its generation

_SHAPES = 32  # of tables that are remembered; a report has three, and a checklist as many more
_SPAN = re.compile(rb"/(Row|Col)Span (\d+)")


class Completed(NamedTuple):
    """What came of a table: ``names`` and elements of its headings by turns, as the tree of names has them,
    and the elements that were ``removed``."""

    names: list[Any]
    removed: set[Number]


class _Statement(NamedTuple):
    """What a cell states of itself: its ``name``, empty for a figure, and its attributes in the language of
    the file: to put them together from objects takes four times as long."""

    name: str
    attributes: bytes


def complete_table(table: Node, wanted: Sequence[dict[str, Any]], number: int) -> Completed:
    """Give the cells of a table, the ``number``-th block of the page, their kind, scope, names and headings.
    Raises OutputError if they are not those ``wanted``."""
    rows = [(row, list(kids(row.get("/K", Array())))) for row in _rows(table)]
    nodes = [cell for _, line in rows for cell in line]
    removed: set[Number] = set()
    if len(nodes) > len(wanted):
        nodes, removed = _without_repeated(rows, {(each["y"], each["x"]) for each in wanted})
    if len(nodes) != len(wanted):
        raise OutputError("模板打印的表格与报告不一致，没有生成 PDF。请检查改过的 .typ 模板。")
    cells = tuple(
        Cell(
            Place(each["y"], each["x"], each["rows"], each["columns"]),
            each["head"],
            each["head"] and each["scope"] in ROW_SCOPES,
        )
        for each in wanted
    )
    names: list[Any] = []
    for node, each, stated in zip(nodes, wanted, _statements(cells, number), strict=True):
        if stated.name:
            name = String(stated.name)
            node.S, node.ID = Name.TH, name
            names += (name, node)
        else:
            node.S = Name.TD
        node.A = Object.parse(stated.attributes)
        state(node, each["said"])
    return Completed(names, removed)


@lru_cache(_SHAPES)
def _statements(cells: tuple[Cell, ...], number: int) -> tuple[_Statement, ...]:
    """What each cell states: the same in all reports whose tables have as many rows and columns."""
    held = headings(cells)
    names = {index: f"{number:04}-{index:04}" for index, cell in enumerate(cells) if cell.head}
    stated: list[_Statement] = []
    for index, cell in enumerate(cells):
        spans = [("RowSpan", cell.place.rows), ("ColSpan", cell.place.columns)]
        told = "".join(f"/{key} {count}" for key, count in spans if count > 1)
        if cell.head:
            told += f"/Scope{cell.scope}"
        else:
            told += f"/Headers[{''.join(f'({names[head]})' for head in held[index])}]"
        stated.append(_Statement(names.get(index, ""), f"<</O/Table{told}>>".encode()))
    return tuple(stated)


def _without_repeated(
    rows: Sequence[tuple[Node, list[Node]]], wanted: Collection[tuple[int, int]]
) -> tuple[list[Node], set[Number]]:
    """The cells of a table over several pages, and those removed: a label that is printed once more after a
    break is no content and leaves the structure."""
    kept: list[Node] = []
    removed: set[Number] = set()
    for node, place in placed([line for _, line in rows], _spans):
        if (place.row, place.column) in wanted:
            kept.append(node)
        else:
            removed.add(node.objgen)
    for row, line in rows:
        if any(node.objgen in removed for node in line):
            row.K = Array([node for node in line if node.objgen not in removed])
    return kept, removed


def _spans(node: Node) -> tuple[int, int]:
    found = dict(_SPAN.findall(node.A.unparse()))
    return int(found.get(b"Row", 1)), int(found.get(b"Col", 1))


def _rows(table: Node) -> Iterator[Node]:
    for kid in kids(table.get("/K", Array())):
        if kid.S == Name.TR:
            yield kid
        else:
            yield from _rows(kid)


def kids(node: Any) -> Iterator[Node]:
    """The elements among what stands in one."""
    for kid in node if isinstance(node, Array) else [node]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def state(node: Node, said: str) -> None:
    """Say what a text is where a line end may have swallowed a space, and name a heading."""
    if "/T" in node:
        node.T = String(said)
    if " " in said and "\n" not in said:
        node.ActualText = String(said)
