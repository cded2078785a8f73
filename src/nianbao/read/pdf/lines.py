"""PDF without structure → paragraphs and tables, by the lines that are ruled and where the text stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, product
from statistics import median

from nianbao.read.blocks import UNKNOWN, Block, Notice, Paragraph, Table, TableCell
from nianbao.read.doubts import told
from nianbao.read.pdf.cut import cut_by_lines, is_of_number, known, of_cell
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.flow import Flow, Line, Open, flow_of, joint
from nianbao.read.pdf.hanging import hanging_below
from nianbao.read.pdf.headings import has_headings, without_headings
from nianbao.read.pdf.laid_out import Laid, laid_out, paragraphs
from nianbao.read.pdf.overlaid import Placed, downward, holds_two_texts
from nianbao.read.pdf.page import Sheet, Sign, sheets
from nianbao.read.pdf.papers import joined
from nianbao.read.pdf.regions import in_order
from nianbao.read.pdf.ruled import Box, edges, span, tables
from nianbao.read.pdf.set_higher import as_set
from nianbao.read.pdf.small import enlarged
from nianbao.read.pdf.spacing import are_close, gap_of_words
from nianbao.read.pdf.struck import without_struck
from nianbao.read.raised import settled

_SAME_LINE = 0.5  # share of the height by which the middles of two characters on a line may differ
_SAME_COLUMNS = 4.0  # points by which the columns of the parts of a table may differ
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/共]\s*\d{1,3}\s*页?)?[-—–－·\s]*")
_ADDRESS = re.compile(r"(?:https?|file)://\S+(?:\s+\d+\s*/\s*\d+)?$")  # which browsers print at the foot
_DIGITS = re.compile(r"\d+")
_OF_NUMBER = re.compile(r"[\d,.]+")
_BORDERS = 9.0  # points between cells that have borders of their own; with the gap one is another rectangle
WIDEST_MARGIN = 6.0  # points beside the text of a cell; word processors leave 5.4
_REPEATED = 3  # pages on which a line must stand to be their header, or all of fewer
_SAME_PLACE = 4.0  # points
_FEWEST = 20  # characters of a document that is more than a scan


@dataclass(slots=True)
class _Part:
    """A table on one page, with its columns' edges."""

    cells: list[TableCell]
    columns: list[float]
    rows: int
    seams: list[int] = field(default_factory=list)  # rows with which it goes on on another page


@dataclass(slots=True)
class _Torn:
    """A page: its tables, each with its upper edge, and its lines outside of tables."""

    parts: list[tuple[float, _Part]]
    lines: list[Line]
    laid: list[Laid]  # tables without rules


def read(data: bytes, effort: Effort) -> list[Block]:
    """The paragraphs and tables of a PDF in reading order, whether or not it states a structure.

    Nothing if its pages are pictures. Raises Unreadable if the file is damaged or larger than any report.
    """
    pages = enlarged([*sheets(data, effort)])
    headers = _headers(pages)
    pages = joined(pages, lambda page: _without_feet(page, headers), effort)
    seen = [without_struck(page, effort) for page in pages]
    pages = in_order([each.page for each in seen], effort)
    if sum(len(page.signs) for page in pages) < _FEWEST:
        return []
    torn = [_torn(page, headers, effort) for page in pages]
    flow = flow_of([page.lines for page in torn])
    pieces: list[_Part | Laid | Open] = []
    for page in torn:
        for number, piece in enumerate(_pieces(page, flow)):
            if number == 0 and pieces and _continues(pieces[-1], piece, flow):
                _append(pieces[-1], piece)
            else:
                pieces.append(piece)
    struck = "".join(each.struck for each in seen)
    notices = [
        *([Notice.of_struck(struck)] if struck else []),
        *told(each for page in seen for each in page.doubts),
    ]
    return [*notices, *_blocks(pieces)]


def _blocks(pieces: Sequence[_Part | Laid | Open]) -> Iterator[Block]:
    """The pieces as blocks; tables without rules that follow one another are one, on as many pages."""
    at = 0
    for kind, group in groupby(pieces, type):
        run = [*group]
        if kind is Laid:
            yield from paragraphs([piece for piece in run if isinstance(piece, Laid)], at, at)
        for piece in run:
            at += len(piece.lines) if isinstance(piece, Laid) else 1
            if isinstance(piece, _Part):
                yield Table(tuple(piece.cells), seams=tuple(piece.seams))
            elif isinstance(piece, Open):
                yield Paragraph(piece.text)


# ---- one page


def _torn(page: Sheet, headers: set[str], effort: Effort) -> _Torn:
    """The tables of a page, and its lines outside of them."""
    groups = [group for group in tables(page.rules, effort) if len({box.left for box in group}) > 1]
    effort.spend(len(groups) * len(page.signs) // 4)
    inside: list[list[Sign]] = [[] for _ in groups]
    outside: list[Sign] = []
    frames = [_frame(group) for group in groups]
    at_frame = [
        next((n for n, frame in enumerate(frames) if frame.holds(*sign.middle)), None) for sign in page.signs
    ]
    hanging, below = hanging_below(groups, frames, page.signs, at_frame)
    if hanging and not _body(in_lines(below), page, headers):
        for number in hanging:
            at_frame[number] = at_frame[number - 1]
    for sign, at in zip(page.signs, at_frame, strict=True):
        (outside if at is None else inside[at]).append(sign)
    for at, cut in cut_by_lines(page.signs, at_frame):
        inside[at].append(cut)
    parts = [
        (frame.top, _part(group, signs, page, effort))
        for frame, group, signs in zip(frames, groups, inside, strict=True)
    ]
    kept = [sign for line in _body(in_lines(outside), page, headers) for sign in line]
    laid, rest = laid_out(kept)
    lines = _lines(rest)
    effort.spend(len(parts) * len(lines) // 4)
    return _Torn(parts, lines, laid)


def _pieces(page: _Torn, flow: Flow) -> list[_Part | Laid | Open]:
    """The tables and paragraphs of a page from top to bottom."""
    lines = page.lines
    found: list[tuple[float, _Part | Laid | Open]] = [*page.parts, *((laid.top, laid) for laid in page.laid)]
    for top in [*sorted((top for top, _ in found), reverse=True), None]:
        here = [line for line in lines if top is None or line.middle > top]
        lines = [line for line in lines if not (top is None or line.middle > top)]
        found += [(line.middle, paragraph) for line, paragraph in flow.paragraphs(here)]
    return [piece for _, piece in sorted(found, key=lambda pair: -pair[0])]


def _frame(cells: Sequence[Box]) -> Box:
    return Box(
        min(cell.left for cell in cells),
        min(cell.bottom for cell in cells),
        max(cell.right for cell in cells),
        max(cell.top for cell in cells),
    )


def _part(boxes: Sequence[Box], signs: Sequence[Sign], page: Sheet, effort: Effort) -> _Part:
    """A table: its cells by rows and columns, each with the text in it; ``margin`` is beside it at most."""
    columns = edges(x for box in boxes for x in (box.left, box.right))
    rows = edges(-y for box in boxes for y in (box.bottom, box.top))
    content: list[list[Sign]] = [[] for _ in boxes]
    at_place, upon = _at_place(columns, rows, boxes, effort)
    places = [
        at_place.get((bisect_right(columns, x) - 1, min(bisect_right(rows, -y), len(rows) - 1) - 1))
        for x, y in (sign.middle for sign in signs)
    ]
    for at, sign in [*zip(places, signs, strict=True), *cut_by_lines(signs, places)]:
        if at is not None:
            content[at].append(sign)
    drawn: list[list[Placed]] = [[] for _ in boxes]
    shown = [(at, sign) for at, sign in zip(places, signs, strict=True) if sign.text.strip()]
    for number, (at, sign) in enumerate(shown):
        if at is not None:
            drawn[at].append((number, sign))
    cells, unsaid = [], set(page.unsaid)
    for number, (box, inside) in enumerate(zip(boxes, content, strict=True)):
        column, wide = span(columns, box.left, box.right)
        row, high = span(rows, -box.top, -box.bottom)
        text = downward(drawn[number]) or _text(_lines(inside), box, WIDEST_MARGIN * page.times)
        laid_upon = number in upon and all(map(is_of_number, text))
        if box in unsaid or laid_upon or holds_two_texts(drawn[number]) or (box.open and not text):
            text = UNKNOWN
        cells.append(TableCell(row, column, high, wide, text))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    if not has_headings(cells):
        return _Part(cells, columns, len(rows) - 1)
    return _Part(without_headings(cells), columns[1:], len(rows) - 2)


def _text(lines: Sequence[Line], box: Box, margin: float) -> str:
    """The lines of a cell. A number that was too long for the cell goes on in the next one."""
    text = lines[0].text if lines else ""
    for before, line in pairwise(lines):
        text += ("" if _is_cut(before, line, box, margin) else "\n") + line.text
    return of_cell(text)


def _is_cut(before: Line, line: Line, box: Box, margin: float) -> bool:
    """Whether two lines of a cell are one number: one more digit would not have found room in the first."""
    if not (_OF_NUMBER.fullmatch(before.text) and _OF_NUMBER.fullmatch(line.text)):
        return False
    width = before.right - before.left
    return box.right - box.left - width < width / len(before.text) + 2 * margin


def _at_place(
    columns: Sequence[float], rows: Sequence[float], boxes: Sequence[Box], effort: Effort
) -> tuple[dict[tuple[int, int], int], set[int]]:
    """Which cell lies at each place of the grid, by column and row; and the cells that lie on one another, by
    a frame that somebody drew upon the table."""
    found: dict[tuple[int, int], int] = {}
    upon: set[int] = set()
    for number, box in enumerate(boxes):
        column, wide = span(columns, box.left, box.right)
        row, high = span(rows, -box.top, -box.bottom)
        effort.spend(wide * high // 2)  # cells may lie on one another
        for place in product(range(column, column + wide), range(row, row + high)):
            if found.setdefault(place, number) != number and not box.is_nearly(boxes[found[place]], _BORDERS):
                upon |= {number, found[place]}
    return found, upon


def _lines(signs: Iterable[Sign]) -> list[Line]:
    """Characters put together to lines, from top to bottom."""
    found = [_line(line) for line in in_lines(signs)]
    return [line for line in found if line.text]


def in_lines(signs: Iterable[Sign]) -> list[list[Sign]]:
    """The characters of each line from left to right, the lines from top to bottom."""
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: (-sign.middle[1], sign.left)):
        if lines and _same_line(lines[-1], sign):
            lines[-1].append(sign)
        else:
            lines.append([sign])
    return [sorted(line, key=lambda sign: sign.left) for line in lines]


def _same_line(line: Sequence[Sign], sign: Sign) -> bool:
    first = line[0]
    height = max(first.top - first.bottom, sign.top - sign.bottom)
    return abs(first.middle[1] - sign.middle[1]) <= _SAME_LINE * height


def _line(signs: list[Sign]) -> Line:
    height = median(sign.top - sign.bottom for sign in signs)
    text = ""
    right = signs[0].left
    close = are_close(signs)
    for sign, seen in zip(signs, as_set(signs), strict=True):
        gap = gap_of_words(text[-1:] + sign.text, close)
        if text and sign.left - right > gap * height and not text.endswith(" "):
            text += " "
        text += seen
        right = max(right, sign.right)
    text = settled(text)
    words = [sign for sign in signs if sign.text.strip()] or signs
    middle = median(sign.middle[1] for sign in signs)
    return Line(known(text.strip()), words[0].left, words[-1].right, middle, height)


def _body(lines: list[list[Sign]], page: Sheet, headers: set[str]) -> list[list[Sign]]:
    """The lines without page numbers and running headers at the edges of the page."""
    return [line for line in lines if not _is_at_foot(_line(line), page, headers)]


def _without_feet(page: Sheet, headers: set[str]) -> Sheet:
    """The page without its number and running headers above and below what is ruled."""
    heights = [rule.at for rule in page.rules if not rule.upright]
    low, high = min(heights, default=page.height), max(heights, default=0.0)
    aside = [sign for sign in page.signs if not low <= sign.middle[1] <= high]
    gone = {id(sign) for line in in_lines(aside) if _is_at_foot(_line(line), page, headers) for sign in line}
    return replace(page, signs=[sign for sign in page.signs if id(sign) not in gone])


def _is_at_foot(line: Line, page: Sheet, headers: set[str]) -> bool:
    if not _at_edge(line.middle, page):
        return False
    return bool(_PAGE_NUMBER.fullmatch(line.text) or _ADDRESS.match(line.text) or _mask(line) in headers)


def _headers(pages: Sequence[Sheet]) -> set[str]:
    """The lines that stand at the same place at the edge of several pages, whatever numbers are in them."""
    counts: Counter[str] = Counter()
    for page in pages:
        signs = [sign for sign in page.signs if _at_edge(sign.middle[1], page)]
        counts.update({_mask(line) for line in _lines(signs)})
    least = min(_REPEATED, max(2, len(pages)))
    return {text for text, count in counts.items() if count >= least}


def _mask(line: Line) -> str:
    """What a header says on any page, and how high it stands."""
    return f"{round(line.middle / _SAME_PLACE)} {_DIGITS.sub('0', line.text)}"


def _at_edge(y: float, page: Sheet) -> bool:
    return not 0.1 * page.height < y < 0.9 * page.height


# ---- over the end of a page


def _continues(before: _Part | Laid | Open, after: _Part | Laid | Open, flow: Flow) -> bool:
    """Whether the first piece of a page goes on with the last one of the page before."""
    if isinstance(before, _Part) and isinstance(after, _Part):
        return _same_columns(before.columns, after.columns)
    if isinstance(before, Open) and isinstance(after, Open):
        return flow.continues(before, after)
    return False


def _same_columns(above: Sequence[float], below: Sequence[float]) -> bool:
    """Whether two parts of a table are equally wide, and one has no columns that the other lacks: a row of
    merged cells alone shows fewer."""
    few, many = sorted((above, below), key=len)
    if abs(few[0] - many[0]) > _SAME_COLUMNS or abs(few[-1] - many[-1]) > _SAME_COLUMNS:
        return False
    return all(any(abs(x - other) <= _SAME_COLUMNS for other in many) for x in few)


def _in_columns(part: _Part, columns: Sequence[float]) -> _Part:
    """The part with its cells in the columns of another that has more."""
    near = [min(range(len(columns)), key=lambda at: abs(columns[at] - x)) for x in part.columns]
    cells = [
        replace(
            cell,
            column=near[cell.column],
            columns=near[cell.column + cell.columns] - near[cell.column],
        )
        for cell in part.cells
    ]
    return _Part(cells, list(columns), part.rows)


def _append(before: _Part | Laid | Open, after: _Part | Laid | Open) -> None:
    if isinstance(before, _Part) and isinstance(after, _Part):
        if len(before.columns) < len(after.columns):
            wider = _in_columns(before, after.columns)
            before.cells, before.columns = wider.cells, wider.columns
        after = _in_columns(after, before.columns)
        skip = _repeated(before, after)
        before.cells += [
            TableCell(cell.row - skip + before.rows, cell.column, cell.rows, cell.columns, cell.text)
            for cell in after.cells
            if cell.row >= skip
        ]
        before.seams.append(before.rows)
        before.rows += after.rows - skip
    elif isinstance(before, Open) and isinstance(after, Open):
        before.text += joint(before.text, after.text) + after.text
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
