"""Tables with a row for each of several years, named in their first column: the report's own is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nianbao.model.document_words import document_words
from nianbao.model.form import Form
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise.labels import is_figure, squeezed, vocabulary_of
from nianbao.recognise.prose import titles
from nianbao.recognise.tables.place import is_of_form

_YEAR = re.compile(r"(20\d\d)年?度?")
_FEWEST = 2  # rows of different years
_SEVERAL = 2  # figures beside the name of a year


def with_one_year(blocks: Sequence[Block], forms: Sequence[Form]) -> list[Block]:
    """The blocks with the rows of other years apart, in a table of their own, where the title of the report
    says which year is its own."""
    years: set[int] | None = None
    found: list[Block] = []
    for block in blocks:
        rows = _rows_by_year(block) if isinstance(block, Table) else {}
        if not isinstance(block, Table) or not _are_of_form(block, rows, forms):
            found.append(block)
            continue
        years = _years(blocks) if years is None else years
        own = [row for row, name in rows.items() if _is_own(name, years)]
        found += _parted(block, own[0], [*rows]) if len(own) == 1 else [block]
    return found


def _are_of_form(table: Table, rows: dict[int, str], forms: Sequence[Form]) -> bool:
    return len(rows) >= _FEWEST and any(is_of_form(table, vocabulary_of(form)) for form in forms)


def _years(blocks: Sequence[Block]) -> set[int]:
    """The years that titles name."""
    lines = (block.text for block in blocks if isinstance(block, Paragraph))
    named = (titles.parsed(line) for line in lines if len(line) <= titles.LONGEST)
    return {title.year for title in named if title is not None and title.year is not None}


def _names_year(name: str) -> bool:
    words = document_words().years
    return name in words.own or name in words.before or _YEAR.fullmatch(name) is not None


def _is_own(name: str, years: set[int]) -> bool:
    """Whether the name of a row means the report's own year."""
    said = _YEAR.fullmatch(name)
    return {int(said[1])} == years if said else name in document_words().years.own


def _rows_by_year(table: Table) -> dict[int, str]:
    """The rows with figures, each with the year that it is named by; none if one is not, if two are alike, or
    if a cell reaches over one of them."""
    if not table.cells or table.packed or table.seams:
        return {}
    left = min(cell.column for cell in table.cells)
    figures = [cell for cell in table.cells if cell.column > left and is_figure(cell.text)]
    rows = Counter(cell.row for cell in figures)
    names = {
        cell.row: squeezed(cell.text)
        for cell in table.cells
        if cell.row in rows and (cell.column, cell.columns, cell.rows) == (left, 1, 1)
    }
    several = all(count >= _SEVERAL for count in rows.values())
    flat = all(cell.rows == 1 for cell in _of_rows(table, set(rows)))
    years = [name for name in names.values() if _names_year(name)]
    return names if several and flat and len(set(years)) == len(rows) else {}


def _of_rows(table: Table, rows: set[int]) -> Iterator[TableCell]:
    """The cells that stand in some rows, or reach into one."""
    return (cell for cell in table.cells if rows & {*range(cell.row, cell.row + cell.rows)})


def _parted(table: Table, own: int, rows: Sequence[int]) -> list[Block]:
    """The table with one of its rows of years and without the column that names them, and the other rows."""
    left = min(cell.column for cell in table.cells)
    gone = {row for row in rows if row != own}
    kept = []
    for cell in table.cells:
        if cell.row in gone or (cell.column == left and cell.columns == 1):
            continue
        row = cell.row - sum(each < cell.row for each in gone)
        shorter = cell.column == left
        kept.append(replace(cell, row=row, column=max(cell.column - 1, left), columns=cell.columns - shorter))
    others = tuple(cell for cell in table.cells if cell.row in gone)
    return [replace(table, cells=tuple(kept)), Table(others)]
