"""Blank cells that the structure of a PDF leaves out.

Browsers that print a page tag what is drawn. An empty cell draws nothing and is no cell of the structure, so
that what stands right of it moves to the left. The ruled lines still tell where each cell is.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from nianbao.read.blocks import UNKNOWN, Block, Table, TableCell
from nianbao.words import without_spaces


def lacks_cells(blocks: Sequence[Block]) -> bool:
    """Whether a table has places that no cell covers."""
    return any(isinstance(block, Table) and _is_ragged(block) for block in blocks)


def with_blanks(tagged: Sequence[Block], ruled: Sequence[Block]) -> list[Block]:
    """The blocks of the structure, with the cells between ruled lines in each table that lacks some, if they
    hold the same words in the same order."""
    drawn = [block for block in ruled if isinstance(block, Table)]
    found: list[Block] = []
    for block in tagged:
        if not isinstance(block, Table) or not _is_ragged(block):
            found.append(block)
            continue
        placed = ((at, _in_place(block, each)) for at, each in enumerate(drawn))
        at, table = next(((at, table) for at, table in placed if table is not None), (-1, block))
        found.append(table)
        del drawn[: at + 1]
    return found


def _is_ragged(table: Table) -> bool:
    covered = sum(cell.rows * cell.columns for cell in table.cells)
    height = max((cell.row + cell.rows for cell in table.cells), default=0)
    width = max((cell.column + cell.columns for cell in table.cells), default=0)
    return covered < height * width


def _in_place(table: Table, drawn: Table) -> Table | None:
    """The words of a table in the cells that were drawn; None if these are no cells of it. A head that is
    drawn again on the next page is one cell of the structure, and its words stand in it twice; the label of
    a group stands in it once. What is not known to be blank is none."""
    stated = [cell for cell in _in_order(table) if cell.text]
    drawn = _put_together(drawn, {without_spaces(cell.text) for cell in stated})
    texts: dict[TableCell, str] = {}
    labels: set[tuple[int, str]] = set()
    for cell in (cell for cell in _in_order(drawn) if cell.text and cell.text != UNKNOWN):
        once = without_spaces(cell.text)
        said = stated[len(texts)] if len(texts) < len(stated) else None
        words = "" if said is None else without_spaces(said.text)
        times = len(words) // (len(once) or 1)
        if said is not None and words == once * times and (times == 1 or said.head):
            texts[cell] = said.text if times == 1 else cell.text
        elif (cell.column, once) not in labels:
            return None
        if len(once) > 1 and not any(sign.isdigit() for sign in once):
            labels.add((cell.column, once))
    if len(texts) < len(stated):
        return None
    return replace(drawn, cells=tuple(replace(cell, text=texts.get(cell, cell.text)) for cell in drawn.cells))


def _put_together(drawn: Table, stated: Container[str]) -> Table:
    """The cells that were drawn, with the halves of a row that the end of a page cut put together, where only
    so they hold words of the structure."""
    for row in sorted(drawn.seams, reverse=True):
        above = sorted((c for c in drawn.cells if c.row + c.rows == row), key=lambda c: c.column)
        below = sorted((c for c in drawn.cells if c.row == row), key=lambda c: c.column)
        if [(c.column, c.columns) for c in above] != [(c.column, c.columns) for c in below]:
            continue
        halves = dict(zip(above, below, strict=True))
        both = {upper: f"{upper.text}\n{lower.text}".strip() for upper, lower in halves.items()}
        cut = [upper for upper, lower in halves.items() if upper.text and lower.text]
        if not cut or not all(without_spaces(both[upper]) in stated for upper in cut):
            continue
        kept = (cell for cell in drawn.cells if cell.row != row)
        cells = (
            replace(cell, rows=cell.rows + halves[cell].rows - 1, text=both[cell])
            if cell in halves
            else replace(cell, row=cell.row - (cell.row > row))
            for cell in kept
        )
        seams = tuple(seam - (seam > row) for seam in drawn.seams if seam != row)
        drawn = replace(drawn, cells=tuple(cells), seams=seams)
    return drawn


def _in_order(table: Table) -> list[TableCell]:
    return sorted(table.cells, key=lambda cell: (cell.row, cell.column))
