"""Rows with blanks in text that is laid out with spaces: which column of the form each figure stands under.

Programs that count a Chinese character as two columns (terminals, pandoc) put everything where it stands on
the page. Those that count one (``pdftotext -layout``) move lines, but keep the order of columns (lanes.py).
Which of the two a text is shows in rows with labels of different length: the figures stand under each other
in one way of counting alone. A head is valid on its own page; a figure that does not stand clearly in one
column stays unknown.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from unicodedata import east_asian_width

from nianbao.model.form import Block as FormBlock
from nianbao.read.blocks import Block, Paragraph, Place
from nianbao.recognise.labels import Leaf, Vocabulary, is_figure, squeezed
from nianbao.recognise.outside import is_page_number, is_sentence
from nianbao.recognise.tables.flush import Edges
from nianbao.recognise.tables.lanes import CLEARLY, Lanes, Word, chained, under, unmoved, unshifted
from nianbao.recognise.tables.wrapped import UNREAD

_MOST_HEAD_LINES = 8
_NEAR = 2.0  # columns by which the pieces of a head may stand beside each other, and figures of a column
_STRAIGHT = 0.9  # share of the figures that must stand under each other
_FEWEST_FIGURES = 6  # of a column that prove how the text counts
_FEWEST_LENGTHS = 4  # of the labels beside them
_FEWEST_ROWS = 5  # with figures, below a head that tells where columns are
_LEAST_MARGIN = 5  # columns left of all text
_FEWEST_BELOW = 3  # words below others that tell how a text counts
_CLEARLY_MORE = 2
_WORD = re.compile(r"\S+")

Measure = Callable[[str], int]  # how many columns a text takes
Labels = tuple[str, ...]
Pieces = Sequence[Sequence[Word]]  # the words of each label of a head


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
class _Line:
    place: Place
    words: tuple[Word, ...]
    figures: tuple[Word, ...]  # with which it ends
    wide: int  # how many of its characters take two columns
    either: int  # how many of these before its figures take one in other programs: “三安全”
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


def _counts_one(lines: Sequence[Paragraph]) -> bool:
    """Whether pages of a text stand straight if a Chinese character counts one: words of equal length stand
    below each other beside labels of other lengths, and hardly so if it counts two."""
    below = dict.fromkeys((len, _wide), 0)
    for measure in below:
        seen: dict[tuple[int, float, int], set[float]] = defaultdict(set)
        for line in lines:
            if line.place is None:
                continue
            ones, twos = (_line(line, line.place, way).words for way in (len, _wide))
            for word, one, two in zip(ones if measure is len else twos, ones, twos, strict=True):
                before = seen[line.place.page, word.begin, len(word.text)]
                below[measure] += bool(before - {two.begin - one.begin})
                before.add(two.begin - one.begin)
    paged = any(line.place is not None and line.place.page for line in lines)
    return paged and below[len] >= _FEWEST_BELOW and below[len] > _CLEARLY_MORE * below[_wide]


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


_Placed = tuple[_Line, tuple[int, ...] | None]  # a line with the columns of its figures, if they are certain


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
        self._broken = False
        self._paged = not self._by_heads and _counts_one(lines)
        self._lines = [_line(line, line.place, measure) for line in lines if line.place is not None]
        found = list(self._found(heads))
        ends = [*(at for at, _, _, _ in found[1:]), len(self._lines)]
        for (at, height, head, pieces), end in zip(found, ends, strict=False):
            last = self._end(at + height, end)
            self._read(at, at + height, last, head, pieces)
            while self._paged and last < end and not self._lines[last].ends_table:
                last, begin = self._end(last + 1, end), last  # the table goes on, without a head
                self._keep(list(self._chained(begin, last, len(pieces))), len(pieces))

    def _found(self, heads: Sequence[Head]) -> Iterator[tuple[int, int, Head, Pieces]]:
        """The heads of the text, each with its first line, how many it takes, and where its labels stand."""
        at = 0
        while at < len(self._lines):
            height = 1
            line = self._lines[at]
            for head in heads if line.words and not line.figures else ():
                if met := _pieces(self._lines[at : at + _MOST_HEAD_LINES], head.labels):
                    pieces, height = met
                    yield at, height, head, pieces
                    break
            at += height

    def is_straight(self) -> bool:
        """Whether nearly all figures stand under the others of their column, so many that it is no chance."""
        if self._broken:
            return False
        return self._paged or (self._proved and self._astray <= (1 - _STRAIGHT) * self._figures)

    def _read(self, begin: int, at: int, end: int, head: Head, pieces: Pieces) -> None:
        """Read the rows from one line to another by the head above them."""
        words = {squeezed(word.text) for line in self._lines[max(0, begin - 3) : at] for word in line.words}
        if not words.issuperset(map(squeezed, head.rows)):
            return
        if head.rows and self._cut(at, end):
            return  # such a table has no other row
        spans = [_hull(words) for words in pieces]
        rows = [line.figures for line in self._lines[at:end] if line.figures]
        lanes = Lanes(pieces if len(rows) >= _FEWEST_ROWS or self._is_grid(at) else [[] for _ in pieces])
        lanes.learn([] if self._by_heads else rows)
        read = list(self._below(at, end, spans, None if self._by_heads else lanes))
        if not self._by_heads and (lanes.broken or all(columns is None for _, columns in read)):
            read = list(self._chained(at, end, len(spans)))
            self._broken |= lanes.broken and not any(columns for _, columns in read)
        if not self._by_heads:
            paged = any(line.place.page for line in self._lines)
            found = [(line.figures, row) for line, row in read]
            certain = unmoved(found, len(spans) - 1, paged=paged) & unshifted(found, pieces)
            if head.rows and any(two.begin - one.end <= CLEARLY for one, two in itertools.pairwise(spans)):
                certain = set()  # labels without room push each other aside, and no other row tells how far
            read = [(line, row if at in certain else None) for at, (line, row) in enumerate(read)]
        self.heads |= dict.fromkeys(line.place for line in self._lines[begin:at])
        self.heads[self._lines[at - 1].place] = head
        self._keep(read, len(spans))

    def _end(self, at: int, end: int) -> int:
        """Where a table is over that goes on from one line up to another at most: at the end of its page, and
        at a sentence."""
        page = self._lines[at - 1].place.page
        ends = (
            to for to in range(at, end) if self._lines[to].ends_table or self._lines[to].place.page != page
        )
        return next(ends, end)

    def _cut(self, at: int, end: int) -> set[Place]:
        """The lines whose figures may be pieces of numbers."""
        return {
            line.place for line in self._lines[at:end] if any(word.text == UNREAD for word in line.figures)
        }

    def _is_grid(self, at: int) -> bool:
        """Whether the margin of a page is kept, so that everything stands where it stands on paper."""
        page = self._lines[at - 1].place.page
        begins = (line.words[0].begin for line in self._lines if line.words and line.place.page == page)
        return min(begins, default=0) >= _LEAST_MARGIN

    def _below(self, at: int, end: int, spans: Sequence[Word], lanes: Lanes | None) -> Iterator[_Placed]:
        """The lines with figures below a head, each with the columns they stand under, None if uncertain;
        and lines that are a row without any."""
        cut = self._cut(at, end)
        edges = Edges([line.figures for line in self._lines[at:end] if self._by_heads], spans)
        for number in range(at, end):
            line = self._lines[number]
            if figures := line.figures:
                label = line.words[: -len(figures)]
                clear = not label or label[-1].end <= spans[0].begin + CLEARLY
                clear = clear and line.place not in cut
                columns = lanes.under(figures) if lanes else _certain(line, spans, edges)
                yield line, columns if clear else None
            elif not cut and self._is_empty_row(number, at, end, len(spans)):
                yield line, ()

    def _chained(self, at: int, end: int, count: int) -> Iterator[_Placed]:
        """The same for a page of which the head tells nothing."""
        cut = self._cut(at, end)
        lines = [line for line in self._lines[at:end] if line.figures]
        columns = dict(
            zip((line.place for line in lines), chained([line.figures for line in lines], count), strict=True)
        )
        for number in range(at, end):
            line = self._lines[number]
            if line.figures:
                yield line, None if line.place in cut else columns[line.place]
            elif not cut and self._is_empty_row(number, at, end, count):
                yield line, ()

    def _is_empty_row(self, number: int, at: int, end: int, count: int) -> bool:
        """Whether a line is the label of a row whose figures can stand nowhere else: it is whole, and so are
        the lines above and below."""
        leaf = self._leaf(self._lines[number]) if not self._lines[number].figures else None
        if leaf is None or len(leaf.cells) != count:
            return False
        beside = [self._lines[other] for other in (number - 1, number + 1) if at <= other < end]
        if not all(self._leaf(line) or self._names_block(line) for line in beside):
            return False
        above = (self._lines[other] for other in range(number - 1, at - 1, -1))
        below = (self._lines[other] for other in range(number + 1, end))
        nearest = [next((line for line in lines if line.figures), None) for lines in (above, below)]
        return all(line is None or self._leaf(line) for line in nearest)  # none that has lost its label

    def _leaf(self, line: _Line) -> Leaf | None:
        """The row of the form whose label stands whole in a line."""
        texts = [word.text for word in line.words[: len(line.words) - len(line.figures)]]
        return self._vocabulary.leaf("".join(texts)) or (self._vocabulary.leaf(texts[-1]) if texts else None)

    def _names_block(self, line: _Line) -> bool:
        return self._vocabulary.names_block("".join(word.text for word in line.words))

    def _keep(self, rows: Sequence[_Placed], count: int) -> None:
        """Keep the rows, and count how many of their figures stand beside the others of their column; few
        rows tell nothing."""
        tells = len(rows) >= _FEWEST_ROWS
        # Middles, and how long the labels are.
        columns: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for line, row in rows:
            if tells:
                self._figures += len(line.figures)
                self._astray += len(line.figures) if row is None and self._by_heads else 0
            if row is None:
                if not self._by_heads:
                    self.rows[line.place] = (UNREAD,) * count
                continue
            words = dict(zip(row, line.figures, strict=True))
            self.rows[line.place] = tuple(words[at].text if at in words else "" for at in range(count))
            for column, word in words.items():
                columns[column].append((word.middle, line.wide))
        for found in columns.values():
            middle = median(place for place, _ in found)
            lengths = [wide for place, wide in found if abs(place - middle) <= _NEAR]
            self._astray += len(found) - len(lengths) if tells else 0
            self._proved |= len(lengths) >= _FEWEST_FIGURES and len(set(lengths)) >= _FEWEST_LENGTHS


def _line(paragraph: Paragraph, place: Place, measure: Measure) -> _Line:
    text = paragraph.text
    if is_sentence(text) and not is_page_number(text):
        return _Line(place, (), (), 0, 0, True)
    words: list[Word] = []
    at = measure(place.margin)
    end = 0
    for word in _WORD.finditer(text):
        begin = at + measure(text[end : word.start()])
        at, end = begin + measure(word[0]), word.end()
        words.append(Word(word[0], begin, at))
    found = itertools.takewhile(lambda word: is_figure(word.text), reversed(words))
    either = sum(east_asian_width(character) == "A" for character in text)
    return _Line(place, tuple(words), tuple(found)[::-1], _wide(text) - len(text), either, False)


def _certain(line: _Line, head: Sequence[Word], edges: Edges) -> tuple[int, ...] | None:
    """The columns of the figures of a line, be the characters wide or not that some take for wide."""
    moved = [Word(word.text, word.begin - line.either, word.end - line.either) for word in line.figures]
    if not edges.known:
        columns = under(line.figures, head)
        return columns if columns == under(moved, head) else None
    found = {edges.under(line.figures), edges.under(moved)} - {None}
    return found.pop() if len(found) == 1 else None


# ---- heads


def _pieces(lines: Sequence[_Line], labels: Labels) -> tuple[Pieces, int] | None:
    """The words of the labels of a head that begins in the first of these lines, and how many lines it takes.
    Labels may be broken over lines; each piece stands near the others of its label. None if one is missing,
    or they do not stand side by side."""
    wanted = [squeezed(label) for label in labels]
    met: list[list[Word]] = [[] for _ in labels]
    for height, line in enumerate(lines, start=1):
        if line.place.page != lines[0].place.page or line.figures:
            return None
        last = -1
        for word in line.words:
            text = squeezed(word.text)
            column = _piece_of(word, text, wanted, met, last)
            if column is not None:
                wanted[column] = wanted[column].removeprefix(text)
                met[column].append(word)
                last = column
        if last < 0 and height == 1:
            return None
        if not any(wanted):
            found = itertools.pairwise(map(_hull, met))
            return (met, height) if all(one.end <= two.begin + CLEARLY for one, two in found) else None
    return None


def _piece_of(word: Word, text: str, wanted: Sequence[str], met: Pieces, last: int) -> int | None:
    """The first column right of the ``last`` whose label goes on with a word that stands near it."""
    if not text:
        return None
    for column in range(last + 1, len(wanted)):
        if wanted[column].startswith(text) and (not met[column] or _is_near(word, _hull(met[column]))):
            return column
    return None


def _is_near(one: Word, two: Word) -> bool:
    return one.begin < two.end + _NEAR and two.begin < one.end + _NEAR


def _hull(words: Sequence[Word]) -> Word:
    return Word("", min(word.begin for word in words), max(word.end for word in words))
