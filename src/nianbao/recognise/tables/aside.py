"""Columns that somebody added to a table of the form: numbers of rows, units, remarks, a share, last year's.

Their heads say so. Those with figures are taken out only where nothing else in the table is doubtful: it is a
rectangle of cells, the heads of all columns of the form stand above single ones, and so does the other one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from nianbao.model.document_words import document_words
from nianbao.model.form import Form
from nianbao.read.blocks import Table, TableCell
from nianbao.recognise.labels import Vocabulary, is_blank, is_figure, squeezed, vocabulary_of

_YEAR = re.compile(r"20\d\d")
_VALUE = re.compile(r"[-+]?[\d.,]+\s*[%％]?|[①-⑳]|持平|不变|无变化")


def without_aside(table: Table, forms: Sequence[Form]) -> tuple[Table, Table | None]:
    """The table without such columns, and what is said in those that do not only number the rows or tell
    units."""
    if table.packed or not table.cells:
        return table, None
    serials, remarks = _at_edges(table)
    foreign = _foreign(table, forms)
    words = serials | remarks | _units(table)
    aside = {cell for cell in table.cells if cell.columns == 1 and cell.column in words}
    if len({cell.row for cell in aside}) * 2 < len({cell.row for cell in table.cells}):
        aside = set()
    aside |= {cell for cell in table.cells if cell.columns == 1 and cell.column in foreign}
    kept = tuple(cell for cell in table.cells if cell not in aside)
    telling = (remarks | foreign) - {cell.column for cell in aside if _numbers_rows(cell)}
    said = tuple(cell for cell in table.cells if cell in aside and cell.column in telling)
    said = tuple(cell for cell in said if not is_blank(cell.text))
    return (replace(table, cells=kept) if aside else table), Table(said) if len(said) > 1 else None


def _at_edges(table: Table) -> tuple[set[int], set[int]]:
    """The first column, if it numbers the rows, and the last one, if it holds remarks."""
    left = min(cell.column for cell in table.cells)
    right = max(cell.column + cell.columns for cell in table.cells)
    serials = {cell.column for cell in table.cells if _numbers_rows(cell) and cell.column == left}
    words = document_words().columns.remarks
    remarks = {
        cell.column
        for cell in table.cells
        if squeezed(cell.text) in words and cell.column + 1 == right and cell.columns == 1
    }
    return serials, {column for column in remarks if not _is_counted(table, column)}


def _numbers_rows(cell: TableCell) -> bool:
    return squeezed(cell.text) in document_words().columns.numbers


def _is_counted(table: Table, column: int) -> bool:
    """Whether figures stand in most cells of a column: then the head above it has slipped, or another one."""
    cells = [cell for cell in table.cells if cell.column == column]
    return 2 * sum(is_figure(cell.text) for cell in cells) > len(cells)


def _units(table: Table) -> set[int]:
    """The columns that say in what their rows are counted, and nothing else."""
    words = document_words().columns.units
    named = {cell.column for cell in table.cells if squeezed(cell.text) in words and cell.columns == 1}
    others = {
        cell.column
        for cell in table.cells
        if cell.column in named and cell.columns == 1 and not _tells_unit(cell.text)
    }
    return named - others


def _tells_unit(text: str) -> bool:
    words = document_words().columns.units
    return squeezed(text) in words or (not is_figure(text) and is_figure(f"1{text.strip()}"))


def _foreign(table: Table, forms: Sequence[Form]) -> set[int]:
    """The columns of a table of the form that hold figures below a head which is none of the form's."""
    columns: dict[int, list[TableCell]] = defaultdict(list)
    for cell in table.cells:
        if cell.columns == 1:
            columns[cell.column].append(cell)
    first = min((cell.row for cell in table.cells if is_figure(cell.text)), default=0)
    heads = [cell for cell in table.cells if cell.row + cell.rows == first and cell.columns == 1]
    if not heads or not _is_rectangle(table):
        return set()
    for vocabulary in map(vocabulary_of, forms):
        own = _columns_beside(heads, vocabulary)
        if not own:
            continue
        other = {cell.column for cell in heads if _is_other(cell.text, vocabulary, own)}
        below = {cell.column: [each for each in columns[cell.column] if each.row >= first] for cell in heads}
        blank = {at for at in below.keys() - other if all(is_blank(cell.text) for cell in below[at])}
        if any({at - 1, at + 1} & other for at in blank):
            return set()  # the head of a column without figures, beside such a one, may have slipped
        above = [cell.column for cell in table.cells if cell.row < first and is_blank(cell.text)]
        kept = [cell for at, cells in below.items() if at not in other for cell in cells]
        if any(at - 1 in other for at in above) or any(map(_is_share, kept)):
            return set()  # a head of the form has slipped behind such a one, or stands above its values
        return {at for at in other if _holds_values([c for c in below[at] if not _compares(c.text)])}
    return set()


def _is_other(text: str, vocabulary: Vocabulary, own: Collection[str]) -> bool:
    """Whether the head of a column is none of its table in the form: a word for another year is one in the
    form that prints it, though it may stand in another table."""
    compares = _compares(text) and vocabulary.column_words(text) not in own
    return not is_blank(text) and (compares or not vocabulary.like_column(text))


def _compares(text: str) -> bool:
    """Whether words tell of another year; they stand again above each block of a table."""
    if is_figure(text):
        return False
    return _YEAR.search(text) is not None or document_words().columns.compared.search(text) is not None


def _columns_beside(heads: Sequence[TableCell], vocabulary: Vocabulary) -> set[str]:
    """The columns of all blocks of a table of the form, one of which has each of its own in the head, once;
    none if no block has."""
    named = [vocabulary.column_words(cell.text) for cell in heads]
    for leaf in vocabulary.leaves:
        labels = [squeezed(column.label) for column in leaf.block.column_leaves()]
        if len(labels) > 1 and all(named.count(label) == 1 for label in labels):
            blocks = [other.block for other in vocabulary.leaves if other.section == leaf.section]
            return {squeezed(column.label) for block in blocks for column in block.column_leaves()}
    return set()


def _is_share(cell: TableCell) -> bool:
    """Whether a cell holds what only such a column does, and no figure of the form."""
    return not is_figure(cell.text) and _VALUE.fullmatch(cell.text.strip()) is not None


def _holds_values(cells: Sequence[TableCell]) -> bool:
    """Whether nothing but numbers, shares and blanks stands in cells."""
    return bool(cells) and all(
        is_blank(cell.text) or is_figure(cell.text) or _VALUE.fullmatch(cell.text.strip()) for cell in cells
    )


def _is_rectangle(table: Table) -> bool:
    """Whether cells cover every place of the table."""
    height = max(cell.row + cell.rows for cell in table.cells)
    width = max(cell.column + cell.columns for cell in table.cells)
    return sum(cell.rows * cell.columns for cell in table.cells) == height * width
