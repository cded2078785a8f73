"""Last year's report, found beside this one's file."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from nianbao.files import report_toml
from nianbao.files.report_toml.load import LARGEST_FILE
from nianbao.model.figure import half_width
from nianbao.model.report import Report
from nianbao.problem import InputError

MOST_FILES = 400  # in the folder; beyond that the user names the file


def find_prior(path: Path, report: Report) -> Report | None:
    """The report of the year before that the report names, else the same agency's from the folder of
    ``path``; None if there is none.

    Of several the one that was changed last. Files that are no reports are passed over.
    """
    if report.prior:
        from nianbao.files import documents  # here, because reading documents takes a while to load

        with contextlib.suppress(OSError, InputError):
            return documents.prior_of(path, report)
    beside = _beside(path, report.year - 1)
    found = [(changed, prior) for changed, prior in beside if _same_agency(prior, report)]
    return max(found, key=lambda item: item[0])[1] if found else None


def seen_from(folder: Path, prior: Path) -> str:
    """The place of last year's report as a report.toml in a folder names it."""
    try:
        return Path(os.path.relpath(prior.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return prior.resolve().as_posix()


def _same_agency(one: Report, other: Report) -> bool:
    return _plain(one.agency) == _plain(other.agency)


def _plain(name: str) -> str:
    return "".join(half_width(name).split())


def _beside(path: Path, year: int) -> Iterator[tuple[int, Report]]:
    """The reports of a year in the folder, each with the time of its last change."""
    try:
        files = sorted(itertools.islice(path.resolve().parent.glob("*.toml"), MOST_FILES))
    except OSError:
        return
    for file in files:
        try:
            state = file.stat()
            if state.st_size > LARGEST_FILE or not file.is_file() or file == path.resolve():
                continue
            data = file.read_bytes()
            if re.search(rb"(?m)^\s*year\s*=\s*%d\b" % year, data):  # parsing them all would take seconds
                prior = report_toml.loads(data, str(file))
                if prior.year == year:
                    yield state.st_mtime_ns, prior
        except (OSError, InputError):
            continue
