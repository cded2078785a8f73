"""Reviews and suits → the table of disputes: from sheets of cases, or from columns beside applications."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from nianbao.ledger.count import CaseRows, Counted, Told
from nianbao.ledger.matched import Matched
from nianbao.ledger.places import OPEN, PENDING, SKIP, Choice, Places
from nianbao.ledger.sheets import Ledger, LedgerSheet
from nianbao.ledger.words import Beside, DisputeWords, Field, Holds, LedgerWords, Meant, plain
from nianbao.model.form import Form
from nianbao.read.workbook.listed import BLANK, Column, ListSheet


def dispute_places(form: Form, words: LedgerWords) -> Places:
    """The places in the table of disputes of a form: its rows are the kinds of cases, its columns what came
    of them. Their words are in the place of those of the applications."""
    own = words.disputes
    cells = [c for c in form.cells.values() if c.section == own.section and c.id not in form.totals]
    rows = {cell.row.id: cell.row for cell in cells}
    columns = {cell.column.id: cell.column for cell in cells if cell.column.id != own.pending}
    return Places(
        own.as_ledger(words),
        tuple(
            Choice(r.id, r.name, r.label, own.kinds.get(r.id, Meant()), shown=r.name) for r in rows.values()
        ),
        tuple(
            Choice(c.id, c.name, c.label, own.outcomes.get(c.id, Meant()), shown=c.name)
            for c in columns.values()
        ),
        tuple(rows),
    )


def parted(ledger: Ledger, words: LedgerWords) -> tuple[Ledger, Ledger]:
    """The sheets of applications, and those of cases; the latter with what stands beside applications."""
    applications = [sheet for sheet in ledger.sheets if not _is_of_cases(sheet, words)]
    cases = [sheet for sheet in ledger.sheets if sheet not in applications]
    cases += [found for sheet in applications for found in _beside(sheet, words.disputes)]
    heads = {head for sheet in cases for head in sheet.heads}
    offered = tuple(head for head in ledger.offered if head in heads)
    names = [field.name for field in words.disputes.fields if field.name in heads]
    return Ledger(tuple(applications), ledger.offered), Ledger(
        tuple(cases), tuple(dict.fromkeys([*offered, *names]))
    )


def count_disputes(matched: Matched, places: Places, year: int) -> Counted:
    """Count the cases of a year: those decided in it by what came of them, and those open at its end."""
    counter = _Counter(places, year)
    for sheet, columns in matched.columns:
        counter.add(CaseRows(sheet, columns, matched, places.words))
    section, pending = places.words.section, places.words.disputes.pending
    behind: dict[str, Sequence[tuple[LedgerSheet, Sequence[int]]]] = {
        f"{section}.{kind.id}.{column}": [
            (sheet, rows[kind.id, column]) for sheet, rows in counter.found if (kind.id, column) in rows
        ]
        for kind in places.kinds
        for column in (*(choice.id for choice in places.outcomes), pending)
    }
    figures = {cell: sum(len(rows) for _, rows in each) for cell, each in behind.items()}
    sheets = [sheet for sheet, _ in matched.columns]
    return Counted(figures, counter.rows, counter.told, (), behind, sheets)


class _Counter:
    """Adds up sheet after sheet."""

    def __init__(self, places: Places, year: int) -> None:
        self.found: list[tuple[LedgerSheet, dict[tuple[str, str], list[int]]]] = []  # rows by kind, outcome
        self.told: dict[Told, dict[str, list[int]]] = {}
        self.rows = 0
        self._pending = places.words.disputes.pending
        self._first = datetime.date(year, 1, 1).toordinal()
        self._last = datetime.date(year, 12, 31).toordinal()

    def add(self, rows: CaseRows) -> None:
        """Count the rows of one sheet."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.found.append((rows.sheet, found))
        for at, number in enumerate(rows.numbers):
            told = self._told(rows, at)
            if told is not None:
                self.told.setdefault(told, {}).setdefault(rows.where, []).append(number)
                continue
            self.rows += 1
            decided = 0 < rows.answered[at] <= self._last
            found[rows.kinds[at], rows.outcomes[at] if decided else self._pending].append(number)

    def _told(self, rows: CaseRows, at: int) -> Told | None:
        """Why a row is not counted; None of one that is."""
        received, answered = rows.received[at], rows.answered[at]
        kind, outcome = rows.kinds[at], rows.outcomes[at]
        if not (received or answered or outcome):
            return Told.EMPTY
        if outcome == SKIP:
            return Told.SKIPPED
        if min(received, answered) < 0:
            return Told.BAD_RECEIVED if received < 0 else Told.BAD_ANSWERED
        if 0 < answered < received:
            return Told.ANSWERED_FIRST
        if received > self._last or 0 < answered < self._first:
            return Told.AFTER_CASE if received > self._last else Told.BEFORE
        return self._fault(received, answered, kind, outcome)

    def _fault(self, received: int, answered: int, kind: str, outcome: str) -> Told | None:
        if kind in {"", OPEN}:
            return Told.OPEN_KIND if kind else Told.NO_KIND
        if outcome == OPEN:
            return Told.OPEN_OUTCOME
        if not answered:
            if outcome not in {"", PENDING}:
                return Told.NO_ANSWERED
            return None if received else Told.NO_RECEIVED
        if outcome == PENDING:
            return Told.PENDING_ANSWERED
        return Told.NO_OUTCOME if answered <= self._last and not outcome else None


# ---- sheets

_USUAL_NAME = re.compile(r"(?i:sheet|工作表)\d*")  # says nothing: the file's name does


def _is_of_cases(sheet: LedgerSheet, words: LedgerWords) -> bool:
    """Whether the rows of a sheet are reviews and suits rather than applications."""
    own = words.disputes
    applicants = words.field(own.applicants)
    if {plain(applicants.name), *applicants.words.same} & set(sheet.heads):
        return False
    name = plain(sheet.sheet.name)
    if not name or _USUAL_NAME.fullmatch(name):
        name = PurePath(sheet.where).name
    named = any(re.search(each, name) for each in own.sheets)
    return named or any(plain(head) in sheet.heads for head in own.heads)


def _beside(sheet: LedgerSheet, words: DisputeWords) -> list[LedgerSheet]:
    """The cases that columns beside the applications tell, as sheets of their own."""
    found: list[LedgerSheet] = []
    for beside in words.beside:
        columns = {name: _named(sheet, heads) for name, heads in beside.heads.items()}
        if columns["outcome"] is not None:
            found.append(_cases(sheet, beside, columns, words))
    return found


def _named(sheet: LedgerSheet, heads: Sequence[str]) -> Column | None:
    return next(filter(None, (sheet.column(plain(head)) for head in heads)), None)


def _cases(
    sheet: LedgerSheet, beside: Beside, columns: dict[str, Column | None], words: DisputeWords
) -> LedgerSheet:
    """A sheet of the rows that have a case: its kind, and the columns that tell of it."""
    size = len(sheet.sheet.rows)
    rows = [at for at in range(size) if any(_written(column, at) for column in columns.values())]
    others = {
        kind: [
            column
            for other in words.beside
            if other.kind == kind
            for heads in other.heads.values()
            if (column := _named(sheet, heads)) is not None
        ]
        for kind in beside.after
    }
    kinds = [beside.kind, *beside.after.values()]
    codes = []
    for at in rows:
        after = next(
            (beside.after[k] for k, each in others.items() if any(_written(c, at) for c in each)), ""
        )
        codes.append(kinds.index(after or beside.kind))
    fields = {field.holds: field for field in words.fields if field.holds in {Holds.KIND, Holds.OUTCOME}}
    kept = [Column(plain(fields[Holds.KIND].name), None, tuple(_word(k, words) for k in kinds), tuple(codes))]
    for name, column in columns.items():
        if column is not None:
            kept.append(_of_rows(column, plain(_field(words, name).name), rows))
    numbers = tuple(sheet.sheet.rows[at] for at in rows)
    return replace(sheet, sheet=ListSheet(sheet.sheet.name, sheet.sheet.head_row, numbers, tuple(kept)))


def _field(words: DisputeWords, field_id: str) -> Field:
    return next(field for field in words.fields if field.id == field_id)


def _word(kind: str, words: DisputeWords) -> str:
    """A word that means a kind for certain."""
    return words.kinds[kind].same[0]


def _written(column: Column | None, at: int) -> bool:
    if column is None:
        return False
    if column.codes is not None and column.codes[at] != BLANK:
        return True
    return column.days is not None and column.days[at] != 0


def _of_rows(column: Column, head: str, rows: Sequence[int]) -> Column:
    """Some rows of a column, under another head."""
    return Column(
        head,
        None if column.days is None else tuple(column.days[at] for at in rows),
        column.values,
        None if column.codes is None else tuple(column.codes[at] for at in rows),
    )
