"""What lies upon the tables of a Word file: white boxes, pictures and other filled shapes before its text.

Nothing is set here, so it is told roughly how far below its anchor a row can stand, and a row that may lie
below a shape is not known. A shape behind the text, without a ground, or beside text covers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from math import ceil
from typing import NamedTuple

from lxml import etree

from nianbao.read.docx.package import attribute, child, name_of, number

_TWIP, _POINT = 635, 12_700  # in the unit of drawings, of which 360,000 are a centimetre
_LINE = 18 * _POINT  # of usual text
_WIDE = 210  # twips that a character takes
_CHARACTERS, _MOST_LINES = 40, 8  # of a line, of a cell
_LESS, _MORE = 0.5, 2.0  # times a height that was guessed
_PAGE = 16_838 * _TWIP  # the longer side of A4
_FAR = 2.0 * _PAGE
_THIN = 60_000  # shapes that are less high or wide are lines
_MOST = 200  # shapes of a file; a report has a seal and a red line
_VML = "{urn:schemas-microsoft-com:vml}"
_SHAPES = frozenset(_VML + name for name in ("rect", "roundrect", "oval", "shape"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FILLS = ("solidFill", "gradFill", "blipFill", "pattFill")
_BESIDE_TEXT = frozenset(("paragraph", "line"))
_SIZE = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|px)?")
_UNITS = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525, None: 9_525}


class _Shape(NamedTuple):
    """Where a shape stands, from the beginning of what it is anchored to downwards."""

    anchor: etree._Element
    top: float
    bottom: float


def covered_rows(document: etree._Element) -> frozenset[etree._Element]:
    """The rows of tables of which a shape may cover some."""
    shapes = list(islice(_shapes(document), _MOST))
    lines = list(_lines(document)) if shapes else []
    places = {line: at for at, line in enumerate(lines)}
    found: set[etree._Element] = set()
    for shape in shapes:
        own = (places[each] for each in shape.anchor.iterancestors() if each in places)
        if (at := next(own, None)) is not None:
            below, above = islice(lines, at, None), (lines[before] for before in range(at - 1, -1, -1))
            found.update(_met(below, max(shape.top, -_FAR), min(shape.bottom, _FAR)))
            found.update(_met(above, max(-shape.bottom, -_FAR), min(-shape.top, _FAR)))
    return frozenset(found)


def _shapes(document: etree._Element) -> Iterator[_Shape]:
    for element in document.iter("{*}anchor", *_SHAPES):
        is_fallback = next(element.iterancestors(_FALLBACK), None) is not None
        shape = None if is_fallback else _old(element) if element.tag in _SHAPES else _drawn(element)
        if shape is not None:
            yield shape


def _lines(document: etree._Element) -> Iterator[etree._Element]:
    """The rows of tables and the paragraphs that stand in none, in their order."""
    for element in document.iter("{*}tr", "{*}p"):
        is_inner = any(name_of(outer.tag) in ("tr", "txbxContent") for outer in element.iterancestors())
        if not is_inner and name_of(element.tag) in ("tr", "p"):
            yield element


def _drawn(anchor: etree._Element) -> _Shape | None:
    if (
        anchor.get("behindDoc") in ("1", "true")
        or anchor.find("{*}wrapNone") is None
        or not _is_filled(anchor)
    ):
        return None
    extent, place = anchor.find("{*}extent"), anchor.find("{*}positionV")
    width, height = (number(extent.get(side), 0) if extent is not None else 0 for side in ("cx", "cy"))
    if min(width, height) < _THIN:
        return None
    offset = place.findtext("{*}posOffset") if place is not None else None
    if place is None or offset is None or place.get("relativeFrom") not in _BESIDE_TEXT:
        return _Shape(anchor, -_PAGE, _PAGE) if _stands_by_table(anchor) else None
    top = number(offset, 0)
    return _Shape(anchor, top, top + height)


def _is_filled(anchor: etree._Element) -> bool:
    """Whether some part of a drawing hides what is below it."""
    for part in anchor.iter(etree.Element):
        match etree.QName(part).localname:
            case "pic" | "chart":
                return True
            case "spPr":
                kinds = {etree.QName(inner).localname for inner in part if isinstance(inner.tag, str)}
                if not kinds.isdisjoint(_FILLS) or (not kinds & {"noFill", "grpFill"} and _styled(part)):
                    return True
    return False


def _styled(properties: etree._Element) -> bool:
    """Whether a shape has its ground of the theme."""
    found = properties.getparent()
    fill = found.find("{*}style/{*}fillRef") if found is not None else None
    return fill is not None and fill.get("idx") != "0"


def _old(shape: etree._Element) -> _Shape | None:
    """A shape as Word drew it before 2010, and still does for programs that do not know better."""
    style = dict(part.strip().partition(":")[::2] for part in shape.get("style", "").lower().split(";"))
    behind = style.get("z-index", "0").startswith("-")
    around = shape.find("{urn:schemas-microsoft-com:office:word}wrap")
    clear = shape.get("filled") in ("f", "false") and shape.find(f"{_VML}imagedata") is None
    if style.get("position") != "absolute" or behind or clear or (around is not None and around.get("type")):
        return None
    top, width, height = (_length(style.get(name, "")) for name in ("margin-top", "width", "height"))
    if min(width, height) < _THIN:
        return None
    if style.get("mso-position-vertical-relative", "text") not in ("text", "line"):
        return _Shape(shape, -_PAGE, _PAGE) if _stands_by_table(shape) else None
    return _Shape(shape, top, top + height)


def _length(value: str) -> float:
    found = _SIZE.fullmatch(value.strip())
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


def _outermost(element: etree._Element) -> etree._Element | None:
    """The paragraph or table of the text itself in which an element stands."""
    for each in element.iterancestors():
        parent = each.getparent()
        if parent is not None and name_of(parent.tag) == "body":
            return each
    return None


def _stands_by_table(element: etree._Element) -> bool:
    """Whether a shape that is placed on the page is anchored in a table or beside one."""
    outer = _outermost(element)
    near = () if outer is None else (outer, outer.getnext(), outer.getprevious())
    return any(each is not None and name_of(each.tag) == "tbl" for each in near)


def _met(lines: Iterable[etree._Element], top: float, bottom: float) -> Iterator[etree._Element]:
    """The rows that can stand between two heights below the first line."""
    least = most = 0.0
    for line in lines:
        if least >= bottom:
            return
        low, high = _heights(line)
        least_end, most_end = least + low, most + high
        if most_end > top and name_of(line.tag) == "tr":
            yield line
        least, most = least_end, most_end


def _heights(line: etree._Element) -> tuple[float, float]:
    """How low and how high a paragraph or a row can be, as its words and the widths of its cells tell."""
    if name_of(line.tag) == "p":
        guessed = _LINE * max(1, ceil(_written(line) / _CHARACTERS))
        return _LESS * guessed, _MORE * guessed
    stated = number(attribute(child(line, "trPr", "trHeight"), "val"), 0) * _TWIP
    high = 1
    for cell in line:
        if name_of(cell.tag) == "tc":
            width = max(number(attribute(child(cell, "tcPr", "tcW"), "w"), 0), 2 * _WIDE)
            high = max(high, min(ceil(_written(cell) * _WIDE / width), _MOST_LINES))
    return max(stated, high * _LINE * _LESS), max(stated, high * _LINE) * _MORE


def _written(element: etree._Element) -> int:
    return sum(len(text.text or "") for text in element.iter("{*}t"))
