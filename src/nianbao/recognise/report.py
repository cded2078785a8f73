"""The report that a sequence of blocks is, and a list of what could not be placed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nianbao.figure import Figure, half_width
from nianbao.form import Form, Section
from nianbao.forms import all_forms
from nianbao.narrative import tidy
from nianbao.numbering import numbering
from nianbao.read.blocks import Block, Paragraph, Table, Unreadable
from nianbao.recognise.labels import squeezed
from nianbao.recognise.tables import Placed, place
from nianbao.reference import escape
from nianbao.report import Report

_TITLE = re.compile(r"(?P<agency>.*?)\s*(?P<year>\d{4})\s*年(?:度|年度)*\s*政府信息公开.*报告")
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_LONGEST_TITLE = 100
_TITLE_LEVEL = 1
_SECTION_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text that was seen but belongs nowhere: where it stood, in Chinese, and what it says."""

    place: str
    text: str


@dataclass(frozen=True)
class Recognised:
    """The report that was recognised and everything that was not."""

    report: Report
    unplaced: tuple[Unplaced, ...]


@dataclass(frozen=True)
class Figures:
    """The form of a document's tables, the figures by cell, and what in the tables fits nowhere."""

    form: Form
    figures: dict[str, Figure]
    unplaced: tuple[Unplaced, ...]


def recognise(blocks: Sequence[Block]) -> Recognised:
    """Find the report in the blocks of a document. Raises Unreadable if there is none."""
    found = figures_in(blocks)
    prose = _Prose(found.form)
    for block in blocks:
        if isinstance(block, Paragraph) and tidy(block.text):
            prose.see(block)
    return Recognised(prose.report(found.figures), found.unplaced)


def figures_in(blocks: Sequence[Block]) -> Figures:
    """The figures alone. Raises Unreadable if no table is one of a form."""
    form, placed = _form_and_tables([block for block in blocks if isinstance(block, Table)])
    figures: dict[str, Figure] = {}
    unplaced: list[Unplaced] = []
    for found in placed:
        name = form.section(found.section).heading
        unplaced += [Unplaced(f"{name}的表格", cell.text) for cell in found.unplaced]
        for cell_id, figure in found.figures.items():
            if cell_id in figures:
                unplaced.append(Unplaced(f"{name}的表格", str(figure)))
            elif form.can_hold(cell_id, figure):
                figures[cell_id] = figure
    return Figures(form, figures, tuple(unplaced))


def _form_and_tables(tables: Sequence[Table]) -> tuple[Form, list[Placed]]:
    """The form whose labels fit best, and its figures."""
    best: tuple[int, Form, list[Placed]] | None = None
    for form in all_forms().values():
        placed = [found for table in tables if (found := place(table, form))]
        size = sum(len(found.figures) - len(found.unplaced) for found in placed)
        if placed and (best is None or size > best[0]):
            best = (size, form, placed)
    if best is None:
        raise Unreadable("没有找到年度报告的表格", "；请核对是不是政府信息公开工作年度报告。")
    return best[1], best[2]


class _Prose:
    """Sorts paragraphs into title, sections and signature as they come."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._headings = {squeezed(_words(section.heading)): section for section in form.numbered}
        self._title = ""
        self._before = form.sections[0].id
        self._section = self._before
        self._found: dict[str, str] = {}
        self._lines: dict[str, list[str]] = {}

    def see(self, paragraph: Paragraph) -> None:
        text = tidy(paragraph.text.replace("\n", ""))
        section = self._section_of(paragraph, text)
        if section is not None:
            self._section = section.id
            self._found[section.id] = text
        elif not self._title and not self._found and self._is_title(paragraph, text):
            self._title = text
        else:
            self._lines.setdefault(self._section, []).append(text)

    def report(self, figures: dict[str, Figure]) -> Report:
        match = _TITLE.search(half_width(self._title))
        if match is None:
            raise Unreadable(
                "没有找到报告名称和年度", "；名称应当写明机关、年度和“政府信息公开工作年度报告”。"
            )
        agency, year = self._title[: match.end("agency")].strip(), int(match["year"])
        date = self._signature(agency)
        report = Report(
            form=self._form,
            agency=agency,
            year=year,
            date=date,
            headings={
                section.id: self._found.get(section.id, "")
                for section in self._form.numbered
                if self._found.get(section.id, "") != section.heading
            },
            narrative={key: escape("\n".join(lines)) for key, lines in self._lines.items() if lines},
            figures=figures,
        )
        usual = report.usual_title()
        return report if self._title == usual else replace(report, title=self._title)

    def _section_of(self, paragraph: Paragraph, text: str) -> Section | None:
        """The section that a paragraph is the heading of. Where the file marks headings, only those count."""
        if paragraph.level not in {None, _SECTION_LEVEL}:
            return None
        section = self._headings.get(squeezed(_words(text)))
        if section is None or section.id in self._found:
            return None
        return section

    def _is_title(self, paragraph: Paragraph, text: str) -> bool:
        if paragraph.level is not None:
            return paragraph.level == _TITLE_LEVEL
        return len(text) <= _LONGEST_TITLE and _TITLE.search(half_width(text)) is not None

    def _signature(self, agency: str) -> datetime.date | None:
        """Takes organ and date off the end of the last section."""
        lines = self._lines.get(self._section, [])
        match = _DATE.fullmatch(half_width(lines[-1])) if lines else None
        if match is None:
            return None
        try:
            date = datetime.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
        lines.pop()
        if lines and squeezed(lines[-1]) == squeezed(agency):
            lines.pop()
        return date


def _words(heading: str) -> str:
    number = numbering(heading)
    return number.rest if number else heading
