"""What stands in a cell otherwise than as lines: words written downward, and what was laid upon a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from nianbao.read.pdf.cut import is_of_number

if TYPE_CHECKING:
    from nianbao.read.pdf.page import Sign

Placed = tuple[int, "Sign"]  # a character with its number in the order in which the page was drawn
_FEWEST_DOWN = 3  # characters below one another that are a label written downward
_BESIDE = 0.5  # share of the height by which they may stand aside


def holds_two_texts(signs: Sequence[Placed]) -> bool:
    """Whether a number and words stand in a cell that were drawn one by one, with other cells between: words
    of a cell are drawn together, and what was drawn later is somebody's remark upon it."""
    runs = [[sign.text for _, sign in run] for run in _runs(signs)]
    numbers = [all(map(is_of_number, run)) for run in runs]
    return any(numbers) and not all(numbers)


def _runs(signs: Sequence[Placed]) -> Iterator[list[Placed]]:
    """The characters that were drawn one after the other."""
    run: list[Placed] = []
    for placed in signs:
        if run and placed[0] != run[-1][0] + 1:
            yield run
            run = []
        run.append(placed)
    if run:
        yield run


def downward(signs: Sequence[Placed]) -> str:
    """The words of a cell that are written downward, in several columns from the right; empty if they are
    not. Their order is the one in which they were drawn, in which each stands below the one before or begins
    a column."""
    texts = [sign.text for _, sign in signs]
    if len(texts) < _FEWEST_DOWN or any(map(str.isdigit, texts)):
        return ""
    below = sum(_is_below(one, other) for (_, one), (_, other) in pairwise(signs))
    more = sum(_begins_column(one, other) for (_, one), (_, other) in pairwise(signs))
    whole = below + more + 1 == len(texts)
    return "".join(texts) if whole and 0 < more < below else ""


def _is_below(one: Sign, other: Sign) -> bool:
    """Whether a character stands below another one, and nothing beside it."""
    height = one.top - one.bottom
    aside = abs(one.middle[0] - other.middle[0]) <= _BESIDE * height
    return aside and other.middle[1] < one.middle[1]


def _begins_column(one: Sign, other: Sign) -> bool:
    """Whether a character stands higher than another one, and left of it."""
    return other.middle[1] > one.middle[1] and other.middle[0] < one.middle[0]
