"""Counts by month from their files to the figures that they add up to: opened, asked about, added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nianbao.files.prior import seen_from
from nianbao.files.taken import this_moment
from nianbao.ledger import mapping
from nianbao.ledger.monthly import wording
from nianbao.ledger.monthly.cells import Number
from nianbao.ledger.monthly.matched import LABELS, SHEETS, UNITS, Decided, Matched, Question, match
from nianbao.ledger.monthly.sums import Summed, summed
from nianbao.ledger.monthly.words import monthly_words
from nianbao.ledger.tally import Asked
from nianbao.model.form import Form
from nianbao.model.origin import Origin, Source
from nianbao.problem import InputError, OutputError, Problem, reason, shown
from nianbao.systems import real_path


class MonthlyTally:
    """``matched`` and ``found`` are what is known so far; right as soon as nothing is asked any more."""

    def __init__(self, numbers: Sequence[Number], form: Form, year: int, at: Path) -> None:
        """``at`` is where the mapping is kept. Raises InputError."""
        self._numbers, self.form, self.year, self.at = numbers, form, year, at
        try:
            self._decided = Decided(**mapping.load_texts(at, (LABELS, SHEETS, UNITS)))
        except OSError as error:
            raise InputError(Problem(shown(str(at)), reason(error), "。")) from error
        self.matched, self.found = self._count()

    def _count(self) -> tuple[Matched, Summed]:
        matched = match(self._numbers, monthly_words(), self.form, self._decided, shown(str(self.at)))
        return matched, summed(matched, self.form, self.year)

    # ---- questions

    @property
    def questions(self) -> Sequence[Question]:
        """What is still open: what the labels mean, then which sheets are added to others."""
        return self.matched.questions or self.found.questions

    def asked(self) -> Asked | None:
        """The next question; None where nothing is open."""
        if not self.questions:
            return None
        asked = self.questions[0]
        options = tuple(map(wording.shown, asked.options))
        return Asked(wording.question(asked), asked.options, options, asked.proposal)

    def answer(self, answer: str) -> None:
        """Take one of the options of the question that is asked, and keep it."""
        asked = self.questions[0]
        self._decided = self._decided.answered(asked.table, asked.key, answer)
        self._save(self._decided, {})
        self.matched, self.found = self._count()

    def keep(self) -> None:
        """Keep all that was certain, and what is still open, to be filled in by hand. Raises OutputError."""
        decided = self.matched.decided
        for asked in self.questions:
            decided = decided.answered(asked.table, asked.key, "")
        self._save(decided, wording.notes(self.matched, self.questions))

    def _save(self, decided: Decided, notes: dict[str, str]) -> None:
        tables = {LABELS: decided.labels, SHEETS: decided.sheets, UNITS: decided.units}
        try:
            mapping.save_tables(self.at, {n: t for n, t in tables.items() if t}, notes, wording.HEAD)
        except OSError as error:
            raise OutputError(f"{shown(str(self.at))}：没有写成，{reason(error)}。") from error

    def origins(self, path: Path) -> list[Origin]:
        """Where the numbers of the figures stand, for the report in the file ``path``. Raises InputError if
        the name of a file is none that a text can hold."""
        usual = real_path(self.at) == real_path(path).with_name(mapping.MONTHLY)
        mapped = "" if usual else seen_from(path.parent, self.at)
        now = this_moment()
        found = []
        for cell in self.found.figures:
            for each in self.found.parts[cell]:
                number = each.number
                value = replace(number.figure, unit=each.unit or number.figure.unit)
                source = seen_from(path.parent, Path(number.file or ""))
                found.append(
                    Origin(
                        cell, source, Source.MONTHLY, number.address, (), value, number.digest, now, mapped
                    )
                )
        return found

    # ---- telling

    @property
    def is_faulty(self) -> bool:
        """Whether an item has no figure though it has numbers."""
        return bool(self.found.faults)

    def told(self) -> list[str]:
        """What is to be told of the numbers, in sentences for people."""
        hidden = {number.sheet: number.hidden for number in self._numbers if number.hidden}
        lines = [wording.hidden(sheet, words) for sheet, words in hidden.items()]
        lines += [*wording.left(self.matched), *wording.years(self.found, self.year)]
        return [*lines, *(f"错误：{wording.fault(each)}。" for each in self.found.faults)]
