"""Papers of a sheet that was torn into strips which nothing puts together again: a cell that goes on over the
edge of the paper may have its figure on another one, so an empty one there is no blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.page import Sheet, Sign
from nianbao.read.pdf.ruled import Box, Rule, tables

_NEAR = 1.5  # points


def open_at_edge(pages: Sequence[Sheet], effort: Effort) -> list[Sheet]:
    """The pages with the empty cells at the right edge of their tables as unknown ones, if on one of them
    words go on over an edge."""
    if not any(_goes_over(page) for page in pages):
        return list(pages)
    return [_opened(page, effort) for page in pages]


def _goes_over(page: Sheet) -> bool:
    """Whether words stand beside the tables of a page, in their rows: beyond the right edge, where they may
    have no width, or beyond that of the paper."""
    right = max((rule.end for rule in page.rules if not (rule.upright or rule.waves)), default=0.0)
    beyond = [sign.middle[1] for sign in page.signs if sign.text.strip() and _is_beyond(sign, right)]
    rows = stretches(rule for rule in page.rules if rule.upright) if beyond else []
    return any(begin < height < end for begin, end in rows for height in beyond)


def _is_beyond(sign: Sign, right: float) -> bool:
    return sign.right < 0 or sign.left > right


def _opened(page: Sheet, effort: Effort) -> Sheet:
    cells = [box for group in tables(page.rules, effort) for box in group]
    right = max((cell.right for cell in cells), default=0.0)
    at_edge = [cell for cell in cells if right - cell.right <= _NEAR]
    effort.spend(len(at_edge) * len(page.signs) // 16)
    empty = [cell for cell in at_edge if not _says_anything(page, cell)]
    return replace(page, unsaid=[*page.unsaid, *empty]) if empty else page


def _says_anything(page: Sheet, cell: Box) -> bool:
    return any(sign.text.strip() and cell.holds(*sign.middle) for sign in page.signs)


def stretches(walls: Iterable[Rule]) -> list[tuple[float, float]]:
    """From where to where upright lines reach, in order."""
    found: list[tuple[float, float]] = []
    for begin, end in sorted((wall.begin, wall.end) for wall in walls):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found
