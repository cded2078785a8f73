"""Rows with blanks in text whose cells have the same few spaces between them: a blank cell leaves as many
more, or one more.

Programs that run out of room write rows so (``lynx -dump``), and everybody who joins cells with spaces. No
column stands below another then. The spaces of all rows tell: they make as many cells as each row has, and
never more.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nianbao.read.blocks import Block, Paragraph, Place, Table
from nianbao.recognise.labels import Leaf, Vocabulary, is_figure, is_too_long
from nianbao.recognise.outside import is_sentence
from nianbao.recognise.tables.aligned import Labels
from nianbao.recognise.tables.wrapped import UNREAD

_FEWEST_ROWS = 8
_FEWEST_WHOLE = 3  # rows with blanks of which the last cell is written, so that their spaces make all cells
_WAYS = ((1, 1), (1, 2), (2, 2), (3, 3), (4, 4), (8, 8))  # spaces between cells, and more for a blank one
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a row of the form: its figures, and the spaces before each. ``ends`` tells that it does not
    go on in the next line."""

    place: Place
    leaf: Leaf
    figures: tuple[str, ...]
    spaces: tuple[int, ...]
    ends: bool

    @property
    def count(self) -> int:
        """How many cells the row has."""
        return len(self.leaf.cells)

    def cells(self, between: int, step: int) -> Labels | None:
        """The cells up to the last figure, if so many spaces stand between two and a blank one leaves so many
        more; None if it is not so."""
        if any(spaces < between or (spaces - between) % step for spaces in self.spaces):
            return None
        blanks = ([""] * ((spaces - between) // step) for spaces in self.spaces)
        return tuple(
            cell for before, figure in zip(blanks, self.figures, strict=True) for cell in (*before, figure)
        )


def spaced_in(blocks: Sequence[Block], vocabulary: Vocabulary) -> Mapping[Place, Labels]:
    """The figures of rows with "" for blank cells; nothing if the text is not spaced so."""
    of_block: dict[int, list[_Row]] = {}
    for row in _rows(blocks, vocabulary):
        of_block.setdefault(id(row.leaf.block), []).append(row)
    found: dict[Place, Labels] = {}
    for rows in of_block.values():
        ways = [way for way in _WAYS if _explains(rows, *way)]
        for row in rows if len(ways) == 1 else ():
            cells = row.cells(*ways[0]) or ()
            blank = [""] * (row.count - len(cells))
            found[row.place] = (*cells, *blank) if row.ends else (UNREAD,) * row.count
    return found


def _explains(rows: Sequence[_Row], between: int, step: int) -> bool:
    """Whether no row gets more cells than it has, and several with blanks get just as many; and whether
    figures follow a label so closely that merged cells leave nothing between."""
    found = [(row, row.cells(between, step)) for row in rows]
    if len(rows) < _FEWEST_ROWS or any(cells is None or len(cells) > row.count for row, cells in found):
        return False
    whole = [row for row, cells in found if cells and "" in cells and len(cells) == row.count]
    bare = any(row.spaces[0] < between + step * row.leaf.beside for row in rows)
    return len(whole) >= _FEWEST_WHOLE and bare


def _rows(blocks: Iterable[Block], vocabulary: Vocabulary) -> Iterable[_Row]:
    """The lines that are rows of several columns, with figures behind their label."""
    written = (block for block in blocks if isinstance(block, Table) or block.text)
    for block, below in itertools.pairwise([*written, None]):
        if not isinstance(block, Paragraph) or block.place is None:
            continue
        if is_too_long(block.text) or is_sentence(block.text):
            continue
        words = list(_WORD.finditer(block.text))
        figures = list(itertools.takewhile(lambda word: is_figure(word[0]), reversed(words)))[::-1]
        labels = [word[0] for word in words[: len(words) - len(figures)]]
        leaf = vocabulary.leaf("".join(labels)) or (vocabulary.leaf(labels[-1]) if labels else None)
        if leaf is None or not figures or len(leaf.cells) < 2:
            continue
        ends = [words[len(labels) - 1].end(), *(figure.end() for figure in figures)]
        spaces = tuple(figure.start() - end for figure, end in zip(figures, ends, strict=False))
        goes_on = isinstance(below, Paragraph) and is_figure(next(iter(below.text.split()), ""))
        texts = tuple(word[0] for word in figures)
        yield _Row(block.place, leaf, texts, spaces, not goes_on)
