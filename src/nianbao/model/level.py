"""How bad a finding is."""

from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    ERROR = "E"  # the report must not be published so
    WARNING = "W"  # may be right; a reason is recorded
    HINT = "H"

    @property
    def rank(self) -> int:
        """0 for the worst level."""
        return list(Level).index(self)
