"""What lies over the cells of a sheet: text boxes, pictures and charts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

_HAIR = 60_000  # EMU, a sixth of a centimetre: so much of a cell may be covered
_UNSURE = 0.05
_MOST_DIGITS = 10
_ROW, _COLUMN = 15.0, 8.43  # points and letters, where a sheet states none
_POINT, _LETTER, _BESIDE = (
    12_700,
    66_675,
    47_625,
)  # EMU: a point; a letter of a column, and what is left beside them
_LARGEST = 500.0
_DECIMAL = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,20})?")
_FILLED = ("solidFill", "gradFill", "pattFill", "blipFill")
_ON = frozenset(("1", "true"))


class _Names(NamedTuple):
    """What places and sizes are called in one direction."""

    cell: str
    size: str
    place: str


_DOWN, _ASIDE = _Names("row", "cy", "y"), _Names("col", "cx", "x")


class Sizes:
    """How far from the edges of a sheet its rows and columns begin, in EMU, within ``bottom`` rows and
    ``right`` columns."""

    def __init__(self, sheet: etree._Element, bottom: int, right: int) -> None:
        usual = sheet.find("{*}sheetFormatPr")
        height = _size(usual, "defaultRowHeight", _ROW)
        width = _size(usual, "defaultColWidth", _size(usual, "baseColWidth", _COLUMN))
        high, wide = [height] * bottom, [width] * right
        for row in sheet.iter("{*}row"):
            told = row.get("r", "")
            if told.isdecimal() and 0 < int(told) <= bottom:
                high[int(told) - 1] = 0.0 if row.get("hidden") in _ON else _size(row, "ht", height)
        for column in sheet.iter("{*}col"):
            first, last = column.get("min", ""), column.get("max", "")
            if first.isdecimal() and last.isdecimal():
                size = 0.0 if column.get("hidden") in _ON else _size(column, "width", width)
                for at in range(int(first) - 1, min(int(last), right)):
                    wide[at] = size
        self.rows = [0.0, *accumulate(each * _POINT for each in high)]
        self.columns = [0.0, *accumulate((each * _LETTER + _BESIDE) * bool(each) for each in wide)]


def below(drawing: etree._Element, sizes: Sizes) -> Iterator[tuple[int, int]]:
    """The cells (row, column, from 0) of a sheet that something lies over: nobody can tell what is seen of
    them. However many things lie over a cell, it is met once."""
    bottom, right = len(sizes.rows) - 1, len(sizes.columns) - 1
    begun = [[0] * (right + 1) for _ in range(bottom + 1)]  # what begins at a cell, less what ended before
    anchors = drawing.iter("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor")
    for anchor in filter(_covers, anchors):
        rows, columns = _range(anchor, _DOWN, sizes.rows), _range(anchor, _ASIDE, sizes.columns)
        for row, column, more in (
            (rows.start, columns.start, 1), (rows.stop, columns.start, -1),
            (rows.start, columns.stop, -1), (rows.stop, columns.stop, 1),
        ):  # fmt: skip
            begun[row][column] += more
    over = [0] * (right + 1)
    for y, row_begun in enumerate(begun[:bottom]):
        over = [above + here for above, here in zip(over, accumulate(row_begun), strict=True)]
        yield from ((y, x) for x, things in enumerate(over) if things)


def _covers(anchor: etree._Element) -> bool:
    """Whether anything of an anchor can be seen and is more than a line or a frame."""
    if any(each.get("hidden") in _ON for each in anchor.iter("{*}cNvPr")):
        return False
    if any(True for name in ("pic", "graphicFrame") for _ in anchor.iter(f"{{*}}{name}")):
        return True
    return any(
        any(shape.find(f"{{*}}spPr/{{*}}{fill}") is not None for fill in _FILLED)
        or any((text.text or "").strip() for text in shape.iter("{*}t"))
        for shape in anchor.iter("{*}sp")
    )


def _range(anchor: etree._Element, names: _Names, begins: list[float]) -> range:
    """The rows or columns that an anchor reaches over, but for a hair. Where it tells its size alone, no
    more is known than how large cells are by the file: fonts and screens differ, so a twentieth is added."""
    most = len(begins) - 1
    first = _number(anchor, f"{{*}}from/{{*}}{names.cell}")
    if anchor.find("{*}to") is not None:
        last = _number(anchor, f"{{*}}to/{{*}}{names.cell}")
        beyond = _number(anchor, f"{{*}}to/{{*}}{names.cell}Off") > _HAIR
        return range(min(first, most), min(max(first, last + beyond), most))
    size = _told(anchor.find("{*}ext"), names.size)
    if anchor.find("{*}from") is None:
        begin = float(_told(anchor.find("{*}pos"), names.place))
        first = bisect_right(begins, begin * (1 - _UNSURE)) - 1
    else:
        begin = begins[min(first, most)] + _number(anchor, f"{{*}}from/{{*}}{names.cell}Off")
    end = begin + size * (1 + _UNSURE) + (begin * _UNSURE if anchor.find("{*}from") is None else 0)
    return range(min(first, most), min(max(first, bisect_left(begins, end - _HAIR)), most))


def _number(anchor: etree._Element, path: str) -> int:
    return _whole(anchor.findtext(path))


def _told(element: etree._Element | None, name: str) -> int:
    return _whole(None if element is None else element.get(name))


def _whole(text: str | None) -> int:
    plain = (text or "").strip()
    return int(plain) if plain.isdecimal() and len(plain) < _MOST_DIGITS else 0


def _size(element: etree._Element | None, name: str, usual: float) -> float:
    """A height or width as a file states it."""
    text = "" if element is None else element.get(name, "")
    return min(float(text), _LARGEST) if _DECIMAL.fullmatch(text) else usual
