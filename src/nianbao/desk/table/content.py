"""What stands in the cells of a table, and how the findings mark it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from nianbao.desk.marks import Likely, Marks, marks
from nianbao.desk.session import Session
from nianbao.desk.table.cell_editor import CellEditor
from nianbao.desk.table.selection import id_of
from nianbao.model.figure import Figure, State
from nianbao.model.finding import Finding, Level
from nianbao.model.grid import Grid, GridCell
from nianbao.terminal import width_of

Key = TypeVar("Key")

_MOST_WORDS = 24  # cells
_MOST_TYPED = 40  # cells; what is typed on and on is seen around its caret
BLANK_SIGN = "空"  # a cell that says "blank" on purpose; one of which nothing is known is drawn empty


class Content:
    """The figures of a session's report as they were drawn last, with their marks; ``carried`` are those
    taken over from last year's that nobody has confirmed."""

    def __init__(self, session: Session, grid: Grid) -> None:
        self.session = session
        self.marks = Marks()
        self._grid = grid
        self._figures = session.report.all_figures()
        self.carried = self._carried()
        self._places = {cell.cell.id: cell for cell in grid.cells if cell.cell}

    def update(
        self, findings: Iterable[Finding], likely: Likely | None = None
    ) -> tuple[list[GridCell], set[GridCell]]:
        """Take over the report and its findings, with the cells in which the slip of each probably is.
        Returns the figures and the labels that look different."""
        report = self.session.report
        figures, before, carried = self._figures, self.marks, self.carried
        self._figures = report.all_figures()
        self.marks = marks(findings, self._grid, report, likely or {})
        keys = {key for key, figure in self._figures.items() if figure != figures[key]}
        keys |= {key for key in report.form.totals if key in report.figures}  # their computed twin may differ
        self.carried = self._carried()
        keys |= carried ^ self.carried
        keys |= _differing(before.cells, self.marks.cells) | _differing(before.parts, self.marks.parts)
        keys |= before.comments ^ self.marks.comments
        cells = [self._places[key] for key in keys if key in self._places]
        return cells, _differing(before.labels, self.marks.labels)

    def _carried(self) -> frozenset[str]:
        return frozenset(cell for cell in self.session.unconfirmed if self.session.is_carried(cell))

    def figure(self, cell_id: str) -> Figure:
        """What the report said of a cell, given or computed, when it was looked at last."""
        return self._figures[cell_id]

    def text(self, cell: GridCell) -> str:
        """What stands in a cell: of a given total that differs both values."""
        key = id_of(cell)
        figure = self._figures[key]
        if differs(self.session, key):
            return f"{figure}≠{self.session.report.computed(key)}"
        if figure.state is State.UNKNOWN:
            return ""
        return BLANK_SIGN if figure.state is State.BLANK else str(figure)

    def needed(self, cell: GridCell, editor: CellEditor | None = None) -> int:
        """The width that the figure of a cell needs with a sign before it, or what is typed into it with the
        caret behind it. Words may be cut where they are long, with an ellipsis: a remark behind a number, or
        what is no figure. A number may not."""
        typed = min(width_of(editor.text) + 1, _MOST_TYPED) if editor and editor.cell is cell.cell else 0
        return max(typed, self._needed(cell))

    def all_needed(self, editor: CellEditor | None = None) -> dict[GridCell, int]:
        """The width that each cell needs."""
        return {cell: self.needed(cell, editor) for cell in self._places.values()}

    def _needed(self, cell: GridCell) -> int:
        text = self.text(cell)
        whole = width_of(text) + 1
        if whole <= _MOST_WORDS:
            return whole
        if self._figures[id_of(cell)].state is State.MALFORMED:
            return _MOST_WORDS
        return max(width_of(text.partition("（")[0]) + len("…") + 1, _MOST_WORDS)


def differs(session: Session, cell_id: str) -> bool:
    """Whether somebody gave another total than the one that is computed."""
    report = session.report
    if cell_id not in report.form.totals or cell_id not in report.figures:
        return False
    computed = report.computed(cell_id)
    return computed.number is not None and report.figures[cell_id] != computed


def _differing(one: Mapping[Key, Level], other: Mapping[Key, Level]) -> set[Key]:
    """The keys under which two mappings do not hold the same."""
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
