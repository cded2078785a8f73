"""Rows that the end of a page cut in two: half of a label with the figures above, and the rest below."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from nianbao.read.blocks import Table, TableCell
from nianbao.recognise.labels import Vocabulary, is_blank, squeezed, stands_for_figure


def mended(table: Table, vocabulary: Vocabulary) -> Table:
    """The table with the halves of such rows put together, if together they have the whole label of a row.
    Its seams are those of which nobody knows whether they cut a row."""
    if not table.seams:
        return table
    rows = _rows(table)
    cut: list[int] = []
    unclear: list[int] = []
    texts: dict[TableCell, str] = {}
    for row in table.seams:
        above, below = rows[row - 1], rows[row]
        if not above or not below:
            continue
        if cut[-1:] != [row - 1] and _is_cut(above, below, vocabulary):
            cut.append(row)
            for upper, lower in zip(above, below, strict=True):  # one that goes on below says all in both
                texts[upper] = texts[lower] = _put_on(upper.text, lower.text)
        elif not _begins(below, vocabulary) and _may_be_cut(above, below, vocabulary):
            unclear.append(row)
    cells = (
        replace(
            cell,
            text=texts.get(cell, cell.text),
            row=cell.row - bisect_left(cut, cell.row),
            rows=cell.rows - (cell.row in cut),
        )
        for cell in table.cells
    )
    seams = tuple(row - bisect_left(cut, row) for row in unclear)
    return replace(table, cells=tuple(cell for cell in cells if cell.rows), seams=seams)


def _rows(table: Table) -> dict[int, list[TableCell]]:
    """The cells that lie in the rows beside seams, from left to right."""
    rows: dict[int, list[TableCell]] = {at: [] for row in table.seams for at in (row - 1, row)}
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        for at in range(cell.row, cell.row + cell.rows):
            if at in rows:
                rows[at].append(cell)
    return rows


def _is_cut(above: Sequence[TableCell], below: Sequence[TableCell], vocabulary: Vocabulary) -> bool:
    """Whether two rows are cells of one row, by a label that they have together and the upper, or the lower,
    has not alone."""
    if [(cell.column, cell.columns) for cell in above] != [(cell.column, cell.columns) for cell in below]:
        return False
    whole = [upper.text + lower.text for upper, lower in zip(above, below, strict=True)]
    upper = _named([cell.text for cell in above], vocabulary)
    if upper and _begins(below, vocabulary):
        return False
    row = _named(whole, vocabulary, after_groups=not upper)
    return row != "" and (row != upper or not _says_label(below, above))


def _says_label(row: Sequence[TableCell], above: Sequence[TableCell]) -> bool:
    """Whether words stand in a row below the label of the one above it."""
    label = above[max(0, _begin_of_figures([cell.text for cell in above]) - 1)].column
    return any(
        cell.column >= label and not (is_blank(cell.text) or stands_for_figure(cell.text)) for cell in row
    )


def _begin_of_figures(texts: Sequence[str]) -> int:
    """With which cell of a row begins what is no label: figures, and blanks."""
    begin = next((at for at, text in enumerate(texts) if stands_for_figure(text)), len(texts))
    while begin and is_blank(texts[begin - 1]):
        begin -= 1
    return begin


def _begins(cells: Sequence[TableCell], vocabulary: Vocabulary) -> bool:
    """Whether a row has the whole label of one of the form."""
    return _named([cell.text for cell in cells], vocabulary) != ""


def _may_be_cut(above: Sequence[TableCell], below: Sequence[TableCell], vocabulary: Vocabulary) -> bool:
    """Whether figures of a row may have gone on in another: nothing but figures and blanks stands above them,
    and the label above them is not known whole while the lower row has one of its own."""
    if not any(stands_for_figure(cell.text) for cell in (*above, *below)):
        return False
    if _begins(above, vocabulary) and _says_label(below, above):
        return False
    columns = {cell.column for cell in below if stands_for_figure(cell.text)}
    return all(
        is_blank(cell.text) or stands_for_figure(cell.text) for cell in above if cell.column in columns
    )


def _named(texts: Sequence[str], vocabulary: Vocabulary, *, after_groups: bool = False) -> str:
    """The label of the row that the words at the head of a line are, or end with ``after_groups``; empty if
    they are none."""
    end = _begin_of_figures(texts)
    for begin in range(end):
        words = squeezed("".join(texts[begin:end]))
        leaf = vocabulary.leaf(words)
        if leaf is not None and words in (leaf.words, squeezed(leaf.entry.label)):
            return leaf.entry.label
        if after_groups and (leaf := vocabulary.leaf_at_end(words)):
            return leaf.entry.label
    return ""


def _put_on(upper: str, lower: str) -> str:
    """What two halves of a cell say. Two figures remain two: the one may be the end of the other, or not."""
    if is_blank(upper) or is_blank(lower):
        return upper + lower
    return f"{upper}\n{lower}" if stands_for_figure(upper) else upper + lower
