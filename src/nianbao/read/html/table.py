"""An HTML table laid out as browsers do it, so that every cell has its place and none lies on another."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read.blocks import TableCell, with_unknown_digits
from nianbao.read.html.put_away import PUT_AWAY
from nianbao.read.nested import FEWEST
from nianbao.spans import placed

MOST_COLUMNS = 64
MOST_CELLS = 100_000

_CELLS = ("td", "th")
_CHECK_FILE = "请确认选对了文件。"
_GROUPS = ("thead", "tbody", "tfoot")
_SILENT = frozenset(["script", "style"])
_MOST_DIGITS = 5  # of a span
_ALL = 10**_MOST_DIGITS  # rows, more than a table has


@dataclass(slots=True)
class Group:
    """Rows of a table that belong together: no cell reaches beyond the last of them."""

    head: bool = False
    rows: list[list[etree._Element]] = field(default_factory=list)


def is_arrangement(table: etree._Element) -> bool:
    """Whether a table only arranges the page: it has one cell, or most text stands around inner tables,
    unless these stand beside each other below heads."""
    if table.get("role") in ("none", "presentation"):
        return True
    cells = [cell for cell in table.iter(*_CELLS) if _owner(cell) is table]
    if len(cells) == 1:
        return True
    rows = [list(row) for _, row in itertools.groupby(cells, lambda cell: cell.getparent())]
    if any(map(_are_tables_below, rows[1:], rows)):
        return False
    around_tables = [cell for cell in cells if next(cell.iterdescendants("table"), None) is not None]
    return bool(around_tables) and 2 * sum(map(_length, around_tables)) > sum(map(_length, cells))


def _are_tables_below(row: list[etree._Element], above: list[etree._Element]) -> bool:
    """Whether several cells of a row hold a table and nothing else, and the row above has words alone."""
    tables = [(cell, list(cell.iter("table"))) for cell in row]
    alone = sum(bool(inner) and _length(cell) == _length(inner[0]) for cell, inner in tables)
    return alone >= FEWEST and all(
        _length(cell) and next(cell.iterdescendants("table"), None) is None for cell in above
    )


def _owner(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors("table"), None)


def _length(element: etree._Element) -> int:
    return sum(len((inner.text or "").strip()) for inner in element.iter() if inner.tag not in _SILENT)


class Structure:
    """What a table is made of: ``groups`` of rows in the order in which they are shown, and ``others``,
    captions and elements at a wrong place, which are shown above it; ``unseen`` are columns."""

    def __init__(self, table: etree._Element, is_hidden: Callable[[etree._Element], bool]) -> None:
        self.others: list[etree._Element] = []
        self._table = table
        self._is_hidden = is_hidden
        self._groups: list[Group] = []
        self._feet: list[Group] = []
        self._group: Group | None = None
        self._row: list[etree._Element] | None = None
        self.unseen = _unseen_columns(table)
        self._collect(table)

    @property
    def groups(self) -> list[Group]:
        return self._groups + self._feet

    def _collect(self, parent: etree._Element) -> None:
        """Find the rows below an element. Pages leave ``tr`` out, or put a ``form`` around it."""
        for element in parent:
            if self._is_hidden(element):
                continue
            if element.tag in _GROUPS:
                self._group, self._row = Group(element.tag == "thead"), None
                (self._feet if element.tag == "tfoot" else self._groups).append(self._group)
                self._collect(element)
                self._group = self._row = None
            elif element.tag == "tr":
                self._begin_row()
                self._collect(element)
                self._row = None
            elif element.tag in _CELLS:
                row = self._begin_row() if self._row is None else self._row
                row.append(element)
            elif any(_owner(inner) is self._table for inner in element.iterdescendants("tr", *_CELLS)):
                self._collect(element)
            else:
                self.others.append(element)

    def _begin_row(self) -> list[etree._Element]:
        if self._group is None:
            self._group = Group()
            self._groups.append(self._group)
        self._row = []
        self._group.rows.append(self._row)
        return self._row


def _unseen_columns(table: etree._Element) -> frozenset[int]:
    """The columns that a style puts away, which leaves their cells in their places."""
    found: list[bool] = []
    for column in table.iter("col"):
        if _owner(column) is table and len(found) < MOST_COLUMNS:
            found += [PUT_AWAY in column.attrib] * min(max(1, _span(column, "span")), MOST_COLUMNS)
    return frozenset(at for at, unseen in enumerate(found) if unseen)


def laid_out(structure: Structure, text_of: Callable[[etree._Element], str]) -> tuple[TableCell, ...]:
    """The cells at their places: each at the first free column of its row, narrowed where another cell
    is in the way, cut at the end of its group; columns in which nothing begins are none.

    Raises Unreadable if there are more cells or columns than any report has.
    """
    cells: list[TableCell] = []
    top = 0
    for group in structure.groups:
        for source, place in placed(group.rows, _spans):
            if place.column >= MOST_COLUMNS:
                raise Unreadable(
                    f"网页中有超过 {MOST_COLUMNS} 列的表格，不像年度报告。", "请确认选对了文件。"
                )
            if len(cells) == MOST_CELLS:
                raise Unreadable("网页中的表格太大，不像年度报告中的表格。", _CHECK_FILE)
            head = group.head or source.tag == "th"
            row, text = top + place.row, text_of(source)
            if structure.unseen.issuperset(range(place.column, place.column + place.columns)):
                text = with_unknown_digits(text)
            cells.append(TableCell(row, place.column, place.rows, place.columns, text, head))
        top += len(group.rows)
    width = max((cell.column + 1 for cell in cells), default=0)
    return tuple(
        cell if cell.column + cell.columns <= width else replace(cell, columns=width - cell.column)
        for cell in cells
    )


def _spans(cell: etree._Element) -> tuple[int, int]:
    """How many rows and columns a cell asks for; a rowspan of 0 reaches to the last row of its group."""
    return _span(cell, "rowspan") or _ALL, min(max(1, _span(cell, "colspan")), MOST_COLUMNS)


def _span(cell: etree._Element, name: str) -> int:
    """A span as browsers take it: leading digits count, nonsense is 1."""
    given = cell.get(name)
    if given is None:
        return 1
    value = given.strip()
    digits = value[: len(value) - len(value.lstrip("0123456789"))]
    return int(digits[:_MOST_DIGITS]) if digits else 1
