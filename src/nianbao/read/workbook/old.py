"""Whether an old workbook (.xls, .et) strikes words out, raises or lowers them: its values do not tell."""

from __future__ import annotations

import re
import struct

# A record that states a font: its number, its length, and what stands before the name ([MS-XLS] 2.4.122).
_FONT = re.compile(rb"\x31\x00([\x0f-\xff]\x00)(?=(.{16}))", re.DOTALL)
_HEAD = struct.Struct("<HHHHHBBBxBB")
_STRUCK = 0x08
_HEIGHTS = range(20, 8_181)  # twentieths of a point
_WEIGHTS = range(100, 1_001)
_SHIFTS = (1, 2)  # raised, lowered


def may_strike(data: bytes) -> bool:
    """Whether a font of the workbook strikes out, raises or lowers."""
    return any(_strikes(*found) for found in _FONT.findall(data))


def _strikes(length: bytes, head: bytes) -> bool:
    height, flags, _, weight, shift, _, _, _, letters, _ = _HEAD.unpack(head)
    long = int.from_bytes(length, "little")
    fits = long in (15 + letters, 16 + letters, 16 + 2 * letters)  # one or two bytes each, and before 1997
    is_font = fits and height in _HEIGHTS and weight in _WEIGHTS
    return is_font and (shift in _SHIFTS or (shift == 0 and bool(flags & _STRUCK)))
