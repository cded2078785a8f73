"""Takes apart tables that only arrange a page: text in their cells becomes paragraphs again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nianbao.model.form import Form
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise.labels import is_blank, is_figure, squeezed, unnumbered, vocabulary_of
from nianbao.recognise.prose.oneline import parted
from nianbao.recognise.prose.titles import parsed
from nianbao.recognise.tables.aside import without_aside
from nianbao.recognise.tables.halves import joined
from nianbao.recognise.tables.listed import tables_of
from nianbao.recognise.tables.place import is_of_form
from nianbao.recognise.tables.stacked import apart

_SENTENCE = 60  # characters: what is longer than any label was meant to be read as text


def unfolded(blocks: Iterable[Block], forms: Sequence[Form]) -> Iterator[Block]:
    """The blocks with headings of sections taken out of tables, with the text of tables that are there for
    the layout alone as paragraphs, and with lines parted that were several."""
    headings = {unnumbered(section.heading) for form in forms for section in form.numbered}
    for block in blocks:
        if not isinstance(block, Table):
            yield from parted(block, forms)
            continue
        table, remarks = without_aside(_parted_heads(_unstacked(block, forms), forms), forms)
        if remarks:
            yield remarks
        parts = [each for part in _split(table, headings) for each in _without_others(part, forms)]
        for part in parts:
            listed = [] if isinstance(part, Paragraph) else tables_of(part, forms)
            if listed:
                yield from listed
            elif isinstance(part, Paragraph) or any(is_of_form(part, vocabulary_of(form)) for form in forms):
                yield part
            elif len(parts) > 1 or _is_text(part, headings):
                yield from _lines(part)
            else:
                yield part


def _without_others(part: Block, forms: Sequence[Form]) -> Sequence[Block]:
    """The tables that touch in one, unless it is a list; anything else as it is."""
    return [part] if not isinstance(part, Table) or tables_of(part, forms) else list(apart(part, forms))


def rejoined(blocks: Iterable[Block], forms: Sequence[Form]) -> list[Block]:
    """The blocks with tables made whole that an empty line has cut: figures alone go below the table
    before them, a label alone on top of the table after it, and columns that were too many for the page
    beside those before them."""
    result: list[Block] = []
    for block in blocks:
        if not isinstance(block, Table):
            result.append(block)
            continue
        before = len(result) - 1
        while before > 0 and result[before] == Paragraph(""):
            before -= 1
        above = result[before] if result else None
        if isinstance(above, Table) and _is_figures(block):
            result[before:] = [_stacked(above, block)]
        elif isinstance(above, Table) and (whole := joined(above, block, forms)) is not None:
            result[before:] = [whole]
        elif isinstance(above, Paragraph) and (label := _row_named(above, forms)):
            if before and isinstance(other := result[before - 1], Paragraph) and _row_named(other, forms):
                result.append(block)  # one of several labels, and nothing tells whose tables follow
                continue
            result[before:] = [_stacked(Table((TableCell(0, 0, 1, 1, label),)), block)]
        else:
            result.append(block)
    return result


def _stacked(above: Table, below: Table) -> Table:
    top = max(cell.row + cell.rows for cell in above.cells)
    return replace(above, cells=(*above.cells, *(replace(cell, row=cell.row + top) for cell in below.cells)))


def _row_named(paragraph: Paragraph, forms: Sequence[Form]) -> str:
    """The label, if a paragraph is that, of a row whose figures stand below all labels, be it with the name
    of its group before it; empty if it is none."""
    words = unnumbered(paragraph.text)
    rows = (vocabulary_of(form).rows_across.get(words) for form in forms)
    return next((row.label for row in rows if row is not None), "")


def _unstacked(table: Table, forms: Sequence[Form]) -> Table:
    """The table with a row for each of several labels that somebody has set into one cell, a line each, with
    as many figures in each cell beside."""
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    more = {row: _labels_in(cells, forms) - 1 for row, cells in rows.items()}
    if not any(more.values()):
        return table
    found: list[TableCell] = []
    for row, cells in rows.items():
        top = row + sum(lines for above, lines in more.items() if above < row)
        for cell in cells:
            lines = [line for line in cell.text.split("\n") if line.strip()] if more[row] else [cell.text]
            high = cell.rows + sum(more[at] for at in range(row + 1, row + cell.rows) if at in more)
            found += [
                replace(cell, row=top + at, rows=1 if more[row] else high, text=line)
                for at, line in enumerate(lines)
            ]
    return replace(table, cells=tuple(found))


def _labels_in(cells: Sequence[TableCell], forms: Sequence[Form]) -> int:
    """How many rows of the form a row of a table is: one, if not each of its cells has as many lines."""
    label, *figures = ([line for line in cell.text.split("\n") if line.strip()] for cell in cells)
    count = len(label)
    rows = any(all(vocabulary_of(form).leaf(line) is not None for line in label) for form in forms)
    whole = all(len(lines) == count and all(map(is_figure, lines)) for lines in figures)
    return count if count > 1 and figures and rows and whole and all(cell.rows == 1 for cell in cells) else 1


def _parted_heads(table: Table, forms: Sequence[Form]) -> Table:
    """The table with the names of the columns alone, if one row has them together with those of all rows,
    as in 行政复议结果维持."""
    for form in forms:
        for _, block in vocabulary_of(form).across:
            columns = block.column_leaves()
            whole = [squeezed(row.label + column.label) for row in block.row_leaves() for column in columns]
            cells = [cell for cell in table.cells if any(map(squeezed(cell.text).endswith, whole))]
            cells.sort(key=lambda cell: cell.column)
            met = (squeezed(cell.text) for cell in cells)
            in_one_row = len({cell.row for cell in cells}) == 1
            if in_one_row and len(cells) == len(whole) and all(map(str.endswith, met, whole)):
                labels = {cell: columns[at % len(columns)].label for at, cell in enumerate(cells)}
                return replace(
                    table,
                    cells=tuple(replace(cell, text=labels.get(cell, cell.text)) for cell in table.cells),
                )
    return table


def _is_figures(table: Table) -> bool:
    return all(is_blank(cell.text) or is_figure(cell.text) for cell in table.cells)


def _lines(table: Table) -> Iterator[Paragraph]:
    """The text of a table as paragraphs, row by row."""
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
    filled: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        if not is_blank(cell.text):
            filled.setdefault(cell.row, []).append(cell)
    alone = {row: cells[0] for row, cells in sorted(filled.items()) if len(cells) == 1}
    cuts = [row for row, cell in alone.items() if squeezed(cell.text) and _is_heading(cell, headings)]
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
    seams = tuple(row - begin for row in table.seams if begin < row and (end is None or row < end))
    if cells:
        yield replace(table, cells=cells, seams=seams)
