"""How far a member is with its report, in one word: what a board shows."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from nianbao.model import figure
from nianbao.read import is_document
from nianbao.region.collected import Found
from nianbao.region.papers.standing import Standing, State
from nianbao.region.sums import figures_by_cell

_EMPTY = {figure.State.BLANK, figure.State.UNKNOWN}
_SIGNS = {"MISSING": "✗", "IN_WORK": "…", "DOUBTFUL": "⚠", "DONE": "✓"}


class Progress(StrEnum):
    """How far a member is; the values are what people read."""

    MISSING = "缺报"
    IN_WORK = "在填"  # a report.toml in which cells are empty
    DOUBTFUL = "有疑问"  # something is wrong with it, or could not be read
    DONE = "完成"

    @property
    def sign(self) -> str:
        """A mark beside the word, so that it is seen without colours."""
        return _SIGNS[self.name]


_BY_STATE = {
    State.MISSING: Progress.MISSING,
    State.OTHER_YEAR: Progress.MISSING,
    State.OTHER_FORM: Progress.DOUBTFUL,
    State.DOUBTFUL: Progress.DOUBTFUL,
    State.BROKEN: Progress.DOUBTFUL,
}


def progress(standing: Standing) -> Progress:
    """How far a member is, by how it stands."""
    taken = standing.handed.taken
    if taken is not None and _is_in_work(taken):
        return Progress.IN_WORK
    return _BY_STATE.get(standing.state, Progress.DONE)


def _is_in_work(taken: Found) -> bool:
    """A document is not worked on any more: what it lacks was left out, or could not be read."""
    figures = figures_by_cell(taken.report).values()
    return not is_document(PurePath(taken.file.name)) and any(each.state in _EMPTY for each in figures)
