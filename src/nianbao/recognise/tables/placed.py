"""What was made of the tables of a document: figures by the cells of a form, and what could not be placed."""

from __future__ import annotations

from dataclasses import dataclass, field

from nianbao.model.figure import NOT_LISTED, UNKNOWN, Figure
from nianbao.model.form import Form


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text that was seen but could not be placed with certainty: where it stood, in Chinese, and what
    it says."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"


@dataclass
class Placed:
    """What was made of the tables of a document.

    ``sections`` tells for each table by its number which section it belongs to, None for a table that is
    none of the form's; ``notes`` the sentences that stood in rows of their own.
    """

    form: Form
    figures: dict[str, Figure] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    sections: list[str | None] = field(default_factory=list)
    notes: dict[int, list[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)  # of the figures of a workbook: 表三!D7
    doubtful: set[str] = field(default_factory=set)  # cells of which two different figures were seen
    not_listed: set[str] = field(default_factory=set)  # totals for which a table has no column


def merged(placed: Placed) -> dict[str, Figure]:
    """The figures, and every total that was not seen as unknown or not listed: else it would be computed."""
    unseen = {total: NOT_LISTED if total in placed.not_listed else UNKNOWN for total in placed.form.totals}
    return {**unseen, **placed.figures}
