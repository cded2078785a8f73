"""Remarks beside figures, as in 22（其中修订16件）, where the column is too narrow for both.

The remark stands below its figure in smaller type, and its lines end where words end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nianbao.publish.sheet.lines import lines, pieces, width_of
from nianbao.publish.sheet.words import printing_words
from nianbao.write.table_type import TableType

_OPENING, _CLOSING = "（", "）"
# Into how many lines the longest remark of a table is put, if its columns can be made so wide.
LINE_COUNTS = (20, 14, 10, 6, 4, 3, 2, 1)
_BESIDE_NUMBERS = 0.5  # of a character: offices set a little blank before and after a number


@dataclass(frozen=True, slots=True)
class Remarked:
    """A figure and its remark, with its brackets."""

    figure: str
    remark: str

    def needs(self, form: TableType, most: int | None) -> float:
        """How wide its lines must be that no word is parted, and that the remark has about ``most`` lines at
        most; in points."""
        longest = max(map(width_of, pieces(self.remark, printing_words().remarks)))
        wanted = 0.0 if most is None else width_of(self.remark) / most + (longest / 2 if most > 1 else 0)
        small = (max(longest, wanted) + _BESIDE_NUMBERS) * form.remark_size
        return max(width_of(self.figure) * form.size, small)

    def lines(self, form: TableType, room: float) -> tuple[str, ...]:
        """The figure, and below it the lines of the remark that may be so many points wide."""
        return self.figure, *_lines(self.remark, room / form.remark_size - _BESIDE_NUMBERS)


@lru_cache(maxsize=1024)
def _lines(remark: str, room: float) -> tuple[str, ...]:
    found = lines(remark, room, printing_words().remarks)
    kept = "".join(map(str.strip, found)) == remark  # a blank at the end of a line would be lost
    return found if kept else (remark,)


def remarked(text: str) -> Remarked | None:
    """The figure and the remark of a cell; None where there is none."""
    figure, opening, rest = text.partition(_OPENING)
    if not figure or not opening or not rest.endswith(_CLOSING):
        return None
    return Remarked(figure, opening + rest)


def height(found: Sequence[str], form: TableType) -> float:
    """How high a row is with a figure and the lines of its remark."""
    return form.row(1) + (len(found) - 1) * form.remark_pitch
