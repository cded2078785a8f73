"""Figures that the program took over from last year's report and that nobody has confirmed yet.

They are remembered by the file of the report, on this machine; a report that comes from elsewhere has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nianbao.desk.recent import MOST
from nianbao.files import remembered
from nianbao.systems import real_path

_NAME = "carried"


def unconfirmed(path: Path) -> set[str]:
    """The ids of the cells of a report that were taken over and not confirmed."""
    cells = _known().get(str(real_path(path)), [])
    return {cell for cell in cells if isinstance(cell, str)}


def remember(path: Path, cells: Iterable[str]) -> None:
    """Remember them, as many files as are listed as opened last."""
    name, known = str(real_path(path)), _known()
    mine, former = sorted(cells), known.pop(name, [])
    if mine != former:
        entries = [*([(name, mine)] if mine else []), *known.items()][:MOST]
        remembered.save(_NAME, {"files": dict(entries)})


def _known() -> dict[str, list[object]]:
    files = remembered.load(_NAME).get("files")
    items = files.items() if isinstance(files, dict) else ()
    return {name: cells for name, cells in items if isinstance(cells, list)}
