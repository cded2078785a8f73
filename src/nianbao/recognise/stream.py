"""Tables that came as bare lines of text: one cell a line, or a row a line with spaces between.

Pasted text, and what other programs make of a Word file, look so. Runs of lines that hold nothing but
labels of the form and figures are made tables again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nianbao.figure import State, parse
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise.labels import Vocabulary, is_blank, is_figure, value_of
from nianbao.recognise.outside import is_page_number

_FEWEST_FIGURES = 5
_FEWEST_LABELS = 3
_SHORTEST_PIECE = 6
_LONGEST_WORD = 6  # characters of something that stands where a figure should


@dataclass(slots=True)
class _Run:
    """Rows that are being collected, and the paragraphs that they were."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    labels: int = 0
    figures: int = 0
    open: bool = False  # whether figures of the last row have been met
    closed: bool = False  # whether the last row stood on one line

    def add_row(self, texts: list[str], vocabulary: Vocabulary) -> None:
        """A row that stands on one line."""
        self.rows.append(texts)
        self.closed = True
        self.labels += sum(map(vocabulary.like_label, texts))
        self.figures += sum(map(is_figure, texts))

    def add_label(self, text: str, vocabulary: Vocabulary) -> None:
        """A label begins a row, or goes on with the labels of one that has no figures yet."""
        if self.rows and not self.closed and not self.open and _wants(self.rows[-1], text, vocabulary):
            self.rows[-1].append(text)
        else:
            self.rows.append([text])
        self.open = self.closed = False
        self.labels += 1

    def add_cell(self, text: str) -> None:
        """A figure or a blank belongs to the row that was begun."""
        if not self.rows or (self.closed and text):
            self.rows.append([])
            self.closed = False
        if self.closed:
            return
        self.rows[-1].append(text)
        if text:
            self.open = True
            self.figures += 1


def with_tables(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Block]:
    """The blocks, with a table in the place of each run of lines that is one."""
    result: list[Block] = []
    run = _Run()
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and _take(run, block, blocks, index, vocabulary):
            continue
        result += _made(run)
        run = _Run()
        result.append(block)
    return [*result, *_made(run)]


def _take(
    run: _Run, paragraph: Paragraph, blocks: Sequence[Block], index: int, vocabulary: Vocabulary
) -> bool:
    """Whether the paragraph goes on with the run; if so it is added."""
    text = paragraph.text.strip()
    if is_page_number(text) and not is_figure(text) and run.paragraphs:
        run.paragraphs.append(paragraph)
        return True
    if is_blank(text):
        if run.paragraphs:
            run.paragraphs.append(paragraph)
            run.add_cell("")
        return bool(run.paragraphs)
    if paragraph.level is not None or len(text) > 400:
        return False
    cells = _cells(text, vocabulary)
    if cells is None and run.paragraphs and vocabulary.leaf_nearly(text) is not None:
        cells = [text]
    if cells is None and run.paragraphs and _stands_for_a_figure(text, blocks, index):
        cells = [text]
    if cells is None or not (run.paragraphs or _begins(cells, vocabulary)):
        return False
    run.paragraphs.append(paragraph)
    if len(cells) > 1:
        run.add_row(cells, vocabulary)
    elif _is_label(cells[0], vocabulary):
        run.add_label(cells[0], vocabulary)
    else:
        run.add_cell(cells[0])
    return True


def _begins(cells: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a table can begin with these cells: with a label, or with a good piece of one."""
    first = cells[0]
    return vocabulary.knows(first) or (vocabulary.like_label(first) and len(first) >= _SHORTEST_PIECE)


def _is_label(text: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.like_label(text) or vocabulary.leaf_nearly(text) is not None


def _wants(row: Sequence[str], text: str, vocabulary: Vocabulary) -> bool:
    """Whether a row wants another label: it has only the name of a group, or a piece of one. After a
    piece no number follows."""
    labels = [cell for cell in row if cell]
    if not labels or vocabulary.column(labels[-1]):
        return False
    if value_of(text) is not None and not vocabulary.knows(labels[-1]):
        return False
    return vocabulary.leaf("".join(labels)) is None and vocabulary.leaf(labels[-1]) is None


def _cells(text: str, vocabulary: Vocabulary) -> list[str] | None:
    """The cells of a line: a label, figures, or a label and figures with spaces between; None if it is
    none of these."""
    if is_figure(text) or vocabulary.like_label(text):
        return [text]
    parts = text.split()
    begin = len(parts)
    while begin and is_figure(parts[begin - 1]):
        begin -= 1
    labels, figures = parts[:begin], parts[begin:]
    if all(_is_label(label, vocabulary) for label in labels):
        return parts
    whole = " ".join(labels)
    return [whole, *figures] if figures and _is_label(whole, vocabulary) else None


def _stands_for_a_figure(text: str, blocks: Sequence[Block], index: int) -> bool:
    """Whether a short word stands between two lines that are figures."""
    around = [blocks[at] for at in (index - 1, index + 1) if 0 <= at < len(blocks)]
    return len(text) <= _LONGEST_WORD and any(
        isinstance(near, Paragraph) and parse(near.text).state is State.NUMBER for near in around
    )


def _made(run: _Run) -> Iterator[Block]:
    """The table that a run is, or its paragraphs where it is none."""
    if run.labels < _FEWEST_LABELS or run.figures < _FEWEST_FIGURES:
        yield from run.paragraphs
        return
    yield Table(
        tuple(
            TableCell(row, column, 1, 1, text)
            for row, texts in enumerate(run.rows)
            for column, text in enumerate(texts)
        )
    )
