"""The rows behind each figure of a ledger, kept as its origin: numbers of rows, and nothing that stands in
them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from nianbao.files.prior import seen_from
from nianbao.files.taken import this_moment
from nianbao.ledger import mapping
from nianbao.ledger.count import Counted
from nianbao.ledger.sheets import LedgerSheet
from nianbao.model.figure import count
from nianbao.model.origin import MOST_ROWS, MOST_STRETCHES, Origin, Source, stretches
from nianbao.model.report import Report
from nianbao.systems import real_path


def origins(
    counted: Sequence[Counted], report: Report, path: Path, kept: Path, at: datetime.datetime | None = None
) -> list[Origin]:
    """The origins of all figures for the report in the file ``path``; a figure of several sheets has several.
    ``kept`` is the file of the mapping. Of more rows than a report keeps, the cells with the fewest have
    theirs, and the others tell their sheets. Raises InputError if a file's name is none that a text can
    hold."""
    usual = real_path(kept) == real_path(path).with_name(mapping.NAME)
    mapped = "" if usual else seen_from(path.parent, kept)
    at = at or this_moment()
    names: dict[Path, str] = {}

    def origin(cell: str, sheet: LedgerSheet, rows: tuple[int, ...], number: int) -> Origin:
        file = Path(sheet.path)
        if file not in names:
            names[file] = seen_from(path.parent, file)
        value = count(number)
        place = sheet.sheet.name
        return Origin(cell, names[file], Source.LEDGER, place, rows, value, sheet.digest, at, mapped)

    detailed = set(_few_enough(counted, report))
    found = []
    for each in counted:
        for cell, behind in each.behind.items():
            for sheet, rows in behind:
                found.append(origin(cell, sheet, tuple(rows) if cell in detailed else (), len(rows)))
            if not behind and each.sheets:
                found.append(origin(cell, each.sheets[0], (), 0))
    return found


def _few_enough(counted: Sequence[Counted], report: Report) -> Iterator[str]:
    """The cells of which the rows are kept, those with the fewest first."""
    sizes = {
        cell: (sum(len(stretches(rows)) for _, rows in b), sum(len(rows) for _, rows in b))
        for each in counted
        for cell, b in each.behind.items()
    }
    others = [origin.rows for origin in report.origins if origin.cell not in sizes]
    room = MOST_STRETCHES - sum(len(stretches(rows)) for rows in others)
    rows_left = MOST_ROWS - sum(map(len, others))
    for cell, (size, rows) in sorted(sizes.items(), key=lambda pair: pair[1]):
        room -= size
        rows_left -= rows
        if min(room, rows_left) < 0:
            return
        yield cell
