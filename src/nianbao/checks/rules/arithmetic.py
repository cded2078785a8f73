"""Runs the cross-sums and the kinds of cells that a form states. It knows no field by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from nianbao.model.agency import kind_by_name
from nianbao.model.figure import Figure, Kind, Number, State
from nianbao.model.finding import Finding
from nianbao.model.form import Cell, CrossSum, Form
from nianbao.model.formula import Look, Side, Term
from nianbao.model.report import Report
from nianbao.model.rules import rule

_SHORT_SUM = 4  # up to so many parts are all named in a message; of more only those above zero
_COUNT_UNITS = frozenset({"", "件", "个", "项", "条", "宗", "次"})


def of_sum(cross_sum: CrossSum, report: Report, look: Look) -> Finding | None:
    """The finding of one cross-sum, if it is broken."""
    holds = cross_sum.holds
    if not holds.broken(look) or not all(condition.certain(look) for condition in cross_sum.when):
        return None
    if not cross_sum.figures_alone and _excused(cross_sum, report):
        return None
    if cross_sum.between_years and not _prior_known(cross_sum, look):
        return None
    left, right = holds.left.value(look), holds.right.value(look)
    difference = left - right
    cells = tuple(dict.fromkeys(cross_sum.cells()))
    return rule(cross_sum.rule).finding(
        section=cross_sum.section,
        cell=cells[0],
        cells=cells,
        message=cross_sum.message,
        expected=_plain(right),
        found=_plain(left),
        where=cross_sum.where,
        left=in_words(holds.left, look),
        right=in_words(holds.right, look),
        difference=_plain(difference if difference >= 0 else -difference),
    )


def _excused(cross_sum: CrossSum, report: Report) -> bool:
    """Whether the kind of the agency or the text of the report makes the cross-sum void."""
    if (report.agency_kind or kind_by_name(report.agency)) in cross_sum.unless_agency_kind:
        return True
    mention = cross_sum.unless_text
    if mention is None:
        return False
    text = report.narrative.get(mention.section, "")
    return any(words in text for words in mention.says)


def _prior_known(cross_sum: CrossSum, look: Look) -> bool:
    """Whether the report of the year before says what it is asked."""
    return all(look(cell).state is not State.UNKNOWN for cell in cross_sum.prior_cells())


def in_words(side: Side, look: Look) -> str:
    """A side with its numbers: ``一(2)＋二(0)＝2``; a single cell without the sum: ``（七）(1)``."""
    if not side.terms:
        return str(side.constant)
    terms = side.terms
    if len(terms) > _SHORT_SUM:
        terms = tuple(t for t in terms if not _adds_nothing(look(t.cell))) or terms[:1]
    words = "".join(_term(term, look(term.cell), first=index == 0) for index, term in enumerate(terms))
    return words if len(side.terms) == 1 else f"{words}＝{_plain(side.value(look))}"


def _term(term: Term, figure: Figure, *, first: bool) -> str:
    sign = "－" if term.factor < 0 else "" if first else "＋"
    factor = f"{abs(term.factor)}×" if abs(term.factor) != 1 else ""
    value = "未填" if figure.state in {State.BLANK, State.UNKNOWN} else str(figure)
    return f"{sign}{factor}{term.label}({value})"


def _adds_nothing(figure: Figure) -> bool:
    return figure.number == 0 or figure.state is State.NOT_APPLICABLE


def _plain(number: Number) -> str:
    return f"{number:f}" if isinstance(number, Decimal) else f"{number:d}"


def of_cell(cell: Cell, figure: Figure, form: Form) -> Finding | None:
    """The finding of a cell whose content does not fit the kind of its column, if it does not."""
    message = _fault(cell, figure)
    if message is None:
        return None
    return rule(form.kind_rules[cell.column.kind]).finding(
        section=cell.section,
        cell=cell.id,
        message=message,
        found=figure,
        name=cell.name,
        decimals=cell.column.decimals,
    )


def _fault(cell: Cell, figure: Figure) -> str | None:
    """Which sentence of the kind's rule the content calls for; None if it fits."""
    if figure.state is State.MALFORMED:
        return "malformed"
    number = figure.number
    if number is None:
        return None
    match cell.column.kind:
        case Kind.COUNT:
            return _count_fault(figure, number)
        case Kind.CHANGE:
            if not isinstance(number, int) or figure.unit not in _COUNT_UNITS:
                return "malformed"
            return "sign" if number > 0 and not figure.plus else None
        case Kind.AMOUNT:
            return _amount_fault(cell, figure, number)


def _count_fault(figure: Figure, number: Number) -> str | None:
    if number < 0:
        return "negative"
    if not isinstance(number, int):
        return "fraction"
    return "malformed" if figure.plus or figure.unit not in _COUNT_UNITS else None


def _amount_fault(cell: Cell, figure: Figure, number: Number) -> str | None:
    column = cell.column
    if number < 0:
        return "negative"
    if not column.unit:
        return "unit" if number > 0 and figure.in_yuan is None else None
    if figure.unit not in {"", column.unit}:
        return "unit"
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    if column.decimals is not None and isinstance(exponent, int) and -exponent > column.decimals:
        return "decimals"
    return "large" if column.large is not None and number >= column.large else None


def findings(report: Report, figures: Mapping[str, Figure]) -> Iterator[Finding]:
    """All findings on figures. ``figures`` holds what every cell of the form says."""
    form = report.form
    for cell_id in report.figures:
        finding = of_cell(form.cells[cell_id], figures[cell_id], form)
        if finding is not None:
            yield finding
    for cross_sum in form.sums:
        finding = of_sum(cross_sum, report, figures.__getitem__)
        if finding is not None:
            yield finding
