"""More ways of conversion: tables that pages make of other elements or tell wrongly, and narrow columns.

Blocks come in and a text goes out as in conversions.py.
"""

from __future__ import annotations

import html as markup
from collections.abc import Callable, Sequence
from unicodedata import east_asian_width

from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from tests.recognise.conversions import Conversion
from tests.recognise.damage import is_figure, matrix, on_one_line, rows_of

_NARROW = 5  # characters of a label in one line
_LINES_OF_A_PAGE = 40
_FOOT = "青溪县水利局      {}"


def _page(blocks: Sequence[Block], table: Callable[[Table], str], style: str = "") -> bytes:
    lines = (
        f"<p>{markup.escape(block.text)}</p>" if isinstance(block, Paragraph) else table(block)
        for block in blocks
    )
    return f"<html><head><style>{style}</style></head><body>{''.join(lines)}</body></html>".encode()


def divs(blocks: Sequence[Block]) -> bytes:
    """Rows and cells are elements that a style shows as such, those of the first table by class."""

    def table(table: Table) -> str:
        rows = []
        for row in rows_of(table):
            cells = (f'<div class="c">{markup.escape(on_one_line(cell.text))}</div>' for cell in row)
            rows.append(f'<div style="display: table-row">{"".join(cells)}</div>')
        return f'<div role="table">{"".join(rows)}</div>'

    return _page(blocks, table, ".b, .c { display: table-cell; border: 1px solid }")


def grids(blocks: Sequence[Block]) -> bytes:
    """Cells are elements one after the other, with the number of columns in the style around them."""

    def table(table: Table) -> str:
        width = max(cell.column + cell.columns for cell in table.cells)
        cells = (
            f'<div style="grid-row: span {cell.rows}; grid-column: span {cell.columns}">'
            f"{markup.escape(on_one_line(cell.text))}</div>"
            for row in rows_of(table)
            for cell in row
        )
        return f'<div style="display:grid;grid-template-columns:repeat({width}, 1fr)">{"".join(cells)}</div>'

    return _page(blocks, table)


def _spanned(blocks: Sequence[Block], rows: Callable[[TableCell], int]) -> bytes:
    def table(table: Table) -> str:
        lines = []
        for row in rows_of(table):
            spans = ((cell, f'rowspan="{rows(cell)}" colspan="{cell.columns}"') for cell in row)
            lines.append(
                "".join(f"<td {span}>{markup.escape(on_one_line(cell.text))}</td>" for cell, span in spans)
            )
        return f"<table><tr>{'</tr><tr>'.join(lines)}</tr></table>"

    return _page(blocks, table)


def spans_too_high(blocks: Sequence[Block]) -> bytes:
    """Cells over several rows reach too far down, so what stands below moves to the right."""
    return _spanned(blocks, lambda cell: cell.rows + 2 * (cell.rows > 1))


def spans_too_low(blocks: Sequence[Block]) -> bytes:
    """They end too early, so what stands below moves to the left."""
    return _spanned(blocks, lambda cell: cell.rows - (cell.rows > 2))


def placed(blocks: Sequence[Block]) -> bytes:
    """Every cell and every line stands at a place of its own, in points, as on a page of a PDF."""
    lines: list[str] = []
    top = 100

    def add(left: int, text: str) -> None:
        style = f"position:absolute;top:{top}px;left:{left}px"
        lines.append(f'<p style="{style}" class="ft10">{markup.escape(text)}</p>')

    for block in blocks:
        rows = [] if isinstance(block, Paragraph) else rows_of(block)
        texts = [[on_one_line(cell.text) for cell in row] for row in rows]
        for row in [[block.text]] if isinstance(block, Paragraph) else texts:
            top += 20
            figures = 0
            for at, text in enumerate(row):
                figures += is_figure(text)
                add(100 + 400 * at if not figures else 1300 + 100 * figures, text)
    style = ".ft10 { font-size: 12px }"
    return f"<html><style>{style}</style><body><div>{''.join(lines)}</div></body></html>".encode()


def dashes(blocks: Sequence[Block]) -> bytes:
    """Columns below rules of dashes, as Pandoc draws them; merged cells leave empty ones."""

    def lines(table: Table) -> list[str]:
        texts = [
            [
                on_one_line(cell.text) if (cell.row, cell.column) == (y, x) else ""
                for x, cell in enumerate(row)
            ]
            for y, row in enumerate(matrix(table))
        ]
        widths = [max(2, *map(_columns, column)) for column in zip(*texts, strict=True)]
        rule = "  " + " ".join("-" * width for width in widths)
        rows = (
            "  "
            + " ".join(text + " " * (width - _columns(text)) for text, width in zip(row, widths, strict=True))
            for row in texts
        )
        return [rule, *rows, rule]

    return "\n\n".join(
        block.text if isinstance(block, Paragraph) else "\n".join(lines(block)) for block in blocks
    ).encode()


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _broken(text: str) -> list[str]:
    plain = "".join(text.split())
    return [plain[at : at + _NARROW] for at in range(0, len(plain), _NARROW)]


def _lines(table: Table) -> list[list[str]]:
    """For each row what is written in it: labels in pieces, a line each, and its figures on one."""
    found: list[list[str]] = []
    for row in rows_of(table):
        figures = [cell.text for cell in row if is_figure(cell.text)]
        labels = [cell.text for cell in row if cell.text and not is_figure(cell.text)]
        found.append(
            [piece for label in labels for piece in _broken(label)] + [" ".join(figures)] * bool(figures)
        )
    return found


def page_by_page(blocks: Sequence[Block]) -> bytes:
    """Labels in pieces, a line each, then the figures on one; pages have a foot, wherever they end."""
    lines: list[str] = []
    for block in blocks:
        written = [[block.text]] if isinstance(block, Paragraph) else _lines(block)
        lines += (line for row in written for line in row)
    text = ""
    for at, line in enumerate(lines, start=1):
        text += line + "\n"
        text += f"\n{_FOOT.format(at // _LINES_OF_A_PAGE)}\n\f" if at % _LINES_OF_A_PAGE == 0 else ""
    return f"{text}\n{_FOOT.format(len(lines) // _LINES_OF_A_PAGE + 1)}\n".encode()


def narrow_columns(blocks: Sequence[Block]) -> bytes:
    """Labels stand in pieces above and below the line of their figures, those of groups beside them."""

    def lines(table: Table) -> list[str]:
        found: list[str] = []
        for row, cells in enumerate(matrix(table)):
            fresh = [cell for at, cell in enumerate(cells) if cell.row == row and cells.index(cell) == at]
            figures = [cell.text for cell in fresh if is_figure(cell.text)]
            labels = [_broken(cell.text) for cell in fresh if cell.text and not is_figure(cell.text)]
            if not figures:
                found += ["   ".join(cell.text for cell in fresh)] if len(table.cells) < 60 else []
                found += _side_by_side(labels) if len(table.cells) >= 60 else []
                continue
            *groups, own = labels or [[]]
            middle = len(own) // 2
            beside = [piece for group in groups for piece in group]
            for at, piece in enumerate(own or [""]):
                upright = f"{beside[at]}  " if at < len(beside) else ""
                found.append(f"      {upright}{piece}" + ("     " + "    ".join(figures)) * (at == middle))
        return found

    return "\n".join(
        line for block in blocks for line in ([block.text] if isinstance(block, Paragraph) else lines(block))
    ).encode()


def _side_by_side(labels: Sequence[Sequence[str]]) -> list[str]:
    """Labels beside each other, those of one line with the others' in it."""
    high = max(map(len, labels), default=0)
    return ["   ".join(pieces[at] for pieces in labels if at < len(pieces)) for at in range(high)]


FULL: tuple[Conversion, ...] = (divs, grids, spans_too_low)  # every cell can be read
IN_PLACE: tuple[Conversion, ...] = (dashes,)  # a blank may be one of the labels
WITHOUT_BLANKS: tuple[Conversion, ...] = (  # blank cells are gone, or may belong to another column
    page_by_page,
    narrow_columns,
    placed,
    spans_too_high,
)
