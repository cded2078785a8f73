"""Applications, row by row → the figures of the table: carried in and carried out follow from the dates."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from nianbao.ledger.deadline import WorkingDays, working_days
from nianbao.ledger.matched import Matched, Split
from nianbao.ledger.places import OPEN, PENDING, SKIP, Choice, Places, find
from nianbao.ledger.sheets import LedgerSheet
from nianbao.ledger.words import LedgerWords, plain
from nianbao.read.workbook.listed import BLANK, HIDDEN, NO_DATE

_NONE = ""  # instead of the id of a column or row: nothing is written there


class Told(StrEnum):
    """What is told of a row. Those of FAULTS keep the row from being counted."""

    NO_RECEIVED = "no_received"
    BAD_RECEIVED = "bad_received"
    BAD_ANSWERED = "bad_answered"
    ANSWERED_FIRST = "answered_first"
    NO_KIND = "no_kind"
    OPEN_KIND = "open_kind"
    NO_OUTCOME = "no_outcome"
    OPEN_OUTCOME = "open_outcome"
    NO_ANSWERED = "no_answered"
    PENDING_ANSWERED = "pending_answered"
    EMPTY = "empty"  # a number without a case, a sum below the list, a remark
    SKIPPED = "skipped"
    BEFORE = "before"  # answered before the year
    AFTER = "after"  # received after the year
    AFTER_CASE = "after_case"  # the same of a review or a suit
    OVER_YEAR = "over_year"  # received in the last month, answered in the next year
    CORRECTED = "corrected"
    EXTENDED = "extended"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"
    SEVERAL = "several"  # several outcomes in one cell
    LATE = "late"
    LATE_UNLESS = "late_unless"  # late, if nobody extended the time: the ledger does not say
    LATE_OPEN = "late_open"  # not answered, though the time was over by the end of the year


FAULTS = frozenset(
    (
        Told.NO_RECEIVED, Told.BAD_RECEIVED, Told.BAD_ANSWERED, Told.ANSWERED_FIRST, Told.NO_KIND,
        Told.OPEN_KIND, Told.NO_OUTCOME, Told.OPEN_OUTCOME, Told.NO_ANSWERED, Told.PENDING_ANSWERED,
    )
)  # fmt: skip
HINTS = (Told.LATE, Told.LATE_UNLESS, Told.LATE_OPEN)

Rows = Mapping[str, Sequence[int]]  # numbers of rows, by the words for their sheet


@dataclass(frozen=True)
class Counted:
    """What came of a ledger. ``figures`` are those of all cells that are typed, by id; ``rows`` counts
    the applications; ``told`` has the rows that something is told of; ``no_calendar`` are years of
    which nobody knows the days off. ``behind`` are the rows that make the figure of a cell, sheet by
    sheet; ``sheets`` are all that were counted."""

    figures: Mapping[str, int]
    rows: int
    told: Mapping[Told, Rows]
    no_calendar: tuple[int, ...] = ()
    behind: Mapping[str, Sequence[tuple[LedgerSheet, Sequence[int]]]] = field(default_factory=dict)
    sheets: Sequence[LedgerSheet] = ()

    @property
    def faults(self) -> dict[Told, Rows]:
        """The rows that could not be counted."""
        return {told: rows for told, rows in self.told.items() if told in FAULTS}


def count(matched: Matched, places: Places, year: int) -> Counted:
    """Count the applications of a year."""
    counter = _Counter(places, year)
    for sheet, columns in matched.columns:
        counter.add(CaseRows(sheet, columns, matched, places.words))
    missing = counter.calendar.missing if counter.told.keys() & set(HINTS) else ()
    return Counted(
        counter.figures(),
        counter.rows,
        counter.told,
        missing,
        counter.behind(),
        [sheet for sheet, _ in matched.columns],
    )


class CaseRows:
    """One sheet as columns of the same length: days as ordinals (0: none, NO_DATE: something else), ids
    of the form, the words in the column of outcomes; ``extended`` is None where the ledger does not
    say."""

    def __init__(
        self, sheet: LedgerSheet, columns: Mapping[str, str], matched: Matched, words: LedgerWords
    ) -> None:
        self.sheet, self.where, self.numbers = sheet, sheet.where, sheet.sheet.rows
        self.received, self.answered, self.corrected = (
            _days(sheet, columns.get(name)) for name in ("received", "answered", "corrected")
        )
        self.kinds = _ids(sheet, columns.get("kind"), matched.kinds)
        self.outcomes = _ids(sheet, columns.get("outcome"), matched.outcomes)
        self.words = _words(sheet, columns.get("outcome"))
        no = words.no | {plain(word) for word in words.blank} | {""}
        marks = _words(sheet, columns.get("extended"))
        told = "extended" in columns
        self.extended: list[bool | None] = [word not in no if told else None for word in marks]


class _Case(NamedTuple):
    """What a row tells of an application. Rows that tell the same are counted together: a large ledger has
    far more rows than different ones."""

    received: int
    answered: int
    corrected: int
    kind: str
    outcome: str
    word: str
    extended: bool | None


class _Counter:
    """Adds up sheet after sheet."""

    def __init__(self, places: Places, year: int) -> None:
        self._rows: dict[tuple[str, str], list[int]] = {}  # of the sheet at hand, by row and column
        self._behind: list[tuple[LedgerSheet, dict[tuple[str, str], list[int]]]] = []
        self.told: dict[Told, dict[str, list[int]]] = {}
        self._told: dict[Told, list[int]] = {}  # of the sheet at hand
        self.rows = 0
        self.calendar: WorkingDays = working_days(year - 1, year + 1)
        self._places = places
        self._first = datetime.date(year, 1, 1).toordinal()
        self._last = datetime.date(year, 12, 31).toordinal()
        self._december = datetime.date(year, 12, 1).toordinal()
        self._words: dict[str, tuple[Told, ...]] = {}

    def add(self, rows: CaseRows) -> None:
        """Count the rows of one sheet."""
        self._rows = defaultdict(list)
        self._told = defaultdict(list)
        self._behind.append((rows.sheet, self._rows))
        alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
        dates = (rows.received, rows.answered, rows.corrected)
        words = (rows.kinds, rows.outcomes, rows.words, rows.extended)
        for number, case in zip(rows.numbers, zip(*dates, *words, strict=True), strict=True):
            alike[case].append(number)
        for case, numbers in alike.items():
            self._add(_Case._make(case), numbers)
        for found in self._rows.values():
            found.sort()
        for told, found in self._told.items():
            self.told.setdefault(told, {}).setdefault(rows.where, []).extend(sorted(found))

    def _add(self, case: _Case, numbers: Sequence[int]) -> None:
        if not (case.received or case.kind or case.outcome or case.answered):
            self._tell(Told.EMPTY, numbers)
        elif (fault := self._fault(case)) is not None:
            self._tell(fault, numbers)
        elif self._is_counted(case, numbers):
            self._count(case, numbers)

    def figures(self) -> dict[str, int]:
        """The figures of all cells that are typed, by id."""
        return {cell: sum(len(rows) for _, rows in behind) for cell, behind in self.behind().items()}

    def behind(self) -> dict[str, list[tuple[LedgerSheet, Sequence[int]]]]:
        """The rows that are counted in each of these cells, by the sheets that have any."""
        return {
            self._places.cell(row, kind.id): [
                (sheet, rows[row, kind.id]) for sheet, rows in self._behind if (row, kind.id) in rows
            ]
            for row in self._places.row_ids
            for kind in self._places.kinds
        }

    def _fault(self, case: _Case) -> Told | None:
        """Why a row cannot be counted."""
        received, answered, kind, outcome = case.received, case.answered, case.kind, case.outcome
        if outcome == SKIP:
            return None
        if received <= 0:
            return Told.BAD_RECEIVED if received == NO_DATE else Told.NO_RECEIVED
        if answered == NO_DATE:
            return Told.BAD_ANSWERED
        if 0 < answered < received:
            return Told.ANSWERED_FIRST
        if received > self._last or 0 < answered < self._first:
            return None
        if kind in {_NONE, OPEN}:
            return Told.OPEN_KIND if kind == OPEN else Told.NO_KIND
        if outcome == OPEN:
            return Told.OPEN_OUTCOME
        if answered and outcome == PENDING:
            return Told.PENDING_ANSWERED
        if not answered and outcome not in {_NONE, PENDING}:
            return Told.NO_ANSWERED
        return Told.NO_OUTCOME if 0 < answered <= self._last and outcome == _NONE else None

    def _is_counted(self, case: _Case, numbers: Sequence[int]) -> bool:
        if case.outcome == SKIP:
            self._tell(Told.SKIPPED, numbers)
            self._tell_words(case, numbers)
            return False
        if case.received > self._last:
            self._tell(Told.AFTER, numbers)
            return False
        if 0 < case.answered < self._first:
            self._tell(Told.BEFORE, numbers)
            return False
        return True

    def _count(self, case: _Case, numbers: Sequence[int]) -> None:
        words, kind = self._places.words, case.kind
        self.rows += len(numbers)
        self._rows[words.received if case.received >= self._first else words.carried_in, kind].extend(numbers)
        if 0 < case.answered <= self._last:
            self._rows[case.outcome, kind].extend(numbers)
        else:
            self._rows[words.carried_out, kind].extend(numbers)
            if case.answered and case.received >= self._december:
                self._tell(Told.OVER_YEAR, numbers)
        if case.corrected:
            self._tell(Told.CORRECTED, numbers)
        if case.extended:
            self._tell(Told.EXTENDED, numbers)
        self._tell_words(case, numbers)
        self._deadline(case, numbers)

    def _deadline(self, case: _Case, numbers: Sequence[int]) -> None:
        """条例第三十三条: 20 working days, 20 more with notice; after a correction they begin anew
        (第三十条)."""
        words = self._places.words
        start = max(case.received, case.corrected)
        end = case.answered or self._last
        if end - start <= words.days:  # that many days hold no more working days
            return
        taken = self.calendar.between(start, end)
        if taken > words.days + (words.extension if case.extended is not False else 0):
            self._tell(Told.LATE if case.answered else Told.LATE_OPEN, numbers)
        elif taken > words.days and case.extended is None:
            self._tell(Told.LATE_UNLESS, numbers)

    def _tell_words(self, case: _Case, numbers: Sequence[int]) -> None:
        told = self._words.get(case.word)
        if told is None:
            told = self._words[case.word] = tuple(_about(case.word, self._places))
        for each in told:
            self._tell(each, numbers)

    def _tell(self, told: Told, numbers: Sequence[int]) -> None:
        self._told[told].extend(numbers)


def _about(word: str, places: Places) -> list[Told]:
    """What is told of a row because of a word in its column of outcomes."""
    words = places.words
    found = []
    if any(part in word for part in words.joined):
        found.append(Told.JOINED)
    if any(part in word for part in words.withdrawn):
        found.append(Told.WITHDRAWN)
    for sign in words.between:
        parts = word.split(plain(sign))
        if len(parts) > 1 and sum(find(places.outcomes, part) is not None for part in parts) > 1:
            return [*found, Told.SEVERAL]
    return found


def _days(sheet: LedgerSheet, head: str | None) -> Sequence[int]:
    column = sheet.column(head) if head else None
    if column is None:
        return [0] * len(sheet.sheet.rows)
    if column.days is None:  # not a single date: each cell that is not blank is a wrong one
        codes = column.codes or [HIDDEN] * len(sheet.sheet.rows)
        return [0 if code == BLANK else NO_DATE for code in codes]
    return column.days


def _words(sheet: LedgerSheet, head: str | None) -> list[str]:
    column = sheet.column(head) if head else None
    if column is None or column.codes is None:
        return [""] * len(sheet.sheet.rows)
    return [column.values[code] if code >= 0 else "" for code in column.codes]


def _ids(sheet: LedgerSheet, head: str | None, meanings: Mapping[str, Choice | Split]) -> list[str]:
    """The ids that the words of a column mean."""
    column = sheet.column(head) if head else None
    if column is None or column.codes is None:
        return [_NONE] * len(sheet.sheet.rows)
    beside = {
        each.column: _words(sheet, each.column) for each in meanings.values() if isinstance(each, Split)
    }
    plain_ids: dict[int, str] = {BLANK: _NONE, HIDDEN: OPEN}
    splits: dict[int, Split] = {}
    for code, word in enumerate(column.values):
        meaning = meanings.get(word)
        if isinstance(meaning, Split):
            splits[code] = meaning
        plain_ids[code] = meaning.id if isinstance(meaning, Choice) else OPEN
    if not splits:
        return [plain_ids[code] for code in column.codes]
    found = []
    for at, code in enumerate(column.codes):
        split = splits.get(code)
        choice = split.words.get(beside[split.column][at]) if split else None
        found.append(choice.id if choice else plain_ids[code])
    return found
