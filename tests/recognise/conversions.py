"""Reports as programs turn web pages and files into text: each way of conversion a function.

Blocks come in as a reader finds them in what this program writes; a text goes out as others make it.
"""

from __future__ import annotations

import html as markup
import itertools
import re
from collections.abc import Callable, Sequence

from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from tests.recognise.damage import matrix, on_one_line, rows_of

Conversion = Callable[[Sequence[Block]], bytes]


def _text(blocks: Sequence[Block], table: Callable[[Table], list[str]], *, gaps: bool = True) -> bytes:
    """A paragraph a line, with or without an empty line after each, and the lines of tables."""
    lines: list[str] = []
    for block in blocks:
        lines += [block.text.replace("\n", "")] if isinstance(block, Paragraph) else table(block)
        lines += [""] * gaps
    return "\n".join(lines).encode()


def _clean(cell: TableCell) -> str:
    return on_one_line(cell.text)


def _width(table: Table) -> int:
    return max(cell.column + cell.columns for cell in table.cells)


def _in_place(table: Table) -> list[list[str]]:
    """The texts of a table whose merged cells were taken apart: the first part has the text."""
    return [
        [_clean(cell) if (cell.row, cell.column) == (y, x) else "" for x, cell in enumerate(row)]
        for y, row in enumerate(matrix(table))
    ]


def _columns(text: str) -> int:
    """How wide a text stands in a fixed font."""
    return sum(1 if character.isascii() else 2 for character in text)


# ---- bars: merged cells are lost, and rows filled up at the right


def bar_ends_line(blocks: Sequence[Block]) -> bytes:
    """A cell a line, a bar after it; empty cells are bars alone, the filling is bars together."""

    def lines(table: Table) -> list[str]:
        found = []
        for row in rows_of(table):
            found += [f"{_clean(cell)} |" if cell.text else "|" for cell in row]
            found += ["|" * (_width(table) - len(row))] if len(row) < _width(table) else []
        return found

    return _text(blocks, lines, gaps=False)


def bar_ends_line_wider(blocks: Sequence[Block]) -> bytes:
    """The same of a table with one more column than is seen."""

    def lines(table: Table) -> list[str]:
        found = []
        for row in rows_of(table):
            found += [f"{_clean(cell)} |" if cell.text else "|" for cell in row]
            found.append("|" * (_width(table) - len(row) + 1))
        return found

    return _text(blocks, lines, gaps=False)


def bar_on_its_line(blocks: Sequence[Block]) -> bytes:
    """Cells and bars on lines of their own."""

    def lines(table: Table) -> list[str]:
        found = []
        for row in rows_of(table):
            found += [line for cell in row for line in ([_clean(cell)] if cell.text else []) + ["|"]]
            found += ["", "|" * (_width(table) - len(row) + 1)]
        return found

    return _text(blocks, lines, gaps=False)


def bar_begins_row(blocks: Sequence[Block]) -> bytes:
    """A bar begins a row, then each cell has a line and a bar after it."""

    def lines(table: Table) -> list[str]:
        found = []
        for row in rows_of(table):
            found += ["| ", *(f" {_clean(cell)}  | " for cell in row)]
            found[-1] += "|" * (_width(table) - len(row))
        return found

    return _text(blocks, lines, gaps=False)


def _filled(table: Table, begin: str, more: int) -> list[str]:
    return [
        begin
        + "".join(f"{_clean(cell)} | " if cell.text else "| " for cell in row).rstrip()
        + " "
        + "|" * (_width(table) - len(row) + more)
        for row in rows_of(table)
    ]


def row_filled(blocks: Sequence[Block]) -> bytes:
    """A row a line, without a bar before it."""
    return _text(blocks, lambda table: _filled(table, "", 0), gaps=False)


def row_filled_wider(blocks: Sequence[Block]) -> bytes:
    """The same of a table with one more column than is seen."""
    return _text(blocks, lambda table: _filled(table, "", 1), gaps=False)


def row_filled_between_bars(blocks: Sequence[Block]) -> bytes:
    """A row a line, with a bar before it."""
    return _text(blocks, lambda table: _filled(table, "| ", 0), gaps=False)


def row_filled_without_blanks(blocks: Sequence[Block]) -> bytes:
    """A row a line, empty cells left out; it is filled up at the right for them, too."""

    def lines(table: Table) -> list[str]:
        rows = ([_clean(cell) for cell in row if cell.text] for row in rows_of(table))
        return [" | ".join(row) + " | " + "|" * (_width(table) - len(row)) for row in rows]

    return _text(blocks, lines, gaps=False)


def bar_ends_line_without_blanks(blocks: Sequence[Block]) -> bytes:
    """The same with a cell a line."""

    def lines(table: Table) -> list[str]:
        found = []
        for row in rows_of(table):
            cells = [f"{_clean(cell)} |" for cell in row if cell.text]
            found += [*cells, *(["|" * (_width(table) - len(cells))] if len(cells) < _width(table) else [])]
        return found

    return _text(blocks, lines, gaps=False)


def row_unfilled(blocks: Sequence[Block]) -> bytes:
    """A row a line, each cell with a bar after it, and nothing for merged cells."""

    def lines(table: Table) -> list[str]:
        return [
            "".join(f"{_clean(cell)} | " if cell.text else "| " for cell in row) for row in rows_of(table)
        ]

    return _text(blocks, lines, gaps=False)


def row_broken(blocks: Sequence[Block]) -> bytes:
    """The last cell of a full row has a line break before its bar."""

    def lines(table: Table) -> list[str]:
        found = []
        for row in rows_of(table):
            missing = _width(table) - len(row)
            text = " | ".join(_clean(cell) or "\u3000" for cell in row)
            found += [f"{text} | {'|' * missing}"] if missing else [text, "|"]
        return found

    return _text(blocks, lines, gaps=False)


# ---- bars: merged cells are taken apart in their place


def markdown(blocks: Sequence[Block]) -> bytes:
    """Every part of a merged cell repeats its text, empty cells are named so."""

    def lines(table: Table) -> list[str]:
        rows = ["| " + " | ".join(_clean(cell) or "&nbsp;" for cell in row) + " |" for row in matrix(table)]
        return [rows[0], "|" + ":-:|" * _width(table), *rows[1:]]

    return _text(blocks, lines)


def bold_markdown(blocks: Sequence[Block]) -> bytes:
    """Narrow, with bold labels and no line of dashes."""

    def bold(cell: TableCell) -> str:
        return f"**{_clean(cell)}**" if cell.text and not cell.text[0].isdigit() else _clean(cell)

    return _text(blocks, lambda table: [f"|{'|'.join(map(bold, row))}|" for row in rows_of(table)])


def grid(blocks: Sequence[Block]) -> bytes:
    """Drawn with plus signs; what is wider than a column goes on in the next line."""
    width = 12

    def broken(text: str) -> list[str]:
        lines = [""]
        for character in text:
            if _columns(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
        return lines

    def lines(table: Table) -> list[str]:
        rule = "+" + "+".join("-" * (width + 2) for _ in range(_width(table))) + "+"
        found = [rule]
        for row in _in_place(table):
            for parts in itertools.zip_longest(*map(broken, row), fillvalue=""):
                cells = (f" {part}{' ' * (width + 1 - _columns(part))}" for part in parts)
                found.append(f"|{'|'.join(cells)}|")
            found.append(rule)
        return found

    return _text(blocks, lines)


def boxes(blocks: Sequence[Block]) -> bytes:
    """Drawn with lines, a rule between any two rows."""

    def lines(table: Table) -> list[str]:
        rule = "├" + "┼".join("─" * 6 for _ in range(_width(table))) + "┤"
        return [rule, *(line for row in _in_place(table) for line in (f"│{'│'.join(row)}│", rule))]

    return _text(blocks, lines)


# ---- web tables in Markdown


def _web(table: Table) -> list[str]:
    lines = ["<table>"]
    for row in rows_of(table):
        cells = (
            f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{markup.escape(on_one_line(cell.text))}</td>'
            for cell in row
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return [*lines, "</table>"]


def web_tables(blocks: Sequence[Block]) -> bytes:
    """Tables as on a web page, between lines of text."""
    return _text(blocks, _web)


def web_tables_in_one_line(blocks: Sequence[Block]) -> bytes:
    """The same, each table a line with tags of a page around it."""
    return _text(blocks, lambda table: [f"<html><body>{''.join(_web(table))}</body></html>"])


# ---- no bars


def cells_apart(blocks: Sequence[Block]) -> bytes:
    """A cell a line and an empty line after each; empty cells are gone."""
    return _text(
        blocks, lambda table: [line for row in rows_of(table) for c in row if c.text for line in (c.text, "")]
    )


def cells_together(blocks: Sequence[Block]) -> bytes:
    """A cell a line; empty cells are gone."""
    return _text(
        blocks, lambda table: [_clean(c) for row in rows_of(table) for c in row if c.text], gaps=False
    )


def cells_repeated(blocks: Sequence[Block]) -> bytes:
    """A row a line, one space between cells; a merged one stands in each of its places."""
    return _text(blocks, lambda table: [" ".join(map(_clean, row)) for row in matrix(table)])


def cells_repeated_apart(blocks: Sequence[Block]) -> bytes:
    """A cell a line; a merged one stands in each of its places."""
    return _text(blocks, lambda table: [_clean(cell) for row in matrix(table) for cell in row])


def rows_with_spaces(blocks: Sequence[Block]) -> bytes:
    """A row a line, one space between cells; empty cells are gone."""

    def lines(table: Table) -> list[str]:
        return [" ".join(_clean(cell) for cell in row if cell.text) for row in rows_of(table)]

    return _text(blocks, lines, gaps=False)


def in_columns(blocks: Sequence[Block]) -> bytes:
    """Cells stand below each other, with spaces between; a page ends within the long table."""

    def lines(table: Table) -> list[str]:
        widths = [6] * _width(table)
        for cell in sorted(table.cells, key=lambda cell: cell.columns):
            span = slice(cell.column, cell.column + cell.columns)
            widths[cell.column] += max(0, _columns(_clean(cell)) + 3 - sum(widths[span]))
        found = []
        for y, row in enumerate(matrix(table)):
            line = "   "
            for x, cell in enumerate(row):
                if cell.column == x:
                    text = _clean(cell) if cell.row == y else ""
                    line += text + " " * (sum(widths[x : x + cell.columns]) - _columns(text))
            found += [line.rstrip(), *(["", "          — 3 —", "\f"] if y == 17 else [])]
        return found

    return _text(blocks, lines)


def tables_in_one_line(blocks: Sequence[Block]) -> bytes:
    """Each table is one line."""

    def lines(table: Table) -> list[str]:
        return [" ".join(_clean(cell) for row in rows_of(table) for cell in row if cell.text)]

    return _text(blocks, lines, gaps=False)


def all_in_one_line(blocks: Sequence[Block]) -> bytes:
    """The whole report is one line."""
    return cells_together(blocks).replace(b"\n", b" ")


def from_a_sheet(blocks: Sequence[Block]) -> bytes:
    """Tabs; merged cells leave empty ones in their place."""
    return _text(blocks, lambda table: ["\t".join(row) for row in _in_place(table)])


def from_word(blocks: Sequence[Block]) -> bytes:
    """Tabs after each cell; cells merged downward leave an empty one, those merged sideways none."""

    def lines(table: Table) -> list[str]:
        rows = ([cell for cell, _ in itertools.groupby(row)] for row in matrix(table))
        return ["".join((_clean(c) if c.row == y else "") + "\t" for c in row) for y, row in enumerate(rows)]

    return _text(blocks, lines)


# fmt: off
def broken_heads(blocks: Sequence[Block]) -> bytes:
    """Tabs, merged cells repeated, and the line breaks of narrow heads as they are."""

    def lines(table: Table) -> list[str]:
        rows = ["\t".join(_clean(cell) for cell in row) for row in matrix(table)]
        return [re.sub("(结果|其他|尚未) ?(?=(维持|纠正|结果|审结)(\t|$))", "\\1\n", row) for row in rows]

    return _text(blocks, lines)


def page_and_its_tables(blocks: Sequence[Block]) -> bytes:
    """The text of a page, the lines of its tables among it, and these tables again as lists."""
    again = [repr(row) for each in blocks if isinstance(each, Table) for row in _in_place(each)]
    return rows_with_spaces(blocks) + "\n".join(["", *again]).encode()


FULL: tuple[Conversion, ...] = (  # nothing is lost: every cell can be read, be it blank
    bar_ends_line, bar_ends_line_wider, bar_on_its_line, bar_begins_row, row_filled, row_filled_wider,
    row_filled_between_bars, row_unfilled, markdown, bold_markdown, web_tables, web_tables_in_one_line,
    from_word, broken_heads,
)
IN_PLACE: tuple[Conversion, ...] = (  # a blank may be one of the labels
    grid, boxes, from_a_sheet, page_and_its_tables,
)
WITHOUT_BLANKS: tuple[Conversion, ...] = (  # blank cells are gone
    row_broken, cells_apart, cells_together, rows_with_spaces, in_columns, tables_in_one_line,
    all_in_one_line, row_filled_without_blanks, bar_ends_line_without_blanks,
)
# fmt: on
