"""Takes apart tables that only arrange a page: text in their cells becomes paragraphs again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nianbao.form import Form
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise.labels import is_blank, squeezed, unnumbered, vocabulary_of
from nianbao.recognise.tables import is_of_form
from nianbao.recognise.titles import parsed

_SENTENCE = 60  # characters: what is longer than any label was meant to be read as text


def unfolded(blocks: Iterable[Block], forms: Sequence[Form]) -> Iterator[Block]:
    """The blocks with headings of sections taken out of tables, and with the text of tables that are
    there for the layout alone as paragraphs."""
    headings = {unnumbered(section.heading) for form in forms for section in form.numbered}
    for block in blocks:
        if isinstance(block, Table):
            for part in _split(block, headings):
                yield from _unfolded(part, forms, headings) if isinstance(part, Table) else [part]
        else:
            yield block


def _unfolded(table: Table, forms: Sequence[Form], headings: set[str]) -> Iterator[Block]:
    if any(is_of_form(table, vocabulary_of(form)) for form in forms) or not _is_text(table, headings):
        yield table
        return
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        yield from (Paragraph(line) for line in cell.text.split("\n") if not is_blank(line))


def _is_text(table: Table, headings: set[str]) -> bool:
    """Whether a table holds prose, a heading or the title rather than data."""
    return any(
        len(line) > _SENTENCE or unnumbered(line) in headings or parsed(line) is not None
        for cell in table.cells
        for line in cell.text.split("\n")
    )


def _split(table: Table, headings: set[str]) -> Iterator[Block]:
    """The table cut at rows that hold nothing but the heading of a section."""
    alone: dict[int, TableCell] = {}
    for cell in table.cells:
        if not is_blank(cell.text):
            alone[cell.row] = replace(cell, text="") if cell.row in alone else cell
    cuts = [row for row, cell in sorted(alone.items()) if squeezed(cell.text) and _is_heading(cell, headings)]
    begin = 0
    for row in cuts:
        yield from _rows(table, begin, row)
        yield Paragraph(alone[row].text)
        begin = row + 1
    yield from _rows(table, begin, None) if cuts else [table]


def _is_heading(cell: TableCell, headings: set[str]) -> bool:
    return unnumbered(cell.text) in headings


def _rows(table: Table, begin: int, end: int | None) -> Iterator[Table]:
    """The rows from one to another as a table of their own, if there are any."""
    cells = tuple(
        replace(cell, row=cell.row - begin)
        for cell in table.cells
        if begin <= cell.row and (end is None or cell.row < end)
    )
    if cells:
        yield Table(cells)
