"""Whether an old workbook (.xls, .et) shows its cells otherwise than their values: these do not tell.

Records are looked for in the bytes, wherever they stand: what only looks like one costs time alone.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from decimal import Decimal

from nianbao.model.figure import parse
from nianbao.read.workbook.formats import BUILT_IN, seen_by

# A record that states a font: its number, its length, and what stands before the name ([MS-XLS] 2.4.122).
_FONT = re.compile(rb"\x31\x00([\x0f-\xff]\x00)(?=(.{16}))", re.DOTALL)
_HEAD = struct.Struct("<HHHHHBBBxBB")
_STRUCK = 0x08
_HEIGHTS = range(20, 8_181)  # twentieths of a point
_WEIGHTS = range(100, 1_001)
_SHIFTS = (1, 2)  # raised, lowered


_FORMAT = re.compile(rb"\x1e\x04(..)(..)(..)([\x00\x01])", re.DOTALL)  # 2.4.126
_STYLE = re.compile(rb"\xe0\x00\x14\x00(.{20})", re.DOTALL)  # 2.4.353
_ROW = re.compile(rb"\x08\x02\x10\x00(.{16})", re.DOTALL)  # 2.4.221
_COLUMNS = re.compile(rb"\x7d\x00\x0c\x00(.{12})", re.DOTALL)  # 2.4.53
# A drawing that is no comment: 2.4.181, 2.5.143.
_DRAWING = re.compile(rb"\x5d\x00.\x00\x15\x00\x12\x00[\x02-\x08\x1e]\x00", re.DOTALL)
# A window without zeros (2.4.346), formats under a condition (2.4.56, 2.4.58), fonts of pictures by their
# names, cells with an error (2.4.24, 2.4.127): the library takes these for empty ones.
_WINDOW = re.compile(rb"\x3e\x02\x12\x00(..)", re.DOTALL)
_CONDITIONS = re.compile(rb"\xb0\x01[^\x00]\x00[\x01-\x03]\x00|\x79\x08..\x79\x08", re.DOTALL)
_PICTURES = re.compile(rb"(?:w.?i.?n.?g|w.?e.?b).?d.?i.?n.?g|m.?t.?\x20.?e.?x.?t.?r.?a", re.I | re.DOTALL)
_ERRORS = re.compile(rb"\x05\x02\x08\x00.{7}\x01|\x06\x00.{8}\x02.{5}\xff\xff", re.DOTALL)
_ZEROS = 0x10
_OF_CELL, _HIDDEN_ROW, _HIDDEN_COLUMN = 0x04, 0x20, 0x01
_WHITE = 9  # of the colours with numbers
_LONGEST_FORMAT = 255
_LIKE = tuple(map(Decimal, ("0", "1")))  # numbers that a plain format shows as they are
_WITH_PLACES = Decimal("1.2345")


def may_hide(data: bytes) -> bool:
    """Whether rows or columns may be hidden, something lie over cells, digits be white or pictures, cells
    have errors, or numbers be shown otherwise by their formats, under conditions too, or zeros not at all."""
    return (
        any(struct.unpack("<I", row[12:])[0] & _HIDDEN_ROW for row in _ROW.findall(data))
        or any(struct.unpack("<H", columns[8:10])[0] & _HIDDEN_COLUMN for columns in _COLUMNS.findall(data))
        or any(not struct.unpack("<H", window)[0] & _ZEROS for window in _WINDOW.findall(data))
        or any(pattern.search(data) is not None for pattern in (_DRAWING, _CONDITIONS, _PICTURES, _ERRORS))
        or _has_odd_style(data)
    )


def _has_odd_style(data: bytes) -> bool:
    """Whether the style of a cell is white on no ground, or has a format that changes numbers."""
    odd = {int(number) for number, code in BUILT_IN.items() if _changes(code)}
    odd |= {number for number, code in _formats(data) if _changes(code)}
    white = [_HEAD.unpack(head)[2] == _WHITE for _, head in _FONT.findall(data)]
    for style in _STYLE.findall(data):
        font, number, flags = struct.unpack("<HHH", style[:6])
        if flags & _OF_CELL:  # the style of styles
            continue
        at = font - (font > 4)  # no font has number 4
        bare = struct.unpack("<I", style[14:18])[0] >> 26 == 0
        if number in odd or (bare and at < len(white) and white[at]):
            return True
    return False


def _formats(data: bytes) -> Iterator[tuple[int, str]]:
    """The formats that the file states, with their numbers."""
    for found in _FORMAT.finditer(data):
        length, number, letters = (int.from_bytes(part, "little") for part in found.groups()[:3])
        wide = found[4] == b"\x01"
        if letters <= _LONGEST_FORMAT and length == 5 + letters * (2 if wide else 1):
            code = data[found.end() : found.end() + length - 5]
            yield number, code.decode("utf-16-le" if wide else "latin-1", "replace")


def _changes(code: str) -> bool:
    numbers = (*_LIKE, _WITH_PLACES) if "." in code else _LIKE
    seen = [(number, seen_by(code, number)) for number in numbers]
    return any(text is not None and parse(text) != parse(str(number)) for number, text in seen)


def may_strike(data: bytes) -> bool:
    """Whether a font of the workbook strikes out, raises or lowers."""
    return any(_strikes(*found) for found in _FONT.findall(data))


def _strikes(length: bytes, head: bytes) -> bool:
    height, flags, _, weight, shift, _, _, _, letters, _ = _HEAD.unpack(head)
    long = int.from_bytes(length, "little")
    fits = long in (15 + letters, 16 + letters, 16 + 2 * letters)  # one or two bytes each, and before 1997
    is_font = fits and height in _HEIGHTS and weight in _WEIGHTS
    return is_font and (shift in _SHIFTS or (shift == 0 and bool(flags & _STRUCK)))
