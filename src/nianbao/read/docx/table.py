"""Where the cells of a Word table stand: spans made plain, drifted borders drawn together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read.docx.package import attribute, child, contents, is_on, name_of, number
from nianbao.read.nested import FEWEST

MOST_COLUMNS = 64  # Word itself allows 63

_MANY = 2_000  # pieces of text after which it does not matter how many more there are
_LOWEST = 100  # twips, 5 points: the height of a row of which something can be read
_SLIVER = 60  # twips, about 1 mm


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of one row: its first column, how many it covers, and whether it is merged with others of
    its column: begins such a cell or goes on with the one above."""

    source: etree._Element
    column: int
    columns: int
    merged: bool
    continues: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row; ``head`` if it is repeated on every page, ``flat`` if it is too low for any letter."""

    head: bool
    flat: bool
    places: list[Place]
    source: etree._Element


def rows_of(table: etree._Element) -> list[Row]:
    """The rows of a table that are not deleted. Unreadable if one has more columns than any report."""
    rows = [
        Row(is_on(child(row, "trPr", "tblHeader")), _is_flat(row), _places(row), row)
        for name, row in contents(table)
        if name == "tr" and child(row, "trPr", "del") is None
    ]
    return _without_slivers(rows, list(_widths(table)))


def is_arrangement(rows: list[Row]) -> bool:
    """Whether a table only arranges the page: most of its text stands around or in inner tables, unless these
    stand beside each other below heads."""
    sources = [place.source for row in rows for place in row.places if not place.continues]
    if any(map(_are_tables_below, rows[1:], rows)):
        return False
    around_tables = [source for source in sources if any(name == "tbl" for name, _ in contents(source))]
    return bool(around_tables) and 2 * sum(map(_length, around_tables)) > sum(map(_length, sources))


def _are_tables_below(row: Row, above: Row) -> bool:
    """Whether several cells of a row hold a table and nothing else, and the row above has words alone."""
    sources = [place.source for place in row.places if not place.continues]
    tables = [list(source.iter("{*}tbl")) for source in sources]
    alone = [
        len(each) > 0 and _length(source) == sum(map(_length, each[:1]))
        for source, each in zip(sources, tables, strict=True)
    ]
    heads = [place.source for place in above.places]
    words = all(_length(head) and next(head.iter("{*}tbl"), None) is None for head in heads)
    return sum(alone) >= FEWEST and bool(heads) and words


def _length(source: etree._Element) -> int:
    return sum(len(text.text or "") for text in islice(source.iter("{*}t"), _MANY))


def _places(row: etree._Element) -> list[Place]:
    places: list[Place] = []
    column = max(0, number(attribute(child(row, "trPr", "gridBefore"), "val"), 0))
    for name, source in contents(row):
        if name != "tc":
            continue
        properties = child(source, "tcPr")
        columns = max(1, number(attribute(child(properties, "gridSpan"), "val"), 1))
        if places and _continues(child(properties, "hMerge")):
            places[-1] = replace(places[-1], columns=places[-1].columns + columns)
        else:
            merge = child(properties, "vMerge")
            places.append(Place(source, column, columns, merge is not None, _continues(merge)))
        column += columns
        if column > MOST_COLUMNS:
            raise Unreadable(f"文件中有超过 {MOST_COLUMNS} 列的表格，不像年度报告。", "请确认选对了文件。")
    return places


def _is_flat(row: etree._Element) -> bool:
    height = child(row, "trPr", "trHeight")
    return attribute(height, "hRule") == "exact" and number(attribute(height, "val"), _LOWEST) < _LOWEST


def _continues(merge: etree._Element | None) -> bool:
    """Whether a ``vMerge`` or ``hMerge`` goes on with the cell above or before."""
    return merge is not None and attribute(merge, "val") in (None, "continue")


def _widths(table: etree._Element) -> Iterator[int]:
    """The widths of the table's columns in twips."""
    grid = child(table, "tblGrid")
    for column in () if grid is None else grid:
        if name_of(column.tag) == "gridCol":
            yield number(attribute(column, "w"), 0)


def _without_slivers(rows: list[Row], widths: list[int]) -> list[Row]:
    """The rows without columns too narrow for text: they come of borders that do not quite meet from
    row to row, and would set a figure beside the column of its heading.

    A table whose widths cannot be relied on stays as it is.
    """
    count = max((place.column + place.columns for row in rows for place in row.places), default=0)
    if len(widths) < count or min(widths, default=0) >= _SLIVER:
        return rows
    edges = [0]  # for each old column border the new one
    for width in widths:
        edges.append(edges[-1] + (width >= _SLIVER))
    tidied = []
    for row in rows:
        places = []
        for place in row.places:
            column = edges[place.column]
            columns = edges[place.column + place.columns] - column
            if columns > 0:
                places.append(replace(place, column=column, columns=columns))
            elif any(text.text for text in place.source.iter("{*}t")):
                return rows
        tidied.append(replace(row, places=places))
    return tidied
