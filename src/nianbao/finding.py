"""What a check found: a frozen value. Words are made at the edge, by the catalogue in rules.py."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    ERROR = "E"  # the report must not be published so
    WARNING = "W"  # may be right; a reason is recorded
    HINT = "H"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule at one place.

    ``cells`` are the ids of all cells concerned and ``cell`` the one that names the place (a cell,
    a row, or empty); ``message`` picks one of the rule's sentences, ``values`` fills it;
    ``expected`` and ``found`` are the two sides as printed; ``waived`` is the recorded reason.
    ``span`` is the place in the narrative: start and end in the section's text as typed, references
    unresolved.
    """

    code: str
    level: Level
    section: str = ""
    cell: str = ""
    cells: tuple[str, ...] = ()
    message: str = ""
    values: tuple[tuple[str, str], ...] = ()
    expected: str = ""
    found: str = ""
    waived: str | None = None
    span: tuple[int, int] | None = None

    @property
    def stops(self) -> bool:
        """Whether the report must not be published with it."""
        return self.level is Level.ERROR and self.waived is None
