"""A file from which figures are taken: what is kept of it as their origin."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nianbao.files import regular
from nianbao.files.prior import seen_from
from nianbao.model.figure import Figure
from nianbao.model.origin import Origin, Source
from nianbao.model.report import Report
from nianbao.model.succession import brought, carried_over

LARGEST_FILE = 60_000_000  # bytes; the readers have bounds of their own


@dataclass(frozen=True)
class TakenFrom:
    """A source at one moment. ``name`` is where it lies, seen from the report; ``places`` tells where in it
    the figure of a cell stands, as far as anybody knows."""

    name: str
    kind: Source
    digest: str
    at: datetime.datetime
    places: Mapping[str, str] = field(default_factory=dict)

    def origin(self, cell: str, figure: Figure) -> Origin:
        """The origin of a figure that was taken from it as it stands there."""
        place = self.places.get(cell, "")
        return Origin(cell, self.name, self.kind, place, (), figure, self.digest, self.at)


def taken_from(
    source: Path,
    data: bytes,
    report: Path,
    *,
    kind: Source = Source.REPORT,
    places: Mapping[str, str] | None = None,
    at: datetime.datetime | None = None,
) -> TakenFrom:
    """A source with the bytes that were read, for the report in the file ``report``. Raises InputError if its
    name is none that a text can hold."""
    return TakenFrom(seen_from(report.parent, source), kind, digest(data), at or this_moment(), places or {})


def with_carried(
    report: Report, last: Report, source: Path, path: Path, addresses: Mapping[str, str] | None = None
) -> Report:
    """The report in the file ``path`` with last year's, in the file ``source``, as the origin of what it was
    given by it. ``addresses`` tells where figures of last year stand in a workbook. Raises InputError if the
    name of that file is none that a text can hold."""
    pairs = dict(carried_over(report.form))
    cells = {cell: pairs[cell] for cell in brought(report, last) if cell in report.figures}
    places = {
        cell: " ".join(
            filter(None, [(addresses or {}).get(old), f"{last.year}年{last.form.cells[old].name}"])
        )
        for cell, old in cells.items()
    }
    try:
        data = regular.content(source, LARGEST_FILE)
    except OSError:  # it was there a moment ago; what was read of it stands
        data = b""
    where = taken_from(source, data, path, kind=Source.PRIOR, places=places)
    return replace(report, origins=tuple(where.origin(cell, report.figures[cell]) for cell in cells))


def digest(data: bytes) -> str:
    """What tells one content of a source from another."""
    return hashlib.sha256(data).hexdigest()[:32]


def this_moment() -> datetime.datetime:
    """Now, to the second, with its offset."""
    return datetime.datetime.now().astimezone().replace(microsecond=0)
