"""Checks of the report as a document: headings, form, title, completeness (S1xx)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from nianbao.checks.coverage import Place, compared, outside
from nianbao.checks.registry import Each, On, checks
from nianbao.checks.rules.words import words
from nianbao.checks.subject import Subject
from nianbao.model.evidence import Gaps
from nianbao.model.figure import NOT_LISTED, Figure, State, half_width
from nianbao.model.finding import Finding
from nianbao.model.form import Cell, Form, Section
from nianbao.model.form_words import table_name
from nianbao.model.load_forms import form_for
from nianbao.model.numbering import number_of, numbering
from nianbao.model.report import Report
from nianbao.model.rules import rule
from nianbao.patterns import regex
from nianbao.words import without_spaces

_INCOMPLETE = {
    State.BLANK: "blank",
    State.UNKNOWN: "unknown",
    State.NOT_APPLICABLE: "not_applicable",
}
_FILLED = tuple(state for state in State if state not in _INCOMPLETE)
_READ_IN = {"blank": "read_blank", "unknown": "read_unknown"}  # in a document that was read in
_NOT_LISTED = "read_not_listed"
_LACKS = (*_INCOMPLETE.values(), *_READ_IN.values(), _NOT_LISTED)
_REMEMBERED = 256  # texts of sections
_MANY = 3  # so many rows that lack the same are one finding
_PLACE = 2  # letters of a name that say where it is
_YEAR = regex(r"(?<!\d)(\d{4})年")


def _headings(subject: Subject) -> Iterator[Place]:
    yield compared("headings", number=len(subject.report.form.numbered))


@checks("S101", on=On.TEXT | On.FACTS | On.FIGURES, covers=_headings)
def s101_headings(subject: Subject) -> Iterator[Finding]:
    """The six headings, exact, in order, each once; reading may have lost one where it lost figures."""
    report = subject.report
    for section in report.form.numbered:
        found = report.heading(section.id)
        if found == section.heading:
            continue
        if not found:
            yield _heading(section, _missing(subject, section), "")
        elif not _same_heading(found, section.heading):
            yield _heading(section, "like" if _like(found, section.heading) else "", found)
    for section_id, text in report.narrative.items():
        for line in _headings_in(text, report.form):
            yield rule("S101").finding(section=section_id, message="repeated", expected="", found=line)


@lru_cache(maxsize=_REMEMBERED)
def _headings_in(text: str, form: Form) -> list[str]:
    """The lines of a text that are headings of the form."""
    official = {without_spaces(section.heading) for section in form.numbered}
    return [line.strip() for line in text.splitlines() if without_spaces(line) in official]


def _missing(subject: Subject, section: Section) -> str:
    """Whether a heading is not written, not in a published document of which all around it was read, or may
    have been lost in reading, with figures of its part or of one next to it."""
    if not subject.report.source:
        return "missing"
    numbered = subject.report.form.numbered
    at = numbered.index(section)
    near = {each.id for each in numbered[max(0, at - 1) : at + 2]}
    cells = (cell for cell in subject.report.form.cells.values() if cell.section in near)
    lost = any(subject.figures[cell.id].state is State.UNKNOWN for cell in cells)
    return "read_missing" if lost else "absent"


def _heading(section: Section, message: str, found: str) -> Finding:
    return rule("S101").finding(section=section.id, message=message, expected=section.heading, found=found)


def _same_heading(found: str, official: str) -> bool:
    """The same number and the same words. An Arabic number in the place of 一 is a slip of S111."""
    left, right = numbering(found), numbering(official)
    if left is None or right is None:
        return without_spaces(found) == without_spaces(official)
    return left.value == right.value and without_spaces(left.rest) == without_spaces(right.rest)


def _like(found: str, official: str) -> bool:
    """The same number, and words that differ only in what says nothing here."""
    left, right = numbering(found), numbering(official)
    if left is None or right is None or left.value != right.value:
        return False
    return _core(left.rest) == _core(right.rest)


def _core(heading: str) -> str:
    """A heading without the words that may be added, left out or exchanged."""
    core = without_spaces(heading)
    for word in words("S101")["passed"]:
        core = core.replace(word, "")
    return core


def _form_of_year(subject: Subject) -> Iterator[Place]:
    report = subject.report
    if form_for(report.year) is None:
        yield outside("no_form", year=report.year)
    else:
        yield compared("form", year=report.year, found=report.form.id)


@checks("S102", on=On.FACTS, covers=_form_of_year)
def s102_form_and_year(subject: Subject) -> Iterator[Finding]:
    """The form fits the year."""
    report = subject.report
    right = form_for(report.year)
    if right is None or report.form.is_for(report.year):
        return
    message = "encouraged" if report.year in right.encouraged_years else ""
    yield rule("S102").finding(
        message=message,
        expected=right.id,
        found=report.form.id,
        year=report.year,
        notice=right.notice,
    )


def _title(subject: Subject) -> Iterator[Place]:
    yield compared("title", found=subject.report.full_title())


@checks("S103", on=On.FACTS, covers=_title)
def s103_title(subject: Subject) -> Iterator[Finding]:
    """Organ + year + 年政府信息公开工作年度报告, with the year of the report."""
    report = subject.report
    found, usual = (
        without_spaces(half_width(report.full_title())),
        without_spaces(half_width(report.usual_title())),
    )
    years = {number_of(match) for match in _YEAR.findall(found)}
    if any(_with_places(found, each) for each in (usual, _of_government(report, usual))):
        return
    message = "year" if years and report.year not in years else ""
    year = f"{report.year}年"
    if found == year + usual.replace(year, "", 1):
        message = "year_first"
    elif not message and _is_short(report, found, usual):
        message = "short"
    yield rule("S103").finding(
        message=message, expected=report.usual_title(), found=report.full_title(), year=report.year
    )


def _of_government(report: Report, usual: str) -> str:
    """The usual title with the government whose report a general office publishes."""
    office = without_spaces(half_width(report.agency))
    return usual.replace(office, regex(words("S110")["office"]).sub("", office), 1)


def _is_short(report: Report, found: str, usual: str) -> bool:
    """Whether a title has a shorter name of the agency: 国家卫生健康委, 水利部, 某某街道.

    A name begins as the full one does, with the country left out or not, and has letters of it in
    their order: the place is never shortened.
    """
    full = without_spaces(half_width(report.agency))
    name, year, rest = found.partition(str(report.year))
    if not year or rest != usual.removeprefix(f"{full}{report.year}"):
        return False
    letters, local = iter(full), full.removeprefix(words("S103")["country"])
    begins = name.startswith((full[:_PLACE], local[:_PLACE]))
    return len(name) > _PLACE and begins and all(letter in letters for letter in name)


def _with_places(found: str, usual: str) -> bool:
    """Whether it is the usual title, with nothing but places, or whom the agency belongs to, before it."""
    before = found.removesuffix(usual)
    return found.endswith(usual) and all("一" <= each <= "鿿" for each in before) and "年" not in before


# ---- S104


class _Gap(NamedTuple):
    """The cells of a row that lack a figure in one way."""

    row: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    whole: bool

    @property
    def place(self) -> str:
        """The id of the cell or the row."""
        return self.cells[0].id if len(self.cells) == 1 else self.cells[0].row_id

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns by name; none if it is the whole row."""
        return () if self.whole else tuple(cell.column.name for cell in self.cells)


def _table(subject: Subject, section: str) -> Iterator[Place]:
    """A table with all of its cells; what is missing in it are findings."""
    form = subject.report.form
    cells = tuple(cell.id for row in _tables(form)[section] for cell in row)
    yield compared("table", table=table_name(form.section(section)), number=len(cells), cells=cells)


@checks("S104", on=On.FIGURES | On.FACTS | On.WAIVERS, each=Each.TABLE, covers=_table)
def s104_completeness(subject: Subject, section: str) -> Iterator[Finding]:
    """No cell of a table blank or unknown, none that says "does not apply".

    A total that nobody gave follows from its parts, which are named themselves. What a published
    document leaves out is no error of the one who read it in. One finding for rows that lack the same
    columns, but a row that a waiver names stands alone.
    """
    report, figures = subject.report, subject.figures
    table = _tables(report.form)[section]
    # Most rows are whole, which is seen at a glance: this runs at every keystroke.
    unfilled = [row for row in table if any(figures[cell.id].state not in _FILLED for cell in row)]
    if not unfilled:
        return
    totals = report.form.totals.keys() - report.figures.keys()
    every = sum(cell.id not in totals for row in table for cell in row)
    named = {waiver.cell for waiver in report.waivers if waiver.code == "S104"}
    groups: dict[str, dict[tuple[str, tuple[str, ...]], list[_Gap]]] = {message: {} for message in _LACKS}
    for whole in unfilled:
        row = tuple(cell for cell in whole if cell.id not in totals)
        for message, cells in _lacks(row, subject).items():
            gap = _Gap(row, tuple(cells), whole=len(cells) == len(row))
            alone = gap.place if gap.place in named else ""
            key = alone or str(figures[cells[0].id]), gap.columns
            groups[message].setdefault(key, []).append(gap)
    for message, alike in groups.items():
        for gaps in alike.values():
            for told in [gaps] if len(gaps) >= _MANY else [[gap] for gap in gaps]:
                found = figures[told[0].cells[0].id]
                yield _incomplete(message, told, found, report.form.section(section), every)


def _lacks(row: Iterable[Cell], subject: Subject) -> dict[str, list[Cell]]:
    """The cells of a row that lack a figure, by the message for them."""
    found: dict[str, list[Cell]] = {}
    for cell in row:
        figure = subject.figures[cell.id]
        if figure.state not in _FILLED:
            found.setdefault(_lack(figure, subject.report.source), []).append(cell)
    return found


def _lack(figure: Figure, source: str) -> str:
    """The message for a cell that lacks a figure."""
    message = _INCOMPLETE[figure.state]
    if not source:
        return message
    return _NOT_LISTED if figure == NOT_LISTED else _READ_IN.get(message, message)


def _incomplete(message: str, gaps: list[_Gap], found: Figure, section: Section, every: int) -> Finding:
    cells = tuple(cell.id for gap in gaps for cell in gap.cells)
    return rule("S104").finding(
        section=section.id,
        cell=gaps[0].place if len(gaps) == 1 else "",
        cells=cells,
        message=message,
        found=found,
        where=Gaps(
            table=table_name(section),
            cell=gaps[0].cells[0].name if len(cells) == 1 else "",
            rows=tuple(gap.row[0].row.name for gap in gaps),
            columns=gaps[0].columns,
            cells=len(cells),
            every=every,
        ),
    )


@cache
def _tables(form: Form) -> dict[str, list[tuple[Cell, ...]]]:
    """The rows of each section that has a table."""
    tables: dict[str, list[tuple[Cell, ...]]] = {}
    for row in form.rows.values():
        tables.setdefault(row[0].section, []).append(row)
    return tables
