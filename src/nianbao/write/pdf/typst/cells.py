"""The cells of a table tagged by typst: each heading gets its name and scope, each figure its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from nianbao.problem import OutputError
from nianbao.spans import Place, placed
from nianbao.write.pdf.headings import ROW_SCOPES, Cell, headings
from nianbao.write.pdf.typst.element import is_drawn, kids, kind, said, stated, with_kids
from nianbao.write.pdf.typst.objects import Objects

_SHAPES = 32  # of tables that are remembered; a report has three, and a checklist as many more
_OTHER = "模板打印的表格与报告不一致，没有生成 PDF。请检查改过的 .typ 模板。"
_SPAN = re.compile(rb"/(Row|Col)Span (\d+)")


class _Statement(NamedTuple):
    """What a cell states of itself: its ``name``, empty for a figure, and its attributes."""

    name: bytes
    attributes: bytes


def complete_table(file: Objects, table: int, wanted: Sequence[dict[str, Any]], number: int) -> list[bytes]:
    """Give the cells of a table, the ``number``-th block of the page, their kind, scope, names and headings.
    Returns the names of its headings, each with its element, as the tree of names has them. Raises
    OutputError if the cells are not those ``wanted``."""
    rows = {row: kids(file, file.texts[row]) for row in _rows(file, table)}
    if sum(map(len, rows.values())) > len(wanted):
        rows = _without_repeated(file, rows, {(each["y"], each["x"]) for each in wanted})
    nodes = [cell for line in rows.values() for cell in line]
    if len(nodes) != len(wanted):
        raise OutputError(_OTHER)
    cells = tuple(
        Cell(
            Place(each["y"], each["x"], each["rows"], each["columns"]),
            each["head"],
            each["head"] and each["scope"] in ROW_SCOPES,
        )
        for each in wanted
    )
    names: list[bytes] = []
    for node, each, (name, attributes) in zip(nodes, wanted, _statements(cells, number), strict=True):
        if name:
            text = stated(file.texts[node], attributes, b"TH", b"/ID(%b)" % name)
            names.append(b"(%b)%d 0 R" % (name, node))
        else:
            text = stated(file.texts[node], attributes, b"TD")
        file.texts[node] = said(text, each["said"])
    return names


@lru_cache(_SHAPES)
def _statements(cells: tuple[Cell, ...], number: int) -> tuple[_Statement, ...]:
    """What each cell states: the same in all reports whose tables have as many rows and columns."""
    held = headings(cells)
    names = {index: f"{number:04}-{index:04}" for index, cell in enumerate(cells) if cell.head}
    found: list[_Statement] = []
    for index, cell in enumerate(cells):
        spans = [("RowSpan", cell.place.rows), ("ColSpan", cell.place.columns)]
        told = "".join(f"/{key} {count}" for key, count in spans if count > 1)
        if cell.head:
            told += f"/Scope{cell.scope}"
        else:
            told += f"/Headers[{''.join(f'({names[head]})' for head in held[index])}]"
        found.append(_Statement(names.get(index, "").encode(), f"<</O/Table{told}>>".encode()))
    return tuple(found)


def _without_repeated(
    file: Objects, rows: dict[int, list[int]], wanted: set[tuple[int, int]]
) -> dict[int, list[int]]:
    """The cells of a table over several pages by their rows: a label that is printed once more after a break
    is no content and leaves the structure, as does what keeps rows together."""
    kept: list[list[int]] = [[] for _ in rows]
    for node, place in placed([*rows.values()], lambda node: _spans(file.texts[node])):
        if (place.row, place.column) in wanted:
            kept[place.row].append(node)
        elif is_drawn(file.texts.pop(node)):
            raise OutputError(_OTHER)
    for row, line in zip(rows, kept, strict=True):
        if len(line) < len(rows[row]):
            file.texts[row] = with_kids(file.texts[row], line)
    return dict(zip(rows, kept, strict=True))


def _spans(text: bytes) -> tuple[int, int]:
    found = dict(_SPAN.findall(text))
    return int(found.get(b"Row", 1)), int(found.get(b"Col", 1))


def _rows(file: Objects, table: int) -> Iterator[int]:
    for node in kids(file, file.texts[table]):
        if kind(file.texts[node]) == b"TR":
            yield node
        else:
            yield from _rows(file, node)
