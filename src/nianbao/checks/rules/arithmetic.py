"""The cross-sums and the kinds of cells that a form states (T201 to T404, Y601 to Y604). It knows no field by
name: the codes are the form's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.checks.coverage import Place, Seen, unknown
from nianbao.checks.registry import Each, On, checks
from nianbao.checks.rules.wording import kind_of
from nianbao.checks.subject import Subject
from nianbao.model.agency import agency_kinds
from nianbao.model.evidence import (
    Exempt,
    Held,
    Lacking,
    OtherForm,
    Unmet,
    Values,
    Wording,
    worked,
)
from nianbao.model.figure import Figure, Kind, Number, State
from nianbao.model.finding import Finding
from nianbao.model.form import PRIOR, Cell, CrossSum, Form
from nianbao.model.formula import Look
from nianbao.model.report import Report
from nianbao.model.rules import rule
from nianbao.patterns import regex

_COUNT_UNITS = frozenset({"", "件", "个", "项", "条", "宗", "次"})


def _sum_codes(form: Form) -> frozenset[str]:
    return frozenset(cross_sum.rule for cross_sum in form.sums)


def _kind_codes(form: Form) -> frozenset[str]:
    return frozenset(form.kind_rules.values())


def _sum_places(subject: Subject, cross_sum: CrossSum) -> Iterator[Place]:
    """The sum, if all of its figures are known; nothing is asked of it where its conditions do not hold."""
    yield _looked_at(subject, cross_sum)._replace(code=cross_sum.rule)


def _looked_at(subject: Subject, cross_sum: CrossSum) -> Place:
    look, holds = subject.look, cross_sum.holds
    if (void := _void(subject, cross_sum)) is not None:
        return Place(Seen.OUTSIDE, told=void)
    if cross_sum.between_years and subject.prior is None:
        return unknown(lacking=Lacking.PRIOR)
    conditions = [*cross_sum.when, holds]
    if gaps := tuple(dict.fromkeys(cell for each in conditions for cell in each.open_cells(look))):
        return unknown(*gaps)
    left, right = worked(holds.left, look), worked(holds.right, look)
    figures = (*left.figures, *right.figures)
    return Place(
        Seen.COMPARED,
        told=Held(cross_sum.where, left, holds.operator, right),
        cells=tuple(dict.fromkeys(cross_sum.cells())),
        plain=all(figure.number == 0 or figure.state is State.NOT_APPLICABLE for figure in figures),
    )


def _void(subject: Subject, cross_sum: CrossSum) -> Values | None:
    """Why the sum says nothing of this report; None if it does."""
    report, look = subject.report, subject.look
    kind, said = kind_of(report)
    if kind in cross_sum.unless_agency_kind:
        return Exempt(said)
    wanted, unwanted = cross_sum.when_text, cross_sum.unless_text
    if wanted is not None and not wanted.holds(report.narrative):
        return Wording(report.form.section(wanted.section).name, wanted.says, said=False)
    if unwanted is not None and unwanted.holds(report.narrative):
        return Wording(report.form.section(unwanted.section).name, unwanted.says, said=True)
    if cross_sum.between_years and subject.prior is not None:
        stated = {PRIOR + cell for cell in subject.prior.form.cells}
        if not stated.issuperset(cross_sum.prior_cells()):
            return OtherForm(subject.prior.year, subject.prior.form.id)
    for condition in cross_sum.when:
        if condition.broken(look):
            left, right = worked(condition.left, look), worked(condition.right, look)
            return Unmet(left, condition.operator, right)
    return None


@checks(on=On.FIGURES | On.TEXT | On.FACTS | On.PRIOR, each=Each.SUM, by_form=_sum_codes, covers=_sum_places)
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
    named = any(regex(name).search(report.agency) for name in cross_sum.unless_agency)
    unknown_agency = bool(cross_sum.unless_agency_kind) and not report.agency.strip("?")
    if named or unknown_agency or kind_of(report)[0] in cross_sum.unless_agency_kind:
        return True
    wanted, unwanted = cross_sum.when_text, cross_sum.unless_text
    texts = report.narrative
    return (wanted is not None and not wanted.holds(texts)) or (
        unwanted is not None and unwanted.holds(texts)
    )


def _prior_known(cross_sum: CrossSum, look: Look) -> bool:
    """Whether the report of the year before says what it is asked."""
    return all(look(cell).state is not State.UNKNOWN for cell in cross_sum.prior_cells())


def _kind_places(subject: Subject, cell_id: str) -> Iterator[Place]:
    """Every cell that was to be filled in; a total that nobody gave follows from its parts."""
    report, figure = subject.report, subject.figures[cell_id]
    code = report.form.kind_rules[report.form.cells[cell_id].column.kind]
    if cell_id in report.form.totals and cell_id not in report.figures:
        return
    match figure.state:
        case State.NUMBER | State.MALFORMED:
            yield Place(Seen.COMPARED, cells=(cell_id,), code=code)
        case State.NOT_APPLICABLE:
            yield Place(Seen.OUTSIDE, cells=(cell_id,), code=code)
        case State.BLANK | State.UNKNOWN:
            yield unknown(cell_id, code=code)


@checks(on=On.FIGURES | On.FACTS, each=Each.CELL, by_form=_kind_codes, covers=_kind_places)
def kinds_of_the_form(subject: Subject, cell_id: str) -> Iterator[Finding]:
    """A cell whose content does not fit the kind of its column."""
    if cell_id not in subject.report.figures:
        return
    form, figure = subject.report.form, subject.figures[cell_id]
    cell = form.cells[cell_id]
    message = _fault(cell, figure, subject.report)
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


def _fault(cell: Cell, figure: Figure, report: Report) -> str | None:
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
            return _amount_fault(cell, figure, number) or _doubted(cell, number, report)


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
    return None


def _doubted(cell: Cell, number: Number, report: Report) -> str | None:
    """Whether an amount is so large for this kind of agency that 元 was probably meant."""
    large = cell.column.large
    if large is None:
        return None
    kind = agency_kinds().get(kind_of(report)[0] or "")
    return "large" if number >= large * (kind.scale if kind else 1) else None
