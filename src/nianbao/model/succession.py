"""From the report of one year to the beginning of the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nianbao.model.figure import Figure, State
from nianbao.model.form import PRIOR, Form
from nianbao.model.narrative import paragraphs
from nianbao.model.reference import BadReference, escape, faults, resolve
from nianbao.model.report import Report


@dataclass(frozen=True)
class Succession:
    """The new year's report as far as it follows from last year's.

    ``carried`` tells the figures that were taken over, by cell; ``not_carried`` the names of cells whose
    figure last year says nothing; ``without_counterpart`` what the old form asked and the new does not,
    and ``new`` what the new form asks for the first time. ``last`` is last year's report itself.
    """

    last: Report
    report: Report
    carried: dict[str, Figure]
    not_carried: tuple[str, ...]
    without_counterpart: tuple[str, ...]
    new: tuple[str, ...]

    def told(self) -> tuple[str, ...]:
        """What was carried over and what was not, in sentences for people."""
        old, new = self.last.form.id, self.report.form.id
        lines = []
        before, after = self.last.agency.strip("?"), self.report.agency
        if before and not (before.endswith(after) or after.endswith(before)):  # a name may be told in short
            lines.append(f"注意：这份报告写的机关是“{before}”，不是“{after}”；请核对是不是选错了文件。")
        if self.last.year != self.report.year - 1:
            lines.append(f"注意：这不是上一年度（{self.report.year - 1}年）的报告。")
        if self.carried:
            lines.append(f"上年结转带过来{len(self.carried)}格。")
        if self.not_carried:
            lines.append(f"上年的报告没有写明、请自己填的：{'、'.join(self.not_carried)}。")
        if self.without_counterpart:
            names = "、".join(self.without_counterpart)
            lines.append(f"{old}年格式里的这些项目，{new}年格式里没有：{names}。")
        if self.new:
            lines.append(f"{new}年格式新要求的项目：{'、'.join(self.new)}。")
        return tuple(lines)


def succeed(last: Report, form: Form, year: int, *, agency: str = "", keep_text: bool = False) -> Succession:
    """The report of a year in its form: organ, what was carried over into it, and of the text the
    headings, or with ``keep_text`` all of it."""
    report = Report(form=form, agency=agency or last.agency, year=year, agency_kind=last.agency_kind)
    carried = brought(report, last)
    not_carried = [form.cells[cell].name for cell, _ in carried_over(form) if cell not in carried]
    report = replace(report, figures=carried, narrative=_narrative(last, report, keep_text=keep_text))
    return Succession(
        last,
        report,
        carried,
        tuple(not_carried),
        tuple(not_asked_by(form, last.form)),
        tuple(not_asked_by(last.form, form)),
    )


def brought(report: Report, last: Report) -> dict[str, Figure]:
    """The figures that last year's report gives this one, by cell, whether they stand there yet or not."""
    pairs = [pair for pair in carried_over(report.form) if pair[1] in last.form.cells]
    found = {cell_id: last.figure(source) for cell_id, source in pairs}
    return {cell_id: figure for cell_id, figure in found.items() if figure.state is State.NUMBER}


def carried_over(form: Form) -> Iterator[tuple[str, str]]:
    """The cells that are to equal one of the year before, each with that one: the sums between years
    say so. Totals are computed."""
    for cross_sum in form.sums:
        holds = cross_sum.holds
        sides = holds.left.terms, holds.right.terms
        if holds.operator != "=" or holds.left.constant or holds.right.constant:
            continue
        if any(len(side) != 1 or side[0].factor != 1 for side in sides):
            continue
        cell, source = holds.left.terms[0].cell, holds.right.terms[0].cell
        if source.startswith(PRIOR) and cell in form.cells and cell not in form.totals:
            yield cell, source.removeprefix(PRIOR)


def not_asked_by(other: Form, form: Form) -> Iterator[str]:
    """What a form asks and another does not: whole rows by their name, else the row and the column."""
    for row_id, cells in form.rows.items():
        absent = [cell for cell in cells if cell.id not in other.cells]
        if row_id not in other.rows:
            yield cells[0].row.name
        elif absent:
            yield f"{cells[0].row.name}（{'、'.join(cell.column.name for cell in absent)}）"


def _narrative(last: Report, report: Report, *, keep_text: bool) -> dict[str, str]:
    known = {section.id for section in report.form.sections}
    texts = {}
    for section_id, text in last.narrative.items():
        lines = list(_lines(text.splitlines(), last, report, keep_text=keep_text))
        if section_id in known and any(line.strip() for line in lines):
            texts[section_id] = "\n".join(lines)
    return texts


def _lines(lines: Iterable[str], last: Report, report: Report, *, keep_text: bool) -> Iterator[str]:
    for line in lines:
        if keep_text:
            yield _for(report, line, last)
        else:
            yield from (_for(report, heading, last) for heading in _headings(line))


def _headings(line: str) -> Iterator[str]:
    """The heading that a line is, or that it begins with."""
    for paragraph in paragraphs(line):
        if paragraph.level:
            yield paragraph.text
        elif paragraph.lead:
            yield paragraph.text[: paragraph.lead].rstrip("。")


def _for(report: Report, line: str, last: Report) -> str:
    """A line with its references, or with last year's figures where this form has no such cell."""
    if next(faults(line, report), None) is None:
        return line
    try:
        return escape(resolve(line, last))
    except BadReference:
        return escape(line)
