"""What a writer is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is to become a file: the neutral HTML of the report or of another page.

    A value of its own, so that a format that needs more (figures by cell, an engine that prints) gets it as
    a field, and no other writer changes.
    """

    html: str
