"""What stands in the cells of a table, and how the findings mark it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from nianbao.desk.marks import Marks, marks
from nianbao.desk.session import Session
from nianbao.desk.table.selection import id_of
from nianbao.model.figure import State
from nianbao.model.finding import Finding, Level
from nianbao.model.grid import Grid, GridCell
from nianbao.terminal import width_of

Key = TypeVar("Key")

_MOST_WORDS = 24  # cells
BLANK_SIGN = "空"  # a cell that says "blank" on purpose; one of which nothing is known is drawn empty


class Content:
    """The figures of a session's report as they were drawn last, with their marks."""

    def __init__(self, session: Session, grid: Grid) -> None:
        self.session = session
        self.marks = Marks()
        self._grid = grid
        self._figures = session.report.all_figures()
        self._places = {cell.cell.id: cell for cell in grid.cells if cell.cell}

    def update(self, findings: Iterable[Finding]) -> tuple[list[GridCell], set[GridCell]]:
        """Take over the report and its findings. Returns the figures and the labels that look different."""
        report = self.session.report
        figures, before = self._figures, self.marks
        self._figures = report.all_figures()
        self.marks = marks(findings, self._grid, report)
        keys = {key for key, figure in self._figures.items() if figure != figures[key]}
        keys |= {key for key in report.form.totals if key in report.figures}  # their computed twin may differ
        keys |= _differing(before.cells, self.marks.cells)
        cells = [self._places[key] for key in keys if key in self._places]
        return cells, _differing(before.labels, self.marks.labels)

    def text(self, cell: GridCell) -> str:
        """What stands in a cell: of a given total that differs both values."""
        key = id_of(cell)
        figure = self._figures[key]
        if differs(self.session, key):
            return f"{figure}≠{self.session.report.computed(key)}"
        if figure.state is State.UNKNOWN:
            return ""
        return BLANK_SIGN if figure.state is State.BLANK else str(figure)

    def needed(self, cell: GridCell) -> int:
        """The width that the figure of a cell needs with a sign before it. Words may be cut where they are
        long, with an ellipsis: a remark behind a number, or what is no figure. A number may not."""
        text = self.text(cell)
        whole = width_of(text) + 1
        if whole <= _MOST_WORDS:
            return whole
        if self._figures[id_of(cell)].state is State.MALFORMED:
            return _MOST_WORDS
        return max(width_of(text.partition("（")[0]) + len("…") + 1, _MOST_WORDS)

    def all_needed(self) -> dict[GridCell, int]:
        """The width that each cell needs."""
        return {cell: self.needed(cell) for cell in self._places.values()}


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
