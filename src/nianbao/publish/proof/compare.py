"""Reading plus comparing: does a document say what the report says, every word of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from nianbao.model.figure import UNKNOWN, Figure, parse
from nianbao.model.form import Form
from nianbao.model.grid import Grid, GridCell
from nianbao.model.narrative import tidy
from nianbao.model.report import Report
from nianbao.publish import compose
from nianbao.publish.compose import Document, Part
from nianbao.publish.pages import poster
from nianbao.publish.proof import drawings
from nianbao.publish.proof.alignment import aligned
from nianbao.publish.proof.deviation import NOTICED, Difference
from nianbao.publish.proof.flowing import flowing, parted, without_torn
from nianbao.publish.read_back import read_back
from nianbao.read.blocks import Block, Notice, Paragraph, Table, TableCell
from nianbao.recognise import figures_in
from nianbao.words import without_spaces
from nianbao.write.formats import Holds, format_of

TABLE = "〔表格〕"  # stands for a table among the paragraphs


def differences(report: Report, data: bytes, kind: str, *, draft: bool = False) -> list[Difference]:
    """Every figure, label, heading and paragraph in which a document differs from what the report says.

    Only what a person sees is read, and of a format that holds figures alone only their tables.
    Raises Unreadable if the bytes are no document of this kind, or no annual report.
    """
    return differences_from(compose.document(report, draft=draft), report, data, kind)


def differences_from(expected: Document, report: Report, data: bytes, kind: str) -> list[Difference]:
    """The same where what is ``expected`` of the report is composed already."""
    holds = format_of(kind).holds
    if holds is Holds.PICTURE:
        return list(drawings.of_poster(poster(report, expected), data, kind))
    if holds is not Holds.PAGE:
        expected = replace(expected, drawings=())
    blocks, told = _apart(read_back(data, kind))
    figures = dict(figures_that_differ(expected, report.form, blocks))
    labels = list(_labels(expected, blocks, set(figures)))
    told, text = ([], []) if holds is Holds.FIGURES else (told, list(_text(expected, blocks)))
    if (labels or text) and not _states_paragraphs(data, kind):
        labels, text = without_torn(labels, _tall(expected)), list(_text(expected, blocks, stated=False))
    drawn = drawings.differences(expected.drawings, data, kind) if expected.drawings else ()
    return [*figures.values(), *labels, *told, *text, *drawn]


def differing_texts(page: str, data: bytes, kind: str) -> list[Difference]:
    """Where a document differs from the page that it was made of, paragraph by paragraph, cell by cell."""
    wanted = list(_words(read_back(page.encode(), "html")))
    blocks, told = _apart(read_back(data, kind))
    return [*told, *_compared([("文字", text) for text in wanted], list(_words(blocks)))]


def _apart(blocks: Sequence[Block]) -> tuple[list[Block], list[Difference]]:
    """What a document says, and what its reader has to tell of it, which is no text of the document."""
    told = [Difference(NOTICED, "", block.text) for block in blocks if isinstance(block, Notice)]
    return [block for block in blocks if not isinstance(block, Notice)], told


def _words(blocks: list[Block]) -> Iterator[str]:
    """Every text of a document in reading order, without spaces: line ends in cells are none of a PDF."""
    for block in blocks:
        texts = [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
        yield from (text for raw in texts if (text := without_spaces(raw)))


def _text(expected: Document, blocks: list[Block], *, stated: bool = True) -> Iterator[Difference]:
    """Title, headings, paragraphs and signature: the same ones in the same order, each table at its place.
    Where the file has not ``stated`` its paragraphs, another may end than is read."""
    wanted = list(printed(expected))
    lines = [(TABLE if isinstance(block, Table) else _line(block.text)) for block in blocks]
    found = [line for line in lines if line]
    return _compared(wanted, found) if stated else _compared_as_one(wanted, found)


def _states_paragraphs(data: bytes, kind: str) -> bool:
    """Whether the file says itself what a paragraph is: every one but a PDF without tags."""
    if format_of(kind).reader != "pdf.document":
        return True
    from nianbao.publish.proof import pdf  # here, because its library takes a while to load

    return pdf.is_tagged(data)


def _line(text: str) -> str:
    return tidy(text.replace("\n", ""))


def _compared(wanted: list[tuple[str, str]], found: list[str]) -> Iterator[Difference]:
    for tag, first, last, start, end in aligned([tidy(text) for _, text in wanted], found):
        if tag != "equal":
            for offset in range(max(last - first, end - start)):
                place, text = wanted[first + offset] if first + offset < last else ("", "")
                read_back = found[start + offset] if start + offset < end else ""
                extra = "多出的表格" if read_back == TABLE else "多出的文字"
                yield Difference(place or extra, text, read_back)


def _compared_as_one(wanted: list[tuple[str, str]], found: list[str]) -> Iterator[Difference]:
    """The same wherever paragraphs end, and whatever gaps there are that part no number and no word."""
    mine, its = flowing([text for _, text in wanted]), flowing(found)
    for tag, first, last, start, end in aligned(mine, its):
        if tag == "equal":
            continue
        places = [place for place, _ in wanted[first:last]]
        read = parted(mine[first:last], its[start:end])
        for place, text, other in zip_longest(places, mine[first:last], read, fillvalue=""):
            if text.strip() != other.strip():
                extra = "多出的表格" if other == TABLE else "多出的文字"
                yield Difference(place or extra, text.strip(), other.strip())


def printed(document: Document) -> Iterator[tuple[str, str]]:
    """Every printed paragraph, and a sign for every table, with the words for its place."""
    yield "报告名称", document.title
    for part in document.parts:
        if part.heading:
            yield "标题", part.heading
        for number, piece in enumerate(part.pieces, 1):
            yield f"“{part.heading or '前言'}”第{number}段", piece.paragraph.text
        if part.grid:
            yield f"“{part.heading}”的表格", TABLE
    if document.date:
        yield "落款", document.agency
        yield "落款", document.date
    if document.drawings:
        yield "标题", document.charts_heading


def _labels(expected: Document, blocks: list[Block], told: set[str]) -> Iterator[Difference]:
    """Every text of every table in its order: heads, labels, titles of blocks, and figures as printed.

    ``told`` are the cells of the form whose figures have been found to differ already.
    """
    tables = [block for block in blocks if isinstance(block, Table)]
    parts = [part for part in expected.parts if part.grid]
    for part, table in zip(parts, _own(parts, tables, expected), strict=False):
        wanted = list(cells_of(part.grid, expected)) if part.grid else []
        found = _texts(table)
        for tag, first, last, start, end in aligned([text for _, _, text in wanted], found):
            for offset in range(max(last - first, end - start) if tag != "equal" else 0):
                place, cell_id, text = wanted[first + offset] if first + offset < last else ("", "", "")
                read_back = found[start + offset] if start + offset < end else ""
                if not cell_id or cell_id not in told:
                    yield Difference(f"“{part.heading}”的表格{place or '里多出的文字'}", text, read_back)


def _tall(expected: Document) -> set[str]:
    """The labels of several rows, which are printed once more where a table goes on on another page."""
    cells = (cell for part in expected.parts if part.grid for cell in part.grid.cells)
    return {without_spaces(cell.label) for cell in cells if cell.cell is None and cell.rows > 1}


def _own(parts: Sequence[Part], tables: Sequence[Table], expected: Document) -> list[Table]:
    """Of more tables than the report has, for each of its own the one that says most of the same."""
    rest, found = [(table, Counter(_texts(table))) for table in tables], []
    for part in parts if len(tables) > len(parts) else ():
        wanted = Counter(text for _, _, text in (cells_of(part.grid, expected) if part.grid else ()))
        alike = [(wanted & texts).total() for _, texts in rest]
        found.append(rest.pop(alike.index(max(alike)))[0])
    return found or [*tables]


def _texts(table: Table) -> list[str]:
    return [text for cell in sorted(table.cells, key=_order) if (text := without_spaces(cell.text))]


def cells_of(grid: Grid, document: Document) -> Iterator[tuple[str, str, str]]:
    """The texts of a table in reading order: its place, the cell of the form if it is a figure, the text."""
    for cell in sorted(grid.cells, key=_order):
        cell_id = cell.cell.id if cell.cell else ""
        if text := without_spaces(str(document.figures[cell_id]) if cell_id else cell.label):
            yield f"第{cell.row + 1}行第{cell.column + 1}列", cell_id, text


def _stand_as_printed(expected: Document, tables: Sequence[Table]) -> bool:
    """Whether the tables are those of the document, cell by cell: each begins where it should, covers the
    rows and columns that it should, and says what it should."""
    grids = [part.grid for part in expected.parts if part.grid]
    if [len(grid.cells) for grid in grids] != [len(table.cells) for table in tables]:
        return False
    return all(
        _is_as_printed(cell, found, expected.figures)
        for grid, table in zip(grids, tables, strict=True)
        for cell, found in zip(sorted(grid.cells, key=_order), sorted(table.cells, key=_order), strict=True)
    )


def _is_as_printed(cell: GridCell, found: TableCell, figures: Mapping[str, Figure]) -> bool:
    if _order(cell) != _order(found) or (cell.rows, cell.columns) != (found.rows, found.columns):
        return False
    if cell.cell is None:
        return without_spaces(cell.label) == without_spaces(found.text)
    return figures[cell.cell.id] == parse(found.text)


def _order(cell: GridCell | TableCell) -> tuple[int, int]:
    return cell.row, cell.column


def figures_that_differ(
    expected: Document, form: Form, blocks: list[Block]
) -> Iterator[tuple[str, Difference]]:
    """Every cell of the form, found by its labels, and whatever else stands in a table. Nothing has to be
    found where all labels and figures stand at their places."""
    tables = [block for block in blocks if isinstance(block, Table)]
    if _stand_as_printed(expected, tables):
        return
    if tables and not any(cell.text for table in tables for cell in table.cells):
        # A report all the same, which somebody has hidden.
        yield "", Difference("表格里的文字", "看得到", "都看不到")
        return
    found = figures_in(blocks)
    if found.form is not form:
        yield "", Difference("表式", form.id, found.form.id)
        return
    for cell_id, cell in form.cells.items():
        wanted = expected.figures[cell_id]
        read_back = found.figures.get(cell_id, UNKNOWN)
        if wanted != read_back:
            place = f"{form.section(cell.section).name}·{cell.name}"
            yield cell_id, Difference(place, str(wanted), str(read_back))
    for number, unplaced in enumerate(found.unplaced):
        yield f"unplaced {number}", Difference(unplaced.place, "", unplaced.text)
