"""Tables as they lie about after somebody's program took them apart: each way a function of the blocks.

Unlike the damages of ``damage.py`` these take something away that would tell where a figure belongs. What is
left is still enough for a person who knows the form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from tests.recognise.damage import is_figure, rows_of

Arrangement = Callable[[Sequence[Block]], list[Block]]

COLUMNS = ("数据1", "数据2", "数据3", "数据4", "数据5", "数据6", "总计")


def _tables(blocks: Sequence[Block], change: Callable[[Table], list[Block]]) -> list[Block]:
    return [new for block in blocks for new in (change(block) if isinstance(block, Table) else [block])]


def _width(table: Table) -> int:
    return max(cell.column + cell.columns for cell in table.cells)


def _plain(rows: Sequence[Sequence[str]]) -> Table:
    return Table(
        tuple(TableCell(y, x, 1, 1, text) for y, texts in enumerate(rows) for x, text in enumerate(texts))
    )


def _cells(blocks: Sequence[Block], of_width: int, change: Callable[[TableCell], str]) -> list[Block]:
    def one(table: Table) -> list[Block]:
        if _width(table) != of_width:
            return [table]
        return [Table(tuple(replace(cell, text=change(cell)) for cell in table.cells))]

    return _tables(blocks, one)


# ---- heads


def heads_downward(blocks: Sequence[Block]) -> list[Block]:
    """The heads of the fourth table are written downward, a character a line."""
    return _cells(blocks, 15, lambda c: c.text if is_figure(c.text) else "\n".join(c.text))


def heads_in_pieces(blocks: Sequence[Block]) -> list[Block]:
    """The heads of the fourth table are broken after two characters, with spaces in what is left."""

    def change(cell: TableCell) -> str:
        if is_figure(cell.text) or cell.columns > 4:
            return cell.text
        return f"{cell.text[:1]} {cell.text[1:2]}\n{cell.text[2:]}" if len(cell.text) > 2 else cell.text

    return _cells(blocks, 15, change)


def heads_in_two_rows(blocks: Sequence[Block]) -> list[Block]:
    """The heads of the columns of the third table are cut over two rows: 商业 above, 企业 below."""

    def one(table: Table) -> list[Block]:
        if _width(table) != 10:
            return [table]
        last = max(c.row for c in table.cells if not is_figure(c.text) and c.column >= 3)
        found: list[TableCell] = []
        for cell in table.cells:
            if cell.row > last:
                found.append(replace(cell, row=cell.row + 1))
            elif cell.row == last and len(cell.text) > 3:
                middle = len(cell.text) // 2
                found += [replace(cell, text=cell.text[:middle])]
                found += [replace(cell, row=last + 1, text=cell.text[middle:])]
            elif cell.row + cell.rows > last:
                found.append(replace(cell, rows=cell.rows + 1))
            else:
                found.append(cell)
        return [Table(tuple(found))]

    return _tables(blocks, one)


def heads_name_nothing(blocks: Sequence[Block]) -> list[Block]:
    """The third table came apart: one small table for each group, under heads that name nothing."""

    def one(table: Table) -> list[Block]:
        if _width(table) != 10:
            return [table]
        found: list[Block] = []
        rows: list[list[str]] = []
        for row in rows_of(table):
            texts = [cell.text for cell in row]
            if len(texts) < 8:
                continue
            *labels, label = texts[:-7]
            if labels:
                found += _small(rows)
                rows = []
                found += [Paragraph(text) for text in labels]
            rows.append([label, *texts[-7:]])
        return [*found, *_small(rows)]

    def _small(rows: list[list[str]]) -> list[Block]:
        return [_plain([["类别", *COLUMNS], *rows])] if rows else []

    return _tables(blocks, one)


def groups_apart(blocks: Sequence[Block]) -> list[Block]:
    """The third table came apart into one table a group, each with the heads of the form in one row."""
    heads = ["情形", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    apart = heads_name_nothing(blocks)
    return [
        _plain([heads, *([c.text for c in row] for row in rows_of(block)[1:])])
        if isinstance(block, Table) and _width(block) == 8
        else block
        for block in apart
    ]


# ---- figures


def one_zero_more(blocks: Sequence[Block]) -> list[Block]:
    """The fourth table has sixteen figures for fifteen cells, all of them zero."""

    def one(table: Table) -> list[Block]:
        if _width(table) != 15:
            return [table]
        last = max(cell.row for cell in table.cells)
        cells = [replace(c, text="0") if c.row == last else c for c in table.cells]
        return [Table((*cells, TableCell(last, 15, 1, 1, "0")))]

    return _tables(blocks, one)


def totals_blank(blocks: Sequence[Block]) -> list[Block]:
    """In some rows of the third table the total of the row was never filled in."""

    def change(cell: TableCell) -> str:
        return "" if is_figure(cell.text) and cell.column == 9 and cell.row % 3 == 0 else cell.text

    return _cells(blocks, 10, change)


def inner_blanks(blocks: Sequence[Block]) -> list[Block]:
    """In some rows of the third table cells here and there were left blank."""

    def change(cell: TableCell) -> str:
        blank = is_figure(cell.text) and (cell.row * 5 + cell.column) % 4 == 0 and cell.row % 2
        return "" if blank and cell.column < 9 else cell.text

    return _cells(blocks, 10, change)


# fmt: off
ARRANGEMENTS: tuple[Arrangement, ...] = (
    heads_downward, heads_in_pieces, heads_in_two_rows, heads_name_nothing, groups_apart, one_zero_more,
    totals_blank, inner_blanks,
)
# fmt: on
