"""Last year's report: the one that this year's names, else the same agency's in the same folder."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from nianbao.files import report_toml
from nianbao.files.report_toml.bounds import LARGEST_FILE
from nianbao.model.figure import half_width
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem, shown
from nianbao.words import without_spaces

_YEAR = re.compile(rb"""(?m)^(?:\xef\xbb\xbf)?[ \t]*["']?year["']?[ \t]*=[ \t]*(\d{4})\b""")


def named_in(report: Report, path: Path) -> Path | None:
    """Last year's report as the report in the file ``path`` names it; None if it names none."""
    if not report.prior:
        return None
    named = path.parent / report.prior
    if "\\" in report.prior and not named.exists():  # written on Windows
        return path.parent / report.prior.replace("\\", "/")
    return named


def is_whole_path(prior: str) -> bool:
    """Whether last year's report is named from the root, or from a drive of Windows, on any system."""
    return Path(prior).is_absolute() or PureWindowsPath(prior).is_absolute()


def is_beneath(prior: Path, path: Path) -> bool:
    """Whether last year's report lies in the folder of ``path`` or below it, links followed.

    Only then may it be opened unasked: a report.toml that somebody sent could name any file.
    """
    try:
        return prior.resolve().is_relative_to(path.resolve().parent)
    except (OSError, RuntimeError, ValueError):  # links in a circle, a NUL in the name
        return False


def find_prior(path: Path, report: Report, folders: Folders | None = None) -> Report | None:
    """The report of the year before that the report names, if it lies beneath its folder, else the same
    agency's from the folder of ``path``; None if there is none.

    Of several the one that was changed last. Files that are no reports are passed over.
    """
    named = named_in(report, path)
    if named is not None and is_beneath(named, path):
        from nianbao.files import documents  # here, because reading documents takes a while to load

        with contextlib.suppress(OSError, InputError):
            return documents.load(named)
    return (folders or Folders()).of(path, report)


def seen_from(folder: Path, prior: Path) -> str:
    """The place of last year's report as a report.toml in a folder names it. Raises InputError if its name
    is none that a text can hold."""
    try:
        place = Path(os.path.relpath(prior.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        place = prior.resolve().as_posix()
    if shown(place) != place:
        raise InputError(Problem(place, "文件名或文件夹名里有不能辨认的字", "；请先改名。"))
    return place


class Folders:
    """The reports in folders by year and agency. Each folder is looked through once, for as long as this
    is kept: for one run of a command."""

    def __init__(self) -> None:
        self._folders: dict[Path, _Folder] = {}

    def of(self, path: Path, report: Report) -> Report | None:
        """The report of the same agency and the year before in the folder of ``path``, if there is one."""
        path = path.resolve()
        folder = self._folders.get(path.parent)
        if folder is None:
            folder = self._folders[path.parent] = _Folder(path.parent)
        for file in folder.files(report.year - 1, _plain(report.agency)):
            if file != path:
                with contextlib.suppress(OSError, InputError):
                    return report_toml.load(file)
        return None


class _Folder:
    """The report.toml files of a folder. Only those of a year that is asked for are parsed."""

    def __init__(self, folder: Path) -> None:
        self._years: dict[int, list[Path]] = {}
        self._agencies: dict[int, dict[str, list[Path]]] = {}
        for file, data in _contents(folder):
            for year in {int(found) for found in _YEAR.findall(data)}:
                self._years.setdefault(year, []).append(file)

    def files(self, year: int, agency: str) -> list[Path]:
        """The files of an agency's reports of a year, the one changed last first."""
        if year not in self._agencies:
            self._agencies[year] = self._by_agency(year)
        return self._agencies[year].get(agency, [])

    def _by_agency(self, year: int) -> dict[str, list[Path]]:
        found: dict[str, list[tuple[int, Path]]] = {}
        for file in self._years.get(year, []):
            try:
                changed, report = file.stat().st_mtime_ns, report_toml.load(file)
            except (OSError, InputError):
                continue
            if report.year == year:
                found.setdefault(_plain(report.agency), []).append((-changed, file))
        return {agency: [file for _, file in sorted(files)] for agency, files in found.items()}


def _contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """The files of a folder that may be report.toml files, with what is in them."""
    try:
        files = sorted(folder.glob("*.toml"))
    except OSError:
        return
    for file in files:
        try:
            state = file.stat()
            if stat.S_ISREG(state.st_mode) and state.st_size <= LARGEST_FILE:
                yield file, file.read_bytes()
        except OSError:
            continue


def _plain(name: str) -> str:
    return without_spaces(half_width(name))
