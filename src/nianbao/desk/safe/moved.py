"""The report as it stands in another file: the files that it names are seen from there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nianbao.files.prior import is_whole_path, seen_from
from nianbao.model.origin import Origin, Source
from nianbao.model.report import Report


def moved(report: Report, old: Path, new: Path) -> Report:
    """The report as it stands in another file: it names the same report of last year, the same region, and
    the same sources of figures."""
    return replace(
        report,
        prior=_seen(report.prior, old, new),
        region=_seen(report.region, old, new),
        origins=tuple(_moved_origin(origin, old, new) for origin in report.origins),
    )


def _moved_origin(origin: Origin, old: Path, new: Path) -> Origin:
    if origin.kind is Source.NAMED or old.parent == new.parent:
        return origin
    from nianbao.ledger import mapping  # here, because few reports have figures of a ledger

    mapped = origin.mapping or mapping.USUAL.get(origin.kind, "")
    return origin._replace(source=_seen(origin.source, old, new), mapping=_seen(mapped, old, new))


def _seen(named: str, old: Path, new: Path) -> str:
    """A file that is named in another one, as it is seen from there."""
    return seen_from(new.parent, old.parent / named) if named and not is_whole_path(named) else named
