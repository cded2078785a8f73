"""Names the slip that most likely broke a sum: swapped digits, one column off, a part left out, 元 for 万元.

It is a guess, so it speaks only if the slip alone explains the whole difference, breaks nothing else, and
no other slip of its kind would do. It works on the terms of the form's sums and knows no field by name.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import cache, cached_property

from nianbao.checks.causes import slips
from nianbao.model.evidence import Values
from nianbao.model.figure import Figure, Kind, Number, State, count
from nianbao.model.finding import Finding
from nianbao.model.form import Cell, CrossSum, Form
from nianbao.model.formula import Look, Side
from nianbao.model.report import Report

_LEAST_PART = 2  # a difference of 1 equals too many cells by chance


class _Slip(IntEnum):
    """The kinds of slips, the likeliest first."""

    TOTAL = 1
    DIGITS = 2
    NEIGHBOURS = 3
    SHIFTED = 4
    SIGN = 5
    CROSSING = 6
    PART = 7
    LEFT_OUT = 8


_ON_EITHER_SIDE = {_Slip.DIGITS, _Slip.NEIGHBOURS}  # who wrote 21 and 12 may have slipped here or there


@dataclass(frozen=True)
class _Guess:
    """What would have to stand where, if this was the slip."""

    slip: _Slip
    changes: Mapping[str, Figure | None]
    words: str


@dataclass(frozen=True, slots=True)
class Cause:
    """What probably went wrong, as a sentence (empty: nobody knows), and the cells that would be mended."""

    words: str = ""
    cells: frozenset[str] = frozenset()


def likely_cause(finding: Finding, report: Report, prior: Report | None = None) -> str:
    """What probably went wrong, as a sentence; empty if nothing fits. ``prior``: last year's report."""
    return cause_of(finding, report, prior).words


def cause_of(finding: Finding, report: Report, prior: Report | None = None) -> Cause:
    """What probably went wrong, and where. ``prior``: last year's report."""
    cross_sum = finding.sum
    if cross_sum is None or cross_sum not in _own_sums(report.form):
        cell = report.form.cells.get(finding.cell)
        unit = _wrong_unit(cell, report) if cell is not None else ""
        return Cause(unit or slips.between(_whole(finding.expected), _whole(finding.found)))
    sum_ = _Sum(cross_sum, report, prior)
    guesses: dict[tuple[int, _Slip], list[_Guess]] = {}
    for guess in sum_.guesses():
        mended = sum_.mended(guess.changes) if guess.changes else 1
        if mended:
            guesses.setdefault((-mended, guess.slip), []).append(guess)
    best = guesses[min(guesses)] if guesses else []
    most = 2 if best and best[0].slip in _ON_EITHER_SIDE else 1
    if len(best) > most:
        return Cause()
    cells = frozenset(cell for guess in best for cell in guess.changes)
    return Cause("或者：".join(guess.words for guess in best), cells)


@cache
def _own_sums(form: Form) -> tuple[CrossSum, ...]:
    """The sums that are about this report alone, not about another year or another agency."""
    return tuple(
        cross_sum
        for cross_sum in form.sums
        if all(cell in form.cells for part in (cross_sum.holds, *cross_sum.when) for cell in part.cells())
    )


def _whole(value: Values) -> int | None:
    """The whole number of a figure that says nothing else."""
    if isinstance(value, Figure) and isinstance(value.number, int) and value == count(value.number):
        return value.number
    return None


def _wrong_unit(cell: Cell, report: Report) -> str:
    """An amount that was given in 元 where the column asks for more."""
    figure, column = report.figure(cell.id), cell.column
    per_unit = Figure(State.NUMBER, 1, unit=column.unit).in_yuan
    if column.kind is not Kind.AMOUNT or figure.number is None or per_unit is None:
        return ""
    doubted = column.large is not None and figure.number >= column.large and not figure.unit
    in_yuan = figure.in_yuan if figure.unit else Decimal(figure.number)
    if in_yuan is None or figure.unit == column.unit or not (figure.unit or doubted):
        return ""
    converted = f"{(in_yuan / per_unit).normalize():f}"
    if column.decimals is not None and len(converted.partition(".")[2]) > column.decimals:
        return ""
    start = f"如果{figure}是以元为单位的数，" if doubted else ""
    return f"{start}换算成{column.unit}是{converted}。"


def _broken(cross_sum: CrossSum, look: Look) -> bool:
    return cross_sum.holds.broken(look) and all(condition.certain(look) for condition in cross_sum.when)


class _Sum:
    """A broken sum and what would mend it."""

    def __init__(self, cross_sum: CrossSum, report: Report, prior: Report | None) -> None:
        self._sum = cross_sum
        self._report = report
        self._prior = prior
        self._form = report.form
        self._figures = report.all_figures()
        look = self._figures.__getitem__
        self._off = cross_sum.holds.left.value(look) - cross_sum.holds.right.value(look)

    def guesses(self) -> Iterator[_Guess]:
        """All slips that may have been made here; whether they mend the sum is to be seen."""
        yield from self._neighbours()
        if self._sum.holds.operator == "=":
            yield from self._totals()
            yield from self._single_cells()
            yield from self._shifted_rows()
            yield from self._parts()

    def mended(self, changes: Mapping[str, Figure | None]) -> int:
        """How many broken sums hold again with these figures; 0 if this one does not or another breaks."""
        after = self._report.with_figures(changes)
        touched = set(changes).union(*(self._form.dependents[cell] for cell in changes))
        figures = {**self._figures, **{cell: after.figure(cell) for cell in self._in_order(touched)}}
        before_look, look = self._figures.__getitem__, figures.__getitem__
        if _broken(self._sum, look):
            return 0
        mended = 0
        affected = {other for cell in changes for other in self._form.sums_of[cell]}
        for cross_sum in affected.intersection(_own_sums(self._form)):
            was, is_now = _broken(cross_sum, before_look), _broken(cross_sum, look)
            if is_now and not was:
                return 0
            mended += was and not is_now
        return mended

    def _in_order(self, cells: set[str]) -> list[str]:
        return sorted(cells, key=self._form.order.__getitem__)

    # ---- what the sum is made of

    @cached_property
    def _weights(self) -> dict[str, int]:
        """How often each typed figure counts in left minus right, computed totals taken apart."""
        weights: dict[str, int] = {}

        def add(cell: str, factor: int) -> None:
            if cell in self._form.totals and cell not in self._report.figures:
                for part in self._form.totals[cell]:
                    add(part, factor)
            else:
                weights[cell] = weights.get(cell, 0) + factor

        for side, sign in ((self._sum.holds.left, 1), (self._sum.holds.right, -1)):
            for term in side.terms:
                add(term.cell, sign * term.factor)
        return {cell: weight for cell, weight in weights.items() if weight}

    def _number(self, cell: str) -> int | None:
        """The whole number in a cell; nothing in it counts as none."""
        figure = self._figures[cell]
        return figure.number if isinstance(figure.number, int) else None

    def _needed(self, cell: str) -> int | None:
        """The number in a cell that would close the whole difference."""
        number, weight = self._number(cell), self._weights[cell]
        if number is None or not isinstance(self._off, int) or self._off % weight:
            return None
        needed = number - self._off // weight
        signed = self._form.cells[cell].column.kind is Kind.CHANGE
        return needed if needed >= 0 or signed else None

    def _name(self, cell: str) -> str:
        return f"“{self._form.cells[cell].name}”"

    # ---- slips in one cell

    def _single_cells(self) -> Iterator[_Guess]:
        crossing: list[_Guess] = []
        for cell in self._weights:
            needed, number = self._needed(cell), self._number(cell)
            if needed is None or number is None:
                continue
            changes = {cell: count(needed)}
            start = f"{self._name(cell)}写的是{number}，如果是{needed}就正好相等"
            if slip := slips.of_digits(number, needed):
                yield _Guess(_Slip.DIGITS, changes, f"{start}，可能{slip}。")
            elif number == -needed:
                yield _Guess(_Slip.SIGN, changes, f"{start}，可能正负号写反了。")
            if self._left_out(cell, number):
                words = f"{self._name(cell)}今年填0，上年有数；如果是{needed}就正好相等，可能漏填了。"
                yield _Guess(_Slip.LEFT_OUT, changes, words)
            if self._crosses_a_broken_sum(cell) and self.mended(changes) > 1:
                words = f"{self._name(cell)}如果是{needed}，它所在的行和列就都对得上，请先核对这一格。"
                crossing.append(_Guess(_Slip.CROSSING, changes, words))
        yield from crossing if len(crossing) == 1 else ()

    def _crosses_a_broken_sum(self, cell: str) -> bool:
        """Whether another broken sum has this cell in common with this sum, and no other: row and column."""
        return cell not in self._form.totals and any(common == {cell} for common in self._in_common)

    @cached_property
    def _in_common(self) -> list[set[str]]:
        """The cells that each of the other broken sums has in common with this one."""
        here, look = set(self._sum.holds.cells()), self._figures.__getitem__
        common = ((here.intersection(other.holds.cells()), other) for other in _own_sums(self._form))
        return [cells for cells, other in common if cells and other is not self._sum and _broken(other, look)]

    def _left_out(self, cell: str, number: int) -> bool:
        if self._prior is None or number != 0 or cell not in self._prior.form.cells:
            return False
        last_year = self._prior.figure(cell).number
        return last_year is not None and last_year > 0

    def _totals(self) -> Iterator[_Guess]:
        """A given total that is not what its parts add up to, elsewhere than in its own sum."""
        for cell in self._weights:
            if cell not in self._form.totals or self._is_total_of(self._sum.holds.left, cell):
                continue
            computed = self._report.computed(cell)
            if computed.number is not None and computed != self._figures[cell]:
                words = (
                    f"{self._name(cell)}写的是{self._figures[cell]}，各项相加是{computed}；"
                    "改用算出的总计，两边就相等。"
                )
                yield _Guess(_Slip.TOTAL, {cell: None}, words)

    @staticmethod
    def _is_total_of(side: Side, cell: str) -> bool:
        return len(side.terms) == 1 and side.terms[0].cell == cell

    # ---- figures in the wrong place

    def _neighbours(self) -> Iterator[_Guess]:
        """Two figures side by side, or one above the other, that stand in each other's place."""
        equal = self._sum.holds.operator == "="
        for cell in self._weights:
            for other, way in _neighbours_of(self._form)[cell]:
                inside = other in self._weights
                if (inside and self._form.order[other] < self._form.order[cell]) or not (equal or inside):
                    continue  # seen from the other cell, or nothing that this sum could tell
                changes = {cell: self._figures[other], other: self._figures[cell]}
                if self._may_be_exchanged(cell, other) and (self._closes(changes) or not equal):
                    yield _Guess(_Slip.NEIGHBOURS, changes, self._exchanged(cell, other, way))

    def _may_be_exchanged(self, cell: str, other: str) -> bool:
        one, two = self._number(cell), self._number(other)
        if one is None or two is None or one == two or min(one, two) < 0:
            return False
        kinds = {self._form.cells[each].column.kind for each in (cell, other)}
        return len(kinds) == 1 and not {cell, other} & self._form.totals.keys()

    def _exchanged(self, cell: str, other: str, way: str) -> str:
        one, two = sorted((cell, other), key=lambda each: (self._number(each) == 0, self._form.order[each]))
        here, there = f"{self._name(one)}的{self._figures[one]}", self._name(two)
        if self._number(two) == 0:
            return f"{here}如果填在{there}就对得上，可能填错了一{way}。"
        return f"{here}和{there}的{self._figures[two]}对调就对得上，可能填错了一{way}。"

    def _shifted_rows(self) -> Iterator[_Guess]:
        """A whole row that was begun one column too early or too late."""
        for row_id in dict.fromkeys(self._form.cells[cell].row_id for cell in self._weights):
            cells = [cell.id for cell in self._form.rows[row_id] if cell.id not in self._form.totals]
            numbers = [self._number(cell) for cell in cells]
            if sum(1 for number in numbers if number) < 2 or None in numbers:
                continue
            figures = [self._figures[cell] for cell in cells]
            for shifted, way in ((figures[1:] + figures[:1], "左"), (figures[-1:] + figures[:-1], "右")):
                moved = shifted[-1] if way == "左" else shifted[0]
                changes = dict(zip(cells, shifted, strict=True))
                if moved.number == 0 and self._closes(changes):
                    name = self._form.cells[cells[0]].row.name
                    words = f"“{name}”整行向{way}移一列就对得上，可能填错了一列。"
                    yield _Guess(_Slip.SHIFTED, changes, words)

    def _closes(self, changes: Mapping[str, Figure]) -> bool:
        """Whether the changes close the difference: quick, where mended() is thorough."""
        moved: Number = 0
        for cell, figure in changes.items():
            moved += self._weights.get(cell, 0) * ((figure.number or 0) - (self._number(cell) or 0))
        return moved == -self._off

    # ---- parts that were left out or counted twice

    def _parts(self) -> Iterator[_Guess]:
        """The difference is one of the terms itself. There is nothing to put in its place."""
        left, right = self._sum.holds.left, self._sum.holds.right
        is_total = len(left.terms) == 1 and left.terms[0].cell in self._form.totals
        sides = ((right, -1),) if is_total else ((left, 1), (right, -1))
        for side, sign in sides:
            numbers = {term.cell: self._number(term.cell) or 0 for term in side.terms}
            others = sum(1 for number in numbers.values() if number)
            for term in side.terms:
                number = sign * term.factor * numbers[term.cell]
                if abs(number) < _LEAST_PART or abs(number) != abs(self._off) or others < 2:
                    continue
                start = f"差额正好等于{self._name(term.cell)}的{numbers[term.cell]}"
                if is_total:
                    slip = "总计可能漏加了它" if number == self._off else "总计可能把它加了两次"
                    yield _Guess(_Slip.PART, {}, f"{start}，{slip}。")
                elif number == self._off:
                    yield _Guess(_Slip.PART, {}, f"{start}，可能重复计算了。")


@cache
def _neighbours_of(form: Form) -> dict[str, list[tuple[str, str]]]:
    """The cells beside each cell (一列) and above and below it (一行), in the order of the form."""
    lines: dict[tuple[str, ...], list[str]] = {}
    for cell in form.cells.values():
        lines.setdefault(("列", cell.row_id), []).append(cell.id)
        lines.setdefault(("行", cell.section, cell.column.id), []).append(cell.id)
    beside: dict[str, list[tuple[str, str]]] = {cell: [] for cell in form.cells}
    for (way, *_), line in lines.items():
        for one, other in itertools.pairwise(line):
            beside[one].append((other, way))
            beside[other].append((one, way))
    return beside
