"""Which figure of a line belongs to which column, by what can be relied on, or not at all.

A line is certain if nothing but the figures it should have stands in it, or if they stand exactly
where the certain lines of the same table have theirs, or under the heads that cover them. Sums prove
nothing here: a figure is never moved to make one come out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nianbao.model.figure import BLANK, LONGEST, Figure, Kind, State, half_width, parse
from nianbao.model.figure import count as count_of
from nianbao.patterns import regex
from nianbao.read.no_width import OF_NO_WIDTH
from nianbao.recognise.labels import Leaf, is_figure
from nianbao.recognise.tables.lines import Item, Line

Assigned = list[Figure | None]  # one for each column of the form; None is not certain
Span = tuple[int, int]

_MOST_GROUPS = 4  # empty places for labels of groups after a label and before the next
_FEWEST_LINES = 5
_ANY = -1  # wherever the labels end
_FEWEST_ALIKE = 2  # lines that tell how many cells one has that is labelled like them
_FEWEST_CELLS = 4  # of a line of text that may have one more
_NEARLY_ALL = 0.9
_OF_NUMBER = regex(r"[+-]?[\d.,]*\d[\d.,]*\S?")  # with the unit, or a piece: 1,2 in 1,234


@dataclass(frozen=True)
class Columns:
    """What the head of a table says of its columns: their order in the table (indexes into the form's
    columns; None if the head contradicts itself) and, if known, what each covers in the form's order.
    ``repeated``: merged cells were taken apart, and each part has the text of the whole. ``partial``: some
    columns were not met, and an empty cell may belong to none. ``exact``: the table is one of a workbook,
    whose figures stand in the column of their head and nowhere else. ``moved``: the heads stand in another
    order than the form's, if they stand where the cells say, which a wrong span of one above them belies.
    ``gaps``: the corner covers several columns, and empty cells stand in the place of what it covers."""

    order: tuple[int, ...] | None
    spans: tuple[Span, ...] = ()
    repeated: bool = False
    partial: bool = False
    exact: bool = False
    moved: bool = False
    gaps: bool = False


class Lanes:
    """Where in a table the figures stand, told by the lines that are certain by themselves.

    ``merged``: the table knows merged cells, so that its heads stand above what they label. ``loose``:
    the number of cells in a line says nothing. ``width``: of the table, or None if it says nothing, either.
    """

    def __init__(
        self, lines: Iterable[Line], count: int, *, merged: bool, loose: bool, width: int | None = None
    ) -> None:
        lines = [line for line in lines if line.cells]
        self._count = count
        self._width = width
        self._lines = lines
        self._loose = loose
        self._padded = loose or any(len(line.cells) > count for line in lines)
        # whether nearly each line of a text has a cell for each figure, be it an empty line, and no other
        fitting = sum(len(line.cells) == count for line in lines)
        self._counted = loose and len(lines) >= _FEWEST_LINES and fitting >= _NEARLY_ALL * len(lines)
        # whether each line has a cell for each figure and no other, so that none of them is one of the labels
        whole = all(len(line.cells) == count for line in lines)
        self.exact = whole and len(lines) >= _FEWEST_LINES and not loose
        self._starts: dict[int, set[int]] = defaultdict(set)
        self._labels: set[tuple[int, int]] = set()  # how these lines are labelled
        self._lengths: set[int] = set()  # of lines that are certain, up to their right edge
        self._places: set[tuple[Span, ...]] = set()
        self.merged = merged
        self.blanks_count = not loose or _regular(lines, count)  # whether an empty place is an empty cell
        # whether lines tell of others: not if one with figures has too few cells, for they may have lost some
        short = any(line.written and len(line.cells) < count for line in lines)
        self._tells = self.blanks_count and not short
        self._widths: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)  # of lines labelled alike
        self._deepest = max((line.leaf.groups for line in lines if line.leaf), default=0)
        for line in lines:
            self._widths[_labelled(line)][len(line.cells)] += 1
            self._widths[_ANY, _labelled(line)[1]][len(line.cells)] += 1
        for line in lines:
            if self.is_certain(line):
                items = _window(line.cells, count)
                self._starts[line.start].add(items[0].column)
                self._labels.add(_labelled(line))
                self._places.add(tuple((item.column, item.end) for item in items))
                self._lengths.add(line.items[-1].end)

    def is_certain(self, line: Line) -> bool:
        """Whether the line has just the figures it should have."""
        if len(line.written) == self._count:
            return True
        if not self.blanks_count:
            return False
        if len(line.cells) == self._count and (self._counted or not self._padded):
            return True
        if self._loose or self._is_wider(line):
            return False
        window = _window(line.cells, self._count)
        return len(window) == self._count and not (window[0].blank or window[-1].blank)

    def _is_wider(self, line: Line) -> bool:
        """Whether a line has more cells than the table, or than most that are labelled like it: one was
        added, and may stand among its figures. No label below all groups covers several columns."""
        if self._width is not None and line.items[-1].end > self._width:
            return True
        start, groups = _labelled(line)
        alike = [(start, groups), *([(_ANY, groups)] if 0 < groups == self._deepest else [])]
        return any(_is_unusual(len(line.cells), self._widths[each]) for each in alike)

    def may_have_more(self, line: Line) -> bool:
        """Whether a line has more figures than columns: where lines are all there is one more than many, for
        others may be another row's."""
        more = len(line.written) - self._count
        return more > 0 and (not self._loose or (more == 1 and self._count >= _FEWEST_CELLS))

    def start(self, line: Line) -> int | None:
        """The column at which the figures of a line begin, if lines labelled like it agree. Where nothing
        tells a merged cell from an empty one a line may have slipped, and others say nothing of it."""
        if not self.merged:
            return None
        starts = self._starts.get(line.start) or {s for starts in self._starts.values() for s in starts}
        return next(iter(starts)) if len(starts) == 1 else None

    def straight(self, line: Line) -> list[Item]:
        """The figures of a line in a table of single cells in which all lines that are certain have theirs
        in the same columns, one at least that is labelled like this one; nothing of any other table,
        nor of a line that is longer, shorter, or has something written elsewhere."""
        if not self._tells or len(self._places) != 1 or _labelled(line) not in self._labels:
            return []
        (place,) = self._places
        items = [item for item in line.cells if (item.column, item.end) in place]
        single = all(item.end == item.column + 1 for item in line.items)
        same_length = self._lengths == {line.items[-1].end}
        inside = single and same_length and set(line.written) <= set(items)
        return items if inside and len(items) == self._count else []

    def bear_out(self, columns: Columns) -> bool:
        """Whether the heads stand above their figures: in a table that knows merged cells, and there in
        every certain line."""
        if columns.repeated:
            return True
        return self.merged and self.agree(columns)

    def is_grid(self, columns: Columns) -> bool:
        """Whether merged cells left empty ones in their place, so that each cell stands below its head: all
        lines end where the heads do, nothing stands between labels and figures, and the corner left such
        cells, or a line whose label ends before the others' has a figure in the last column, where one that
        was filled up has none."""
        spans = sorted(columns.spans)
        if self._loose or not spans or not self.agree(columns):
            return False
        first, end = spans[0][0], spans[-1][1]
        single = spans == [(column, column + 1) for column in range(first, end)]
        return (
            single
            and all(item.end == item.column + 1 for line in self._lines for item in line.items)
            and all(line.items[-1].end == end for line in self._lines)
            and all(item.column >= first for line in self._lines for item in line.written)
            and (columns.gaps or any(line.start < first and not line.items[-1].blank for line in self._lines))
        )

    def agree(self, columns: Columns) -> bool:
        """Whether no certain line has its figures elsewhere than below the heads."""
        return self._places <= {tuple(sorted(columns.spans))}


def _is_unusual(width: int, widths: Counter[int]) -> bool:
    usual, often = widths.most_common(1)[0] if widths else (width, 0)
    return width > usual and often >= _FEWEST_ALIKE and often > widths[width]


def _labelled(line: Line) -> tuple[int, int]:
    """The column at which the labels of a line end, and in how many groups its row is: in fewer, its label
    may cover several columns."""
    return line.start, line.leaf.groups if line.leaf else 0


def _regular(lines: Sequence[Line], count: int) -> bool:
    """Whether nearly all lines have a place for each figure, and no more besides than for group labels."""
    fitting = sum(count <= len(line.cells) <= count + _MOST_GROUPS for line in lines)
    return len(lines) >= _FEWEST_LINES and fitting >= _NEARLY_ALL * len(lines)


def assigned(line: Line, count: int, lanes: Lanes, columns: Columns) -> Assigned | None:
    """The figures of a line in the order of the form. None if nothing stands there at all."""
    found = _assigned(line, count, lanes, columns) if line.cells else None
    slipped = found is not None and line.leaf is not None and _has_slipped(line.leaf, found)
    return [None] * count if slipped else found


def _assigned(line: Line, count: int, lanes: Lanes, columns: Columns) -> Assigned | None:
    if _is_doubtful(line, count, lanes, columns):
        return [None] * count
    if lanes.may_have_more(line) and _all_zero(line.written):
        return [figure_of(line.written[0])] * count
    items = _chosen(line, count, lanes)
    if below := _below_heads(line, count, items, columns):
        return below
    if items and (_stands_off(line, items, lanes, columns) or _is_elsewhere(items, columns)):
        return [None] * count
    if items and columns.order is not None:
        result: Assigned = [None] * count
        for place, item in zip(columns.order, items, strict=True):
            result[place] = figure_of(item) if item.rows == line.rows else None
        return result
    if not line.written:
        return [BLANK] * count if lanes.blanks_count and len(line.cells) >= count else None
    spans = columns.spans
    borne_out = lanes.bear_out(columns) or (lanes.agree(columns) and _is_even(line, spans))
    borne_out = borne_out or lanes.is_grid(columns)
    if len(spans) == count and borne_out and _fills(line, spans):
        return [_under(span, spans, line.cells) for span in spans]
    return [None] * count


def _below_heads(line: Line, count: int, items: Sequence[Item], columns: Columns) -> Assigned:
    """The figures below their heads, whatever else stands in the line: where merged cells were taken apart,
    for figures are repeated as heads are, and in a workbook. Empty of any other line."""
    if columns.repeated and len(line.cells) > count and len(columns.spans) == count:
        if not _fills(line, columns.spans):
            return [None] * count  # digits set apart
        return [_under(span, columns.spans, line.cells) for span in columns.spans]
    if not columns.exact or items:
        return []
    found = _all_under(line, columns.spans)
    first = min((begin for begin, _ in columns.spans), default=0)
    others = [item for item in line.cells if is_figure(item.text) and not _is_below(item, columns.spans)]
    slipped = any(item.end <= first for item in others) if found else bool(others)
    # A share below the head of a figure is that of a column beside it: one of the heads has slipped.
    slipped = slipped or any(figure is not None and figure.text.endswith(("%", "％")) for figure in found)
    return [None] * count if slipped else found


def _is_doubtful(line: Line, count: int, lanes: Lanes, columns: Columns) -> bool:
    """Whether nothing in a line is certain, however many figures it has."""
    partial = columns.partial and 0 < len(line.written) < count
    return line.mixed or line.torn or line.short or partial or (columns.moved and not lanes.agree(columns))


def _all_zero(items: Sequence[Item]) -> bool:
    """Whether nothing but plain zeros stands in cells: then it does not matter which is one too many."""
    return all(figure_of(item) == count_of(0) for item in items)


def _stands_off(line: Line, items: Sequence[Item], lanes: Lanes, columns: Columns) -> bool:
    """Whether blanks are among the figures and they do not stand below the heads: one may be a blank of
    the labels, and a figure lost. Where no cell is merged heads may stand aside, unless the line ends where
    they do and all that is written stands below them."""
    if lanes.exact or len(columns.spans) != len(items):
        return False
    same_end = line.cells[-1].end == max(end for _, end in columns.spans)
    if not lanes.merged and not (same_end and all(_is_below(item, columns.spans) for item in line.written)):
        return False
    if not any(item.blank for item in items):
        return False
    pairs = zip(items, sorted(columns.spans), strict=True)
    return not all(item.column < end and start < item.end for item, (start, end) in pairs)


def _is_elsewhere(items: Sequence[Item], columns: Columns) -> bool:
    """Whether a figure does not stand in the column of its head, though it should."""
    pairs = zip(items, sorted(columns.spans), strict=False)
    return columns.exact and not all(item.column < end and start < item.end for item, (start, end) in pairs)


def _is_below(item: Item, spans: Sequence[Span]) -> bool:
    return any(item.column < end and begin < item.end for begin, end in spans)


def _all_under(line: Line, spans: Sequence[Span]) -> Assigned:
    """The figures below all heads of a workbook, whatever stands beside them; empty if one is missing."""
    found = [_under(span, spans, line.cells) for span in spans]
    whole = all(figure is not None and figure.state is not State.BLANK for figure in found)
    return found if whole else []


def _has_slipped(leaf: Leaf, found: Assigned) -> bool:
    """Whether a figure with a sign stands in a column of plain counts, and nothing in that of the changes."""
    pairs = list(zip(leaf.block.column_leaves(), found, strict=True))
    changes = [figure for column, figure in pairs if column.kind is Kind.CHANGE]
    counts = [figure for column, figure in pairs if column.kind is Kind.COUNT]
    empty = any(figure is not None and figure.state is State.BLANK for figure in changes)
    return empty and any(figure is not None and _is_signed(figure) for figure in counts)


def _is_signed(figure: Figure) -> bool:
    return figure.plus or (figure.number is not None and figure.number < 0)


def stood_at(items: Sequence[Item], found: Assigned) -> list[str]:
    """The place in the workbook of each figure of a line, empty where it has none or is not certain: a line
    is met from left to right, and a figure stands in the first cell that says it."""
    places: list[str] = []
    left = [item for item in items if item.place]
    for figure in found:
        at = next((at for at, item in enumerate(left) if figure_of(item) == figure), None)
        places.append("" if figure is None or at is None else left[at].place)
        left = left if at is None else left[at + 1 :]
    return places


def figure_of(item: Item) -> Figure | None:
    """What stands in a cell. None where two numbers stand in one, more than any figure has, or a remark that
    goes on elsewhere."""
    plain = half_width(item.text)
    if len(plain.strip()) > LONGEST or plain.count("(") != plain.count(")"):
        return None
    figure = parse(item.text)
    if figure.state is not State.MALFORMED:
        return figure
    if OF_NO_WIDTH.search(item.text):
        return figure_of(replace(item, text=OF_NO_WIDTH.sub("", item.text)))
    if sum(_OF_NUMBER.fullmatch(part) is not None for part in plain.split()) > 1:
        return None
    on_one_line = parse(item.text.replace("\n", ""))  # a narrow cell may part even a unit: 120万 / 元
    return on_one_line if on_one_line.state is State.NUMBER else figure


def _chosen(line: Line, count: int, lanes: Lanes) -> list[Item]:
    """The cells that hold the figures; empty if that is not certain."""
    if any(not item.fresh for item in line.cells):
        return []
    if lanes.is_certain(line):
        return _window(line.cells, count)
    start = lanes.start(line)
    items = [item for item in line.cells if start is not None and item.column >= start][:count]
    if len(items) < count or not line.written:
        return lanes.straight(line) if line.written else []
    outside = set(line.written) - set(items)
    return [] if outside else items


def _window(cells: Sequence[Item], count: int) -> list[Item]:
    """The cells that are not blank, if they are so many; else so many in a row, beginning with the first
    that is not blank; all if there are no more."""
    if len(cells) <= count:
        return list(cells)
    if sum(not item.blank for item in cells) == count:
        return [item for item in cells if not item.blank]
    written = [index for index, item in enumerate(cells) if not item.blank]
    if not written or written[-1] - written[0] + 1 > count:
        return []
    begin = min(written[0], len(cells) - count)
    return list(cells[begin : begin + count])


def _is_even(line: Line, spans: Sequence[Span]) -> bool:
    """Whether nothing has slipped in a line of single cells: it is as long as the head, which labels its
    last columns, and something is written in the very last."""
    first, width = min(spans, default=(0, 0))[0], len(line.items)
    single = sorted(spans) == [(column, column + 1) for column in range(first, width)]
    return single and line.start <= first and not line.items[-1].blank


def _fills(line: Line, spans: Sequence[Span]) -> bool:
    """Whether the line goes on to the right edge of the table, so that no cell of it is lost, and all that
    is written in it stands below a head, but none of its labels: such heads have slipped."""
    if line.start > min(begin for begin, _ in spans):
        return False
    below = all(any(item.column < end and start < item.end for start, end in spans) for item in line.written)
    return below and line.cells[-1].end >= max(end for _, end in spans)


def _under(span: Span, spans: Sequence[Span], cells: Sequence[Item]) -> Figure | None:
    """The one figure under a head; None where a cell reaches under others too, or there are several."""
    below = [item for item in cells if item.column < span[1] and span[0] < item.end]
    written = [item for item in below if not item.blank]
    if not below or len({item.text for item in written}) > 1:
        return None
    if len(written) > 1 and not all(item.end == item.column + 1 for item in below):
        return None
    for item in written or below:
        covered = sum(item.column < end and start < item.end for start, end in spans)
        if covered > 1 or not item.fresh:
            return None
    return figure_of(written[0]) if written else BLANK
