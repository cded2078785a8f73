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
    def words(self) -> str:
        """One line for people."""
        when = f"{self.changed:%m-%d %H:%M}"
        if self.report is None:
            why = "还没有保存过" if self.unsaved else "读不了"
            return f"{self.path.stem}　{why}　{when}"
        (filled, asked), (written, texts) = counted(self.report)
        state = f"{bar(filled, asked, _BAR)} {filled}/{asked}格 文字{written}/{texts}"
        last = "● 有未保存的" if self.unsaved else when  # both do not fit beside the name at 80 columns
        return f"{self.report.agency} {self.report.year}年度　{state}　{last}"


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
        changed = datetime.datetime.fromtimestamp(seconds).astimezone()
        yield Begun(path, _loaded(path) if there else None, changed, unsaved)


def _loaded(path: Path) -> Report | None:
    try:
        return report_toml.load(path)
    except (InputError, OSError):
        return None
