"""Which cells, rows and columns of a table the findings point at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nianbao.model.figure import State
from nianbao.model.finding import Finding, Level
from nianbao.model.grid import Grid, GridCell, Role
from nianbao.model.report import Report

SIGNS = {Level.ERROR: "✗", Level.WARNING: "!", Level.HINT: "i"}
_NOT_SAID = frozenset({State.UNKNOWN, State.BLANK})


def unfilled(finding: Finding, report: Report) -> bool:
    """Whether it only says that nobody has filled its cells, or written anything in its section, yet."""
    if finding.cells:
        return all(report.figure(cell).state in _NOT_SAID for cell in finding.cells)
    section = finding.section
    if not section or section in report.narrative or section in report.headings:
        return False
    return bool(report.form.section(section).text) and report.form.section(section).table is None


def worse(one: Level | None, other: Level) -> Level:
    """The worse of two levels."""
    return other if one is None or other.rank < one.rank else one


@dataclass(frozen=True)
class Marks:
    """The worst level by cell id, and by the heads and stubs of broken rows and columns."""

    cells: Mapping[str, Level] = field(default_factory=dict)
    labels: Mapping[GridCell, Level] = field(default_factory=dict)


def marks(findings: Iterable[Finding], grid: Grid, report: Report) -> Marks:
    """The marks on one table. Waived findings, and cells nobody has filled yet, are not marked."""
    places = {cell.cell.id: cell for cell in grid.cells if cell.cell is not None}
    cells: dict[str, Level] = {}
    labels: dict[GridCell, Level] = {}
    for finding in findings:
        concerned = [places[cell] for cell in finding.cells if cell in places]
        if not concerned or finding.waived is not None or unfilled(finding, report):
            continue
        for cell in finding.cells:
            if cell in places:
                cells[cell] = worse(cells.get(cell), finding.level)
        label = _label_of(concerned, grid)
        if label is not None:
            labels[label] = worse(labels.get(label), finding.level)
    return Marks(cells, labels)


def _label_of(cells: list[GridCell], grid: Grid) -> GridCell | None:
    """The head or stub of the one column or row in which all the cells stand."""
    if len(cells) < 2:
        return None
    top, bottom = min(c.row for c in cells), max(c.row for c in cells) + 1
    west, east = min(c.column for c in cells), max(c.column for c in cells) + 1
    for label in reversed(grid.cells):
        if label.role is Role.STUB and top == label.row and bottom == label.row + label.rows:
            return label
        if (
            label.role is Role.HEAD
            and west == label.column
            and east <= label.column + label.columns
            and (label.columns == 1 or (grid.stub_columns == 0 and east == label.column + label.columns))
        ):
            return label
    return None
