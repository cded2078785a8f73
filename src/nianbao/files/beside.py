"""The reports in a folder, of whatever kind: those of the agencies beside one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from nianbao.files import report_toml
from nianbao.model.report import Report
from nianbao.problem import InputError
from nianbao.read import is_looked_for


def reports_in(folder: Path) -> Iterator[Report]:
    """Every report in the folder itself, by the names of the files. What is no report is passed over."""
    from nianbao.files import documents  # here, because reading documents takes a while to load

    for path in sorted(folder.iterdir()):
        with contextlib.suppress(OSError, InputError):
            if path.suffix == ".toml":
                yield report_toml.load(path)
            elif is_looked_for(path):
                yield documents.load(path)
