"""PDF without structure → paragraphs and tables, by the lines that are ruled and where the text stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.read.pdf.page import Sheet, Sign, sheets
from nianbao.read.pdf.ruled import Box, edges, span, tables

_SAME_LINE = 0.5  # share of the height by which the middles of two characters on a line may differ
_WORD_GAP = 0.3  # share of the height that parts two words
_INDENT = 1.0  # characters by which the first line of a paragraph stands in
_RAGGED = 2.5  # characters by which a line may end before the right edge and still be full
_FAR = 2.2  # heights between the middles of lines from which on they belong to different paragraphs
_SAME_COLUMNS = 4.0  # points by which the columns of the parts of a table may differ
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/共]\s*\d{1,3}\s*页?)?[-—–－·\s]*")
_REPEATED = 3  # pages on which a line must stand to be their header
_FEWEST = 20  # characters of a document that is more than a scan


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text and where it stands."""

    text: str
    left: float
    right: float
    middle: float
    height: float


@dataclass(slots=True)
class _Part:
    """A table on one page, with its columns' edges."""

    cells: list[TableCell]
    columns: list[float]
    rows: int


@dataclass(slots=True)
class _Open:
    """A paragraph on one page; ``full`` if its last line reaches the right edge, ``begins`` if its first
    line is set as the first line of a paragraph."""

    text: str
    full: bool
    begins: bool


def read(data: bytes) -> list[Block]:
    """The paragraphs and tables of a PDF in reading order, whether or not it states a structure.

    Nothing if its pages are pictures. Raises Unreadable if it is damaged or larger than any report.
    """
    pages = list(sheets(data))
    if sum(len(page.signs) for page in pages) < _FEWEST:
        return []
    headers = _headers(pages)
    edge = _edges_of(pages)
    pieces: list[_Part | _Open] = []
    for page in pages:
        for number, piece in enumerate(_pieces(page, headers, edge)):
            if number == 0 and pieces and _continues(pieces[-1], piece):
                _append(pieces[-1], piece)
            else:
                pieces.append(piece)
    return [
        Table(tuple(piece.cells)) if isinstance(piece, _Part) else Paragraph(piece.text) for piece in pieces
    ]


# ---- one page


def _pieces(page: Sheet, headers: set[str], edge: tuple[float, float]) -> list[_Part | _Open]:
    """The tables and paragraphs of a page from top to bottom."""
    groups = tables(page.rules)
    inside: list[list[Sign]] = [[] for _ in groups]
    outside: list[Sign] = []
    frames = [_frame(group) for group in groups]
    for sign in page.signs:
        at = next((number for number, frame in enumerate(frames) if frame.holds(*sign.middle)), None)
        (outside if at is None else inside[at]).append(sign)
    lines = _body(_lines(outside), page, headers)
    found: list[tuple[float, _Part | _Open]] = []
    for number, group in enumerate(groups):
        found.append((frames[number].top, _part(group, inside[number])))
    tops = sorted((frame.top for frame in frames), reverse=True)
    for top in [*tops, None]:
        here = [line for line in lines if top is None or line.middle > top]
        lines = [line for line in lines if not (top is None or line.middle > top)]
        found += [(line.middle, paragraph) for line, paragraph in _paragraphs(here, edge)]
    return [piece for _, piece in sorted(found, key=lambda pair: -pair[0])]


def _frame(cells: Sequence[Box]) -> Box:
    return Box(
        min(cell.left for cell in cells),
        min(cell.bottom for cell in cells),
        max(cell.right for cell in cells),
        max(cell.top for cell in cells),
    )


def _part(boxes: Sequence[Box], signs: Sequence[Sign]) -> _Part:
    """A table: its cells by rows and columns, each with the text in it."""
    columns = edges(x for box in boxes for x in (box.left, box.right))
    rows = edges(-y for box in boxes for y in (box.bottom, box.top))
    content: list[list[Sign]] = [[] for _ in boxes]
    for sign in signs:
        at = next((number for number, box in enumerate(boxes) if box.holds(*sign.middle)), None)
        if at is not None:
            content[at].append(sign)
    cells = []
    for box, inside in zip(boxes, content, strict=True):
        column, wide = span(columns, box.left, box.right)
        row, high = span(rows, -box.top, -box.bottom)
        text = "\n".join(line.text for line in _lines(inside))
        cells.append(TableCell(row, column, high, wide, text))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return _Part(cells, columns, len(rows) - 1)


def _lines(signs: Iterable[Sign]) -> list[_Line]:
    """Characters put together to lines, from top to bottom."""
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: (-sign.middle[1], sign.left)):
        if lines and _same_line(lines[-1], sign):
            lines[-1].append(sign)
        else:
            lines.append([sign])
    found = [_line(line) for line in lines]
    return [line for line in found if line.text]


def _same_line(line: Sequence[Sign], sign: Sign) -> bool:
    first = line[0]
    height = max(first.top - first.bottom, sign.top - sign.bottom)
    return abs(first.middle[1] - sign.middle[1]) <= _SAME_LINE * height


def _line(signs: list[Sign]) -> _Line:
    signs = sorted(signs, key=lambda sign: sign.left)
    height = median(sign.top - sign.bottom for sign in signs)
    text = ""
    right = signs[0].left
    for sign in signs:
        if text and sign.left - right > _WORD_GAP * height and not text.endswith(" "):
            text += " "
        text += sign.text
        right = max(right, sign.right)
    seen = [sign for sign in signs if sign.text.strip()] or signs
    middle = median(sign.middle[1] for sign in signs)
    return _Line(text.strip(), seen[0].left, seen[-1].right, middle, height)


def _body(lines: list[_Line], page: Sheet, headers: set[str]) -> list[_Line]:
    """The lines without page numbers and running headers at the edges of the page."""

    def at_edge(line: _Line) -> bool:
        return not 0.1 * page.height < line.middle < 0.9 * page.height

    return [
        line
        for line in lines
        if not (at_edge(line) and (_PAGE_NUMBER.fullmatch(line.text) or line.text in headers))
    ]


def _headers(pages: Sequence[Sheet]) -> set[str]:
    """The lines that stand at the edge of several pages."""
    counts: dict[str, int] = {}
    for page in pages:
        signs = [sign for sign in page.signs if not 0.1 * page.height < sign.middle[1] < 0.9 * page.height]
        for text in {line.text for line in _lines(signs)}:
            counts[text] = counts.get(text, 0) + 1
    return {text for text, count in counts.items() if count >= _REPEATED}


# ---- paragraphs


def _edges_of(pages: Sequence[Sheet]) -> tuple[float, float]:
    """Where the lines of running text begin and end."""
    signs = [sign for page in pages for sign in page.signs if sign.text.strip()]
    return min(sign.left for sign in signs), max(sign.right for sign in signs)


def _paragraphs(lines: Sequence[_Line], edge: tuple[float, float]) -> Iterator[tuple[_Line, _Open]]:
    """The lines as paragraphs, each with its first line."""
    first: _Line | None = None
    current: _Open | None = None
    before: _Line | None = None
    for line in lines:
        begins = line.left - edge[0] > _INDENT * line.height
        full = line.right > edge[1] - _RAGGED * line.height
        goes_on = (
            current is not None
            and before is not None
            and current.full
            and not begins
            and before.middle - line.middle < _FAR * max(line.height, before.height)
            and abs(before.height - line.height) < 0.2 * line.height
        )
        if goes_on and current is not None:
            current.text += _joint(current.text, line.text) + line.text
            current.full = full
        else:
            if first is not None and current is not None:
                yield first, current
            first, current = line, _Open(line.text, full, begins)
        before = line
    if first is not None and current is not None:
        yield first, current


def _joint(before: str, after: str) -> str:
    """A space where a line break parted two words of an alphabet."""
    both = before[-1:] + after[:1]
    return " " if both.isascii() and both.isalnum() else ""


# ---- over the end of a page


def _continues(before: _Part | _Open, after: _Part | _Open) -> bool:
    """Whether the first piece of a page goes on with the last one of the page before."""
    if isinstance(before, _Part) and isinstance(after, _Part):
        return len(before.columns) == len(after.columns) and all(
            abs(left - right) < _SAME_COLUMNS
            for left, right in zip(before.columns, after.columns, strict=True)
        )
    if isinstance(before, _Open) and isinstance(after, _Open):
        return before.full and not after.begins and not before.text.endswith(("。", "；", "：", "！", "？"))
    return False


def _append(before: _Part | _Open, after: _Part | _Open) -> None:
    if isinstance(before, _Part) and isinstance(after, _Part):
        skip = _repeated(before, after)
        before.cells += [
            TableCell(cell.row - skip + before.rows, cell.column, cell.rows, cell.columns, cell.text)
            for cell in after.cells
            if cell.row >= skip
        ]
        before.rows += after.rows - skip
    elif isinstance(before, _Open) and isinstance(after, _Open):
        before.text += _joint(before.text, after.text) + after.text
        before.full = after.full


def _repeated(before: _Part, after: _Part) -> int:
    """How many rows at the top of a table are the head of the one before once more."""
    count = 0
    for row in range(min(before.rows, after.rows)):
        mine = [(cell.column, cell.rows, cell.text) for cell in before.cells if cell.row == row]
        theirs = [(cell.column, cell.rows, cell.text) for cell in after.cells if cell.row == row]
        if mine != theirs or not any(text for _, _, text in mine):
            break
        count = row + 1
    return count
