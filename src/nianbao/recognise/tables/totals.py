"""Tables that have no column for the totals, whose rows have as many figures as there are heads; and rows of
which nothing but the total is missing."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from nianbao.model.form import Form
from nianbao.recognise.labels import Leaf, Vocabulary, squeezed
from nianbao.recognise.tables.assign import figure_of
from nianbao.recognise.tables.lines import Item, Line


def leave_out_totals(lines: Sequence[Line], vocabulary: Vocabulary) -> set[str]:
    """Take the columns of totals out of the rows of a table that has none: nobody has published them.

    Gives the ids of the cells that were taken out.
    """
    out: set[str] = set()
    end = max((item.end for line in lines for item in line.items), default=0)
    heads: dict[str, Item] = {}  # the cells of the nearest head above, by the column that they name
    in_head = False
    for line in lines:
        if line.head:
            named = {vocabulary.column_words(item.text): item for item in line.cells if item.fresh}
            heads = heads | named if in_head else named
        elif line.leaf is not None:
            whole = line.leaf
            line.leaf = _without(whole, heads, end, vocabulary.form.totals)
            out.update(set(whole.cells) - set(line.leaf.cells))
        in_head = line.head
    return out


def _without(leaf: Leaf, heads: Mapping[str, Item], end: int, totals: Collection[str]) -> Leaf:
    """The row with the columns of the heads alone, if they label all columns of the table up to the last and
    nothing but totals is missing; the row itself else."""
    columns = leaf.block.column_leaves()
    met = [heads.get(squeezed(column.label)) for column in columns]
    items = sorted((item for item in met if item is not None), key=lambda item: item.column)
    missing = {cell for cell, item in zip(leaf.cells, met, strict=True) if item is None}
    if not missing or not items or not missing <= set(totals) or items[-1].end != end:
        return leaf
    single = all(item.end == item.column + 1 for item in items)
    if not single or any(left.end != right.column for left, right in itertools.pairwise(items)):
        return leaf
    kept = [at for at, item in enumerate(met) if item is not None]
    block = leaf.block._replace(columns=tuple(columns[at] for at in kept))
    return replace(leaf, block=block, cells=tuple(leaf.cells[at] for at in kept))


def lacks_at_most_total(line: Line, form: Form) -> bool:
    """Whether a row has all its figures, or all but its total: the last is not what the others come to.

    Of plain zeros it does not matter which is missing.
    """
    cells = line.leaf.cells if line.leaf else ()
    *parts, last = (figure_of(item) for item in line.written)
    if len(parts) + 2 != len(cells) or cells[-1] not in form.totals:
        return len(parts) + 1 >= len(cells)
    numbers = [part.number for part in parts if part is not None and part.number is not None]
    return last is None or last.number == 0 or last.number != sum(numbers)
