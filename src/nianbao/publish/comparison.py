"""Two reports beside each other as people read them: facts, figures, headings and paragraphs that differ.

Any two: of one year or of two, in one form or in two, typed or read from documents. What is not printed
(comments, reasons, marks) is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nianbao.model.figure import Figure, State
from nianbao.model.form import Form
from nianbao.model.narrative import tidy
from nianbao.model.reference import BadReference, resolve
from nianbao.model.report import Report
from nianbao.model.succession import not_asked_by
from nianbao.model.wording import date_in_words
from nianbao.publish.stretches import changed_lines
from nianbao.publish.year_on_year import change_in_words


class Kind(StrEnum):
    """What differs."""

    FACT = "fact"  # organ, year, form, date, title
    HEADING = "heading"
    FIGURE = "figure"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two reports differ.

    ``section`` is the id of its section, empty for a fact; ``at`` the cell's id, or section and number of
    the paragraph ("overview:3", from 1), or the key of the fact; ``place`` says the same in Chinese, within
    the section. ``before`` and ``after`` are what is printed there, empty where there is nothing; ``change``
    tells how much more or less a figure is, where the years differ.
    """

    kind: Kind
    section: str
    at: str
    place: str
    before: str
    after: str
    change: str = ""


@dataclass(frozen=True)
class Comparison:
    """All differences, and the names of what one of two forms asks and the other does not: there is nothing
    to compare them with. ``figures_alone``: nothing but figures was compared."""

    before: Report
    after: Report
    differences: tuple[Difference, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    figures_alone: bool = False

    def sections(self) -> Iterator[tuple[str, tuple[Difference, ...]]]:
        """The differences by section, each with the words for it; the facts first."""
        names = {section.id: section.heading or section.name for section in self.before.form.sections}
        names |= {section.id: section.heading or section.name for section in self.after.form.sections}
        for section_id, name in {"": "基本信息", **names}.items():
            if found := tuple(each for each in self.differences if each.section == section_id):
                yield name, found


def compare(before: Report, after: Report, *, figures_alone: bool = False) -> Comparison:
    """Two reports, or only what their tables say. Of two forms the cells and sections are matched by their
    ids."""
    found = [] if figures_alone else [*_facts(before, after)]
    figures = before.all_figures(), after.all_figures()
    for section in dict.fromkeys(s.id for form in (before.form, after.form) for s in form.sections):
        text = () if figures_alone else (_headings, _paragraphs)
        found += (each for part in text for each in part(before, after, section))
        found += _figures(before, after, section, *figures)
    same = before.form is after.form or before.form.id == after.form.id
    return Comparison(
        before,
        after,
        tuple(found),
        () if same else tuple(not_asked_by(after.form, before.form)),
        () if same else tuple(not_asked_by(before.form, after.form)),
        figures_alone,
    )


def figure_in_words(figure: Figure) -> str:
    """What a cell says, also where it says nothing."""
    return "没有数" if figure.state is State.UNKNOWN else str(figure) or "空着"


def same_organ(before: Report, after: Report) -> bool:
    """Whether two reports are of one organ. One that was read from a document has its name from the title,
    which may give it in short: the same title is that of the same organ."""
    read = before.source or after.source
    return before.agency == after.agency or (bool(read) and before.full_title() == after.full_title())


def printed_lines(text: str, report: Report) -> list[str]:
    """The lines of a text as typed as they are printed, references resolved; empty lines stay empty, and one
    with a wrong reference stays as it was typed."""
    return [tidy(_resolved(line, report)) for line in text.split("\n")]


def _resolved(line: str, report: Report) -> str:
    try:
        return resolve(line, report)
    except BadReference:
        return line


def _facts(before: Report, after: Report) -> Iterator[Difference]:
    names = {
        "agency": "机关全称",
        "year": "年度",
        "form": "格式",
        "date": "日期",
        "title": "报告名称",
    }
    old, new = _said(before), _said(after)
    if same_organ(before, after):
        del names["agency"]
    for key, name in names.items():
        if old[key] != new[key]:
            yield Difference(Kind.FACT, "", key, name, old[key], new[key])


def _said(report: Report) -> Mapping[str, str]:
    return {
        "agency": report.agency,
        "year": str(report.year or ""),
        "form": f"{report.form.id}年格式",
        "date": date_in_words(report.date) if report.date else "",
        "title": report.title or "",
    }


def _headings(before: Report, after: Report, section: str) -> Iterator[Difference]:
    old, new = (_heading(report, section) for report in (before, after))
    if old != new:
        yield Difference(Kind.HEADING, section, f"{section}:0", "标题", old, new)


def _heading(report: Report, section: str) -> str:
    return report.heading(section) if _has(report.form, section) else ""


def _has(form: Form, section: str) -> bool:
    return any(each.id == section for each in form.sections)


def _figures(
    before: Report, after: Report, section: str, old: Mapping[str, Figure], new: Mapping[str, Figure]
) -> Iterator[Difference]:
    for cell_id, cell in after.form.cells.items():
        if cell.section == section and cell_id in old:
            was, now = old[cell_id], new[cell_id]
            words = figure_in_words(was), figure_in_words(now)
            if words[0] != words[1]:
                change = change_in_words(now, was) if before.year != after.year else ""
                yield Difference(Kind.FIGURE, section, cell_id, cell.name, *words, change)


def _paragraphs(before: Report, after: Report, section: str) -> Iterator[Difference]:
    old, new = (
        [line for line in printed_lines(report.narrative.get(section, ""), report) if line]
        for report in (before, after)
    )
    for line in changed_lines(old, new):
        number = (line.first if line.after is None else line.now) + 1
        place = f"正文第{number}段"
        yield Difference(
            Kind.PARAGRAPH, section, f"{section}:{number}", place, line.before or "", line.after or ""
        )
