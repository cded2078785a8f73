"""The type of tables on paper, the same for all that print: in points. templates/report.css, paper.typ and
word.xml state the same measures for whoever restyles them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

LINE_WIDTH = 442.2  # 156 mm, the width of the type area
# One pixel at 200 %: poppler draws a thicker rule one or two pixels thick, by where it lies.
RULE = 0.375
MANY_COLUMNS = 8  # a table of more is set smaller
# Classes of a table that say how it is set.
MANY, CLOSE, LOOSE, ROOMY, NARROW, APART = "many", "close", "loose", "roomy", "narrow", "apart"
CHECKLIST = "checklist"  # class of a table of several pages with running text in its cells
MEANINGS = "meanings"  # class of one that stands whole on the page of what follows, the signatures
HELD = "held"  # class of a row: no page ends below it
SIGNATURES = "signatures"  # class of a table to sign in
WITH_ABOVE = "with-above"  # class of a row to sign in, below what is signed
TALL = "tall"  # class of a row: it may go on on the next page
SIZE = "data-size"  # attribute of a table: size of its type in points
_CLOSE = 1.15  # pitch of close lines in type sizes
# Points above and below what stands in a cell: rows of a centimetre, and of 13 mm.
_LOOSE, _ROOMY = 7.0, 10.0
SIGNING = 34.0  # points, 12 mm: the least height of what is signed in
_REMARK = 0.72  # type of a remark below its figure, beside that of the table
_SMALLEST_REMARK = 6.5  # points, unless the table itself is smaller


class TableType(NamedTuple):
    """``size`` of the type, ``pitch`` of its lines, blank above and below (``y``) and at both sides (``x``)
    of what stands in a cell."""

    size: float
    pitch: float
    y: float
    x: float

    def row(self, lines: int) -> float:
        """How high a row of so many lines is, with its rule."""
        return lines * self.pitch + 2 * self.y + RULE

    @property
    def remark_size(self) -> float:
        """The type of a remark below its figure, in points."""
        return min(self.size, max(_REMARK * self.size, _SMALLEST_REMARK))

    @property
    def remark_pitch(self) -> float:
        """The pitch of a remark's lines, in points."""
        return _CLOSE * self.remark_size


LABEL_INDENT = 3.0  # points before the labels of rows of a table with many columns, which are set left

# 小四 with few columns, 五号 with many.
_FEW = TableType(12, 16, 4, 1.5)
_MANY = TableType(10.5, 12.4, 1.4, 1.5)
_CHECKLIST = TableType(10.5, 14, 1, 2)


def table_type(classes: Collection[str], size: float | None = None) -> TableType:
    """How a table of these classes is set, in another size if one is stated."""
    usual = _CHECKLIST if CHECKLIST in classes else _MANY if MANY in classes else _FEW
    own = usual.size if size is None else size
    found = usual._replace(size=own, pitch=round(usual.pitch / usual.size * own, 2))
    if LOOSE in classes:
        found = found._replace(y=_LOOSE)
    if ROOMY in classes:
        found = found._replace(y=_ROOMY)
    if CLOSE in classes:
        found = found._replace(pitch=round(_CLOSE * own, 2), y=1)
    return found._replace(x=0.75) if NARROW in classes else found
