"""Reports as programs read the words off a page: no lines of tables and no columns are left.

Blocks come in and a text goes out as in conversions.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nianbao.read.blocks import Block, Paragraph, Table
from tests.recognise.conversions import Conversion
from tests.recognise.damage import is_figure, rows_of

_PIECE = 4  # characters of a label on a line
_LARGE = 20  # rows

Row = tuple[list[str], list[str]]  # labels and figures


def _text(blocks: Sequence[Block], table: Callable[[list[Row]], list[str]]) -> bytes:
    """A paragraph a line, the lines of the large table, and a row a line of others."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
            continue
        rows = rows_in(block)
        large = len(rows) >= _LARGE
        lines += table(rows) if large else [" ".join([*labels, *cells]) for labels, cells in rows]
    return "\n".join(lines).encode()


def rows_in(table: Table) -> list[Row]:
    """The rows of a table, labels and figures apart; a blank cell is nothing."""
    return [
        (
            ["".join(cell.text.split()) for cell in row if cell.text and not is_figure(cell.text)],
            [cell.text for cell in row if is_figure(cell.text)],
        )
        for row in rows_of(table)
    ]


def _pieces(labels: Sequence[str]) -> list[str]:
    return [label[at : at + _PIECE] for label in labels for at in range(0, len(label), _PIECE)]


def cells_and_pieces(blocks: Sequence[Block]) -> bytes:
    """Of the large table a line for each piece of a label and for each figure, as MuPDF does."""
    return _text(blocks, lambda rows: [line for labels, cells in rows for line in (*_pieces(labels), *cells)])


def figures_amid_pieces(blocks: Sequence[Block]) -> bytes:
    """The same with the end of each label below its figures, some of these on one line, as pdfium does."""

    def lines(rows: list[Row]) -> list[str]:
        found: list[str] = []
        for labels, cells in rows:
            *above, below = _pieces(labels) or [""]
            found += [*above, " ".join(cells[:2]), *cells[2:], below] if cells else [*above, below]
        return found

    return _text(blocks, lines)


def labels_before_figures(blocks: Sequence[Block]) -> bytes:
    """All labels of the large table, then its figures, a line each: as pdftotext reads one column of a page
    after the other."""

    def lines(rows: list[Row]) -> list[str]:
        heads = [_pieces(labels) for labels, cells in rows if not cells]
        named = [_pieces(labels) for labels, cells in rows if cells]
        return [line for part in (*heads, *named, *(cells for _, cells in rows)) for line in part]

    return _text(blocks, lines)


FULL: tuple[Conversion, ...] = (cells_and_pieces, figures_amid_pieces)
BY_SUMS: tuple[Conversion, ...] = (labels_before_figures,)  # where nothing but sums tells of rows
