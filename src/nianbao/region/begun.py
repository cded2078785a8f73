"""A collected region → the report that sums it up, begun: every sum, its origin, sentences with figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from nianbao.files.prior import is_beneath, named_at, seen_from
from nianbao.files.taken import TakenFrom, digest, this_moment
from nianbao.model.figure import Figure, State
from nianbao.model.origin import Origin, Source
from nianbao.model.report import Report
from nianbao.publish.comparison import figure_in_words
from nianbao.region import kept, texts
from nianbao.region.collected import Collected
from nianbao.region.sums import Sum, Sums
from nianbao.region.words import organ_of

_PLACE = "各成员单位合计"
_MOST = 500  # members that are told of one cell


def begun(collected: Collected, region: Path, path: Path) -> Report:
    """The report of a region in the file ``path``. A sum that is not known has an origin without a figure: it
    comes when it is known (``nianbao refresh``). Raises InputError if the name of region.toml is none that a
    text can hold."""
    members = [each for each in collected.everybody() if not each.members or each.taken is not None]
    own = collected.own.prior
    prior = Path(own.file.name) if own is not None else None
    report = Report(
        collected.form,
        organ_of(collected.region.name),
        collected.year,
        collected.region.kind,
        region=seen_from(path.parent, region),
        prior=seen_from(path.parent, prior) if prior is not None and prior.is_file() else "",
    )
    sums = Sums(collected)
    report = report.with_figures(dict(sums.figures()))
    where = _taken(region, path, collected.year)
    return replace(
        report,
        narrative=texts.begun(report, len(members)),
        origins=tuple(
            where.origin(cell, found.figure)._replace(value=report.figures.get(cell), place=_PLACE)
            for cell, found in sums.of_cells.items()
            if cell not in collected.form.totals
        ),
    )


def origins_again(origins: Iterable[Origin], report: Report, path: Path) -> Iterator[Origin]:
    """The same origins with what was collected last; ``path`` is the file of the report. A sum that is not
    known now leaves its origin as it is. Raises InputError or OSError if nothing is to be had."""
    for origin in origins:
        region = path.parent / origin.source
        found = _collected(kept.place_of(region, report.year))
        figure = Sums(found).of_cells[origin.cell].figure if origin.cell in found.form.cells else None
        if figure is None or figure.state is State.UNKNOWN:
            yield origin
        else:
            yield origin._replace(value=figure, digest=_taken(region, path, report.year).digest)


def members_in_words(report: Report, path: Path, cell: str) -> tuple[str, ...]:
    """What every member says in a cell of a region's report, the largest first; then those whose figure is
    not known, and those that are not added. Empty where the report is none of a region, or nothing was
    collected. Raises InputError if what was collected cannot be read."""
    named = named_at(report.region, path)
    if not isinstance(named, Path) or not is_beneath(named, path):
        return ()
    at = kept.place_of(named, report.year)
    if not at.is_file():
        return ()
    found = Sums(_collected(at)).of_cells.get(cell)
    return tuple(_lines(found)) if found is not None else ()


def _lines(found: Sum) -> Iterator[str]:
    parts = found.largest_first
    for part in parts[:_MOST]:
        yield f"{part.member}　{_said(part.figure)}"
    if len(parts) > _MOST:
        yield f"……共{len(parts)}个单位"
    if found.regional is not None:
        for part in found.parts:
            if not part.counted and part.figure.number is not None and part.figure.number != 0:
                yield f"{part.member}　{_said(part.figure)}（没有计入）"
        yield found.regional.why


def _said(figure: Figure) -> str:
    return "不知道" if figure.state is State.UNKNOWN else figure_in_words(figure)


def _taken(region: Path, path: Path, year: int) -> TakenFrom:
    """What was collected, as the source of figures: the list of members stands for it."""
    data = kept.place_of(region, year).read_bytes()
    return TakenFrom(seen_from(path.parent, region), Source.REGION, digest(data), this_moment())


def _collected(at: Path) -> Collected:
    """What was collected; read once while it stays as it is: of a province it is large."""
    there = at.stat()
    return _loaded(at, there.st_mtime_ns, there.st_size)


@lru_cache(maxsize=1)
def _loaded(at: Path, _changed: int, _size: int) -> Collected:
    return kept.load(at)
