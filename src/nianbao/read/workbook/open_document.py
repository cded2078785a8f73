"""What the cells of an .ods file show otherwise than their values: struck out, raised, by the format of a
number; and which rows and columns are hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from nianbao.model.figure import parse
from nianbao.read.blocks import LONGEST_STRUCK
from nianbao.read.docx.package import WORKBOOK, Package
from nianbao.read.raised import Shift, settled, shifted
from nianbao.read.workbook.parts import Stored
from nianbao.read.workbook.values import shown

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LINES = (f"{_STYLE}text-line-through-type", f"{_STYLE}text-line-through-style")
_HIDING = re.compile(
    rb"""<draw:(?:frame|custom-shape|rect|ellipse|g)[\s>]|fo:color=["']#fff(?:fff)?["']"""
    rb"""|<calcext:conditional-format[\s>]|style:condition=["'](?!value\()"""
    rb"""|["'](?:wingdings|webdings|marlett|mt extra|zapf ?dingbats)""",
    re.I,
)
_MOST_BASES = 50  # of a style, which is based on another one and so on
_MOST_REPEATED = 1_000  # cells or rows that are written once; more are empty up to the edge of the sheet


class _Look(NamedTuple):
    """How words are seen, None where a style leaves it to the one it is based on. ``place`` is above zero if
    they are raised, below if lowered."""

    struck: bool | None = None
    place: int | None = None

    def upon(self, other: _Look) -> _Look:
        """This look where it says something, else the other one."""
        struck = other.struck if self.struck is None else self.struck
        return _Look(struck, other.place if self.place is None else self.place)


class _Looks:
    """The looks of all styles of a file, by what they are styles of and their names."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self._styles = {
            (each.get(f"{_STYLE}family"), each.get(f"{_STYLE}name")): each
            for root in roots
            for each in root.iter(f"{_STYLE}style")
        }
        self._known: dict[tuple[str, str | None], _Look] = {}

    def of(self, family: str, name: str | None) -> _Look:
        """The look that a style gives, with what it is based on."""
        if (family, name) not in self._known:
            look, base = _Look(), name
            for _ in range(_MOST_BASES):
                style = self._styles.get((family, base))
                if style is None:
                    break
                look = look.upon(_stated(style.find(f"{_STYLE}text-properties")))
                base = style.get(f"{_STYLE}parent-style-name")
            self._known[family, name] = look
        return self._known[family, name]


def _stated(properties: etree._Element | None) -> _Look:
    if properties is None:
        return _Look()
    lines = [value for name in _LINES if (value := properties.get(name)) is not None]
    words = properties.get(f"{_STYLE}text-position", "").split()
    place = {"super": 1, "sub": -1}.get(words[0], _sign(words[0])) if words else None
    return _Look("none" not in lines if lines else None, place)


def _sign(share: str) -> int:
    """Whether a share in percent is above or below zero."""
    return -1 if share.startswith("-") else int(any(sign in "123456789" for sign in share))


def may_hide(data: bytes) -> bool:
    """Whether a drawing lies over a sheet, letters are white or pictures, or looks depend on a condition.
    Raises Unreadable if the file is damaged."""
    package = Package(data, WORKBOOK)
    parts = (package.content(name) or b"" for name in ("content.xml", "styles.xml"))
    return any(_HIDING.search(part) for part in parts)


def stored_in(data: bytes) -> dict[str, Stored]:
    """What cells show, of every sheet by its name. Raises Unreadable if the file is damaged or dangerous."""
    package = Package(data, WORKBOOK)
    content = package.part("content.xml")
    if content is None:
        return {}
    roots = [root for root in (package.part("styles.xml"), content) if root is not None]
    looks = _Looks(roots)
    return {
        sheet.get(f"{_TABLE}name", ""): _of_sheet(sheet, looks) for sheet in content.iter(f"{_TABLE}table")
    }


def _of_sheet(sheet: etree._Element, looks: _Looks) -> Stored:
    faults: dict[tuple[int, int], str] = {}
    struck: list[str] = []
    columns = [
        each.get(f"{_TABLE}default-cell-style-name")
        for each in sheet.iter(f"{_TABLE}table-column")
        for _ in range(_repeated(each, "columns"))
    ]
    y = 0
    hidden: list[int] = []
    for row in sheet.iter(f"{_TABLE}table-row"):
        x, high = 0, _repeated(row, "rows")
        if _is_hidden(row):
            hidden += range(y, y + min(high, _MOST_REPEATED))
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            wide = _repeated(cell, "columns")
            name = cell.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name")
            name = name or (columns[x] if x < len(columns) else None)
            if len(cell) and (seen := _seen(cell, looks.of("table-cell", name), looks)):
                faults |= {(y + down, x + aside): seen[0] for down in range(high) for aside in range(wide)}
                struck.append(seen[1][:LONGEST_STRUCK])
            elif (text := _by_format(cell)) is not None:
                faults |= {(y + down, x + aside): text for down in range(high) for aside in range(wide)}
            x += wide
        y += high
    return Stored(faults, frozenset(hidden), _hidden_columns(sheet), "".join(struck))


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _hidden_columns(sheet: etree._Element) -> frozenset[int]:
    found: list[int] = []
    x = 0
    for column in sheet.iter(f"{_TABLE}table-column"):
        wide = _repeated(column, "columns")
        if _is_hidden(column):
            found += range(x, x + min(wide, _MOST_REPEATED))
        x += wide
    return frozenset(found)


def _by_format(cell: etree._Element) -> str | None:
    """What a cell shows of a number that is another one by itself: the program that wrote it says so."""
    try:
        number = shown(float(cell.get(f"{_OFFICE}value", "")))
    except ValueError:
        return None
    lines = ["".join(map(str, line.itertext())) for line in cell.iterchildren(f"{_TEXT}p")]
    text = "\n".join(lines).strip()
    return text if lines and parse(text) != parse(number) else None


def _repeated(element: etree._Element, what: str) -> int:
    times = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(times) if times.isdecimal() and len(times) < 8 else 1


def _seen(cell: etree._Element, look: _Look, looks: _Looks) -> tuple[str, str] | None:
    """What is seen in a cell, and what of it is struck out; None if all of it is seen as it is."""
    lines, gone, is_shifted = [], [], False
    for paragraph in cell.iterchildren(f"{_TEXT}p"):
        line = ""
        for words, own in _pieces(paragraph, look, looks):
            if own.struck:
                gone.append(words)
            else:
                shift = Shift.UP if (own.place or 0) > 0 else Shift.DOWN if (own.place or 0) < 0 else None
                line += shifted(words, shift)
        is_shifted = is_shifted or settled(line) != line
        lines.append(settled(line))
    return ("\n".join(lines).strip(), "".join(gone)) if is_shifted or any(gone) else None


def _pieces(element: etree._Element, look: _Look, looks: _Looks) -> Iterator[tuple[str, _Look]]:
    """The words of a paragraph or a span with their looks."""
    yield element.text or "", look
    for inner in element:
        if isinstance(inner.tag, str) and inner.tag.startswith(_TEXT):
            own = (
                looks.of("text", inner.get(f"{_TEXT}style-name")) if inner.tag == f"{_TEXT}span" else _Look()
            )
            yield from _pieces(inner, own.upon(look), looks)
        yield inner.tail or "", look
