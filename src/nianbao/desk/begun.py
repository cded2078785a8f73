"""Reports that were worked on lately: whose, of which year, how far, so that nobody need know file names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nianbao.desk import recent
from nianbao.desk.progress import bar, counted
from nianbao.desk.safe import journal
from nianbao.files import report_toml
from nianbao.model.report import Report
from nianbao.problem import InputError
from nianbao.systems import local_time
from nianbao.terminal import cut, width_of

_BAR = 8  # characters


@dataclass(frozen=True, slots=True)
class Begun:
    """A report that was begun. ``report`` is None where the file cannot be read, or was never saved;
    ``unsaved``: a journal beside it holds what the file does not, or somebody has it open."""

    path: Path
    report: Report | None
    changed: datetime.datetime
    unsaved: bool

    @property
    def of(self) -> tuple[str, int | None]:
        """Whose report of which year; of a file that cannot be read its name."""
        return (self.report.agency, self.report.year) if self.report else (self.path.stem, None)

    def line(self, width: int) -> str:
        """For people, of at most ``width`` cells: the bar and the date give way to the name, which tells
        reports apart; beside a name that is longer still the rest has a line of its own."""
        name = self.path.stem if self.report is None else self.report.agency
        beside = next((each for each in self._states() if width_of(name + each) <= width), "")
        if beside:
            return name + beside
        states = list(self._states())
        below = next((each for each in states if width_of(each) < width), states[-1])
        return f"{cut(name, width)}\n {below}"

    def _states(self) -> Iterator[str]:
        """What is told beside the name, the longest first."""
        when = f"{self.changed:%m-%d %H:%M}"
        if self.report is None:
            yield f"　{'● 有未保存的（没有文件）' if self.unsaved else '读不了'}　{when}"
            return
        (filled, asked), (written, texts) = counted(self.report)
        year, far = f" {self.report.year}年度", f"{filled}/{asked}格 文字{written}/{texts}"
        last = "　● 有未保存的" if self.unsaved else f"　{when}"
        yield f"{year}　{bar(filled, asked, _BAR)} {far}{last}"
        yield f"{year}　{far}{last}"


def begun() -> Iterator[Begun]:
    """The reports that were opened last, the last one first; those that are gone are left out."""
    for path in recent.paths():
        try:
            beside = journal.beside(path)
            unsaved = beside.is_file()
            there = path.is_file()
            if not there and not unsaved:
                continue
            seconds = (path if there else beside).stat().st_mtime
        except OSError:
            continue
        changed = local_time(seconds)
        yield Begun(path, _loaded(path) if there else None, changed, unsaved)


def _loaded(path: Path) -> Report | None:
    try:
        return report_toml.load(path)
    except (InputError, OSError):
        return None
