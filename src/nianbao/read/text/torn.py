"""Lines of a table that mail or a terminal broke within a number or before it: 466 at the end of a row, and 3
alone below it."""

from __future__ import annotations

import itertools
import re

from nianbao.patterns import regex
from nianbao.read.blocks import UNKNOWN
from nianbao.read.text.bars import Rows

_NUMBERS = regex(r"[\d.,]*")
_MAY_GO_ON = regex(r"(?:.*\d[,.]?)?", re.DOTALL)


def with_torn(rows: Rows, after: str) -> Rows:
    """The rows, unknown the figure or blank with which one ends and the figure with which the next begins, if
    that one is shorter and has no word: nothing tells then whether they are one number. ``after`` is the line
    below the table."""
    result = [list(row) for row in rows]
    for at, (above, below) in enumerate(itertools.pairwise([*rows, [after.strip()]])):
        if above and below and _may_go_on(above, below):
            result[at][-1] = UNKNOWN
            if at + 1 < len(result):
                result[at + 1][0] = UNKNOWN
    return result


def _may_go_on(above: list[str], below: list[str]) -> bool:
    numbers = all(map(_NUMBERS.fullmatch, below)) and below[0] != ""
    return numbers and len(below) < len(above) and _MAY_GO_ON.fullmatch(above[-1]) is not None
