"""A table too wide for its page that came as two: the same labels, and beside them the first columns of the
form in one, the others in the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from nianbao.model.form import Form
from nianbao.read.blocks import Table, TableCell
from nianbao.recognise.labels import Vocabulary, is_figure, squeezed, vocabulary_of


def joined(left: Table, right: Table, forms: Sequence[Form]) -> Table | None:
    """Both as one table, if each has other columns of the same block, and they are all of it; else None."""
    for vocabulary in map(vocabulary_of, forms):
        wanted = [
            {squeezed(column.label) for column in leaf.block.column_leaves()} for leaf in vocabulary.leaves
        ]
        names = [_named(table, vocabulary, set[str]().union(*wanted)) for table in (left, right)]
        parted = all(names) and not names[0].keys() & names[1].keys()
        if not parted or {*names[0], *names[1]} not in wanted:
            continue
        first, again = (min(columns.values()) for columns in names)
        if first != again or not _are_beside_same(left, right, first):
            return None
        width = max(cell.column + cell.columns for cell in left.cells)
        added = (replace(c, column=c.column - again + width) for c in right.cells if c.column >= again)
        return replace(left, cells=tuple(sorted((*left.cells, *added), key=_place)))
    return None


def _are_beside_same(left: Table, right: Table, first: int) -> bool:
    """Whether the rows of both have the same labels left of a column. Those of several rows may be cut by the
    end of a page in one of them, and any may break into other lines."""
    mine, theirs = _labels(left, first), _labels(right, first)
    if any(map(is_figure, mine.values())):
        return False
    differ = [place for place in mine.keys() | theirs.keys() if mine.get(place, "") != theirs.get(place, "")]
    return not any(place[1] == first or (mine.get(place) and theirs.get(place)) for place in differ)


def _labels(table: Table, first: int) -> dict[tuple[int, int], str]:
    """The words left of a column, by the row where they begin and the column where they end."""
    beside = (cell for cell in table.cells if cell.column < first)
    return {(cell.row, cell.column + cell.columns): squeezed(cell.text) for cell in beside}


def _named(table: Table, vocabulary: Vocabulary, wanted: Collection[str]) -> dict[str, int]:
    """Which of the columns a table has heads for, and where they stand; nothing if one has two."""
    found: dict[str, int] = {}
    first = min((cell.row for cell in table.cells if is_figure(cell.text)), default=0)
    for cell in (cell for cell in table.cells if cell.row < first):
        name = vocabulary.column_words(cell.text)
        if name in found:
            return {}
        if name in wanted:
            found[name] = cell.column
    return found


def _place(cell: TableCell) -> tuple[int, int]:
    return cell.row, cell.column
