"""Rows with one cell a line, blank ones as empty lines: which of the lines after a label are its figures.

Cells merged with those above or beside them may leave an empty line each, too. Whether they do is one
question for each direction, with the same answer everywhere in a text: if one explains how many lines follow
each label, and no other does, there is no choice.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from nianbao.read.blocks import Block, Table
from nianbao.recognise.labels import Leaf, Vocabulary, is_blank, is_figure, squeezed
from nianbao.recognise.tables.wrapped import UNREAD

_FEWEST_ROWS = 4
_MOST_CELLS = 1000  # of a table of a form
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the form: its number, how many labels and lines after them it has, how many figures it should
    have, how many columns besides its own its label covers, how many groups go on beside the next row, None
    of the last, and whether it stands below the labels of all its columns."""

    number: int
    labels: int
    lines: int
    figures: int
    beside: int
    below: int | None
    across: bool = False

    def wanted(self, sideways: int, downward: int, after: int) -> int:
        """How many lines it has if merged cells leave so many, sideways and downward, and rows end with so
        many empty ones."""
        return sideways * self.beside + self.figures + downward * (self.below or 0) + after


def with_figures_alone(
    tables: Sequence[Sequence[list[str]]], vocabulary: Vocabulary
) -> list[tuple[list[list[str]], bool]]:
    """The rows of the tables of a text without what merged cells left between labels and figures and after
    them, and of each table whether all its rows have exactly their cells then. Untouched where the text does
    not tell, or has no blank cell."""
    met = [_rows(rows, vocabulary) for rows in tables]
    told = [row for rows in met for row in rows if row.below is not None]
    ways = [
        way
        for way in itertools.product((0, 1), (0, 1), (0, 1))
        if sum(row.lines == row.wanted(*way) for row in told) >= _NEARLY_ALL * len(told)
    ]
    has_blanks = any("" in tables[at][row.number] for at, rows in enumerate(met) for row in rows)
    sideways = {way[0] for way in ways if any(row.beside for rows in met for row in rows)} or {0}
    if len(told) < _FEWEST_ROWS or not ways or len(sideways) > 1 or not has_blanks:
        return [(list(rows), False) for rows in tables]
    ends = (row for rows in met for row in rows if row.below is None and not (row.across and ways[0][2]))
    last = {row.lines - row.wanted(*ways[0]) for row in ends}
    empty = last.pop() if len(last) == 1 else 0  # lines that end each table
    return [
        _cut(rows, of_table, ways[0], empty, vocabulary) for rows, of_table in zip(tables, met, strict=True)
    ]


def with_ragged_counted(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Block]:
    """The blocks, with the figures alone in each table of single cells whose rows differ in length, where
    what merged cells leave explains nearly all of them: a cell for each place beside, nothing below, or the
    like. A row with blanks that is longer or shorter is not read."""
    ragged = {
        at: rows
        for at, block in enumerate(blocks)
        if isinstance(block, Table) and (rows := _ragged(block, vocabulary))
    }
    result = list(blocks)
    counted = with_figures_alone(list(ragged.values()), vocabulary) if ragged else []
    for at, (rows, _) in zip(ragged, counted, strict=True):
        result[at] = Table.of_texts(rows) if rows != ragged[at] else blocks[at]
    return result


def _ragged(table: Table, vocabulary: Vocabulary) -> list[list[str]]:
    """The rows of a table without merged cells, if those with figures differ in length and each begins with
    the label of a row of the form; nothing of any other table."""
    if len(table.cells) > _MOST_CELLS or any(cell.rows > 1 or cell.columns > 1 for cell in table.cells):
        return []
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell.text)
    filled = [row for row in rows.values() if any(map(is_figure, row))]
    if len(filled) < _FEWEST_ROWS or len(set(map(len, filled))) == 1:
        return []
    named = all(_labelled(row, vocabulary)[0] is not None for row in filled)
    return list(rows.values()) if named else []


def _rows(rows: Sequence[Sequence[str]], vocabulary: Vocabulary) -> list[_Row]:
    """The rows of the form among those of a table; figures below all labels are one, too."""
    found = [_labelled(row, vocabulary) for row in rows]
    below = [*(_open(leaf, labels) for leaf, labels in found[1:]), None]
    met = [
        _Row(
            number=at,
            labels=labels,
            lines=len(rows[at]) - labels,
            figures=len(leaf.cells),
            beside=leaf.beside,
            below=below[at],
        )
        for at, (leaf, labels) in enumerate(found)
        if leaf is not None and len(rows[at]) > labels and not _is_head(rows[at], labels, vocabulary)
    ]
    for _, block in vocabulary.across:
        columns = block.column_leaves()
        count = len(columns) * len(block.row_leaves())
        labels = found[-1][1] if found else 0
        if labels and squeezed(rows[-1][labels - 1]) == squeezed(columns[-1].label):
            lines = len(rows[-1]) - labels
            met = [row for row in met if row.number < len(rows) - 1 or lines < count]
            met += [_Row(len(rows) - 1, labels, lines, count, 0, None, across=True)] if lines >= count else []
    return met


def _cut(
    rows: Sequence[list[str]],
    met: Sequence[_Row],
    way: tuple[int, int, int],
    empty: int,
    vocabulary: Vocabulary,
) -> tuple[list[list[str]], bool]:
    """The rows of a table with their figures alone, and whether each of the form has them. One with blanks
    and another number of lines is not read: an empty one may be lost, or one too many, anywhere in it."""
    result = list(rows)
    exact = bool(met)
    for row in met:
        cells = rows[row.number]
        begin = _begin(row, cells, way, empty)
        if begin is not None:
            result[row.number] = [*cells[: row.labels], *cells[begin : begin + row.figures]]
        elif sum(map(bool, cells[row.labels :])) < row.figures:
            result[row.number] = [*cells[: row.labels], *[UNREAD] * row.figures]
            exact = False
    return _with_heads(result, vocabulary) if exact else result, exact


def _begin(row: _Row, cells: Sequence[str], way: tuple[int, int, int], empty: int) -> int | None:
    """With which line the figures of a row begin; None if it has not just the lines that it should have.
    Where an empty one ends each row, one ends the heads above figures that stand below all labels, too."""
    sideways, _, after = way
    if row.across and after:
        lead = 0 if cells[row.labels] else 1
        more = lead
    else:
        lead = 0
        more = max(0, empty) if row.below is None else 0
    if row.lines != row.wanted(*way) + more or any(cells[len(cells) - more + lead - after :]):
        return None
    return row.labels + sideways * row.beside + lead


def _with_heads(rows: Sequence[list[str]], vocabulary: Vocabulary) -> list[list[str]]:
    """The rows with columns that stand side by side in one line, where each had a line of its own."""
    blocks = [
        leaf.block for leaf in vocabulary.leaves if not any(column.entries for column in leaf.block.columns)
    ]
    beside = {
        (squeezed(one.label), squeezed(two.label))
        for block in blocks
        for one, two in itertools.pairwise(block.columns)
    }
    result: list[list[str]] = []
    for row in rows:
        if result and len(row) == 1 and (squeezed(result[-1][-1]), squeezed(row[0])) in beside:
            result[-1] = [*result[-1], row[0]]
        else:
            result.append(row)
    return result


def _labelled(row: Sequence[str], vocabulary: Vocabulary) -> tuple[Leaf | None, int]:
    """The row of the form that the labels at the head of a row name, and how many these are."""
    labels = list(itertools.takewhile(lambda cell: not is_blank(cell) and not is_figure(cell), row))
    leaf = vocabulary.leaf("".join(labels)) or (vocabulary.leaf(labels[-1]) if labels else None)
    return leaf, len(labels)


def _is_head(row: Sequence[str], labels: int, vocabulary: Vocabulary) -> bool:
    """Whether a row without figures is a label of a column, with what merged cells left: 总计, 其他."""
    return not any(row[labels:]) and squeezed(row[labels - 1]) == vocabulary.column_words(row[labels - 1])


def _open(leaf: Leaf | None, labels: int) -> int:
    """How many groups a row goes on with, whose labels stand above it."""
    return max(0, leaf.groups + 1 - labels) if leaf else 0
