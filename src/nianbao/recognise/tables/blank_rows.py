"""Rows without any figure in text in which blank cells have left nothing: (三)不予公开 and no more.

Where all labels of the form stand in its order, and nothing else among them, figures are those of the label
that they stand in or behind, and a row without any is blank. That none were lost is proved by the sums: those
of the rows, and of the totals of all rows.

Which cells were blank in a row that has a few figures is left open. Sums between rows often leave one choice;
but they would, too, of a figure that the report itself has in a wrong column, and put it where it belongs.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

from nianbao.model.form import Form
from nianbao.model.formula import Side
from nianbao.patterns import regex
from nianbao.read.blocks import Block, Paragraph
from nianbao.recognise.labels import Vocabulary, is_blank, is_figure, squeezed
from nianbao.recognise.tables.proved import Rows, table_of
from nianbao.recognise.tables.stretches import Grid, Stream, grids, stream_of, stretches, without_sentences
from nianbao.recognise.tables.sums import Number, Sums, numbers_of
from nianbao.recognise.tables.wrapped import UNREAD

_FEWEST_ROWS = 3  # with figures, whose totals come out
_GAP = regex(r"\S\s{2,}\S|\t")  # that a blank cell may have left


def with_blank_rows(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Block]:
    """The blocks, with a table in the place of lines among which are such rows."""
    result = list(blocks)
    for grid in grids(vocabulary):
        for begin, end in () if grid.across else stretches(result, grid):
            first, last = without_sentences(result, begin, end, vocabulary)
            stream = None if _has_gaps(result[first:last]) else _stream(result[first:last], vocabulary)
            rows = _rows(stream, grid, vocabulary.form) if stream else []
            if rows:
                result[first:last] = [table_of(rows, grid)]
                break
    return result


def _has_gaps(blocks: Sequence[Block]) -> bool:
    """Whether blank cells may have left something: an empty line among those with figures, or more spaces."""
    lines = [block.text if isinstance(block, Paragraph) else "" for block in blocks]
    figures = [at for at, line in enumerate(lines) if any(map(is_figure, line.split()))]
    among = lines[figures[0] : figures[-1] + 1] if figures else [""]
    return any(is_blank(line) or _GAP.search(line) for line in among)


def _stream(blocks: Sequence[Block], vocabulary: Vocabulary) -> Stream | None:
    """The figures and words of lines, if nothing else stands there."""
    stream = stream_of(blocks, vocabulary, with_blanks=False)
    return None if stream is None or stream.others else stream


def _rows(stream: Stream, grid: Grid, form: Form) -> Rows:
    """The rows of the table; those with some figures are unread. Empty if it is none."""
    figures = _figures(stream, grid)
    if [] not in figures or any(len(row) > grid.width for row in figures):
        return []
    if not _come_out(figures, grid, form):
        return []
    unread = [UNREAD] * grid.width
    return [row if len(row) == grid.width else unread if row else [""] * grid.width for row in figures]


def _figures(stream: Stream, grid: Grid) -> Rows:
    """The figures in or behind the label of each row; empty if words are not exactly the labels, or a figure
    stands elsewhere."""
    entries = [entry for top in grid.block.rows for entry in top.walk()]
    words = [squeezed(entry.label) for entry in entries]
    begin = len(stream.words) - sum(map(len, words))
    if begin < 0 or not stream.words.endswith("".join(words)):
        return []
    ends = list(itertools.accumulate(map(len, words), initial=begin))
    leaf_at = {
        place: at
        for at, entry in enumerate(entries)
        for place in range(ends[at] + 1, ends[at + 1] + 1)
        if not entry.entries
    }
    found: dict[int, list[str]] = defaultdict(list)
    for cell in stream.cells:
        if cell.after not in leaf_at:
            return []
        found[leaf_at[cell.after]].append(cell.text)
    return [found[at] for at, entry in enumerate(entries) if not entry.entries]


def _come_out(figures: Rows, grid: Grid, form: Form) -> bool:
    """Whether the last figure of each row that has any is the sum of the others, and these totals come out
    among themselves: of several rows, and of those that must balance."""
    numbers = list(map(numbers_of, figures))
    totals: list[Number] = [row[-1] if row else 0 for row in numbers]
    if any(2 * total != sum(row) for total, row in zip(totals, numbers, strict=True)):
        return False
    if sum(total != 0 for total in totals) < _FEWEST_ROWS:
        return False
    told = {leaf.cells[-1]: total for leaf, total in zip(grid.rows, totals, strict=True)}
    balances = (each.holds for each in form.sums if each.holds.operator == "=" and not each.when)
    return Sums(grid.rows, form).add_up([[total] * grid.width for total in totals]) and all(
        _value(holds.left, told) == _value(holds.right, told)
        for holds in balances
        if told.keys() >= set(holds.cells())
    )


def _value(side: Side, told: Mapping[str, Number]) -> Number:
    return side.constant + sum(term.factor * told[term.cell] for term in side.terms)
