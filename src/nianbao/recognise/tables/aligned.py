"""Rows with blanks in text that is laid out with spaces: which column of the form each figure stands under.

Programs that count a Chinese character as two columns (terminals, pandoc) put everything where it stands on
the page. Those that count one (``pdftotext -layout``) move heads and figures apart; there only rows with all
figures tell where columns are. Which of the two a text is shows in rows with labels of different length: the
figures stand under each other in one way of counting alone. A head is valid on its own page; a figure that
does not stand clearly in one column stays unknown.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from nianbao.model.form import Block as FormBlock
from nianbao.read.blocks import Block, Paragraph, Place, Table, TableCell
from nianbao.recognise.labels import Leaf, Vocabulary, is_figure, squeezed
from nianbao.recognise.outside import is_page_number, is_sentence

_MOST_HEAD_LINES = 8
_NEAR = 2.0  # columns by which the pieces of a head may stand beside each other, and figures of a column
_CLEARLY = 1.0  # columns by which a figure must be nearer to its head than to any other
_STRAIGHT = 0.9  # share of the figures that must stand under each other
_FEWEST_FIGURES = 6  # of a column that prove how the text counts
_FEWEST_LENGTHS = 4  # of the labels beside them
_FEWEST_WHOLE = 2  # rows with all figures that tell where columns are
_ASIDE = 0.35  # share of the way to the next column by which a figure may stand beside the middle of its own
_FEWEST_LEFT = 2  # columns for labels, so that what stands above them is a merged cell
_WORD = re.compile(r"\S+")

Measure = Callable[[str], int]  # how many columns a text takes
Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its labels from left to right, and where figures stand below all labels, those of
    the rows, each of which stands above as many columns as any other."""

    labels: Labels
    rows: Labels = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """What the columns of a text tell. ``heads`` has every line of a head, the head with the last and None
    with others; ``rows`` the figures of a line with "" where a column has none."""

    heads: Mapping[Place, Head | None] = field(default_factory=dict)
    rows: Mapping[Place, Labels] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    begin: float
    end: float

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2


@dataclass(frozen=True, slots=True)
class _Line:
    place: Place
    words: tuple[_Word, ...]
    figures: tuple[_Word, ...]  # with which it ends
    wide: int  # how many of its characters take two columns
    ends_table: bool  # a sentence, which no table has


def aligned_in(blocks: Iterable[Block], vocabulary: Vocabulary) -> Aligned:
    """The rows with blanks of a text whose columns are certain, with the heads above them."""
    lines = [block for block in blocks if isinstance(block, Paragraph) and block.text]
    if not any("   " in line.text for line in lines):
        return Aligned()
    heads = list(dict.fromkeys(_heads(vocabulary)))
    counts = {len(head.labels) for head in heads}
    if not any(_may_have_blanks(line.text, counts, vocabulary) for line in lines):
        return Aligned()
    for measure in (_wide, len):
        found = _Reading(lines, measure, heads, vocabulary)
        if found.is_straight():
            has_blanks = any("" in row for row in found.rows.values())
            return Aligned(found.heads, found.rows) if has_blanks else Aligned()
    return Aligned()


def _may_have_blanks(text: str, counts: set[int], vocabulary: Vocabulary) -> bool:
    """Whether a line has another number of figures than its label or any row wants; most texts have no such
    line, and need not be measured."""
    if is_sentence(text):
        return False
    words = text.split()
    figures = sum(1 for _ in itertools.takewhile(is_figure, reversed(words)))
    label = words[: len(words) - figures]
    leaf = vocabulary.leaf("".join(label)) or (vocabulary.leaf(label[-1]) if label and figures else None)
    return len(leaf.cells) != figures if leaf else figures > 0 and figures not in counts


def _heads(vocabulary: Vocabulary) -> Iterator[Head]:
    """The heads of the form's tables."""
    for leaf in vocabulary.leaves:
        yield Head(_labels(leaf.block))
    for _, block in vocabulary.across:
        rows = tuple(row.label for row in block.row_leaves())
        yield Head(_labels(block) * len(rows), rows)


def _labels(block: FormBlock) -> Labels:
    return tuple(column.label for column in block.column_leaves())


def _wide(text: str) -> int:
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


class _Reading:
    """The heads of a text and the rows below them, with places measured in one way."""

    def __init__(
        self, lines: Sequence[Paragraph], measure: Measure, heads: Sequence[Head], vocabulary: Vocabulary
    ) -> None:
        self._vocabulary = vocabulary
        self.heads: dict[Place, Head | None] = {}
        self.rows: dict[Place, Labels] = {}
        self._figures = self._astray = 0
        self._proved = False  # by figures that stand under each other beside labels short and long
        self._by_heads = measure is _wide
        self._lines = [_line(line, line.place, measure) for line in lines if line.place is not None]
        found = list(self._found(heads))
        ends = [*(at for at, _, _, _ in found[1:]), len(self._lines)]
        for (at, height, head, spans), end in zip(found, ends, strict=False):
            self._read(at, at + height, self._end(at + height, end), head, spans)

    def _found(self, heads: Sequence[Head]) -> Iterator[tuple[int, int, Head, list[_Word]]]:
        """The heads of the text, each with its first line, how many it takes, and where its labels stand."""
        at = 0
        while at < len(self._lines):
            height = 1
            line = self._lines[at]
            for head in heads if line.words and not line.figures else ():
                if met := _spans(self._lines[at : at + _MOST_HEAD_LINES], head.labels):
                    spans, height = met
                    yield at, height, head, spans
                    break
            at += height

    def is_straight(self) -> bool:
        """Whether nearly all figures stand under the others of their column, so many that it is no chance."""
        return self._proved and self._astray <= (1 - _STRAIGHT) * self._figures

    def _read(self, begin: int, at: int, end: int, head: Head, spans: Sequence[_Word]) -> None:
        """Read the rows from one line to another by the head above them."""
        words = {squeezed(word.text) for line in self._lines[max(0, begin - 3) : at] for word in line.words}
        if not words.issuperset(map(squeezed, head.rows)):
            return
        places = spans if self._by_heads else self._lanes(self._lines[at:end], spans)
        if places is None:
            return
        rows = list(self._below(at, end, places))
        self.heads |= dict.fromkeys(line.place for line in self._lines[begin:at])
        self.heads[self._lines[at - 1].place] = head
        self._keep(rows, len(spans))

    def _lanes(self, lines: Sequence[_Line], spans: Sequence[_Word]) -> list[_Word] | None:
        """Where the figures of whole rows stand, a place for each column; None if too few rows are whole."""
        whole = [line.figures for line in lines if len(line.figures) == len(spans) and self._leaf(line)]
        if len(whole) < _FEWEST_WHOLE:
            return None
        columns = zip(*whole, strict=True)
        return [_Word("", min(w.begin for w in words), max(w.end for w in words)) for words in columns]

    def _end(self, at: int, end: int) -> int:
        """Where a table is over that goes on from one line up to another at most: at the end of its page, and
        at a sentence."""
        page = self._lines[at - 1].place.page
        ends = (
            to for to in range(at, end) if self._lines[to].ends_table or self._lines[to].place.page != page
        )
        return next(ends, end)

    def _below(
        self, at: int, end: int, spans: Sequence[_Word]
    ) -> Iterator[tuple[_Line, tuple[int, ...] | None]]:
        """The lines with figures below a head, each with the columns they stand under, None if uncertain;
        and lines that are a row without any."""
        for number in range(at, end):
            line = self._lines[number]
            if figures := line.figures:
                label = line.words[: -len(figures)]
                clear = not label or label[-1].end <= spans[0].begin + _CLEARLY
                yield line, _under(figures, spans) if clear else None
            elif self._is_empty_row(number, at, end, len(spans)):
                yield line, ()

    def _is_empty_row(self, number: int, at: int, end: int, count: int) -> bool:
        """Whether a line is the label of a row whose figures can stand nowhere else: it is whole, and so are
        the lines above and below."""
        leaf = self._leaf(self._lines[number]) if not self._lines[number].figures else None
        if leaf is None or len(leaf.cells) != count:
            return False
        beside = [self._lines[other] for other in (number - 1, number + 1) if at <= other < end]
        return all(self._leaf(line) or self._names_block(line) for line in beside)

    def _leaf(self, line: _Line) -> Leaf | None:
        """The row of the form whose label stands whole in a line."""
        texts = [word.text for word in line.words[: len(line.words) - len(line.figures)]]
        return self._vocabulary.leaf("".join(texts)) or (self._vocabulary.leaf(texts[-1]) if texts else None)

    def _names_block(self, line: _Line) -> bool:
        return self._vocabulary.names_block("".join(word.text for word in line.words))

    def _keep(self, rows: Sequence[tuple[_Line, tuple[int, ...] | None]], count: int) -> None:
        """Keep the rows, and count how many of their figures stand beside the others of their column."""
        columns: dict[int, list[tuple[float, int]]] = defaultdict(
            list
        )  # middles, and how long the labels are
        for line, row in rows:
            self._figures += len(line.figures)
            self._astray += len(line.figures) if row is None else 0
            if row is None:
                continue
            words = dict(zip(row, line.figures, strict=True))
            self.rows[line.place] = tuple(words[at].text if at in words else "" for at in range(count))
            for column, word in words.items():
                columns[column].append((word.middle, line.wide))
        for found in columns.values():
            middle = median(place for place, _ in found)
            lengths = [wide for place, wide in found if abs(place - middle) <= _NEAR]
            self._astray += len(found) - len(lengths)
            self._proved |= len(lengths) >= _FEWEST_FIGURES and len(set(lengths)) >= _FEWEST_LENGTHS


def _line(paragraph: Paragraph, place: Place, measure: Measure) -> _Line:
    text = paragraph.text
    if is_sentence(text) and not is_page_number(text):
        return _Line(place, (), (), 0, True)
    words: list[_Word] = []
    at = measure(place.margin)
    end = 0
    for word in _WORD.finditer(text):
        begin = at + measure(text[end : word.start()])
        at, end = begin + measure(word[0]), word.end()
        words.append(_Word(word[0], begin, at))
    found = itertools.takewhile(lambda word: is_figure(word.text), reversed(words))
    return _Line(place, tuple(words), tuple(found)[::-1], _wide(text) - len(text), False)


# ---- the same as cells


def with_whole_heads(blocks: Iterable[Block], aligned: Aligned) -> Iterator[Block]:
    """The blocks with one line for each head that was broken over several."""
    for block in blocks:
        place = None if isinstance(block, Table) else block.place
        if isinstance(block, Table) or place is None or place not in aligned.heads:
            yield block
        elif (head := aligned.heads[place]) is not None:
            yield replace(block, text="   ".join(head.labels))


def with_blanks(cells: list[str], row: Labels | None) -> list[str]:
    """The cells of a line with the blanks among its figures, if these are known."""
    return cells if row is None else [*cells[: len(cells) - sum(map(bool, row))], *row]


def in_columns(
    rows: Sequence[Sequence[str]], places: Mapping[int, Place], aligned: Aligned, vocabulary: Vocabulary
) -> Table | None:
    """The table that rows are, by number, with figures below their heads and labels left of them. None if
    no head tells of columns."""
    heads = {at: head for at, place in places.items() if (head := aligned.heads.get(place)) is not None}
    if not heads:
        return None
    labels = {at: vocabulary.labels_at_head(row) for at, row in enumerate(rows) if any(map(is_figure, row))}
    labels |= {
        at: len(rows[at]) - len(aligned.rows[place]) for at, place in places.items() if place in aligned.rows
    }
    left = max(labels.values(), default=0)
    if any(not head.rows for head in heads.values()):
        left = max(left, _FEWEST_LEFT)
    cells: list[TableCell] = []
    top = 0
    for at, row in enumerate(rows):
        if at in heads:
            cells += _cells_of(heads[at], top, left)
            top += 2
            continue
        begin = left - labels.get(at, left)
        cells += (TableCell(top, column, 1, 1, "") for column in range(begin))
        cells += (TableCell(top, begin + column, 1, 1, text) for column, text in enumerate(row))
        top += 1
    return Table(tuple(cells))


def _cells_of(head: Head, top: int, left: int) -> Iterator[TableCell]:
    """The two lines of cells of a head, merged as the form has them: so a reader knows that they stand above
    what they label."""
    if left:
        yield TableCell(top, 0, 2, left, "")
    width = len(head.labels) // (len(head.rows) or 1)
    for number, label in enumerate(head.rows or ("",)):
        yield TableCell(top, left + number * width, 1, width, label)
    for number, label in enumerate(head.labels):
        yield TableCell(top + 1, left + number, 1, 1, label)


# ---- heads


def _spans(lines: Sequence[_Line], labels: Labels) -> tuple[list[_Word], int] | None:
    """Where the labels of a head stand that begins in the first of these lines, and how many lines it takes.
    Labels may be broken over lines; each piece stands near the others of its label. None if one is missing,
    or they do not stand side by side."""
    wanted = [squeezed(label) for label in labels]
    met: list[_Word | None] = [None] * len(labels)
    for height, line in enumerate(lines, start=1):
        if line.place.page != lines[0].place.page or line.figures:
            return None
        last = -1
        for word in line.words:
            text = squeezed(word.text)
            column = _piece_of(word, text, wanted, met, last)
            if column is not None:
                wanted[column] = wanted[column].removeprefix(text)
                met[column] = _together(met[column], word)
                last = column
        if last < 0 and height == 1:
            return None
        if not any(wanted):
            found = [word for word in met if word is not None]
            apart = all(one.end <= two.begin + _CLEARLY for one, two in itertools.pairwise(found))
            return (found, height) if apart else None
    return None


def _piece_of(
    word: _Word, text: str, wanted: Sequence[str], met: Sequence[_Word | None], last: int
) -> int | None:
    """The first column right of the ``last`` whose label goes on with a word that stands near it."""
    if not text:
        return None
    for column in range(last + 1, len(wanted)):
        before = met[column]
        if wanted[column].startswith(text) and (before is None or _is_near(word, before)):
            return column
    return None


def _is_near(one: _Word, two: _Word) -> bool:
    return one.begin < two.end + _NEAR and two.begin < one.end + _NEAR


def _together(one: _Word | None, two: _Word) -> _Word:
    return two if one is None else _Word("", min(one.begin, two.begin), max(one.end, two.end))


# ---- rows


def _under(figures: Sequence[_Word], spans: Sequence[_Word]) -> tuple[int, ...] | None:
    """The columns that figures stand under, one each, from left to right; None if that is not certain."""
    found = [_nearest(figure, spans) for figure in figures]
    columns = tuple(column for column in found if column is not None)
    ascending = all(one < two for one, two in itertools.pairwise(columns))
    return columns if len(columns) == len(figures) and ascending else None


def _nearest(figure: _Word, spans: Sequence[_Word]) -> int | None:
    """The column that a figure stands clearly nearest to, and not far beside its middle."""
    if len(spans) == 1:
        return 0
    away = sorted((abs(figure.middle - span.middle), column) for column, span in enumerate(spans))
    (nearest, column), (second, other) = away[:2]
    room = _ASIDE * abs(spans[column].middle - spans[other].middle) + _CLEARLY
    return column if nearest + _CLEARLY <= second and nearest <= room else None
