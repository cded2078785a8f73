"""Word file → paragraphs and tables, as a person sees them on the page.

Tracked changes count as accepted; hidden text is not there, nor is what was struck out, which is told. Fields
show their results, and automatic numbers are text. Headers and footers are left out: they hold page numbers
and marks, not the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read.blocks import (
    Block,
    Notice,
    Paragraph,
    Table,
    TableCell,
    with_unknown_digits,
    without_unknown,
)
from nianbao.read.docx import formulas
from nianbao.read.docx.chunks import Chunks
from nianbao.read.docx.conditions import met, wanted
from nianbao.read.docx.covering import covered_rows
from nianbao.read.docx.formulas import is_formula
from nianbao.read.docx.package import Package, attribute, cells_of, child, contents, goes_on, name_of
from nianbao.read.docx.styles import Look, Numbering, Styles, is_on_its_colour, is_shaded
from nianbao.read.docx.table import Place, Row, is_arrangement, rows_of
from nianbao.read.nested import opened, said
from nianbao.read.raised import settled, shifted

MOST_CELLS = 100_000  # in all tables of a file

_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PRIVATE = range(0xE000, 0xF900)  # code points that mean something in one font only
_SYMBOL_DIGITS = range(0xF030, 0xF03A)  # which in the font Symbol look as digits do


def read(data: bytes, put_in: Mapping[int, str] | None = None, *, within: bool = False) -> list[Block]:
    """The paragraphs and tables of a .docx file in reading order.

    Text boxes follow the paragraph that they hang on, and tables inside a table follow it; a table that
    merely arranges the page is none. ``put_in`` are texts that are read in the place of what stands in cells,
    by their numbers (:func:`nianbao.read.docx.package.cells_of`); ``within`` says that the file stands in
    another one. Raises Unreadable if the file is no .docx
    file, is locked, damaged, or larger than any report.
    """
    package = Package(data)
    document = package.document()
    if put_in:
        for at, cell in enumerate(list(cells_of(document))):
            if at in put_in:
                _write(cell, put_in[at])
    reader = _Reader(
        Styles(_related_part(package, "styles")),
        Numbering(_related_part(package, "numbering")),
        Chunks(package, within=within),
        covered_rows(document),
    )
    body = child(document, "body")
    found = [] if body is None else without_unknown(list(reader.blocks(body)))
    struck = "".join(reader.struck).strip()
    return [*([Notice.of_struck(struck)] if struck else []), *found]


def _related_part(package: Package, kind: str) -> etree._Element | None:
    path = package.related(package.main, kind)
    return None if path is None else package.part(path)


def _write(cell: etree._Element, text: str) -> None:
    """Leave nothing in a cell but a text."""
    for inner in list(cell):
        if name_of(inner.tag) != "tcPr":
            cell.remove(inner)
    namespace = etree.QName(cell).namespace
    element = cell
    for name in ("p", "r", "t"):
        element = etree.SubElement(element, f"{{{namespace}}}{name}")
    element.text = text


@dataclass(slots=True)
class _Cell:
    """A cell that grows while the rows below it are read."""

    row: int
    column: int
    columns: int
    text: str
    head: bool
    rows: int = 1

    def frozen(self) -> TableCell:
        return TableCell(self.row, self.column, self.rows, self.columns, self.text, self.head)


@dataclass(slots=True)
class _Line:
    """The text of a paragraph while its runs are read; ``codes`` tells for each open field whether its
    instruction is being read, which nobody sees, and ``unseen`` of how many it is; ``struck`` what is crossed
    out by its look. ``look`` tells how a run with its properties is seen."""

    look: Callable[[etree._Element | None], Look]
    text: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    codes: list[bool] = field(default_factory=list)
    unseen: int = 0

    def follow(self, mark: str | None) -> None:
        """Take up where a field begins, where its result does, or where it ends."""
        if mark == "begin":
            self.codes.append(True)
            self.unseen += 1
        elif mark in ("separate", "end") and self.codes:
            self.unseen -= self.codes.pop()
            if mark == "separate":
                self.codes.append(False)


class _Around(NamedTuple):
    """A cell that is being read, and the properties of its table."""

    source: etree._Element
    table: etree._Element | None


class _Reader:
    """``covered`` are rows upon which something may lie."""

    def __init__(
        self, styles: Styles, numbering: Numbering, chunks: Chunks, covered: frozenset[etree._Element]
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._chunks = chunks
        self._cells = 0
        self._table_properties: etree._Element | None = None  # of the table that is being read
        self._around: list[_Around] = []  # the cells that are being read, one in the other
        self._where: frozenset[str] = frozenset()  # conditions of the table's style that hold for the last
        self._covered = covered
        self.struck: list[str] = []

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The blocks of a body, a cell or a text box."""
        open_ones: list[etree._Element] = []  # paragraphs whose ends were taken out: the next one goes on
        for name, element in contents(parent):
            if name == "p":
                open_ones.append(element)
                if goes_on(element):
                    continue
            if open_ones:
                yield from self._paragraph(open_ones)
                open_ones = []
            if name == "tbl":
                yield from self._table(element)
            elif name == "altChunk":
                yield from self._chunks.blocks(element)
        if open_ones:
            yield from self._paragraph(open_ones)

    def _paragraph(self, elements: Sequence[etree._Element]) -> Iterator[Block]:
        """One paragraph of those that became one; it is set as the last of them."""
        properties = child(elements[-1], "pPr")

        def look(run: etree._Element | None) -> Look:
            found = self._styles.look(run, properties, self._table_properties, self._where)
            unseen = found.pale and not (is_shaded(run) or is_shaded(properties) or self._has_ground())
            unseen = unseen or is_on_its_colour(run, self._around[-1].source if self._around else None)
            return found._replace(doubtful=True) if unseen else found

        line = _Line(look)
        for element in elements:
            for name, inner in contents(element):
                if name == "r":
                    _read_run(inner, line)
                elif is_formula(name) and not line.unseen:
                    line.text.append(formulas.text_of(inner))
        self.struck += line.struck
        text = settled("".join(line.text))
        numbered = self._styles.list_of(properties)
        label = "" if numbered is None else self._numbering.label(*numbered)
        if text.strip():
            label += " " * (label != "" and text[:1].isdigit())  # 1. beside 25 is not 1.25
            yield Paragraph((label + text).strip(), self._styles.level(properties))
        for box in line.boxes:
            yield from self.blocks(box)

    def _table(self, element: etree._Element) -> Iterator[Block]:
        outer, self._table_properties = self._table_properties, child(element, "tblPr")
        yield from self._rows(element)
        self._table_properties = outer

    def _rows(self, element: etree._Element) -> Iterator[Block]:
        rows = rows_of(element)
        wants = wanted(self._table_properties)
        if is_arrangement(rows):
            for source in (place.source for row in rows for place in row.places if not place.continues):
                self._count_cell()
                yield from self.blocks(source)
            return
        cells: list[_Cell] = []
        nested: list[Block] = []
        inside: dict[int, Table] = {}
        above: dict[int, _Cell] = {}  # cells that the next row may continue, by column
        for y, row in enumerate(rows):
            below: dict[int, _Cell] = {}
            for place in row.places:
                cell = above.get(place.column)
                if place.continues and cell is not None and cell.columns <= place.columns:
                    cell.rows += 1
                else:
                    ends = (y == 0, y == len(rows) - 1), (place is row.places[0], place is row.places[-1])
                    text, inner = self._seen(row, place, met(wants, *ends))
                    nested += inner
                    if len(inner) == 1:
                        inside[len(cells)] = inner[0]
                    cells.append(cell := _Cell(y, place.column, place.columns, text, row.head))
                if place.merged:
                    below[place.column] = cell
            above = below
        table = Table(tuple(cell.frozen() for cell in cells))
        whole = opened(table.cells, inside) if len(inside) == len(nested) else None
        if whole is not None:
            yield whole
            return
        if cells:
            yield table
        yield from nested

    def _seen(self, row: Row, place: Place, where: frozenset[str]) -> tuple[str, list[Table]]:
        """The text of a cell, as far as it is seen, and the tables in it. One with a ground of its own has
        not that of the table's style, on which its words would be seen."""
        text, tables = self._cell_content(place.source, where)
        own = child(place.source, "tcPr", "shd")
        pale = own is not None and self._styles.may_be_pale(self._table_properties, where)
        unseen = pale or row.flat or row.source in self._covered
        return with_unknown_digits(text) if unseen else text, tables

    def _has_ground(self) -> bool:
        """Whether a cell that is being read, or its table, has a ground that is not white. Asked of pale text
        alone, for few cells have any."""
        return any(
            is_shaded(child(cell.source, "tcPr"))
            or is_shaded(cell.table)
            or self._styles.are_shaded(cell.table)
            for cell in self._around
        )

    def _cell_content(self, source: etree._Element, where: frozenset[str]) -> tuple[str, list[Table]]:
        """The text of a cell, a line for each paragraph, and the tables in it; one in which a single cell is
        written is but a frame around its text."""
        self._count_cell()
        self._around.append(_Around(source, self._table_properties))
        outside, self._where = self._where, where
        blocks = list(self.blocks(source))
        self._where = outside
        self._around.pop()
        lines, tables = [], []
        for block in blocks:
            text = said(block, alone=len(blocks) == 1)
            if text is not None:
                lines.append(text)
            elif isinstance(block, Table):
                tables.append(block)
        return "\n".join(lines), tables

    def _count_cell(self) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise Unreadable("文件中的表格太大，不像年度报告中的表格。", "请确认选对了文件。")


def _read_run(run: etree._Element, line: _Line) -> None:
    look = line.look(child(run, "rPr"))
    if look.hidden:
        return
    if look.struck:
        line.struck += (_characters(name, element) for name, element in contents(run))
        return
    for name, element in contents(run):
        if name == "fldChar":
            line.follow(attribute(element, "fldCharType"))
        elif name == "r":  # the base text of a ruby
            _read_run(element, line)
        elif name in ("drawing", "pict", "object"):
            line.boxes += _text_boxes(element)
        elif not line.unseen:
            text = _characters(name, element)
            text = with_unknown_digits(text) if look.doubtful or _is_reversed(run) else text
            line.text.append(shifted(text, look.shift))


def _is_reversed(run: etree._Element) -> bool:
    """Whether the letters of a run are shown from right to left."""
    parent = run.getparent()
    return parent is not None and name_of(parent.tag) == "bdo" and attribute(parent, "val") == "rtl"


def _characters(name: str, element: etree._Element) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        return _symbol(attribute(element, "char") or "", attribute(element, "font") or "")
    return _MARKS.get(name, "")


def _symbol(code: str, font: str) -> str:
    """A character of a symbol font, which is told only where it is known what it shows."""
    try:
        value = int(code, 16)
        if value in _SYMBOL_DIGITS and font.lower() == "symbol":
            return str(value - _SYMBOL_DIGITS.start)
        return "\ufffd" if value in _PRIVATE else chr(value)
    except (ValueError, OverflowError):
        return "\ufffd"


def _text_boxes(drawing: etree._Element) -> list[etree._Element]:
    """The text boxes of a drawing in order; those inside a box are found when it is read."""
    found = []
    waiting = [drawing]
    while waiting:
        inner = list(contents(waiting.pop()))
        found += [element for name, element in inner if name == "txbxContent"]
        waiting += [element for name, element in reversed(inner) if name != "txbxContent"]
    return found
