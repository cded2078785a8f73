"""HTML table → Word table, as XML: python-docx's own merging takes twenty times as long.

A cell that differs from another in nothing but its words is the same text around them: to parse its elements
takes a sixth of the time that it takes to build them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape

from lxml import etree
from lxml.html import HtmlElement

from nianbao.problem import OutputError
from nianbao.spans import placed
from nianbao.write.blocks import BREAK, SMALL, Run, cells_of, runs, tall_rows, widths
from nianbao.write.docx.text import add, add_paragraph, element, parsed, xml
from nianbao.write.page import spans_of
from nianbao.write.table_type import (
    APART,
    CHECKLIST,
    HELD,
    MANY,
    MEANINGS,
    SIGNATURES,
    SIGNING,
    SIZE,
    WITH_ABOVE,
    TableType,
    table_type,
)

_LAST_ROWS = 2  # of a table over pages, which stay with what follows
_TWIPS = 20  # to a point
_SHAPES = 512  # of rows and cells that are remembered; a report has seventy
_WORDS = "\ufffc"  # stands for those of a cell


class _Slot(NamedTuple):
    """What stands at one column of a row: a cell, the continuation of one from above, or a gap."""

    columns: int = 1
    source: HtmlElement | None = None
    merge: str | None = None  # the value of w:vMerge


def add_table(body: etree._Element, source: HtmlElement, line: int, title: str) -> None:
    """Append the table, ``line`` twips wide; screen readers read ``title`` aloud.

    A table keeps together with its heading on one page, or as far as its classes say. One that ``flows`` goes
    over pages; only its head stays with the heading, and its last rows with what follows. Raises OutputError
    if cells overlap or hold tables.
    """
    rows = list(source.iter("tr"))
    if next(source.iterdescendants("table"), None) is not None:
        raise OutputError("模板中的表格里又有表格，写不进 Word 文件。")
    lines = _lines(rows)
    count = max((column + slot.columns for slots in lines for column, slot in slots.items()), default=0)
    if count == 0:
        return
    edges = _edges(source, count, line)
    form = _Form.of(source)
    tall = tall_rows(cells_of(source), widths(source, count)) if form.flows else ()
    table = add(body, "tbl")
    _add_properties(table, line, title, form.type)
    grid = add(table, "tblGrid")
    for left, right in pairwise(edges):
        add(grid, "gridCol", w=right - left)
    made: list[str] = []
    for index, (row, slots) in enumerate(zip(rows, lines, strict=True)):
        repeated = row.getparent().tag == "thead" or (index == 0 and form.whole)
        made.append(f"<w:tr>{_row_properties(_height(row, form), index in tall, repeated)}")
        keep = _keeps(rows, index, form)
        column = 0
        while column < count:
            slot = slots.get(column, _Slot())
            width = edges[column + slot.columns] - edges[column]
            shape = _Shape(form, slot.columns, slot.merge, width, _style(slot.source, form), keep)
            made.append(_cell(shape, runs(slot.source) if slot.source is not None else []))
            column += slot.columns
        made.append("</w:tr>")
    table.extend(parsed("".join(made)))


class _Form(NamedTuple):
    """How a table is set: its ``type``, the ``usual`` one of its paragraph style, and that style. ``whole``:
    no page ends within it; ``followed``: nor between it and what follows. ``flows``: it has sentences, and
    goes over pages. ``signed``: there is room in its rows to sign."""

    type: TableType
    usual: TableType
    style: str
    whole: bool
    followed: bool
    flows: bool
    signed: bool

    @classmethod
    def of(cls, table: HtmlElement) -> _Form:
        """By the classes of the table and the size that it states."""
        size = table.get(SIZE)
        classes = set(table.classes)
        small = MANY in classes or CHECKLIST in classes
        return cls(
            table_type(classes, float(size) if size else None),
            table_type({MANY} if small else ()),
            "TableTextSmall" if small else "TableText",
            MEANINGS in classes or not classes & {APART, CHECKLIST},
            MEANINGS in classes,
            CHECKLIST in classes,
            SIGNATURES in classes,
        )


def _height(row: HtmlElement, form: _Form) -> float:
    """The least height of a row, in points."""
    signed = (form.signed and row.getparent().tag != "thead") or WITH_ABOVE in row.classes
    return form.type.row(1) + (max(SIGNING - form.type.pitch, 0) if signed else 0)


def _keeps(rows: list[HtmlElement], index: int, form: _Form) -> bool:
    """Whether a row must stand on one page with what comes below it."""
    if form.followed:
        return True
    if not form.flows:
        return index < len(rows) - 1 and (form.whole or HELD in rows[index].classes)
    below = rows[index + 1 : index + 2]
    in_head = rows[index].getparent().tag == "thead"
    return in_head or index >= len(rows) - _LAST_ROWS or any(WITH_ABOVE in row.classes for row in below)


def _lines(rows: list[HtmlElement]) -> list[dict[int, _Slot]]:
    """The slots of each row by their first column; where nothing stands is a gap."""
    lines: list[dict[int, _Slot]] = [{} for _ in rows]
    for cell, place in placed([list(row.iterchildren("td", "th")) for row in rows], spans_of):
        if place.columns < spans_of(cell)[1]:
            raise OutputError("模板中的表格有互相重叠的单元格，写不进 Word 文件。")
        for below in range(place.row + 1, place.bottom):
            lines[below][place.column] = _Slot(place.columns, merge="continue")
        merge = "restart" if place.rows > 1 else None
        lines[place.row][place.column] = _Slot(place.columns, cell, merge)
    return lines


def _edges(source: HtmlElement, count: int, line: int) -> list[int]:
    """Where the columns begin and end, in twips, by the colgroup's percentages."""
    shares = widths(source, count)
    return [round(line * place / sum(shares)) for place in accumulate(shares, initial=0.0)]


def _add_properties(table: etree._Element, line: int, title: str, form: TableType) -> None:
    properties = add(table, "tblPr")
    add(properties, "tblStyle", val="TableGrid")
    add(properties, "tblW", w=line, type="dxa")
    add(properties, "jc", val="center")
    add(properties, "tblLayout", type="fixed")
    margins = add(properties, "tblCellMar")
    for side, blank in (("top", form.y), ("left", form.x), ("bottom", form.y), ("right", form.x)):
        add(margins, side, w=round(blank * _TWIPS), type="dxa")
    add(properties, "tblLook", val="06A0", firstRow=1, firstColumn=1, noHBand=1, noVBand=1)
    if title:
        add(properties, "tblCaption", val=title)


@lru_cache(_SHAPES)
def _row_properties(height: float, tall: bool, repeated: bool) -> str:
    properties = element("trPr")
    if not tall:
        add(properties, "cantSplit")
    add(properties, "trHeight", val=round(height * _TWIPS), hRule="atLeast")
    if repeated:
        add(properties, "tblHeader")
    return xml(properties)


class _Shape(NamedTuple):
    """A cell but for its words: how many columns it covers, how it is merged, its width in twips, the style
    of its paragraph, and whether it stays with what comes below."""

    form: _Form
    columns: int
    merge: str | None
    width: int
    style: str
    keep: bool


def _style(source: HtmlElement | None, form: _Form) -> str:
    """The style of a cell's paragraph."""
    if source is not None and "title" in source.classes:
        return "TableTitle"
    return "TableLabel" if source is not None and _begins_left(source, form) else form.style


def _begins_left(source: HtmlElement, form: _Form) -> bool:
    """Whether the lines of a cell begin at its left: the labels of rows, the sentences of a checklist."""
    if form.flows:
        return source.tag == "td" and "middle" not in source.classes
    return form.style != "TableText" and source.get("scope") == "row"


def _cell(shape: _Shape, text: list[Run]) -> str:
    """A cell in XML."""
    words, kind = text[0] if text else ("", "")
    if len(text) > 1 or kind or BREAK in words or words != words.strip():
        return _built(shape, text)
    before, after = _around(shape, bool(words))
    return f"{before}{escape(words)}{after}"


@lru_cache(_SHAPES)
def _around(shape: _Shape, has_words: bool) -> tuple[str, str]:
    """What stands before the words of a cell and behind them."""
    before, _, after = _built(shape, [Run(_WORDS, "")] if has_words else []).partition(_WORDS)
    return before, after


def _built(shape: _Shape, text: list[Run]) -> str:
    form = shape.form
    cell = element("tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", w=shape.width, type="dxa")
    if shape.columns > 1:
        add(properties, "gridSpan", val=shape.columns)
    if shape.merge:
        add(properties, "vMerge", val=shape.merge)
    add(properties, "vAlign", val="center")
    size = None if form.type.size == form.usual.size else form.type.size
    pitch = None if form.type.pitch == form.usual.pitch else form.type.pitch
    remark = [run for run in text if run.kind == SMALL]
    figure = [run for run in text if run.kind != SMALL]
    if remark:
        figure = [run._replace(text=run.text.rstrip(BREAK)) for run in figure]
    add_paragraph(cell, shape.style, figure, keep_with_next=shape.keep, size=size, pitch=pitch)
    if remark:
        lower, closer = form.type.remark_size, form.type.remark_pitch
        add_paragraph(cell, shape.style, remark, keep_with_next=shape.keep, size=lower, pitch=closer)
    return xml(cell)
