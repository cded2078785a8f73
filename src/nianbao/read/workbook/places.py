"""Addresses of cells, such as D7, as rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

Cell = tuple[int, int]  # row and column, from 0
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE | re.ASCII)


def place_of(address: str) -> Cell | None:
    """Row and column of an address such as D7."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def ranges_of(addresses: str) -> Iterator[tuple[Cell, Cell]]:
    """The first and the last cell of each range in a list such as A1:B4 D7."""
    for part in addresses.split():
        first, _, last = part.partition(":")
        begin, end = place_of(first), place_of(last or first)
        if begin is not None and end is not None:
            yield begin, end
