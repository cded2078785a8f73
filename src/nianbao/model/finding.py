"""What a check found: a value that carries numbers; rules.py and wording.py make words of it."""

from typing import NamedTuple

from nianbao.model.evidence import Values
from nianbao.model.form import CrossSum
from nianbao.model.level import Level

__all__ = ["Finding", "Level"]


class Finding(NamedTuple):
    """One broken rule at one place.

    ``cells`` are the ids of all cells concerned and ``cell`` the one that names the place (a cell,
    a row, or empty); ``message`` picks one of the rule's sentences, ``values`` fills it;
    ``expected`` and ``found`` are the two sides; ``sum`` is the cross-sum of the form that is broken, if it
    is one; ``waived`` is the recorded reason.
    ``span`` is the place in the narrative: start and end in the section's text as typed, references
    unresolved. ``form`` is the form of the report, whose words the sentence uses.
    """

    code: str
    level: Level
    section: str = ""
    cell: str = ""
    cells: tuple[str, ...] = ()
    message: str = ""
    values: tuple[tuple[str, Values], ...] = ()
    expected: Values = ""
    found: Values = ""
    sum: CrossSum | None = None
    waived: str | None = None
    span: tuple[int, int] | None = None
    form: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """What waivers of it name: its cell or row, or each of them where it tells of several rows at once;
        "" where it is about no cell."""
        if self.cell or not self.cells:
            return (self.cell,)
        rows: dict[str, list[str]] = {}
        for cell in self.cells:
            rows.setdefault(cell.rpartition(".")[0], []).append(cell)
        return tuple(cells[0] if len(cells) == 1 else row for row, cells in rows.items())

    @property
    def kept(self) -> bool:
        """Whether it is an error with which the report may be published, for the reason given."""
        return self.level is Level.ERROR and self.waived is not None

    @property
    def stops(self) -> bool:
        """Whether the report must not be published with it."""
        return self.level is Level.ERROR and self.waived is None
