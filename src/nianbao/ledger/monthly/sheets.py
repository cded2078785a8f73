"""Files of monthly counts → their numbers; and whether a file is one of them or a ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from nianbao.files import regular
from nianbao.files.taken import digest
from nianbao.ledger.monthly.cells import Number, numbers_in
from nianbao.ledger.monthly.months import as_month, in_title, is_day
from nianbao.ledger.monthly.words import MonthlyWords
from nianbao.ledger.sheets import KINDS, is_ledger
from nianbao.ledger.words import LedgerWords, ledger_words, plain
from nianbao.problem import InputError, Problem, Unreadable, reason, shown
from nianbao.read import kind_of
from nianbao.read.workbook.grids import Grid, grids
from nianbao.read.workbook.listed import LARGEST_FILE

_FEWEST_MONTHS = 2  # labels in a file of monthly counts; a single month may stand in the sheet's name
_FEWEST_DAYS = 5  # dates of a ledger
_GLANCE = 40  # rows
_LARGEST = 2_000_000  # bytes of a file that is looked at; a ledger may have sixty million


@dataclass(frozen=True, slots=True)
class File:
    """A file by its name and its bytes."""

    path: PurePath
    data: bytes

    @property
    def name(self) -> str:
        """What sentences call it."""
        return shown(str(self.path))

    def grids(self) -> Sequence[Grid]:
        """Its sheets. Raises InputError."""
        try:
            return grids(self.data, kind_of(self.path, KINDS))
        except Unreadable as error:
            raise InputError(Problem(self.name, error.what.rstrip("。"), f"。{error.remedy}")) from error


def opened(paths: Sequence[Path]) -> list[File]:
    """The files. Raises InputError."""
    found = []
    for path in paths:
        try:
            found.append(File(path, regular.content(path, LARGEST_FILE)))
        except OSError as error:
            raise InputError(Problem(shown(str(path)), reason(error), "。")) from error
    return found


def glance(file: File) -> Sequence[Grid] | None:
    """Its sheets; None where it is too large for counts by month, or cannot be read: another reader
    says why."""
    try:
        return grids(file.data, kind_of(file.path, KINDS)) if len(file.data) <= _LARGEST else None
    except (Unreadable, InputError):
        return None


def is_monthly(found: Sequence[Grid], words: MonthlyWords, ledger: LedgerWords) -> bool:
    """Whether sheets hold counts by month rather than cases row by row: months are told, and no row has the
    heads of a ledger, or days."""
    if any(is_ledger(grid.rows, ledger) for grid in found):
        return False
    rows = [row for grid in found for row in grid.rows[:_GLANCE]]
    texts = {text for row in rows for text in row if text}
    if sum(is_day(text, words.months) for text in texts) >= _FEWEST_DAYS:
        return False
    months = {month for text in texts if (month := as_month(text, words.months)) is not None}
    titles = {*texts, *(grid.name for grid in found)}
    named = any(as_month(grid.name, words.months) for grid in found)
    told = any(in_title(text, words.months) for text in titles)
    return named or told or len(months) >= _FEWEST_MONTHS or any(_has_months(grid, words) for grid in found)


def _has_people(grid: Grid) -> bool:
    """Whether a column has the names of people."""
    names = [re.compile(each) for each in ledger_words().names]
    texts = {plain(text) for row in grid.rows[:_GLANCE] for text in row if text}
    return any(name.search(text) for name in names for text in texts)


def _has_months(grid: Grid, words: MonthlyWords) -> bool:
    """Whether the numbers 1, 2, 3 stand below or behind a word that promises months."""
    first = {"1", "2", "3"}
    for row in grid.rows[:_GLANCE]:
        for x, text in enumerate(row):
            if text and plain(text) in words.labels.months:
                below = {other[x] for other in grid.rows if x < len(other)}
                return first <= below or first <= set(row)
    return False


def numbers_of(files: Sequence[tuple[File, Sequence[Grid]]], words: MonthlyWords) -> list[Number]:
    """All numbers of the files. A sheet is called by its name, with that of its file where another has the
    same name, or where it has none. Raises InputError where there is no number at all, and for a ledger: what
    stands in it would be asked about."""
    for file, sheets in files:
        if any(is_ledger(grid.rows, ledger_words()) or _has_people(grid) for grid in sheets):
            raise InputError(Problem(file.name, "这是台账，不是各月的统计表", "；请不要写 --kind monthly。"))
    names = [plain(grid.name) for _, sheets in files for grid in sheets]
    found: list[Number] = []
    for file, sheets in files:
        for grid in sheets:
            name = plain(grid.name)
            alone = name and names.count(name) == 1
            called = name if alone else plain(f"{file.path.stem}“{name}”" if name else file.path.stem)
            stem = file.path.stem if file.path.stem != called else ""
            own = numbers_in(grid, called, file.name if len(files) > 1 else "", words, [stem])
            found += [
                replace(number, file=file.path, digest=digest(file.data), hidden=grid.hidden)
                for number in own
            ]
    if not found:
        name = files[0][0].name if files else ""
        raise InputError(Problem(name, "里面没有按月的数", "；请确认选对了文件。"))
    return found
