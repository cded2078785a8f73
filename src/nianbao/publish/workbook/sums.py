"""The totals and cross-sums of a form as formulas of a workbook, each with what it comes to now.

A formula says what nianbao says: a total only where all of its parts are known, "/" adds nothing, and of a
broken sum both sides with the difference. What a workbook cannot know (the text, the year before, the kind
of the agency) is left to ``nianbao check``, and the sentence says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nianbao.model.evidence import worked
from nianbao.model.figure import Figure, Kind, Number, State
from nianbao.model.form import CrossSum, Form
from nianbao.model.formula import Comparison, Side, Term
from nianbao.model.wording import SHORT_SUM, number, relation, term_start, words
from nianbao.words import BROKEN, FINE, OPEN

_SLASH = "/"
_OPERATORS = {"!=": "<>"}  # those that a workbook writes otherwise
_NOT_ASKED, _NOT_YET = "不用核对。", "还没有填齐。"
_LEFT_TO_US = "由 nianbao 核对。"


@dataclass(frozen=True, slots=True)
class Live:
    """A formula (without =; none where nothing can be worked out) and what it comes to."""

    formula: str
    value: str | int | float


def countable(figure: Figure) -> bool:
    """Whether a workbook can hold the figure as a number, "/" or nothing, so that formulas can use it."""
    match figure.state:
        case State.NUMBER:
            return not (figure.plus or figure.unit or figure.remark)
        case State.NOT_APPLICABLE:
            return figure.text == _SLASH
        case State.BLANK | State.UNKNOWN:
            return True
        case State.MALFORMED:
            return False


def held(number: Number) -> int | float:
    """The number as a workbook holds it."""
    return number if isinstance(number, int) else float(number)


@dataclass(frozen=True)
class Sums:
    """Writes the sums of a form for one sheet. ``place`` tells where a cell of the form stands, as formulas
    of this sheet name it; ``figures`` are those of the report. In a ``blank`` workbook a total
    that is not known yet is empty, else it is shown as every document shows it."""

    form: Form
    figures: Mapping[str, Figure]
    place: Callable[[str], str]
    blank: bool = False

    def total(self, cell: str) -> Live | None:
        """A total; None where a part of it cannot be counted with."""
        parts = self.form.totals[cell]
        if not self._countable(parts):
            return None
        figure = self.figures[cell]
        places = [self.place(part) for part in parts]
        nothing = "" if self.blank or figure.state is not State.UNKNOWN else str(figure)
        formula = f'IF({_all_known(places)},SUM({",".join(places)}),"{nothing}")'
        return Live(formula, nothing if figure.number is None else held(figure.number))

    def sentence(self, cross_sum: CrossSum) -> Live:
        """A sentence on a cross-sum, which begins with FINE, BROKEN or OPEN."""
        start = f"“{cross_sum.where}”：" if cross_sum.where else ""
        if cross_sum.between_years:
            return Live("", f"{OPEN} {start}与上一年度的报告对照，{_LEFT_TO_US}")
        if not cross_sum.figures_alone:
            return Live("", f"{OPEN} {start}与正文、机关类别有关，{_LEFT_TO_US}")
        cells = tuple(cross_sum.cells())
        if not self._countable(cells):
            return Live("", f"{OPEN} {start}格内写有文字，{_LEFT_TO_US}")
        return Live(self._formula(cross_sum, start), self._now(cross_sum, start))

    def _countable(self, cells: Sequence[str]) -> bool:
        """Whether formulas can count with the cells and with all that they are sums of."""
        return all(
            self._has_numbers(cell)
            and countable(self.figures[cell])
            and self._countable(self.form.totals.get(cell, ()))
            for cell in cells
        )

    def _has_numbers(self, cell: str) -> bool:
        column = self.form.cells[cell].column
        return column.kind is Kind.COUNT or (column.kind is Kind.AMOUNT and bool(column.unit))

    def _formula(self, cross_sum: CrossSum, start: str) -> str:
        holds = cross_sum.holds
        holding = self._test(holds)
        unlike = relation(holds.operator, holds=False)
        difference = ""
        if holds.operator == "=":
            apart = f"ABS({self._value(holds.left)}-({self._value(holds.right)}))"
            difference = f'IF({holding},"","，相差"&{apart})'
        told = _joined(
            f'IF({holding},"{FINE} ","{BROKEN} ")',
            _text(start),
            self._told(holds.left),
            _text("，"),
            f"IF({holding},{_text(relation(holds.operator))},{_text('' if difference else unlike)})",
            self._told(holds.right),
            difference,
            _text("。"),
        )
        for condition in cross_sum.when:
            told = f"IF({self._test(condition)},{told},{_text(f'{FINE} {start}{_NOT_ASKED}')})"
        places = [self.place(cell) for cell in dict.fromkeys(cross_sum.cells())]
        return f"IF({_all_known(places)},{told},{_text(f'{OPEN} {start}{_NOT_YET}')})"

    def _now(self, cross_sum: CrossSum, start: str) -> str:
        """What the formula comes to for the figures of the report."""
        look, holds = self.figures.__getitem__, cross_sum.holds
        if any(look(cell).state in {State.BLANK, State.UNKNOWN} for cell in cross_sum.cells()):
            return f"{OPEN} {start}{_NOT_YET}"
        if not all(condition.certain(look) for condition in cross_sum.when):
            return f"{FINE} {start}{_NOT_ASKED}"
        left, right = worked(holds.left, look), worked(holds.right, look)
        if not holds.broken(look):
            return f"{FINE} {start}{words(left)}，{relation(holds.operator)}{words(right)}。"
        if holds.operator == "=":
            apart = left.value - right.value
            off = number(apart if apart >= 0 else -apart)
            return f"{BROKEN} {start}{words(left)}，{words(right)}，相差{off}。"
        return f"{BROKEN} {start}{words(left)}，{relation(holds.operator, holds=False)}{words(right)}。"

    def _test(self, comparison: Comparison) -> str:
        operator = _OPERATORS.get(comparison.operator, comparison.operator)
        return f"({self._value(comparison.left)}){operator}({self._value(comparison.right)})"

    def _value(self, side: Side) -> str:
        """The value of a side; N() is the number of a cell, 0 where it holds "/"."""
        added = "".join(
            f"{'-' if term.factor < 0 else '+'}{abs(term.factor)}*N({self.place(term.cell)})"
            for term in side.terms
        )
        constant = f"{side.constant:+d}" if side.constant or not side.terms else ""
        return f"{added}{constant}".replace("+1*", "+").replace("-1*", "-").removeprefix("+")

    def _told(self, side: Side) -> str:
        """The words of a side, as wording.py puts them."""
        if not side.terms:
            return _text(str(side.constant))
        terms = [(term, self._term(term, first=index == 0)) for index, term in enumerate(side.terms)]
        if len(terms) == 1:
            return terms[0][1]
        total = f"({self._value(side)})"
        if len(terms) <= SHORT_SUM:
            return _joined(*(told for _, told in terms), _text("＝"), total)
        named = [f'IF(N({self.place(term.cell)})=0,"",{self._term(term, first=False)})' for term, _ in terms]
        return _joined(f"IF({total}=0,{terms[0][1]},MID({_joined(*named)},2,9999))", _text("＝"), total)

    def _term(self, term: Term, *, first: bool) -> str:
        label = f"{term_start(term, first=first)}{term.label}("
        return _joined(_text(label), self.place(term.cell), _text(")"))


def _all_known(places: Sequence[str]) -> str:
    """Whether every place holds a number or "/"."""
    slashes = "".join(f'+({place}="{_SLASH}")' for place in places)
    return f"COUNT({','.join(places)}){slashes}={len(places)}"


def _text(text: str) -> str:
    """A text as a formula has it."""
    return '"' + text.replace('"', '""') + '"'


def _joined(*parts: str) -> str:
    """The parts one after the other; texts that meet are one."""
    return "&".join(part for part in parts if part not in {"", '""'}).replace('"&"', "")
