"""Text that stands in the report of another member too: the comparison of ``check`` (Y607) over all of
them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from nianbao.checks.repeats import Index, Repeats
from nianbao.checks.rules.words import words
from nianbao.model.reference import BadReference, resolve
from nianbao.model.report import Report
from nianbao.region.collected import Found, Repeated
from nianbao.words import shortened

_RULE = "Y607"
_MOST_PASSAGES, _LONGEST = 3, 60
_ONE_IN = 8  # of the runs of characters by which the report is found that is most alike


def repeated(taken: Iterable[Found]) -> dict[str, Repeated]:
    """What each report repeats most of another one, by :attr:`Found.key`; only what is worth a look."""
    reports = [each for each in taken if not each.figures_alone]
    index = Index((each.report for each in reports), _ONE_IN)
    limits = words(_RULE)
    found = {}
    for each in reports:
        nearest = index.nearest(each.report, least=limits["least"], others=True)
        if nearest is not None and nearest.passages and nearest.percent >= limits["hint"]:
            found[each.key] = _told(each.report, nearest)
    return found


def _told(report: Report, nearest: Repeats) -> Repeated:
    passages = (
        _printed(report.narrative[section][slice(*span)], report)
        for section, span in nearest.passages[:_MOST_PASSAGES]
    )
    return Repeated(nearest.agency, nearest.percent, tuple(shortened(each, _LONGEST) for each in passages))


def _printed(passage: str, report: Report) -> str:
    """A passage in one line, with figures in the place of references; as typed where it was cut in one."""
    with contextlib.suppress(BadReference):
        passage = resolve(passage, report)
    return " ".join(passage.split())
