"""A table line by line: which words label it, and what stands where its figures should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product

from nianbao.patterns import regex
from nianbao.read.blocks import Table, TableCell
from nianbao.recognise.labels import Leaf, Vocabulary, is_blank, is_figure, squeezed, unnumbered
from nianbao.words import on_one_line

LARGEST_TABLE = 20_000  # places in the grid; the largest of a form has 280
_BLANK = "（空）"
_MOST_LINES_OF_A_LABEL = 6
_OVER = regex(r"([^\W\d_]{1,2})\s*([\d+-].*)")
_SEVERAL = 2  # lines that tell how wide a table is


@dataclass(frozen=True, slots=True)
class Item:
    """A cell as it is met in one line of the table, how many lines it is high, whether it begins in this
    one (``fresh``), and how people call it in a workbook (``place``)."""

    text: str
    column: int
    end: int
    rows: int = 1
    fresh: bool = True
    place: str = ""

    @property
    def blank(self) -> bool:
        return is_blank(self.text)


@dataclass(slots=True)
class Line:
    """A line of a table: its ``labels``, the row of the form that they name, and its other ``cells``.

    ``head`` tells that it only labels columns.
    """

    table: int
    number: int
    labels: list[Item]
    cells: list[Item]
    leaf: Leaf | None = None
    head: bool = False
    used: bool = field(default=False)  # part of a label that was put together
    mixed: bool = False  # has a label where figures are expected
    short: bool = False  # has lost one of its cells
    torn: bool = False  # may be half of a row that the end of a page cut

    @property
    def words(self) -> str:
        return "".join(item.text for item in self.labels)

    @property
    def start(self) -> int:
        """The column at which the labels end."""
        return max((item.end for item in self.labels if not item.blank), default=0)

    @property
    def items(self) -> list[Item]:
        """All that stands in the line."""
        return [*self.labels, *self.cells]

    @property
    def rows(self) -> int:
        """How many lines high its label is, or if it has none, its first cell."""
        named = [item for item in self.labels if not item.blank] or self.cells
        return named[-1].rows if self.labels else named[0].rows

    @property
    def written(self) -> list[Item]:
        """The cells that are not blank."""
        return [item for item in self.cells if not item.blank]

    @property
    def text(self) -> str:
        """The line as it was seen, with its blanks."""
        return " | ".join(on_one_line(item.text) or _BLANK for item in self.items if item.fresh)


def lines_of(number: int, table: Table, vocabulary: Vocabulary) -> list[Line]:
    """The lines of a table, a line with two labels as two. None of a table larger than any form's."""
    lines: list[Line] = []
    torn = {row for seam in table.seams for row in (seam - 1, seam)}
    for row, met in enumerate(_rows(table)):
        fresh = [item for item in met if item.fresh]
        if not fresh or (len(fresh) < len(met) and all(item.blank for item in fresh)):
            continue  # the cells of the line above are higher than one line
        items = _with_whole_label(_without_overhang(met, vocabulary), vocabulary)
        if _is_head(items, vocabulary):
            lines.append(Line(number, row, [], items, head=True))
        else:
            lines += (_line(number, row, part, vocabulary) for part in _parts(items, vocabulary))
        lines[-1].torn = row in torn
    return lines


def _rows(table: Table) -> list[list[Item]]:
    """What stands in each row, from left to right; a cell that covers several is met in each."""
    if sum(cell.rows * cell.columns for cell in table.cells) > LARGEST_TABLE:
        return []
    rows: dict[int, list[Item]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rows):
            rows.setdefault(row, []).append(_item(cell, row))
    return [sorted(rows[row], key=lambda item: item.column) for row in sorted(rows)]


def _item(cell: TableCell, row: int) -> Item:
    return Item(cell.text, cell.column, cell.column + cell.columns, cell.rows, row == cell.row, cell.place)


def _is_head(items: Sequence[Item], vocabulary: Vocabulary) -> bool:
    """Whether a row labels columns: labels of columns, and nothing that is a figure."""
    if any(item.fresh and is_figure(item.text) for item in items):
        return False
    columns = [
        item.fresh and vocabulary.column(item.text) and not _names_row(item, vocabulary) for item in items
    ]
    if sum(columns) != 1:
        return any(columns)
    first, *others = items
    path = "".join(unnumbered(item.text) for item in items[: columns.index(True) + 1])
    return (
        not columns[0]
        and vocabulary.leaf(first.text) is None
        and vocabulary.leaf_at_end(path) is None  # 其他 of 其他处理, whose number Word made and no text tells
        and all(item.blank or vocabulary.like_column(item.text) for item in others)
    )


def _names_row(item: Item, vocabulary: Vocabulary) -> bool:
    """Whether a text is the whole label of a row, which may end as one of a column does: （七）总计."""
    leaf = vocabulary.leaf(item.text)
    return leaf is not None and squeezed(leaf.entry.label) == squeezed(item.text)


def _parts(items: list[Item], vocabulary: Vocabulary) -> Iterator[list[Item]]:
    """The items, split where another row of the form begins after the figures of the first."""
    begin = 0
    seen_figure = False
    for index, item in enumerate(items):
        if seen_figure and vocabulary.leaf(item.text) is not None and not is_figure(item.text):
            yield items[begin:index]
            begin, seen_figure = index, False
        seen_figure = seen_figure or is_figure(item.text)
    yield items[begin:]


def _line(table: int, row: int, items: list[Item], vocabulary: Vocabulary) -> Line:
    end = vocabulary.labels_at_head([item.text for item in items])
    while end and items[end - 1].blank:
        end -= 1
    line = Line(table, row, items[:end], items[end:])
    line.leaf = _leaf(line.labels, vocabulary)
    line.mixed = any(_is_of_label(item.text, vocabulary) for item in line.written)
    return line


def _without_overhang(items: list[Item], vocabulary: Vocabulary) -> list[Item]:
    """The items without labels of lines above that a wrong span lets hang down behind this one's own."""
    own = next((at for at, item in enumerate(items) if item.fresh and vocabulary.leaf(item.text)), len(items))
    return [
        item
        for at, item in enumerate(items)
        if at < own or item.fresh or not vocabulary.like_label(item.text)
    ]


def _with_whole_label(items: list[Item], vocabulary: Vocabulary) -> list[Item]:
    """The items with the end of a label that reaches over the border into the cell of a figure where it
    belongs: 2.其他法律行政法规禁止公 | 开 7."""
    for at, (label, cell) in enumerate(pairwise(items)):
        over = _OVER.fullmatch(cell.text.strip()) if cell.fresh and label.fresh else None
        if over is not None and is_figure(over[2]) and vocabulary.leaf(label.text + over[1]) is not None:
            whole = replace(label, text=label.text + over[1]), replace(cell, text=over[2])
            return [*items[:at], *whole, *items[at + 2 :]]
    return items


def _is_of_label(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words are a label of the form, or a piece of one longer than the words of a figure may be."""
    if is_figure(text) or is_figure(f"1{text.strip()}"):
        return False
    if vocabulary.knows(text) or vocabulary.is_upright(text):
        return True
    touching = text.strip().lstrip("0123456789")  # a piece that a program set right behind a figure
    return len(squeezed(touching)) > 1 and vocabulary.is_piece(touching)


def _leaf(labels: Sequence[Item], vocabulary: Vocabulary) -> Leaf | None:
    """The row of the form that the last labels name, each alone or put together from several cells."""
    texts = [item.text for item in labels]
    for begin in range(len(texts)):
        found = vocabulary.leaf("".join(texts[begin:]))
        if found is not None:
            return found
    return vocabulary.leaf_at_end("".join(texts)) if texts else None


def put_together(lines: list[Line], vocabulary: Vocabulary) -> None:
    """Give a name to the lines whose label was cut over several lines, or is not quite the form's.

    A line without figures of its own lends its words to the one it belongs to.
    """
    for index, line in enumerate(lines):
        if line.leaf is None and not line.head and line.written and not _begins_with_words(line):
            _borrow(lines, index, vocabulary)
    for line in lines:
        if line.leaf is None and not line.head and not line.used:
            line.leaf = _nearly(line, vocabulary)


def _begins_with_words(line: Line) -> bool:
    """Whether words stand where the label should be, but are none that is known."""
    return not line.words and not is_figure(line.written[0].text)


def _borrow(lines: list[Line], index: int, vocabulary: Vocabulary) -> None:
    """Join the label of a line with pieces above and below it, if that makes a label of the form.

    A label that stands whole in a line of its own is no piece: nothing says whose figures these are. Nor does
    anything where the whole label only follows figures without words of their own, and something that is no
    row of the form stands before them.
    """
    above = _pieces(lines, index, -1)
    below = _pieces(lines, index, 1)
    ends = range(len(below) + 1)
    strays = not lines[index].words and not _follows_row(lines, index)
    if strays and any(_named(below[:end], vocabulary) for end in ends):
        return
    # What stands nearest first: far below a label there may begin the next one.
    for more_above, more_below in sorted(product(range(len(above) + 1), ends), key=sum)[1:]:
        pieces = [*reversed(above[:more_above]), lines[index], *below[:more_below]]
        leaf = _named(pieces, vocabulary)
        others = (piece for piece in pieces if piece is not lines[index])
        if leaf is not None and not any(_leaf(piece.labels, vocabulary) for piece in others):
            lines[index].leaf = leaf
            for piece in pieces:
                piece.used = True
            return


def _follows_row(lines: list[Line], index: int) -> bool:
    """Whether a line follows a row of the form with its figures, or the head of the table."""
    before = lines[index - 1] if index else None
    return before is None or before.head or (before.leaf is not None and before.written != [])


def _named(pieces: Sequence[Line], vocabulary: Vocabulary) -> Leaf | None:
    """The row that the labels of lines name together; upright labels of groups may stand before them."""
    words = [[item for item in piece.labels if item.fresh] for piece in pieces]
    leaf = _leaf([item for items in words for item in items], vocabulary)
    return leaf or vocabulary.leaf("".join(items[-1].text for items in words if items))


def _pieces(lines: list[Line], index: int, step: int) -> list[Line]:
    """The lines next to one, up or down, that hold nothing but words."""
    found: list[Line] = []
    at = index + step
    while 0 <= at < len(lines) and len(found) < _MOST_LINES_OF_A_LABEL:
        line = lines[at]
        if line.head:  # a head that is repeated on the next page
            at += step
            continue
        if line.written or line.used or not line.labels or (line.leaf is not None and line.cells):
            break
        found.append(line)
        at += step
    return found


def _nearly(line: Line, vocabulary: Vocabulary) -> Leaf | None:
    """The row that a label names in slightly other words; they may stand where figures were expected."""
    if line.labels:
        found = vocabulary.leaf_nearly(line.labels[-1].text) or vocabulary.leaf_nearly(line.words)
        if found is not None:
            return found
    first = next((item for item in line.cells if not item.blank), None)
    if first is None or is_figure(first.text):
        return None
    found = vocabulary.leaf_nearly(first.text)
    if found is not None:
        at = line.cells.index(first)
        while at + 1 < len(line.cells) and line.cells[at + 1].text == first.text:
            at += 1  # a merged label that was repeated in each of its cells
        line.labels, line.cells = [*line.labels, *line.cells[: at + 1]], line.cells[at + 1 :]
    return found


def is_torn(line: Line, following: Sequence[Line]) -> bool:
    """Whether a row with blanks seems to go on in the next line, which has nothing but figures or blanks: the
    right number of cells says nothing then, where no other rows tell what is usual."""
    if not following or len(line.written) == len(line.cells):
        return False
    below = following[0]
    return not (below.labels or below.head) and all(is_figure(item.text) for item in below.written)


def doubt_cut(tables: Iterable[Sequence[Line]]) -> None:
    """Doubt the first row of a table if it has a label alone and the one before ends with figures of no row:
    the end of a page may have cut it in two."""
    for above, below in pairwise(lines for lines in tables if lines):
        last, first = above[-1], next((line for line in below if not line.head), below[0])
        unnamed = last.leaf is None and not last.head and all(is_figure(item.text) for item in last.written)
        if last.written and unnamed and first.leaf is not None and not first.written:
            first.torn = True


def may_have_slipped(line: Line) -> bool:
    """Whether the first cell of a row that is a table by itself is blank, and may be one of the labels."""
    return bool(line.written) and line.cells[0].blank


def has_lost_its_begin(line: Line) -> bool:
    """Whether the label of a row is but the end of it: the page before may have kept its figures, too."""
    words = squeezed(line.labels[-1].text) if line.labels else ""
    return line.leaf is not None and line.leaf.words.endswith(words) and line.leaf.words != words != ""


def as_head(line: Line) -> Line:
    """A line of labels that may label columns, as a head."""
    return Line(line.table, line.number, [], line.labels, head=True)


def has_blanks_between(table: Table) -> bool:
    """Whether a row has an empty cell before one that is not."""
    rows = ([item.blank for item in row] for row in _rows(table))
    return any(empty and not behind for row in rows for empty, behind in pairwise(row))


def is_merged(lines: Sequence[Line]) -> bool:
    """Whether any cell covers more than one place."""
    return any(item.rows > 1 or item.end > item.column + 1 for line in lines for item in line.items)


def width_of(lines: Sequence[Line]) -> int | None:
    """How wide a table is in which no cell is merged: as its head, or, if merged cells of the head are one
    each, as several of its lines. None if nothing tells it."""
    heads = max((line.items[-1].end for line in lines if line.head), default=0)
    widths = Counter(line.items[-1].end for line in lines if line.items)
    usual = max((count, width) for width, count in widths.items())[1] if widths else 0
    if heads >= usual:
        return heads or None
    return max((width for width, often in widths.items() if often >= _SEVERAL), default=None)


def doubt_short(lines: Sequence[Line], width: int | None) -> None:
    """Note lines of a table without groups that end with an empty cell where others go on: the one that
    was lost may have stood anywhere."""
    if width is None or any(line.leaf.groups for line in lines if line.leaf):
        return  # the label of a line may cover several columns, and the head's does
    for line in lines:
        several = line.leaf is not None and len(line.leaf.cells) > 1
        ends = line.cells[-1] if several and line.written else None
        line.short = ends is not None and ends.blank and ends.end < width
