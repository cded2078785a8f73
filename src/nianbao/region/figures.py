"""A collected region → the lines of open data (dataset/rows.py): what every member said in every cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nianbao.dataset.rows import Line, Whose, lines
from nianbao.model.figure import UNKNOWN
from nianbao.region.collected import Collected, Handed

Adds = Mapping[str, bool]  # by cell id, whether a figure is one of those that add up to the region's


def figures(collected: Collected) -> Iterator[Line]:
    """The figures of every member at any depth, and of the region's own report, as they were reported.

    A member without a report has lines whose state is "unknown", so that a sum over them is known to lack
    one; a region below that is summed up by its members has none of its own.
    """
    everything = dict.fromkeys(collected.form.cells, True)
    if collected.own.taken is not None:
        yield from _own(collected.own, collected, "", dict.fromkeys(everything, False))
    yield from _below(collected.members, collected, collected.region.name, everything)


def _below(members: tuple[Handed, ...], collected: Collected, parent: str, adds: Adds) -> Iterator[Line]:
    for each in members:
        counted = {cell: adds[cell] and _counts(collected, cell, each) for cell in adds}
        summed = each.taken is None and bool(each.members)
        if not summed:
            yield from _own(each, collected, parent, counted)
        inner = counted if summed else dict.fromkeys(adds, False)
        yield from _below(each.members, collected, each.name, inner)


def _counts(collected: Collected, cell: str, handed: Handed) -> bool:
    regional = collected.form.regional.get(cell)
    return regional is None or regional.counts(handed.name, handed.member.kind)


def _own(handed: Handed, collected: Collected, parent: str, counted: Adds) -> Iterator[Line]:
    """The lines of one member."""
    kind, taken = handed.member.kind, handed.taken
    if taken is None:
        whose = Whose(collected.year, handed.name, kind, handed.name, parent)
        yield from lines(collected.form, dict.fromkeys(collected.form.cells, UNKNOWN), whose, counted)
        return
    report = taken.report
    whose = Whose(report.year, report.agency, kind, handed.name, parent, taken.file.name, taken.file.digest)
    of = {cell: counted.get(cell, any(counted.values())) for cell in report.form.cells}
    yield from lines(report.form, report.all_figures(), whose, of)
