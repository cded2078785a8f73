"""Tables below and beside one another in the same grid with nothing between them, as sheets have them."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from nianbao.model.form import Form
from nianbao.read.blocks import Table, TableCell
from nianbao.recognise.labels import is_blank, is_figure, names_nothing, squeezed, vocabulary_of

_FEWEST = 2  # labels of its head


def apart(table: Table, forms: Sequence[Form]) -> Iterator[Table]:
    """The tables of a grid: cut where labels of one section stand right of all of another, and above those
    whose figures stand below all labels, at the first row, after some with figures, that has nothing but
    their labels. No cell reaches over a cut."""
    for beside in _between(
        table, max((_beside(table, form) for form in forms), key=len, default=[]), "column"
    ):
        at = next((at for form in forms if (at := _begin(beside, form))), 0)
        yield from _between(beside, [at] if at else [], "row")


def _between(table: Table, cuts: Sequence[int], way: Literal["row", "column"]) -> Iterator[Table]:
    """The parts of a table between some rows or columns."""
    if not cuts:
        yield table
        return
    last = 1 + max(getattr(cell, way) for cell in table.cells)
    for begin, end in itertools.pairwise((0, *cuts, last)):
        cells = (cell for cell in table.cells if begin <= getattr(cell, way) < end)
        if way == "row":
            seams = tuple(row - begin for row in table.seams if begin < row < end)
            moved = tuple(replace(cell, row=cell.row - begin) for cell in cells)
        else:
            seams = table.seams
            moved = tuple(replace(cell, column=cell.column - begin) for cell in cells)
        yield replace(table, cells=moved, seams=seams)


def _beside(table: Table, form: Form) -> list[int]:
    """The columns with which tables begin beside others; each of those has labels of its section alone."""
    sections = _sections_of(form)
    reach: dict[str, tuple[int, int]] = {}
    for cell in table.cells:
        section = sections.get(squeezed(cell.text), "")
        if section:
            first, end = reach.get(section, (cell.column, 0))
            reach[section] = min(first, cell.column), max(end, cell.column + cell.columns)
    places = sorted(reach.values())
    if any(before[1] > after[0] for before, after in itertools.pairwise(places)):
        return []
    cuts = [first for first, _ in places[1:]]
    crossed = any(cell.column < cut < cell.column + cell.columns for cut in cuts for cell in table.cells)
    return [] if crossed else cuts


@cache
def _sections_of(form: Form) -> Mapping[str, str]:
    """The section of each label that one section alone has."""
    found: dict[str, set[str]] = defaultdict(set)
    vocabulary = vocabulary_of(form)
    for leaf in (*vocabulary.leaves, *vocabulary.turned):
        labels = (leaf.entry.label, *(column.label for column in leaf.block.column_leaves()))
        for label in (*labels, *(row.label for row in leaf.block.rows)):
            found[squeezed(label)].add(leaf.section)
    return {words: section for words, (section, *others) in found.items() if not others}


def _begin(table: Table, form: Form) -> int:
    """The row with which such a table begins; 0 if there is none."""
    across = vocabulary_of(form).across
    tops = {squeezed(row.label) for _, block in across for row in block.rows}
    known = tops | {squeezed(each.label) for _, block in across for each in block.column_leaves()}
    known |= set(vocabulary_of(form).rows_across)
    rows: dict[int, list[TableCell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(cell)
    above, begun = 0, None  # the row down to which cells reach; where rows began that have nothing but labels
    figures = False
    for at, cells in sorted(rows.items()):
        written = [cell.text for cell in cells if not is_blank(cell.text)]
        words = {squeezed(text) for text in written if not (is_figure(text) or names_nothing(text))}
        free = figures and above <= at
        begun = (at if begun is None and free else begun) if words and words <= known else None
        if begun is not None and len(words) >= _FEWEST and (words & tops or len(words) > _FEWEST):
            return begun
        begun = None if any(map(is_figure, written)) else begun  # 总计 of the table above is no head
        figures = figures or (not words <= known and any(map(is_figure, written)))
        above = max(above, *(cell.row + cell.rows for cell in cells))
    return 0
