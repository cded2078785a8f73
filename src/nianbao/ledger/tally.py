"""A ledger from its files to the figures of the tables that it fills: opened, asked about, counted.

The command line and the wizard ask the same questions, each in its own way; an answer is kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nianbao.ledger import mapping, wording
from nianbao.ledger.count import FAULTS, HINTS, Counted, count
from nianbao.ledger.disputes import count_disputes, dispute_places, parted
from nianbao.ledger.mapping import COLUMNS, KINDS, By, Decided, Meaning
from nianbao.ledger.matched import Matched, Question, match
from nianbao.ledger.origins import origins
from nianbao.ledger.places import Places, places_of
from nianbao.ledger.repeated import is_doubled, repeated
from nianbao.ledger.sheets import Ledger, open_ledger
from nianbao.ledger.words import ledger_words
from nianbao.model.form import Form
from nianbao.model.origin import Origin
from nianbao.model.report import Report
from nianbao.problem import InputError, OutputError, Problem, reason, shown

_SPLIT = "按另一列再分"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for people: its words, the options and how each is shown, and what is probably meant."""

    words: str
    options: tuple[str, ...]
    shown: tuple[str, ...]
    proposal: str = ""


@dataclass(frozen=True)
class Side:
    """One of the two tables that a ledger fills. ``prefix`` stands before its tables in the mapping."""

    places: Places
    matched: Matched
    counted: Counted
    prefix: str = ""

    @property
    def unit(self) -> str:
        """What its rows are."""
        return "件复议诉讼" if self.prefix else "件申请"


class LedgerTally:
    """The applications, and the reviews and suits, each where there are any. ``sides`` are counted with what
    is known so far; they are right as soon as nothing is asked any more."""

    def __init__(self, paths: Sequence[Path], form: Form, year: int, at: Path) -> None:
        """``at`` is where the mapping is kept. Raises InputError."""
        words = ledger_words()
        self._at, self._year = at, year
        self._places = {"": places_of(form, words), mapping.OF_DISPUTES: dispute_places(form, words)}
        self._decided = {prefix: self._load(prefix) for prefix in self._places}
        known = Decided(
            {f"{prefix}{key}": of for prefix, d in self._decided.items() for key, of in d.columns.items()}
        )
        applications, cases = parted(open_ledger(paths, words, known), words)
        self._ledgers: dict[str, Ledger] = {}
        if applications.sheets:
            self._ledgers[""] = applications
        if any(sheet.sheet.rows for sheet in cases.sheets) or not self._ledgers:
            self._ledgers[mapping.OF_DISPUTES] = cases
        self._splitting: tuple[str, Question] | None = None
        self.sides = self._sides()

    # ---- questions

    @property
    def questions(self) -> list[tuple[Side, Question]]:
        """What is still open."""
        return [(side, each) for side in self.sides for each in side.matched.questions]

    def asked(self) -> Asked | None:
        """The next question; None where nothing is open."""
        if self._splitting is not None:
            offered = self._ledgers[self._splitting[0]].offered
            return Asked("看哪一列？", offered, offered)
        if not self.questions:
            return None
        side, asked = self.questions[0]
        splits = asked.table != COLUMNS and not asked.by and len(self._ledgers[side.prefix].offered) > 1
        more = (_SPLIT,) if splits else ()
        words = wording.question(asked, side.places.words)
        return Asked(words, (*asked.options, *more), (*(asked.shown or asked.options), *more), asked.proposal)

    def answer(self, answer: str) -> None:
        """Take one of the options of the question that is asked, and keep it."""
        if self._splitting is not None:
            prefix, asked = self._splitting
            self._splitting = None
            self._decide(prefix, asked, By(answer, {}))
            return
        side, asked = self.questions[0]
        if answer == _SPLIT:
            self._splitting = side.prefix, asked
        else:
            self._decide(side.prefix, asked, answer)

    def _decide(self, prefix: str, asked: Question, answer: Meaning) -> None:
        self._decided[prefix] = decided_with(self._decided[prefix], asked, answer)
        self._save(prefix, self._decided[prefix], {})
        self.sides = self._sides()

    # ---- the mapping

    def keep(self) -> None:
        """Keep all that was certain, and what is still open, to be filled in by hand. Raises OutputError."""
        for side in self.sides:
            self._save(side.prefix, side.matched.decided, wording.notes(side.matched, side.places))

    def _load(self, prefix: str) -> Decided:
        try:
            return mapping.load(self._at, self._places[prefix].words, prefix)
        except OSError as error:
            raise InputError(Problem(shown(str(self._at)), reason(error), "。")) from error

    def _save(self, prefix: str, decided: Decided, notes: dict[str, str]) -> None:
        try:
            mapping.save(self._at, decided, notes, prefix)
        except OSError as error:
            raise OutputError(f"{shown(str(self._at))}：没有写成，{reason(error)}。") from error

    # ---- counting

    def _sides(self) -> tuple[Side, ...]:
        return tuple(map(self._side, self._ledgers))

    def _side(self, prefix: str) -> Side:
        places, name = self._places[prefix], shown(str(self._at))
        matched = match(self._ledgers[prefix], places, self._decided[prefix], name)
        counting = count_disputes if prefix else count
        return Side(places, matched, counting(matched, places, self._year), prefix)

    @property
    def figures(self) -> dict[str, int]:
        """The figures of both tables, by the ids of cells."""
        return {cell: number for side in self.sides for cell, number in side.counted.figures.items()}

    @property
    def is_faulty(self) -> bool:
        """Whether rows could not be counted, or all were counted twice: the figures are wrong then."""
        return any(side.counted.faults for side in self.sides) or self.is_doubled

    @property
    def is_doubled(self) -> bool:
        """Whether every row stands in two sheets."""
        return any(is_doubled(side.matched.columns) for side in self.sides)

    def origins(self, report: Report, path: Path) -> list[Origin]:
        """The rows behind the figures, for the report in the file ``path``. Raises InputError if the name
        of a file is none that a text can hold."""
        return origins([side.counted for side in self.sides], report, path, self._at)

    def told(self) -> list[str]:
        """What is told of the rows, in sentences for people."""
        sheets = [sheet for side in self.sides for sheet, _ in side.matched.columns]
        lines = [wording.hidden(each.where, each.sheet.hidden) for each in sheets if each.sheet.hidden]
        twice = [repeated(side.matched.columns) for side in self.sides]
        lines += [wording.twice([each.where for each in found]) for found in twice if found]
        for side in self.sides:
            for told, line in wording.listing(side.counted, side.places.words):
                kind = "错误：" if told in FAULTS else "提示：" if told in HINTS else ""
                lines.append(f"{kind}{line}")
        years = {year for side in self.sides for year in side.counted.no_calendar}
        if years:
            lines.append(f"没有{'、'.join(map(str, sorted(years)))}年的放假安排，这几年只按周末算工作日。")
        return lines

    def passed(self) -> list[str]:
        """Sheets that hold neither applications nor cases, in sentences for people."""
        sheets = [sheet for side in self.sides for sheet in side.matched.passed]
        return [f"{sheet.where}：没有台账的列，没有计入。" for sheet in sheets]

    def total(self) -> str:
        """How many rows were counted."""
        return "、".join(f"{side.counted.rows}{side.unit}" for side in self.sides)


def decided_with(decided: Decided, asked: Question, answer: Meaning) -> Decided:
    """What was decided, with the answer to a question in it."""
    if asked.table == COLUMNS:
        return replace(decided, columns={**decided.columns, asked.key: str(answer)})
    meanings: dict[str, Meaning] = dict(getattr(decided, asked.table))
    before = meanings.get(asked.by)
    if asked.by and isinstance(before, By):
        meanings[asked.by] = replace(before, words={**before.words, asked.key: str(answer)})
    else:
        meanings[asked.key] = answer
    return replace(decided, kinds=meanings) if asked.table == KINDS else replace(decided, outcomes=meanings)
