"""How much of a report is filled in: cells of the tables, and sections that ask for text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nianbao.desk.parts import headings_alone, left_open, sections
from nianbao.model.figure import State
from nianbao.model.form import Section
from nianbao.model.numbering import numbering
from nianbao.model.report import Report

_NOTHING = frozenset({State.UNKNOWN, State.BLANK})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section is: of so many cells to be typed so many are; of a text, whether it is written.

    Totals are not counted: the program computes them. ``gap`` is the first place where something is missing,
    a cell or the section, empty where nothing is.
    """

    section: Section
    filled: int
    asked: int
    gap: str

    @property
    def name(self) -> str:
        """Its number and its short name."""
        number = numbering(self.section.heading)
        return f"{number.mark}{self.section.name}" if number else self.section.name

    @property
    def complete(self) -> bool:
        return not self.gap


def progress(report: Report) -> Iterator[Progress]:
    """Each section with an official heading, in the order of the form; the others may be left out."""
    for section in sections(report.form):
        if not section.heading:
            continue
        if section.table is None:
            text = section.id in report.narrative and not headings_alone(section.id, report)
            whole = text and not left_open(section.id, report)
            yield Progress(section, int(whole), 1, "" if whole else section.id)
            continue
        cells = [cell.id for cell in report.form.cells.values() if cell.section == section.id]
        typed = [cell for cell in cells if cell not in report.form.totals]
        missing = [cell for cell in typed if report.figure(cell).state in _NOTHING]
        yield Progress(section, len(typed) - len(missing), len(typed), missing[0] if missing else "")


def counted(report: Report) -> tuple[tuple[int, int], tuple[int, int]]:
    """Of the whole report: cells filled and asked for, texts written and asked for."""
    found = list(progress(report))
    tables = [each for each in found if each.section.table is not None]
    texts = [each for each in found if each.section.table is None]
    cells, written = (
        (sum(each.filled for each in kind), sum(each.asked for each in kind)) for kind in (tables, texts)
    )
    return cells, written


def bar(filled: int, asked: int, width: int) -> str:
    """A bar of blocks: full only when all is filled, and never empty when something is."""
    if not asked:
        return "▇" * width
    blocks = filled * width // asked
    blocks = max(blocks, 1) if filled else 0
    return "▇" * blocks + "░" * (width - blocks)
