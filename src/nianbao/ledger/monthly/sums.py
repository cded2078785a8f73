"""Numbers of months, each with what it counts → one figure for the year, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from nianbao.ledger.monthly.cells import Number
from nianbao.ledger.monthly.matched import COUNTED, NOT_COUNTED, SHEETS, Matched, Meant, Question, Says
from nianbao.ledger.monthly.words import BESIDE
from nianbao.ledger.places import Choice
from nianbao.model.figure import Figure, Kind, State
from nianbao.model.form import Form
from nianbao.model.total import Measured, total

MONTHS = range(1, 13)


class Fault(StrEnum):
    """Why an item has no figure for the year."""

    MISSING = "missing"  # a month has no number
    NO_NUMBER = "no_number"  # what stands there is no number, or none that can be counted
    DIFFERENT_TOTAL = "different_total"
    ONLY_TOTALS = "only_totals"
    UNCLEAR = "unclear"  # of numbers that name it nobody knows the month, or whether they are another item's


@dataclass(frozen=True, slots=True)
class Faulty:
    """A fault of an item: the ``months`` that are missing, the ``places`` of what is wrong; of a total what
    stands there and what the months make."""

    fault: Fault
    choice: Choice
    label: str = ""
    months: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    says: str = ""
    adds: str = ""


@dataclass(frozen=True)
class Summed:
    """``figures`` by the ids of cells; ``beside`` what no cell holds, by its name; ``parts`` the
    numbers that make each; ``other_years`` are numbers of other years, which were left out; ``no_year`` tells
    that no year was written anywhere."""

    figures: Mapping[str, Figure]
    beside: Mapping[str, Figure]
    parts: Mapping[str, Sequence[Meant]]
    faults: Sequence[Faulty]
    questions: Sequence[Question]
    other_years: Mapping[int, Sequence[str]] = field(default_factory=dict)
    no_year: bool = False


def summed(matched: Matched, form: Form, year: int) -> Summed:
    """Add up the months of a year."""
    others: dict[int, list[str]] = {}
    own: list[Meant] = []
    for each in matched.meant:
        told = each.number.month.year if each.number.month else None
        if told not in {None, year} and each.total is None:
            others.setdefault(told or year, []).append(each.number.place)
        else:
            own.append(each)
    counted = [each for each in own if each.total is None]
    questions = _twice(counted, matched)
    items = _Items(
        form, own, matched.unclear, {each.number.sheet for each in matched.meant if _is_of(each, others)}
    )
    figures: dict[str, Figure] = {}
    parts: dict[str, Sequence[Meant]] = {}
    for choice in matched.choices:
        if (figure := items.figure(choice)) is not None:
            figures[choice.id] = figure
            parts[choice.id] = [each for each in counted if each.choice == choice]
    return Summed(
        {key: figure for key, figure in figures.items() if not key.startswith(BESIDE)},
        {key.removeprefix(BESIDE): f for key, f in figures.items() if key.startswith(BESIDE)},
        parts,
        items.faults,
        questions,
        others,
        bool(counted) and all(each.number.month and each.number.month.year is None for each in counted),
    )


def _is_of(each: Meant, others: Mapping[int, Sequence[str]]) -> bool:
    return each.number.month is not None and each.number.month.year in others


def _twice(counted: Sequence[Meant], matched: Matched) -> list[Question]:
    """Sheets in which a month of an item stands that stands elsewhere, too: copied, summed up, or another
    office's? Somebody has to say."""
    months: dict[tuple[str, tuple[str, ...], int], list[Number]] = {}
    for each in counted:
        month = each.number.month.month if each.number.month else 0
        months.setdefault((each.choice.id, each.series, month), []).append(each.number)
    asked: dict[str, list[Number]] = {}
    for numbers in months.values():
        if len(numbers) > 1:
            for number in numbers:
                if matched.decided.sheets.get(number.sheet) != COUNTED:
                    asked.setdefault(number.sheet, []).append(number)
    return [
        Question(
            SHEETS, sheet, len(numbers), tuple(each.place for each in numbers[:3]), (COUNTED, NOT_COUNTED),
            twice=True,
        )
        for sheet, numbers in asked.items()
    ]  # fmt: skip


class _Items:
    """Adds up item by item, and keeps what is wrong."""

    def __init__(
        self, form: Form, meant: Sequence[Meant], unclear: Sequence[tuple[Choice, Number]], mixed: set[str]
    ) -> None:
        self._form, self._unclear, self._mixed = form, unclear, mixed
        self.faults: list[Faulty] = []
        self._of: dict[str, list[Meant]] = {}
        for each in meant:
            self._of.setdefault(each.choice.id, []).append(each)

    def figure(self, choice: Choice) -> Figure | None:
        """The figure of an item; None where there is none, or a fault."""
        every = self._of.get(choice.id, [])
        counted = [each for each in every if each.total is None]
        before = len(self.faults)
        unclear = tuple(number.place for of, number in self._unclear if of == choice)
        if unclear:
            self.faults.append(Faulty(Fault.UNCLEAR, choice, places=unclear))
        if not counted:
            if every and not unclear:
                places = tuple(each.number.place for each in every)
                self.faults.append(Faulty(Fault.ONLY_TOTALS, choice, places=places))
            return None
        self._numbers(choice, counted)
        self._months(choice, counted)
        if len(self.faults) == before:
            self._totals(choice, every)
        return self._sum(choice, counted) if len(self.faults) == before else None

    def _numbers(self, choice: Choice, counted: Sequence[Meant]) -> None:
        wrong = [each.number.place for each in counted if not self._counts(choice, each.number.figure)]
        if wrong:
            self.faults.append(Faulty(Fault.NO_NUMBER, choice, places=tuple(wrong)))

    def _counts(self, choice: Choice, figure: Figure) -> bool:
        number = figure.number
        if number is None or figure.remark or number < 0:
            return False
        return self._is_money(choice) or isinstance(number, int)

    def _is_money(self, choice: Choice) -> bool:
        cell = self._form.cells.get(choice.id)
        return cell is not None and cell.column.kind is Kind.AMOUNT

    def _months(self, choice: Choice, counted: Sequence[Meant]) -> None:
        """Every series must have all months; the same labels in several sheets are one series."""
        series: dict[tuple[str, ...], list[Meant]] = {}
        for each in counted:
            series.setdefault(each.series, []).append(each)
        for labels, of in series.items():
            by_sheet: dict[str, set[int]] = {}
            for each in of:
                if each.number.month:
                    by_sheet.setdefault(each.number.sheet, set()).add(each.number.month.month)
            found = list(by_sheet.values())
            apart = sum(map(len, found)) == len(set().union(*found))  # month by month, sheet by sheet
            for months in [set().union(*found)] if apart else found:
                missing = tuple(month for month in MONTHS if month not in months)
                if missing:
                    label = "·".join(labels)
                    self.faults.append(Faulty(Fault.MISSING, choice, label, missing))

    def _totals(self, choice: Choice, every: Sequence[Meant]) -> None:
        """A total of the year that stands in a sheet must be what its months make there."""
        for each in every:
            if each.total is not Says.YEAR_TOTAL or each.number.sheet in self._mixed:
                continue
            same = [
                of for of in every
                if of.total is None and of.number.sheet == each.number.sheet and of.series == each.series
            ]  # fmt: skip
            if not same or len({of.number.month for of in same}) < len(MONTHS):
                continue
            adds = self._sum(choice, same)
            says = self._sum(choice, [each])
            if adds != says and says.state is State.NUMBER:
                place = (each.number.place,)
                self.faults.append(Faulty(Fault.DIFFERENT_TOTAL, choice, "", (), place, str(says), str(adds)))

    def _sum(self, choice: Choice, counted: Sequence[Meant]) -> Figure:
        if not self._is_money(choice):
            return total([Measured(_plain(each.number.figure)) for each in counted])
        column = self._form.cells[choice.id].column
        parts = [Measured(_plain(each.number.figure), Kind.AMOUNT, each.unit) for each in counted]
        return total(parts, Kind.AMOUNT, column.unit)


def _plain(figure: Figure) -> Figure:
    """The number alone: 5件 counts as 5, and the unit of money is known."""
    number = figure.number
    return Figure(figure.state, number if isinstance(number, int | Decimal) else None)
