"""What stands between two headings of a text where its tables have lost their lines: cells and words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from nianbao.model.form import Block as FormBlock
from nianbao.model.form import Section
from nianbao.patterns import regex
from nianbao.read.blocks import Block, Paragraph
from nianbao.recognise.labels import Leaf, Vocabulary, is_figure, squeezed, unnumbered
from nianbao.recognise.outside import is_page_number, is_sentence

_FEWEST_COLUMNS = 4
_LONGEST = 120  # characters of a line of a table
_TOUCHING = regex(r"(.*[^\d.,，+-])(\d+)")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the form: its rows, the words of the headings before and after it, and whether its figures
    stand below all labels."""

    block: FormBlock
    rows: tuple[Leaf, ...]
    begin: str
    end: str
    across: bool
    corner: str

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.rows[0].cells)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, how many characters of words come before it, and on how many sides of its line there is one
    that belongs to no table: as with a number that was torn from the head or foot of a page."""

    text: str
    after: int
    astray: int = 0


@dataclass(slots=True)
class Stream:
    """What stands between two headings: the cells in their order, all words, and lines that belong to no
    table, such as the foot of a page."""

    cells: list[Cell] = field(default_factory=list)
    words: str = ""
    others: list[Paragraph] = field(default_factory=list)
    is_one_line: bool = True  # whether all figures stand on one

    def runs(self) -> list[tuple[int, int]]:
        """From which cell to which no word stands between."""
        ends = [
            at for at, (one, two) in enumerate(itertools.pairwise(self.cells), 1) if one.after != two.after
        ]
        return list(itertools.pairwise([0, *ends, len(self.cells)]))

    def cut(self, count: int) -> None:
        """Leave out what strayed among the cells, if there are just as many more than a table has."""
        for least in (2, 1):
            kept = [cell for cell in self.cells if cell.astray < least]
            if len(kept) == count < len(self.cells):
                self.cells = kept


def grids(vocabulary: Vocabulary) -> Iterator[Grid]:
    for section, following in itertools.pairwise(vocabulary.form.numbered):
        for leaves, across in ((vocabulary.leaves, False), (vocabulary.turned, True)):
            rows = tuple(leaf for leaf in leaves if leaf.section == section.id)
            if rows and len(rows[0].cells) >= _FEWEST_COLUMNS:
                yield _grid(section, following, rows, across=across)


def _grid(section: Section, following: Section, rows: tuple[Leaf, ...], *, across: bool) -> Grid:
    corner = section.table.corner or "" if section.table else ""
    begin, end = unnumbered(section.heading), unnumbered(following.heading)
    return Grid(rows[0].block, rows, begin, end, across, squeezed(corner))


def stretches(blocks: Sequence[Block], grid: Grid) -> list[tuple[int, int]]:
    """From which block to which the lines between the two headings go; these may have come in pieces."""
    texts = [squeezed(block.text) if isinstance(block, Paragraph) else "\n" for block in blocks]
    whole = "".join(texts)
    ends = list(itertools.accumulate(map(len, texts)))
    found: list[tuple[int, int]] = []
    begin = whole.find(grid.begin)
    while begin >= 0:
        behind = begin + len(grid.begin)
        end = whole.find(grid.end, behind)
        if end < 0:
            break
        first = next(at for at, reach in enumerate(ends) if reach >= behind) + 1
        last = next(at for at, reach in enumerate(ends) if reach > end)
        if first < last and "\n" not in texts[first:last]:
            found.append((first, last))
        begin = whole.find(grid.begin, behind)
    return found


def without_sentences(
    blocks: Sequence[Block], begin: int, end: int, vocabulary: Vocabulary
) -> tuple[int, int]:
    """The lines without the sentences before the first figure and after the last."""
    lines = [block.text if isinstance(block, Paragraph) else "" for block in blocks[begin:end]]
    said = [at for at, text in enumerate(lines) if is_sentence(text) or len(text) > _LONGEST]
    figures = [
        at
        for at, text in enumerate(lines)
        if any(map(is_figure, words := _words(text, vocabulary))) and _is_of_table(words, vocabulary)
    ]
    first = max((at + 1 for at in said if figures and at < figures[0]), default=0)
    last = min((at for at in said if figures and at > figures[-1]), default=len(lines))
    return begin + first, begin + last


def stream_of(blocks: Sequence[Block], vocabulary: Vocabulary, *, with_blanks: bool) -> Stream | None:
    """The cells and words of lines; a line of spaces alone is a blank cell where such are asked for. None
    where a sentence stands among them."""
    stream = Stream()
    before = False  # whether the last line belongs to no table
    for block in blocks:
        if not isinstance(block, Paragraph) or is_sentence(block.text) or len(block.text) > _LONGEST:
            return None
        words = _words(block.text, vocabulary)
        if not words and with_blanks and block.place and block.place.margin:
            stream.cells.append(Cell("", len(stream.words)))
        if not words or is_page_number(block.text):
            continue
        foreign = not _is_of_table(words, vocabulary)
        if foreign:
            stream.others.append(block)
            if stream.cells and stream.cells[-1].after == len(stream.words) and not before:
                stream.cells[-1] = replace(stream.cells[-1], astray=stream.cells[-1].astray + 1)
        if not foreign and any(map(is_figure, words)):
            stream.is_one_line = not stream.cells
        for word in () if foreign else words:
            if is_figure(word):
                stream.cells.append(Cell(word, len(stream.words), int(before and len(words) == 1)))
            else:
                stream.words += squeezed(word)
        before = foreign
    return stream


def _words(text: str, vocabulary: Vocabulary) -> list[str]:
    """The words of a line, a figure that touches the label before it as one of its own."""
    words: list[str] = []
    for word in text.split():
        touching = _TOUCHING.fullmatch(word)
        words += touching.groups() if touching and vocabulary.knows(touching[1]) else [word]
    return words


def _is_of_table(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a line has nothing but figures, labels and pieces of them."""
    return all(is_figure(word) or _is_part(word, vocabulary) for word in words)


def _is_part(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a label or a piece of one, or the number before it."""
    words = squeezed(word)
    return (
        vocabulary.is_piece(word) or vocabulary.knows(word) or vocabulary.is_piece(words.lstrip("0123456789"))
    )
