"""Ways of conversion that keep blanks: boxes drawn around cells, a cell a line, rows filled up at the right.

Blocks come in and a text goes out as in conversions.py.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from unicodedata import east_asian_width

from nianbao.read.blocks import Block, Paragraph, Table
from tests.recognise.conversions import Conversion
from tests.recognise.damage import matrix, on_one_line, rows_of

_BOX = " ╶╷┌╴─┐┬╵└│├┘┴┤┼"  # by the sum of right 1, down 2, left 4, up 8
_PLAIN = {0: " ", 5: "-", 10: "|"}  # a plus sign else


def _text(blocks: Sequence[Block], table: Callable[[Table], list[str]], between: str = "\n") -> bytes:
    return between.join(
        line
        for block in blocks
        for line in ([on_one_line(block.text)] if isinstance(block, Paragraph) else table(block))
    ).encode()


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


# ---- LaTeX


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "%&_#${}" else sign for sign in on_one_line(text))


def _latex_rows(table: Table, cell: Callable[[str, int, int], str]) -> list[list[str]]:
    """The cells of each row; what stands below a merged one is blank, as wide as that is."""
    return [
        [
            cell(
                *((_escaped(each.text), each.columns, each.rows) if each.row == y else ("", each.columns, 1))
            )
            for x, each in enumerate(row)
            if each.column == x
        ]
        for y, row in enumerate(matrix(table))
    ]


def _latex_span(text: str, wide: int, high: int) -> str:
    text = f"\\multirow{{{high}}}{{*}}{{{text}}}" if high > 1 else text
    return f"\\multicolumn{{{wide}}}{{|c|}}{{{text}}}" if wide > 1 else text


def latex(blocks: Sequence[Block]) -> bytes:
    """LaTeX as pandoc writes it: a long table, braces around all cells, lines broken anywhere."""

    def lines(table: Table) -> list[str]:
        rows = _latex_rows(table, lambda text, wide, high: _latex_span(f"{{{text or '~'}}}", wide, high))
        return [
            f"\\begin{{longtable}}[]{{@{{}}{'l' * len(matrix(table)[0])}@{{}}}}\n\\toprule\n\\endhead",
            *(" &\n".join(row) + " \\\\" for row in rows),
            "\\bottomrule\n\\end{longtable}",
        ]

    begin = b"\\documentclass[\n]{article}\n\\title{x}\n\\begin{document}\n\\maketitle\n\n"
    return begin + _text(blocks, lines, "\n\n") + b"\n\n\\end{document}\n"


def latex_by_hand(blocks: Sequence[Block]) -> bytes:
    """A table as people write it: rules, comments, broken heads, bold words."""

    def cell(text: str, wide: int, high: int) -> str:
        plain = len(text) > 5 and not any(sign in "\\0123456789" for sign in text)
        broken = f"\\makecell[c]{{{text[:4]}\\\\{text[4:]}}}" if plain else text
        return _latex_span(f"\\textbf{{{broken}}}" if wide > 1 else broken, wide, high)

    def lines(table: Table) -> list[str]:
        return [
            "\\begin{table}[htbp]\\centering\\small % 表",
            f"\\begin{{tabularx}}{{\\textwidth}}{{|{'X|' * len(matrix(table)[0])}}}\\hline",
            *(" & ".join(row) + r"\\[2pt] \cline{1-2}" for row in _latex_rows(table, cell)),
            "\\end{tabularx}\n\\end{table}",
        ]

    return _text(blocks, lines, "\n\n")


# ---- boxes


def _drawn(table: Table, draw: Callable[[int], str]) -> list[str]:
    """The lines of a table in a box, each cell as wide and as high as the places it covers."""
    grid = matrix(table)
    height, width = len(grid), len(grid[0])
    wide = [2] * width
    for cell in sorted(table.cells, key=lambda cell: cell.columns):
        span = range(cell.column, cell.column + cell.columns)
        wide[span[-1]] += max(
            0, _columns(on_one_line(cell.text)) - sum(wide[at] for at in span) - len(span) + 1
        )

    def at(row: int, column: int) -> object:
        return grid[row][column] if 0 <= row < height and 0 <= column < width else None

    def edge(row: int) -> str:
        line = ""
        for column in range(width + 1):
            above, below = (
                (at(row - 1, column - 1), at(row - 1, column)),
                (at(row, column - 1), at(row, column)),
            )
            corner = (above[1] is not below[1]) + 2 * (below[0] is not below[1])
            corner += 4 * (above[0] is not below[0]) + 8 * (above[0] is not above[1])
            line += draw(corner)
            if column < width:
                text = "" if above[1] is not below[1] else " " * wide[column]
                line += text or draw(5) * wide[column]
        return line

    lines = []
    for row in range(height):
        lines.append(edge(row))
        line = ""
        for column, cell in enumerate(grid[row]):
            if column and cell is grid[row][column - 1]:
                continue
            text = on_one_line(cell.text) if cell.row == row else ""
            room = sum(wide[cell.column : cell.column + cell.columns]) + cell.columns - 1
            line += draw(10) + text + " " * (room - _columns(text))
        lines.append(line + draw(10))
    return ["", *lines, edge(height), ""]


def in_boxes(blocks: Sequence[Block]) -> bytes:
    """Drawn with box characters, merged cells as one: what w3m makes of a page."""
    return _text(blocks, lambda table: _drawn(table, _BOX.__getitem__))


def in_plain_boxes(blocks: Sequence[Block]) -> bytes:
    """Drawn with dashes, bars and plus signs: the grid tables of Pandoc and reStructuredText."""
    return _text(blocks, lambda table: _drawn(table, lambda corner: _PLAIN.get(corner, "+")))


def between_fences(blocks: Sequence[Block]) -> bytes:
    """A bar begins each cell, with how many places it covers before it: AsciiDoc."""

    def lines(table: Table) -> list[str]:
        cells = [
            f"{cell.columns}.{cell.rows}+|{on_one_line(cell.text)}" for row in rows_of(table) for cell in row
        ]
        return ["", f'[cols="{"," * (len(matrix(table)[0]) - 1)}"]', "|===", *cells, "|===", ""]

    return _text(blocks, lines)


# ---- a cell a line


def cell_a_line(blocks: Sequence[Block]) -> bytes:
    """Each cell has a line, a blank one an empty line, and merged ones nothing more."""
    return _text(blocks, lambda table: [on_one_line(cell.text) for row in rows_of(table) for cell in row])


def cell_a_line_apart(blocks: Sequence[Block]) -> bytes:
    """The same with an empty line after each cell and each paragraph."""
    return cell_a_line(blocks).replace(b"\n", b"\n\n")


def cell_a_line_ended(blocks: Sequence[Block]) -> bytes:
    """The same as the first, with an empty line after each row: what mutool makes of a page with rules."""

    def lines(table: Table) -> list[str]:
        return [line for row in rows_of(table) for line in (*(on_one_line(c.text) for c in row), "")]

    return _text(blocks, lines)


def cell_a_line_merged(blocks: Sequence[Block]) -> bytes:
    """The same as the first, but what a cell covers downward is a blank one: what LibreOffice makes."""

    def lines(table: Table) -> list[str]:
        rows = ([cell for cell, _ in itertools.groupby(row)] for row in matrix(table))
        return [on_one_line(cell.text) if cell.row == y else "" for y, row in enumerate(rows) for cell in row]

    return _text(blocks, lines)


def place_a_line(blocks: Sequence[Block]) -> bytes:
    """Each place of the grid has a line, those that a merged cell covers an empty one."""

    def lines(table: Table) -> list[str]:
        return [
            on_one_line(cell.text) if (cell.row, cell.column) == (y, x) else ""
            for y, row in enumerate(matrix(table))
            for x, cell in enumerate(row)
        ]

    return _text(blocks, lines)


def row_a_line(blocks: Sequence[Block]) -> bytes:
    """Cells of a row with a space between, a blank one is nothing between two: what joining them makes."""
    return _text(
        blocks, lambda table: [" ".join(on_one_line(cell.text) for cell in row) for row in rows_of(table)]
    )


def row_a_line_wider(blocks: Sequence[Block]) -> bytes:
    """The same, but a blank cell is a space: what lynx makes of a page that has no room."""
    return _text(
        blocks,
        lambda table: [" ".join(on_one_line(cell.text) or " " for cell in row) for row in rows_of(table)],
    )


# ---- Markdown


def packed_markdown(blocks: Sequence[Block]) -> bytes:
    """Merged cells are lost, and rows filled up with cells at their right."""

    def lines(table: Table) -> list[str]:
        width = len(matrix(table)[0])
        rows = [[on_one_line(cell.text) for cell in row] for row in rows_of(table)]
        first, *others = [f"|{'|'.join([*row, *([''] * (width - len(row)))])}|" for row in rows]
        return ["", first, "|" + ":-:|" * width, *others, ""]

    return _text(blocks, lines)


FULL: tuple[Conversion, ...] = (in_boxes, in_plain_boxes, between_fences, latex, latex_by_hand)
IN_PLACE: tuple[Conversion, ...] = (
    cell_a_line,
    cell_a_line_apart,
    cell_a_line_merged,
    packed_markdown,
)
WITHOUT_BLANKS: tuple[Conversion, ...] = (cell_a_line_ended, place_a_line, row_a_line, row_a_line_wider)
