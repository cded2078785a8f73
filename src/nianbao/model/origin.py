"""Where a figure comes from: a sheet that an office sent, rows of the ledger, last year's report.

An origin is kept with the figure that its source gave. So one that was typed over is not lost but known as
changed, whoever changed it and with whatever program, and is valid again when the figure is put back. Who
typed what and when, the history tells. Origins are kept in report.toml and stand in no published document.
"""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from nianbao.model.figure import Figure

MOST_ORIGINS = 5_000  # that a report keeps: some 200 cells, each from two dozen offices
MOST_STRETCHES = 5_000  # of rows that one report keeps; beyond them an origin tells its sheet alone
MOST_ROWS = 200_000  # in all of them


class Source(StrEnum):
    """What kind of source a figure was taken from: how it is read once more."""

    NAMED = ""  # only named, such as a letter: nobody can read it again
    REPORT = "report"  # a workbook, a document or a report.toml with this form's tables
    PRIOR = "prior"  # last year's report, of which figures were carried over
    LEDGER = "ledger"  # the ledger of applications
    MONTHLY = "monthly"  # sheets of counts by month
    REGION = "region"  # a region.toml: the sum of what its members reported


class Origin(NamedTuple):
    """Where the figure of a cell, or a part of it, comes from: several origins of a cell add up.

    ``source`` names the file as it is seen from the report; ``place`` the sheet and the cell ("表三!D7"),
    or the sheet alone; ``rows`` the numbers of the rows that were counted, never what stands in them.
    ``value`` is what the source gave, None where nobody says. ``digest`` is the source's content then,
    ``at`` the moment; ``mapping`` the file by which columns and words were understood, empty for the usual.
    """

    cell: str
    source: str
    kind: Source = Source.NAMED
    place: str = ""
    rows: tuple[int, ...] = ()
    value: Figure | None = None
    digest: str = ""
    at: datetime.datetime | None = None
    mapping: str = ""

    @property
    def head(self) -> tuple[object, ...]:
        """What it shares with all that was taken from its source at one time."""
        return self.source, self.kind, self.digest, self.at, self.mapping


def stretches(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers of rows in their order, neighbours as one stretch, by its first and its last."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def put(origins: Iterable[Origin], new: Iterable[Origin]) -> tuple[Origin, ...]:
    """The origins with those of some cells put in the place of what these cells had. Where they are more than
    a report keeps, these cells have none: of a part of them nobody could count again."""
    before, after = list(origins), list(new)
    joined = joined_with(before, after)
    cells = {origin.cell for origin in after}
    few = len(joined) <= MOST_ORIGINS
    return joined if few else tuple(origin for origin in before if origin.cell not in cells)


def joined_with(origins: Iterable[Origin], new: Iterable[Origin]) -> tuple[Origin, ...]:
    """The same, however many they are. What was taken before from the same source with the same result keeps
    its moment: nothing has changed."""
    before, after = _by_cell(origins), _by_cell(new)
    changed = {cell for cell in after if _timeless(after[cell]) != _timeless(before.get(cell, []))}
    kept = (origin for cell in before if cell not in changed for origin in before[cell])
    return (*kept, *(origin for cell in after if cell in changed for origin in after[cell]))


def _by_cell(origins: Iterable[Origin]) -> dict[str, list[Origin]]:
    found: dict[str, list[Origin]] = {}
    for origin in origins:
        found.setdefault(origin.cell, []).append(origin)
    return found


def _timeless(origins: Iterable[Origin]) -> list[Origin]:
    return [origin._replace(at=None) for origin in origins]
