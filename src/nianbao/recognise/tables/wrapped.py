"""Numbers that a cell may have been too narrow for, in text that has kept lines: 1234 above 5 may be 12345.

This is judged once, before any reader of text takes rows: figures that may be pieces are UNREAD for all.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nianbao.model.numbering import NUMERALS
from nianbao.patterns import regex
from nianbao.read.blocks import Block, Paragraph
from nianbao.recognise.labels import Leaf, Vocabulary, is_figure, unnumbered, value_of
from nianbao.recognise.outside import is_page_number, is_sentence
from nianbao.recognise.tables.sums import Sums, numbers_of

UNREAD = "?"  # of a figure that is not certain
_WORD = regex(r"\S+")
_TOUCHED = regex(rf"\d+[{NUMERALS}（(]")
_NOTHING = "0"  # with which no number goes on in the next line
_MOST_LABELS = 6  # words of a label that blanks set apart


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words: the number of its block, its labels and the figures with which it ends."""

    at: int
    labels: tuple[str, ...]
    figures: list[str]
    is_laid_out: bool  # with blanks between its words, so that a piece stands on a line of its own

    @property
    def numbers(self) -> list[str]:
        """The figures that may be pieces of others."""
        return [figure for figure in self.figures if any(map(str.isdigit, figure))]

    def leaf(self, vocabulary: Vocabulary) -> Leaf | None:
        """The row of the form that it names with its last words, or with all of few."""
        last = self.labels[-_MOST_LABELS:]
        ends = ("".join(last[begin:]) for begin in range(len(last)))
        return next((leaf for words in ends if (leaf := vocabulary.leaf(words))), None)


def without_wrapped(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Block]:
    """The blocks with UNREAD for each figure of a line that may be a piece of a number, where it stands."""
    result = list(blocks)
    for lines in _runs(blocks, vocabulary):
        doubtful = set(_doubtful(lines, vocabulary))
        if _are_mixed(lines, vocabulary):
            doubtful.update(line.at for line in lines if not _is_whole(line, vocabulary))
        for line in lines:
            block = blocks[line.at]
            if line.at in doubtful and isinstance(block, Paragraph):
                result[line.at] = _unread(block, len(line.labels))
    return result


def _runs(blocks: Sequence[Block], vocabulary: Vocabulary) -> Iterator[list[_Line]]:
    """The lines with words between headings, sentences and tables, without those of page numbers."""
    run: list[_Line] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and (not block.text or is_page_number(block.text)):
            continue
        if not isinstance(block, Paragraph) or block.place is None or _ends(block.text, vocabulary):
            yield run
            run = []
            continue
        words = block.text.split()
        figures = list(itertools.takewhile(is_figure, reversed(words)))[::-1]
        labels = tuple(words[: len(words) - len(figures)])
        run.append(_Line(at, labels, figures, "  " in block.text))
    yield run


def _ends(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a table ends at a line."""
    return is_sentence(text) or vocabulary.is_heading(text)


def _doubtful(lines: Sequence[_Line], vocabulary: Vocabulary) -> Iterator[int]:
    """The lines with figures below which others follow before a row begins, and those others. Where each has
    a line of its own they are cells. Lines with a figure before their label, too, unless they come out
    without it."""
    above: _Line | None = None  # the last line with figures of the row
    for line in lines:
        if _begins_row(line, vocabulary):
            above = None
        if any(map(_begins_with_figure, line.labels)) and not _is_whole(line, vocabulary):
            yield line.at
        if not line.figures:
            continue
        if above and line.numbers and set(above.numbers) - {_NOTHING} and not _are_cells(above, line):
            yield from (above.at, line.at)
        above = line


def _begins_with_figure(label: str) -> bool:
    """Whether words are a figure, or a label that one touches: 572四、结转下年度继续办理."""
    return is_figure(label) or _TOUCHED.match(label) is not None


def _are_cells(one: _Line, two: _Line) -> bool:
    """Whether figures stand below each other as where each cell has a line."""
    return len(one.figures) == len(two.figures) == 1 and not (one.is_laid_out or two.is_laid_out)


def _begins_row(line: _Line, vocabulary: Vocabulary) -> bool:
    """Whether a line names a row, be it with the first piece of its label, or the number before it; another
    single character may be of any."""
    if not line.labels:
        return False
    label = line.labels[-1]
    begin = unnumbered(label)
    is_piece = len(begin) > 1 and any(leaf.words.startswith(begin) for leaf in vocabulary.leaves)
    return is_piece or value_of(label) is not None or line.leaf(vocabulary) is not None


def _are_mixed(lines: Sequence[_Line], vocabulary: Vocabulary) -> bool:
    """Whether pieces may stand among the figures of a row on one line: some row has more of them than cells,
    or they go on from lines with one to lines with several."""
    if any(line.is_laid_out for line in lines):
        return False
    counts = [0 if line.labels else len(line.numbers) for line in lines]
    if any(min(one, two) == 1 < max(one, two) for one, two in itertools.pairwise(counts)):
        return True
    leaves = ((line, line.leaf(vocabulary)) for line in lines if len(line.figures) > 1)
    return any(leaf is not None and _has_more(line, leaf) for line, leaf in leaves)


def _has_more(line: _Line, leaf: Leaf) -> bool:
    """Whether a row has more figures than cells, and not the only one of a merged cell in each place."""
    is_repeated = len(leaf.cells) == len(set(line.figures)) == 1
    return len(line.figures) > len(leaf.cells) and not is_repeated


def _is_whole(line: _Line, vocabulary: Vocabulary) -> bool:
    """Whether no figure of a line is a piece of a number: its total comes out, and pieces of one add up to
    less than the number does."""
    if len(line.figures) < 2 or not set(line.numbers) - {_NOTHING}:
        return True
    leaf = line.leaf(vocabulary) or vocabulary.leaf_nearly("".join(line.labels[-1:]))
    if leaf is None or len(line.figures) != len(leaf.cells):
        return False
    sums = Sums([leaf], vocabulary.form)
    return sums.tells(0) and sums.row_holds(0, numbers_of(line.figures))


def _unread(line: Paragraph, labels: int) -> Paragraph:
    """A line with UNREAD for its figures, where they stood."""
    begin = list(_WORD.finditer(line.text))[labels].start()
    figures = _WORD.sub(lambda word: UNREAD.ljust(len(word[0])), line.text[begin:])
    return replace(line, text=line.text[:begin] + figures.rstrip())
