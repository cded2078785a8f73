"""Figures told one by one below the label of their row, as pages for phones have them: 自然人：3件.

Each is beside the label of its column, and all columns are there in the form's order: so nothing is left to
doubt, and the lines become a list, which :mod:`listed` reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao.model.form import Entry, Form
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise.labels import Vocabulary, is_figure, squeezed, vocabulary_of

_LONGEST = 80  # characters of a label with the names of its groups
_FEWEST_COLUMNS = 2
_BETWEEN = re.compile(r"[-—–>＞/／|]")  # the names of groups and that of a row

_Row = tuple[str, str, str]  # the labels of the row and the column, and the figure


def with_lists(blocks: Sequence[Block], forms: Sequence[Form]) -> list[Block]:
    """The blocks with a table for each run of such lines. Plain text has readers of its own."""
    result: list[Block] = []
    rows: list[_Row] = []
    at = 0
    while at < len(blocks):
        found = next(filter(None, (_rows_at(blocks, at, vocabulary_of(form)) for form in forms)), None)
        if found is None:
            result += [*_tables(rows), blocks[at]]
            rows = []
            at += 1
        else:
            more, at = found
            rows += more
    return [*result, *_tables(rows)]


def _tables(rows: Sequence[_Row]) -> list[Block]:
    cells = (TableCell(y, x, 1, 1, text) for y, row in enumerate(rows) for x, text in enumerate(row))
    return [Table(tuple(cells))] if rows else []


def _rows_at(blocks: Sequence[Block], at: int, vocabulary: Vocabulary) -> tuple[list[_Row], int] | None:
    """The figures below the label that stands here, and where they end."""
    label = _line(blocks[at])
    if not label or not _tells_figure(blocks, at + 1):
        return None
    row, columns = _row_named(label, vocabulary)
    if len(columns) < _FEWEST_COLUMNS:
        return None
    parts = _parts(blocks, at + 1)
    found: list[_Row] = []
    end = at + 1
    for column in columns:
        (named, _), (figure, end) = next(parts, ("", 0)), next(parts, ("", 0))
        if vocabulary.column_words(named) != squeezed(column.label) or not is_figure(figure):
            return None
        found.append((row, column.label, figure))
    return found, end


def _tells_figure(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line, or two, can be a label and its figure: asked first, for most lines are not."""
    parts = _parts(blocks, at)
    return bool(next(parts, ("", 0))[0]) and is_figure(next(parts, ("", 0))[0])


def _parts(blocks: Sequence[Block], begin: int) -> Iterator[tuple[str, int]]:
    """What stands in the lines, before a colon and behind it, and where the next line is."""
    for at in range(begin, len(blocks)):
        before, _, behind = _line(blocks[at]).replace(":", "：").partition("：")
        yield before, at + 1
        if behind:
            yield behind, at + 1


def _row_named(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Entry, ...]]:
    """The label of the row that a line names, and its columns; no columns if it names none."""
    leaf = vocabulary.leaf(text) or vocabulary.leaf_at_end(text) or vocabulary.leaf(_BETWEEN.split(text)[-1])
    if leaf is not None:
        return leaf.entry.label, tuple(leaf.block.column_leaves())
    row = vocabulary.rows_across.get(squeezed(text))
    blocks = (block for _, block in vocabulary.across if row in block.row_leaves())
    columns = next((tuple(block.column_leaves()) for block in blocks), ())
    return (row.label if row else ""), columns


def _line(block: Block) -> str:
    plain = isinstance(block, Paragraph) and block.place is None and len(block.text) <= _LONGEST
    return block.text if plain and isinstance(block, Paragraph) else ""
