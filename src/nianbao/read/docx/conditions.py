"""Where in its table the style of a Word table shows words otherwise: first row, last column, bands.

A table says by ``tblLook`` which of these it wants. One that does not say may want each.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from nianbao.read.docx.package import attribute, child

_BITS: Mapping[str, int] = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_BANDS = {"noHBand": ("band1Horz", "band2Horz"), "noVBand": ("band1Vert", "band2Vert")}
_LONGEST, _HEX = 4, frozenset("0123456789abcdefABCDEF")
_CORNERS = {  # each where two of the others meet
    "nwCell": ("firstRow", "firstCol"),
    "neCell": ("firstRow", "lastCol"),
    "swCell": ("lastRow", "firstCol"),
    "seCell": ("lastRow", "lastCol"),
}


def wanted(table: etree._Element | None) -> frozenset[str]:
    """The conditions that a table with these properties wants, by their names in a style."""
    look = child(table, "tblLook")
    said = {name: attribute(look, name) for name in _BITS}
    val = attribute(look, "val") or ""
    bits = int(val, 16) if 0 < len(val) <= _LONGEST and _HEX.issuperset(val) else None
    if bits is None and not any(said.values()):
        return _named(frozenset(_BITS))
    return _named(frozenset(name for name in _BITS if _is_on(name, said[name], bits)))


def _is_on(name: str, said: str | None, bits: int | None) -> bool:
    """Whether one of the two ways to say it, which may differ, turns a condition on; noHBand turns it off."""
    off = name in _BANDS
    by_name = said is not None and (said in ("1", "true", "on")) != off
    return by_name or (bits is not None and bool(bits & _BITS[name]) != off)


def _named(on: frozenset[str]) -> frozenset[str]:
    """Names of conditions; of bands both, for which of them a row is in depends on much."""
    found = {"wholeTable"} | {name.replace("Column", "Col") for name in on if name not in _BANDS}
    for name, bands in _BANDS.items():
        found |= set(bands) if name in on else set()
    return frozenset(found | {corner for corner, sides in _CORNERS.items() if found.issuperset(sides)})


def met(wants: frozenset[str], row: tuple[bool, bool], column: tuple[bool, bool]) -> frozenset[str]:
    """Those that hold for a cell, of which it is known whether it is in the first or last row and column."""
    edges = dict(zip(("firstRow", "lastRow", "firstCol", "lastCol"), (*row, *column), strict=True))
    corners = {corner: all(edges[side] for side in sides) for corner, sides in _CORNERS.items()}
    return frozenset(name for name in wants if (edges | corners).get(name, True))
