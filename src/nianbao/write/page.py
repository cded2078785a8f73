"""What a writer is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is to become a file: the neutral HTML of the report or of another page.

    A value of its own, so that a format that needs more (figures by cell, an engine that prints) gets it as
    a field, and no other writer changes.
    """

    html: str


def spans_of(cell: Any) -> tuple[int, int]:
    """How many rows and columns a cell of a page's tables asks for; ``cell`` is an element of any parser."""
    return int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
