"""Last year's report: the one that this year's names, else the same agency's in the same folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from nianbao.files import places
from nianbao.files.bounds import LARGEST_FILE
from nianbao.files.head import head
from nianbao.files.places import Place
from nianbao.files.source import Prior, Source
from nianbao.patterns import regex
from nianbao.problem import InputError, Problem, shown
from nianbao.systems import real_path
from nianbao.words import without_spaces

if TYPE_CHECKING:
    from nianbao.model.report import Report

_MOST_BESIDE = 4  # files of one organ and year that are tried
_YEAR = regex(rb"""(?m)^(?:\xef\xbb\xbf)?[ \t]*["']?year["']?[ \t]*=[ \t]*(\d{4})\b""")


def named_in(report: Report, path: Path) -> Path | None:
    """Last year's report as the report in the file ``path`` names it; None if it names none."""
    found = named_at(report.prior, path)
    return found if isinstance(found, Path) else None


def named_at(prior: str, at: Place) -> Place | None:
    """The same of what stands in the report, wherever the report is."""
    if not prior:
        return None
    named = at.parent / prior
    if "\\" in prior and not (isinstance(named, Path) and named.exists()):  # written on Windows
        return at.parent / prior.replace("\\", "/")
    return named


def is_whole_path(prior: str) -> bool:
    """Whether last year's report is named from the root, or from a drive of Windows, on any system."""
    return Path(prior).is_absolute() or PureWindowsPath(prior).is_absolute()


def is_beneath(prior: Place, path: Place) -> bool:
    """Whether last year's report lies in the folder of ``path`` or below it, links followed.

    Only then may it be opened unasked: a report.toml that somebody sent could name any file.
    """
    if not isinstance(prior, Path) or not isinstance(path, Path):
        inside = str(prior).removeprefix(f"{path.parent}/")
        return inside != str(prior) and ".." not in inside.split("/") and "://" not in inside
    try:
        return real_path(prior).is_relative_to(real_path(path).parent)
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
            return documents.load(named, report.agency)
    return (folders or Folders()).of(path, report)


def seen_from(folder: Path, prior: Path) -> str:
    """The place of last year's report as a report.toml in a folder names it. Raises InputError if its name
    is none that a text can hold."""
    try:
        place = Path(os.path.relpath(real_path(prior), real_path(folder))).as_posix()
    except ValueError:  # on another drive
        place = real_path(prior).as_posix()
    if shown(place) != place:
        raise InputError(Problem(place, "文件名或文件夹名里有不能辨认的字", "；请先改名。"))
    return place


class Folders:
    """The reports in folders by year and agency. Each folder is looked through once, for as long as this
    is kept: for one run of a command."""

    def __init__(self) -> None:
        self._folders: dict[Place, _Folder] = {}

    def of(self, path: Path, report: Report) -> Report | None:
        """The report of the same agency and the year before in the folder of ``path``, if there is one."""
        return Prior(found=self.beside(path, report.agency, report.year)).report()

    def beside(self, at: Place, agency: str, year: int) -> tuple[Source, ...]:
        """The files in the folder of ``at`` that may be the report of an agency for the year before
        ``year``, the one changed last first. Of very many the first few: nobody keeps them on purpose."""
        at = places.resolved(at)
        others = (file for file in self._folder(at).files(year - 1, agency) if file != at)
        return tuple(_sources(islice(others, _MOST_BESIDE)))

    def any_beside(self, at: Place) -> bool:
        """Whether there is any report.toml in the folder of ``at``."""
        return bool(self._folder(places.resolved(at)).years)

    def _folder(self, at: Place) -> _Folder:
        folder = self._folders.get(at.parent)
        if folder is None:
            folder = self._folders[at.parent] = _Folder(at.parent)
        return folder


class _Folder:
    """The report.toml files of a folder. Only of those of a year that is asked for the organs are looked
    up."""

    def __init__(self, folder: Place) -> None:
        self.years: dict[int, list[Place]] = {}
        self._agencies: dict[int, dict[str, list[Place]]] = {}
        for file, data in _contents(folder):
            for year in {int(found) for found in _YEAR.findall(data)}:
                self.years.setdefault(year, []).append(file)

    def files(self, year: int, agency: str) -> list[Place]:
        """The files of an agency's reports of a year, the one changed last first."""
        if year not in self.years:
            return []
        if year not in self._agencies:
            self._agencies[year] = self._by_agency(year)
        return self._agencies[year].get(_plain(agency), [])

    def _by_agency(self, year: int) -> dict[str, list[Place]]:
        found: dict[str, list[tuple[int, Place]]] = {}
        for file in self.years.get(year, []):
            try:
                changed = file.stat().st_mtime_ns if isinstance(file, Path) else 0
                top = head(places.content(file, LARGEST_FILE))
            except (OSError, places.Unreachable):
                continue
            if top is not None and top.year == year:
                found.setdefault(_plain(top.agency), []).append((-changed, file))
        return {
            agency: [file for _, file in sorted(files, key=itemgetter(0))] for agency, files in found.items()
        }


def _contents(folder: Place) -> Iterator[tuple[Place, bytes]]:
    """The files of a folder that may be report.toml files, with what is in them."""
    try:
        files = [file for file in places.inner(folder, deep=False).files if file.suffix == ".toml"]
    except (OSError, places.Unreachable):
        return
    for file in files:
        with contextlib.suppress(OSError, places.Unreachable):
            data = places.content(file, LARGEST_FILE)
            if len(data) <= LARGEST_FILE:
                yield file, data


def _sources(files: Iterable[Place]) -> Iterator[Source]:
    for file in files:
        with contextlib.suppress(OSError, places.Unreachable):
            yield Source(str(file), places.content(file, LARGEST_FILE))


def _plain(name: str) -> str:
    from nianbao.model.figure import half_width  # here, because few folders have last year's reports

    return without_spaces(half_width(name))
