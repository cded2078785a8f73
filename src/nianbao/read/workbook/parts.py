"""What an .xlsx file says of its cells that no reader of values tells: formulas without a value, errors,
rows and columns that are hidden. Looked at before the values are read, because it tells how large the
sheets are, too."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from types import MappingProxyType

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read.blocks import LONGEST_STRUCK
from nianbao.read.docx.package import WORKBOOK, Package
from nianbao.read.workbook.conditional import unseen
from nianbao.read.workbook.looks import Looks, looks_in
from nianbao.read.workbook.over import Sizes, below
from nianbao.read.workbook.places import Cell, place_of
from nianbao.read.workbook.values import DAMAGED, MOST_CELLS, MOST_SHEETS

_ROW = re.compile(r"[0-9]{1,7}")
_COUNT = re.compile(r"[0-9]{1,18}")
_TEXTS = "sharedstrings.xml"
# A tag ends at the next < at the latest, and nothing is looked for twice.
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\b(?=[^<>]*\shidden=["'](?:1|true)["'])"""
    rb"""(?>[^<>]*?\sr=["'](\d{1,7})["'])[^<>]*+(?<!/)>"""
)
_LONGEST_TAG = 10_000  # bytes
_OPEN_CONTENT = "content.xml"  # of an .ods file: all sheets in one part
_OPEN_SHEET_OR_ROW = re.compile(
    rb"""<table:table\s[^<>]*?table:name=(?:"([^"<]*)"|'([^'<]*)')|<table:table-row\b([^<>]*)>"""
)
_OPEN_HIDDEN = re.compile(rb"""\stable:visibility=["'](?:collapse|filter)["']""")
_OPEN_REPEATED = re.compile(rb"""\stable:number-rows-repeated=["'](\d{1,7})["']""")
_MOST_ROWS = 2_000_000  # of a sheet; a program that writes them has half of that
_UNKNOWN = "?"
_ON = frozenset(("1", "true"))
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class Stored:
    """Of one sheet: what stands in cells (row, column, from 0) whose formula has no figure or that are seen
    otherwise than their value, what is struck out, by which formats numbers are written, which rows and
    columns are hidden, whether a 0 shows nothing, and which cells cannot be seen: white on white, by the
    format of the cell or under a condition, in a font of pictures, or below a drawing."""

    faults: Mapping[Cell, str] = field(default_factory=lambda: MappingProxyType({}))
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: str = ""
    without_zeros: bool = False
    formats: Mapping[Cell, str] = field(default_factory=lambda: MappingProxyType({}))
    pale: frozenset[Cell] = frozenset()
    covered: frozenset[Cell] = frozenset()

    def hidden(self) -> str:
        """How much is hidden, in words; empty if nothing is."""
        words = [f"{len(self.hidden_rows)}行"] * bool(self.hidden_rows)
        return "、".join([*words, *([f"{len(self.hidden_columns)}列"] * bool(self.hidden_columns))])

    def is_hidden(self, cell: Cell) -> bool:
        """Whether a cell is in a row or a column that is hidden."""
        return cell[0] in self.hidden_rows or cell[1] in self.hidden_columns

    def cannot_be_seen(self, cell: Cell) -> bool:
        """Whether a cell is hidden, white on white, or below a drawing."""
        return self.is_hidden(cell) or cell in self.pale or cell in self.covered


def stored_in(data: bytes) -> dict[str, Stored]:
    """The same of every sheet, by its name. Raises Unreadable if the file is damaged or dangerous."""
    package = Package(data, WORKBOOK)
    root = package.part(package.main)
    if root is None or _local(root) != "workbook":
        raise Unreadable(
            "这不是 Excel 或 WPS 表格文件，或者文件已经损坏。", "请用 Excel 或 WPS 另存为 .xlsx 文件后再试。"
        )
    for name in package.names:  # whoever reads the values unpacks the texts and the styles, too
        if name.endswith((".xml", ".rels")):
            package.content(name)
        if name.lower().endswith(_TEXTS):
            _require_counted(package, name)
    targets = _targets(package)
    looks = looks_in(package)
    found: dict[str, Stored] = {}
    relations = [sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "" for sheet in root.iter("{*}sheet")]
    _require_own_parts([targets[each] for each in relations if each in targets])
    for sheet, relation in zip(root.iter("{*}sheet"), relations, strict=True):
        part = package.part(targets[relation]) if relation in targets else None
        if part is not None:
            drawing = package.related(targets[relation], "drawing")
            over = None if drawing is None else package.part(drawing)
            found[sheet.get("name", "")] = _of_sheet(part, sheet.get("name", ""), looks, over)
    return found


def _require_counted(package: Package, name: str) -> None:
    """Refuse texts that say there are more of them than can be: whoever reads them makes room first."""
    root, content = package.part(name), package.content(name) or b""
    for said in () if root is None else (root.get("uniqueCount"), root.get("count")):
        if said is not None and not (_COUNT.fullmatch(said) and int(said) <= len(content)):
            raise DAMAGED


def _require_own_parts(named: list[str]) -> None:
    """Refuse a workbook of very many sheets, or with sheets of which several are one part of the file: it
    would be read again for each."""
    if len(named) > MOST_SHEETS or len(set(named)) < len(named):
        raise Unreadable("文件里的工作表太多，或者有的写了许多遍。", "请确认选对了文件。")


def hidden_rows(data: bytes) -> dict[str, list[int]]:
    """Which rows of each sheet are hidden, counted from 1, by the name of the sheet: of an .xlsx or .ods of
    any length, which is only looked through. Nothing of any other file."""
    try:
        package = Package(data, WORKBOOK)
        root = package.part(package.main)
        targets = _targets(package)
    except Unreadable:  # whoever reads the values says so
        return {}
    if root is None:
        return _hidden_in_open(_tags(package.chunks(_OPEN_CONTENT), b"table:"))
    of = {
        sheet.get("name", ""): sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or ""
        for sheet in root.iter("{*}sheet")
    }
    parts = [targets[relation] for relation in of.values() if relation in targets]
    if len(set(parts)) < len(parts):  # one part for several sheets would be looked through for each
        return {}
    return {
        name: [
            int(number)
            for text in _tags(package.chunks(targets[relation]), b"hidden=")
            for number in _HIDDEN_ROW.findall(text)
        ]
        for name, relation in of.items()
        if relation in targets
    }


def _hidden_in_open(texts: Iterable[bytes]) -> dict[str, list[int]]:
    """The same of the sheets of an .ods, whose rows have no numbers but are counted."""
    found: dict[str, list[int]] = {}
    name, row = "", 0
    for text in texts:
        for sheet, same, told in _OPEN_SHEET_OR_ROW.findall(text):
            if not told and (sheet or same):
                name, row = unescape((sheet or same).decode(errors="replace")), 0
                continue
            repeated = _OPEN_REPEATED.search(told)
            rows = min(int(repeated[1]), _MOST_ROWS - row) if repeated else 1
            if _OPEN_HIDDEN.search(told):
                found.setdefault(name, []).extend(range(row + 1, row + rows + 1))
            row += rows
    return found


def _tags(chunks: Iterable[bytes], wanted: bytes) -> Iterator[bytes]:
    """A part in pieces in which no tag is cut; those without what is wanted are left out."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        end = text.rfind(b"<")
        cut = end >= 0 and len(text) - end < _LONGEST_TAG and b">" not in text[end:]
        rest = text[end:] if cut else b""
        whole = text[:end] if cut else text
        if wanted in whole:
            yield whole


def _targets(package: Package) -> dict[str, str]:
    folder, name = posixpath.split(package.main)
    root = package.part(posixpath.join(folder, "_rels", f"{name}.rels"))
    if root is None:
        return {}
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
        for each in root
        if isinstance(each.tag, str) and each.get("TargetMode") != "External"
    }


def _of_sheet(root: etree._Element, name: str, looks: Looks, over: etree._Element | None) -> Stored:
    cells = dict(_cells(root))
    rows = dict(_rows(root))
    bottom = max([*rows, *(y + 1 for y, _ in cells)], default=0)
    right = max([*map(len, rows.values()), *(x + 1 for _, x in cells)], default=0)
    if bottom * right > MOST_CELLS:
        raise Unreadable(f"工作表“{name}”太大，不像一份年度报告。", "请确认选对了文件。")
    faults = {place: fault for place, cell in cells.items() if (fault := _fault(cell)) is not None}
    seen = {
        place: found
        for place, cell in cells.items()
        if place not in faults and (found := looks.seen(cell, cell.findtext("{*}v")))
    }
    styles = {place: cell.get("s", "0") for place, cell in cells.items()}
    hidden = (_columns(each, right) for each in root.iter("{*}col") if _is_hidden(each, "width"))
    return Stored(
        faults | {place: text for place, (text, _) in seen.items()},
        frozenset(number - 1 for number, row in rows.items() if len(row) and _is_hidden(row, "ht")),
        frozenset(itertools.chain.from_iterable(hidden)),
        "".join(struck[:LONGEST_STRUCK] for _, struck in seen.values()),
        any(view.get("showZeros", "1") not in _ON for view in root.iter("{*}sheetView")),
        {place: looks.formats[style] for place, style in styles.items() if style in looks.formats},
        frozenset(place for place, style in styles.items() if style in looks.pale)
        | frozenset(unseen(root, cells, looks)),
        frozenset(below(over, Sizes(root, bottom, right)) if over is not None else ()),
    )


def _cells(root: etree._Element) -> Iterator[tuple[Cell, etree._Element]]:
    """The cells with their places; one without an address stands beside the one before it."""
    for number, row in _rows(root):
        place = (number - 1, -1)
        for cell in row.iter("{*}c"):
            address = cell.get("r")
            at = (place[0], place[1] + 1) if address is None else place_of(address)
            if at is None:
                raise DAMAGED
            place = at
            yield place, cell


def _rows(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The rows with their numbers, from 1; one without stands below the one before it."""
    number = 0
    for row in root.iter("{*}row"):
        told = row.get("r", str(number + 1))
        if not _ROW.fullmatch(told):
            raise DAMAGED
        number = int(told)
        yield number, row


def _fault(cell: etree._Element) -> str | None:
    """What stands in a cell with an error, or with a formula that has no value; None in any other."""
    value = cell.findtext("{*}v")
    if cell.get("t") == "e":
        return value or "#错误"
    uncounted = not value and cell.find("{*}f") is not None and cell.get("t") != "str"
    return _UNKNOWN if uncounted else None


def _is_hidden(element: etree._Element, measure: str) -> bool:
    """Whether a row or a column is hidden, or has no height or width."""
    size = element.get(measure, "")
    return element.get("hidden") in _ON or (size.strip("0.") == "" and "0" in size)


def _columns(element: etree._Element, right: int) -> range:
    """The columns of an entry; those right of all cells do not count."""
    first, last = element.get("min", ""), element.get("max", "")
    return (
        range(int(first) - 1, min(int(last), right)) if first.isdecimal() and last.isdecimal() else range(0)
    )


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
