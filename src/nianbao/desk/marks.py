"""Which cells, rows and columns of a table the findings point at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from nianbao.model.figure import State
from nianbao.model.finding import Finding, Level
from nianbao.model.grid import Grid, GridCell, Role
from nianbao.model.report import Report
from nianbao.model.review import OPEN

Likely = Mapping[Finding, frozenset[str]]  # the cells in which the slip probably is

COMMENT = "✎"
SIGNS = {Level.ERROR: "✗", Level.WARNING: "!", Level.HINT: "i"}
_NOWHERE: Likely = MappingProxyType({})
_NOT_SAID = frozenset({State.UNKNOWN, State.BLANK})


def unfilled(finding: Finding, report: Report) -> bool:
    """Whether it only says that nobody has filled its cells, or written anything in its section, yet."""
    if finding.code == OPEN:
        return False
    if finding.cells:
        return all(report.figure(cell).state in _NOT_SAID for cell in finding.cells)
    section = finding.section
    if not section or section in report.narrative or section in report.headings:
        return False
    return bool(report.form.section(section).text) and report.form.section(section).table is None


def sign_of(finding: Finding) -> str:
    """The sign of a finding: its shape tells apart what is wrong, what somebody says, and what is settled."""
    if finding.waived is not None:
        return "✓"
    return COMMENT if finding.code == OPEN else SIGNS[finding.level]


def worse(one: Level | None, other: Level) -> Level:
    """The worse of two levels."""
    return other if one is None or other.rank < one.rank else one


@dataclass(frozen=True)
class Marks:
    """The worst level by cell id, and by the heads and stubs of broken rows and columns. ``parts`` are the
    other cells of broken sums: somewhere in them is the slip, and nobody knows where. ``comments`` are the
    cells with an open comment."""

    cells: Mapping[str, Level] = field(default_factory=dict)
    parts: Mapping[str, Level] = field(default_factory=dict)
    labels: Mapping[GridCell, Level] = field(default_factory=dict)
    comments: frozenset[str] = frozenset()


def marks(findings: Iterable[Finding], grid: Grid, report: Report, likely: Likely = _NOWHERE) -> Marks:
    """The marks on one table. Waived findings, and cells nobody has filled yet, are not marked. ``likely``
    are the cells of a finding in which the slip probably is."""
    places = {cell.cell.id: cell for cell in grid.cells if cell.cell is not None}
    cells: dict[str, Level] = {}
    parts: dict[str, Level] = {}
    labels: dict[GridCell, Level] = {}
    comments: set[str] = set()
    for finding in findings:
        concerned = [places[cell] for cell in finding.cells if cell in places]
        if not concerned or finding.waived is not None or unfilled(finding, report):
            continue
        if finding.code == OPEN:
            comments.update(finding.cells)
            continue
        label = _label_of(concerned, grid)
        if label is not None:
            labels[label] = worse(labels.get(label), finding.level)
        strong = likely.get(finding) or _sure(finding)
        for cell in {*finding.cells, *strong} & places.keys():
            marked = cells if cell in strong else parts
            marked[cell] = worse(marked.get(cell), finding.level)
    parts = {cell: level for cell, level in parts.items() if cell not in cells}
    return Marks(cells, parts, labels, frozenset(comments))


def _sure(finding: Finding) -> frozenset[str]:
    """The cells that a finding is about as long as nobody has guessed where the slip is: all, but of a sum
    the one that names its place."""
    return frozenset(finding.cells if finding.sum is None else (finding.cell,))


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
