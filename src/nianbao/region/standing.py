"""How far a member is with its report, in one word: what a board shows."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from nianbao.model.figure import State
from nianbao.model.form import Form
from nianbao.read import is_document
from nianbao.region.collected import Found, Handed
from nianbao.region.sums import figures_by_cell

_SIGNS = {"MISSING": "✗", "IN_WORK": "…", "DOUBTFUL": "⚠", "DONE": "✓"}
_EMPTY = {State.BLANK, State.UNKNOWN}


class Standing(StrEnum):
    """Where a member stands; the values are what people read."""

    MISSING = "缺报"
    IN_WORK = "在填"  # a report.toml in which cells are empty
    DOUBTFUL = "有疑问"  # something is wrong with it, or could not be read
    DONE = "完成"

    @property
    def sign(self) -> str:
        """A mark beside the word, so that it is seen without colours."""
        return _SIGNS[self.name]


def standing(handed: Handed, form: Form) -> Standing:
    """Where a member stands; ``form`` is that of the region's year."""
    taken = handed.taken
    if taken is None:
        return Standing.MISSING
    if _is_in_work(taken):
        return Standing.IN_WORK
    has_errors = any(told.stops for told in handed.findings)
    doubtful = has_errors or bool(taken.unplaced) or taken.report.form is not form
    return Standing.DOUBTFUL if doubtful else Standing.DONE


def _is_in_work(taken: Found) -> bool:
    """A document is not worked on any more: what it lacks was left out, or could not be read."""
    figures = figures_by_cell(taken.report).values()
    return not is_document(PurePath(taken.file.name)) and any(each.state in _EMPTY for each in figures)
