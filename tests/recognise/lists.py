"""Reports as people and programs write them out: lists of figures with both labels, cells between signs, and
columns that stand at one edge. Blocks come in and a text goes out as in conversions.py.
"""

from __future__ import annotations

import html
import itertools
import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from tests.recognise.conversions import Conversion
from tests.recognise.damage import is_figure, matrix, on_one_line, rows_of
from tests.recognise.specimen import blocks_of

Row = tuple[list[str], list[list[str]], list[str]]  # labels, heads of each figure, figures


def _text(blocks: Sequence[Block], table: Callable[[Table], list[str]]) -> bytes:
    lines: list[str] = []
    for block in blocks:
        lines += [on_one_line(block.text)] if isinstance(block, Paragraph) else ["", *table(block), ""]
    return "\n".join(lines).encode()


@cache
def _labels() -> frozenset[str]:
    tables = (block for form in ("2019", "2021") for block in blocks_of(form) if isinstance(block, Table))
    return frozenset(
        _packed(cell.text) for table in tables for cell in table.cells if not is_figure(cell.text)
    )


def _is_value(cell: TableCell) -> bool:
    return _packed(cell.text) not in _labels()


def _packed(text: str) -> str:
    return "".join(text.split())


def rows_in(table: Table) -> list[Row]:
    """The rows with figures. Where a table has several tables in it, the nearest heads count."""
    grid = matrix(table)
    found = []
    for y, row in enumerate(grid):
        values = [x for x, cell in enumerate(row) if _is_value(cell) and (x == 0 or cell is not row[x - 1])]
        if not values:
            continue
        labels = [_packed(cell.text) for cell in dict.fromkeys(row[: values[0]])]
        heads = [list(reversed(_heads(grid, y, x))) for x in values]
        found.append((labels, heads, [on_one_line(row[x].text) for x in values]))
    return found


def _heads(grid: Sequence[Sequence[TableCell]], y: int, x: int) -> list[str]:
    above = (grid[at][x] for at in range(y - 1, -1, -1))
    heads = itertools.takewhile(lambda cell: not _is_value(cell), itertools.dropwhile(_is_value, above))
    return [_packed(cell.text) for cell in dict.fromkeys(heads) if not cell.text.startswith("第二十条")]


def both_labels(blocks: Sequence[Block]) -> bytes:
    """A line for each figure, with all labels of its row and column."""
    return _text(
        blocks,
        lambda table: [
            f"{'/'.join([*labels, *path])}：{value}"
            for labels, heads, values in rows_in(table)
            for path, value in zip(heads, values, strict=True)
        ],
    )


def below_row(blocks: Sequence[Block]) -> bytes:
    """A line for each row, and below it one for each figure with its column."""

    def lines(table: Table) -> list[str]:
        found = []
        for labels, heads, values in rows_in(table):
            for group, cells in itertools.groupby(
                zip(heads, values, strict=True), lambda pair: "".join(pair[0][:-1])
            ):
                found.append("".join(labels) or group)
                found += [f"  - {path[-1]}：{value or '（空）'}" for path, value in cells]
        return found

    return _text(blocks, lines)


def sentences(blocks: Sequence[Block]) -> bytes:
    """A sentence for each row, and for each group of columns where no label stands beside."""

    def lines(table: Table) -> list[str]:
        found = []
        for labels, heads, values in rows_in(table):
            pairs = zip(heads, values, strict=True)
            groups = [("".join(labels), list(pairs))] if labels else _by_group(list(pairs))
            found += [
                f"{name}：{'，'.join(path[-1] + value for path, value in cells)}。" for name, cells in groups
            ]
        return found

    return _text(blocks, lines)


def _by_group(pairs: Sequence[tuple[list[str], str]]) -> list[tuple[str, list[tuple[list[str], str]]]]:
    return [
        (name, list(cells)) for name, cells in itertools.groupby(pairs, lambda pair: "".join(pair[0][:-1]))
    ]


def as_json(blocks: Sequence[Block]) -> bytes:
    """Objects within objects, a line for each figure."""

    def lines(table: Table) -> list[str]:
        whole: dict[str, Any] = {}
        for labels, heads, values in rows_in(table):
            for path, value in zip(heads, values, strict=True):
                at = whole
                for label in (*labels, *path[:-1]):
                    at = at.setdefault(label, {})
                at[path[-1]] = value
        return json.dumps(whole, ensure_ascii=False, indent=2).split("\n")

    return _text(blocks, lines)


def rows_by_path(blocks: Sequence[Block]) -> bytes:
    """A table whose rows have the labels of their groups in the same cell; two of one width have one head."""

    def lines(table: Table) -> list[str]:
        found: list[str] = []
        for labels, heads, values in rows_in(table):
            pairs = list(zip(heads, values, strict=True))
            for path, cells in [("<br>".join(labels), pairs)] if labels else _by_group(pairs):
                if not found or found[0].count("|") != len(cells) + 2:
                    found.append(f"| 项目 | {' | '.join(head[-1] for head, _ in cells)} |")
                found.append(f"| {path} | {' | '.join(value for _, value in cells)} |")
        return found

    return _text(blocks, lines)


# ---- files of data


def in_elements(blocks: Sequence[Block]) -> bytes:
    """XML with an element for each paragraph, row and cell."""

    def lines(table: Table) -> list[str]:
        rows = (
            "".join(f"<c><p>{html.escape(cell)}<lb/></p></c>" for cell in row) for row in _in_place(table)
        )
        return ["<t>", *(f"<r>{row}</r>" for row in rows), "</t>"]

    found = ['<?xml version="1.0" encoding="utf-8"?>', "<article>"]
    for block in blocks:
        if isinstance(block, Table):
            found += lines(block)
        else:
            found.append(f"<x>{html.escape(on_one_line(block.text))}</x>")
    return "\n".join([*found, "</article>"]).encode()


def in_records(blocks: Sequence[Block]) -> bytes:
    """XML without one element around all, with an element for each figure that has its path in two others."""

    def lines(table: Table) -> list[str]:
        return [
            f"<figure><row>{'/'.join(labels)}</row><column>{'/'.join(path)}</column><value>{value}</value></figure>"
            for labels, heads, values in rows_in(table)
            for path, value in zip(heads, values, strict=True)
        ]

    found: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            found += lines(block)
        else:
            found.append(f"<x>{html.escape(on_one_line(block.text))}</x>")
    return "\n".join(found).encode()


def in_objects(blocks: Sequence[Block]) -> bytes:
    """JSON with an object for each paragraph and table, without line breaks and with codes for characters."""
    parts = [
        {"kind": 2, "rows": _in_place(block)}
        if isinstance(block, Table)
        else {"text": on_one_line(block.text)}
        for block in blocks
    ]
    return json.dumps({"code": 0, "data": {"id": 16, "body": parts}}).encode()


# ---- cells between signs


def _in_place(table: Table) -> list[list[str]]:
    return [
        [on_one_line(cell.text) if (cell.row, cell.column) == (y, x) else "" for x, cell in enumerate(row)]
        for y, row in enumerate(matrix(table))
    ]


def _beside(sign: str) -> Conversion:
    def lines(table: Table) -> list[str]:
        return [sign.join(on_one_line(cell.text) for cell in row) for row in rows_of(table)]

    def made(blocks: Sequence[Block]) -> bytes:
        return _text(blocks, lines)

    made.__name__ = f"beside {sign}"
    return made


def places_beside(blocks: Sequence[Block]) -> bytes:
    """A merged cell leaves empty ones beside itself, and nothing below."""

    def lines(table: Table) -> list[str]:
        rows = (
            [[on_one_line(cell.text), *[""] * (cell.columns - 1)] for cell in row] for row in rows_of(table)
        )
        return [f"| {' | '.join(itertools.chain.from_iterable(row))} |" for row in rows]

    return _text(blocks, lines)


def in_file_of_values(blocks: Sequence[Block]) -> bytes:
    """Commas between the cells, and lines that end as on Windows, in the tables alone."""
    return _text(blocks, lambda table: [",".join(row) + "\r" for row in _in_place(table)])


def in_brackets(blocks: Sequence[Block]) -> bytes:
    """Each cell in brackets."""
    return _text(blocks, lambda table: ["".join(f"[{cell}]" for cell in row) for row in _in_place(table)])


# ---- columns at one edge


def _columns(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _lined_up(heads_right: bool, figures_right: bool) -> Conversion:
    def lines(table: Table) -> list[str]:
        rows = _in_place(table)
        widths = [max(_columns(row[x]) for row in rows) for x in range(len(rows[0]))]
        found = []
        for row in rows:
            line = ""
            for cell, width in zip(row, widths, strict=True):
                right = figures_right if is_figure(cell) else heads_right
                gap = " " * (width - _columns(cell))
                line += f"{gap}{cell}  " if right else f"{cell}{gap}  "
            found.append(line.rstrip())
        return found

    def made(blocks: Sequence[Block]) -> bytes:
        return _text(blocks, lines)

    made.__name__ = f"lined up {heads_right} {figures_right}"
    return made


def on_one_line_of_all(blocks: Sequence[Block]) -> bytes:
    """The whole page in one line, a tab between any two pieces of its text: blank cells leave nothing."""
    pieces: list[str] = []
    for block in blocks:
        cells = block.cells if isinstance(block, Table) else [block]
        pieces += (text for each in cells if (text := on_one_line(each.text)))
    return "\t".join(pieces).encode()


FULL: tuple[Conversion, ...] = (in_elements, in_objects)
IN_PLACE: tuple[Conversion, ...] = (
    both_labels,
    below_row,
    as_json,
    rows_by_path,
    in_brackets,
    places_beside,
    in_file_of_values,
    _beside(" ^ "),
)
WITHOUT_BLANKS: tuple[Conversion, ...] = (
    sentences,
    on_one_line_of_all,
    in_records,
    *map(_beside, ("||", "...", ",")),
    *(_lined_up(*ways) for ways in itertools.product((False, True), repeat=2)),
)
