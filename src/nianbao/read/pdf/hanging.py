"""Lines of a cell that hang below the last row of a page: where the end of a page cuts a cell over several
rows, browsers draw on as much of its text as has room, and its border only as far as the rows go.
"""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.read.pdf.cut import is_of_number
from nianbao.read.pdf.page import Sign
from nianbao.read.pdf.ruled import Box

_NEXT_LINE = 1.6  # of its height: how far below the last line of a cell the next one stands


def hanging_below(
    groups: Sequence[Sequence[Box]],
    frames: Sequence[Box],
    signs: Sequence[Sign],
    at_frame: Sequence[int | None],
) -> tuple[list[int], list[Sign]]:
    """The characters, by their numbers, with which a cell in the last row of the lowest table goes on below,
    and all others that stand there. ``at_frame`` tells in which of the ``frames`` each character stands.
    Figures are none: a page has its number there."""
    if not frames:
        return [], []
    lowest = min(range(len(frames)), key=lambda at: frames[at].bottom)
    frame = frames[lowest]
    found: list[int] = []
    below: list[Sign] = []
    cell: Box | None = None
    for number, sign in enumerate(signs):
        if at_frame[number] is not None or sign.middle[1] > frame.bottom:
            cell = None
            continue
        before = signs[number - 1]
        if number and at_frame[number - 1] == lowest:
            cell = next((box for box in groups[lowest] if box.holds(*before.middle)), None)
        if cell is not None and _goes_on_below(cell, frame, before, sign):
            found.append(number)
        else:
            below += [sign] if sign.text.strip() else []
            cell = None
    figures = all(is_of_number(signs[number].text) for number in found)
    return ([], [*below, *(signs[number] for number in found)]) if figures else (found, below)


def _goes_on_below(cell: Box, frame: Box, before: Sign, sign: Sign) -> bool:
    """Whether a character stands behind the one before in a cell, or begins its next line below the frame."""
    next_line = before.middle[1] - sign.middle[1] <= _NEXT_LINE * (sign.top - sign.bottom)
    return cell.bottom - frame.bottom < 1 and cell.left < sign.left and sign.right < cell.right and next_line
