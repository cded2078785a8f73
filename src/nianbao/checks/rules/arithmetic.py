"""The cross-sums and the kinds of cells that a form states (T201 to T404, Y601 to Y604). It knows no field by
name: the codes are the form's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.checks.registry import Each, On, checks
from nianbao.checks.subject import Subject
from nianbao.model.agency import kind_by_name
from nianbao.model.evidence import worked
from nianbao.model.figure import Figure, Kind, Number, State
from nianbao.model.finding import Finding
from nianbao.model.form import Cell, CrossSum, Form
from nianbao.model.formula import Look
from nianbao.model.report import Report
from nianbao.model.rules import rule

_COUNT_UNITS = frozenset({"", "件", "个", "项", "条", "宗", "次"})


def _sum_codes(form: Form) -> frozenset[str]:
    return frozenset(cross_sum.rule for cross_sum in form.sums)


def _kind_codes(form: Form) -> frozenset[str]:
    return frozenset(form.kind_rules.values())


@checks(on=On.FIGURES | On.TEXT | On.FACTS | On.PRIOR, each=Each.SUM, by_form=_sum_codes)
def sums_of_the_form(subject: Subject, cross_sum: CrossSum) -> Iterator[Finding]:
    """A cross-sum that is broken whatever the cells without a number should hold."""
    holds, look = cross_sum.holds, subject.look
    if not holds.broken(look) or not all(condition.certain(look) for condition in cross_sum.when):
        return
    if not cross_sum.figures_alone and _excused(cross_sum, subject.report):
        return
    if cross_sum.between_years and not _prior_known(cross_sum, look):
        return
    left, right = worked(holds.left, look), worked(holds.right, look)
    difference: Number = left.value - right.value
    cells = tuple(dict.fromkeys(cross_sum.cells()))
    yield rule(cross_sum.rule).finding(
        section=cross_sum.section,
        cell=cells[0],
        cells=cells,
        message=cross_sum.message,
        expected=right.value,
        found=left.value,
        sum=cross_sum,
        where=cross_sum.where,
        left=left,
        right=right,
        difference=difference if difference >= 0 else -difference,
    )


def _excused(cross_sum: CrossSum, report: Report) -> bool:
    """Whether the kind of the agency or the text of the report makes the cross-sum void."""
    if (report.agency_kind or kind_by_name(report.agency)) in cross_sum.unless_agency_kind:
        return True
    wanted, unwanted = cross_sum.when_text, cross_sum.unless_text
    texts = report.narrative
    return (wanted is not None and not wanted.holds(texts)) or (
        unwanted is not None and unwanted.holds(texts)
    )


def _prior_known(cross_sum: CrossSum, look: Look) -> bool:
    """Whether the report of the year before says what it is asked."""
    return all(look(cell).state is not State.UNKNOWN for cell in cross_sum.prior_cells())


@checks(on=On.FIGURES, each=Each.CELL, by_form=_kind_codes)
def kinds_of_the_form(subject: Subject, cell_id: str) -> Iterator[Finding]:
    """A cell whose content does not fit the kind of its column."""
    if cell_id not in subject.report.figures:
        return
    form, figure = subject.report.form, subject.figures[cell_id]
    cell = form.cells[cell_id]
    message = _fault(cell, figure)
    if message is None:
        return
    decimals = cell.column.decimals
    yield rule(form.kind_rules[cell.column.kind]).finding(
        section=cell.section,
        cell=cell.id,
        message=message,
        found=figure,
        name=cell.name,
        decimals="" if decimals is None else decimals,
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
