"""A whole report that was pasted into one section: what of it goes into which part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from nianbao.desk.beginning import by_row, where
from nianbao.desk.update.rewording import reworded
from nianbao.model.figure import Figure, State
from nianbao.model.form import Section
from nianbao.model.numbering import numbering
from nianbao.model.reference import REFERENCE, BadReference, resolve
from nianbao.model.report import Report
from nianbao.problem import Unreadable
from nianbao.words import shortened

_FEWEST_HEADINGS = 3  # numbered 一、二、三、 in what may be a whole report
_SHORTEST = 200  # characters of one
_FEWEST_SECTIONS = 2  # that something goes to; else it is a text or a table, not a report
_MOST_TOLD = 12  # places of text that belong nowhere
_LONGEST_TOLD = 60  # characters of one
_SAID = frozenset({State.NUMBER, State.NOT_APPLICABLE, State.MALFORMED})


def looks_whole(text: str) -> bool:
    """Whether a text may be a whole report, at a glance: it has several headings of the first level."""
    if len(text) < _SHORTEST:
        return False
    numbers = map(numbering, text.splitlines())
    return len({each.value for each in numbers if each and each.level == 1}) >= _FEWEST_HEADINGS


@dataclass(frozen=True)
class Pasted:
    """The report that a pasted text is: its sections' texts and figures, the cells of its tables that could
    not be read with certainty, and the text that has no place."""

    report: Report
    narrative: Mapping[str, str]
    figures: Mapping[str, Figure]
    unsure: tuple[str, ...]
    unplaced: tuple[str, ...]


def read_pasted(text: str, title: str) -> Pasted | None:
    """Read a pasted text as a report; None if it is none. May take a second. ``title`` is that of the report
    it is pasted into: it says whose report this is, and of which year, where the text does not."""
    from nianbao.read.text import plain  # here, because reading documents takes a while to load
    from nianbao.recognise import recognise

    try:
        found = recognise(plain.read(text.encode("utf-8", "replace")), title)
    except Unreadable:
        return None
    report, form = found.report, found.report.form
    narrative = {
        section.id: report.narrative.get(section.id, "") for section in form.sections if section.text
    }
    narrative = {section: words for section, words in narrative.items() if words}
    figures = {cell: figure for cell, figure in report.figures.items() if figure.state in _SAID}
    tables = {form.cells[cell].section for cell in figures}
    if len(narrative.keys() | tables) < _FEWEST_SECTIONS:
        return None
    known = report.all_figures()
    unsure = (cell for cell in form.cells if form.cells[cell].section in tables and cell not in form.totals)
    return Pasted(
        report,
        narrative,
        figures,
        tuple(cell for cell in unsure if known[cell].state is State.UNKNOWN),
        tuple(" ".join(str(each).split()) for each in found.unplaced),
    )


@dataclass(frozen=True)
class Distribution:
    """What a pasted report makes of the one that is being written; what it does not say stays."""

    before: Report
    pasted: Pasted

    @property
    def everything(self) -> Report:
        """The report with all that was pasted, also in the place of what stands there."""
        return _with(self.before, self._narrative, self._figures)

    @property
    def gaps(self) -> Report:
        """The report with what was pasted where nothing stood."""
        there = self.before.narrative
        texts = {section: text for section, text in self._narrative.items() if not there.get(section)}
        figures = {cell: f for cell, f in self._figures.items() if not self._stands(cell)}
        return _with(self.before, texts, figures)

    @property
    def replaces(self) -> bool:
        """Whether anything that stands there would be replaced by something else."""
        return self.everything != self.gaps

    def told(self) -> Iterator[str]:
        """What goes where, what of it is in the way, and what is left over, in sentences for people."""
        before, pasted = self.before, self.pasted.report
        if pasted.year and pasted.year != before.year:
            yield f"注意：粘贴的是{pasted.year}年度的报告，现在填的是{before.year}年度。"
        if len(pasted.agency) > 1 and pasted.agency != before.agency:
            yield f"注意：粘贴的是“{pasted.agency}”的报告。"
        if without_place := len(self.pasted.figures.keys() - before.form.cells.keys()):
            yield f"它用的是{pasted.form.id}年格式，有{without_place}格在{before.form.id}年格式里没有位置。"
        for section in before.form.sections:
            if parts := [*self._table_told(section), *self._text_told(section)]:
                yield f"{section.heading or section.name}：{'；'.join(parts)}"
        if unsure := list(self.pasted.unsure):
            yield f"没有读准的{len(unsure)}格，不会填："
            yield from (f"  {line}" for line in by_row(unsure, pasted.form))
        odd = [cell for cell, figure in self._figures.items() if figure.state is State.MALFORMED]
        if odd:
            yield f"写的不是数的{len(odd)}格，照原样填："
            yield from (f"  {where(cell, before.form)}：{self._figures[cell]}" for cell in odd)
        if left := self.pasted.unplaced:
            yield f"没有归位的文字{len(left)}处，不会填进去："
            yield from (f"  {shortened(words, _LONGEST_TOLD)}" for words in left[:_MOST_TOLD])
            if len(left) > _MOST_TOLD:
                yield f"  ……另有{len(left) - _MOST_TOLD}处"

    def _table_told(self, section: Section) -> Iterator[str]:
        form = self.before.form
        cells = [c for c in self._figures if form.cells[c].section == section.id and c not in form.totals]
        if cells:
            changed = sum(self._stands(c) and self.before.figure(c) != self._figures[c] for c in cells)
            yield f"表格{len(cells)}格" + (f"，其中{changed}格与已填的不同" if changed else "")

    def _text_told(self, section: Section) -> Iterator[str]:
        if text := self._narrative.get(section.id):
            old = self.before.narrative.get(section.id, "")
            told = f"正文{len(text)}字"
            if old and old != text:
                told += f"，与现有的{len(old)}字不同"
            if lost := len(REFERENCE.findall(old)) - len(REFERENCE.findall(text)):
                told += f"，全部换掉时{lost}处引用变成普通数字，不再跟着表变"
            yield told

    @cached_property
    def _narrative(self) -> dict[str, str]:
        """The texts, with the references of those in whose place they go, where these print the same."""
        sections = {section.id for section in self.before.form.sections if section.text}
        after = _with(self.before, {}, self._figures)
        return {
            section: _with_references(text, self.before.narrative.get(section, ""), after)
            for section, text in self.pasted.narrative.items()
            if section in sections
        }

    @property
    def _figures(self) -> dict[str, Figure]:
        form = self.before.form
        return {c: f for c, f in self.pasted.figures.items() if c in form.cells and form.can_hold(c, f)}

    def _stands(self, cell: str) -> bool:
        return self.before.figure(cell).state in _SAID


def _with_references(plain: str, typed: str, report: Report) -> str:
    """A plain text with the references of the one in whose place it goes, where they print what it says."""
    lines = {_printed(line, report): line for line in typed.split("\n") if "{{" in line}
    found = []
    for words in plain.split("\n"):
        near = get_close_matches(words, lines, n=1)
        found.append(reworded(lines[near[0]], words, report).line if near else words)
    return "\n".join(found)


def _printed(line: str, report: Report) -> str:
    try:
        return resolve(line, report)
    except BadReference:
        return line


def _with(report: Report, texts: Mapping[str, str], figures: Mapping[str, Figure]) -> Report:
    """The report with texts and figures; of totals only those that differ from what the program computes."""
    totals = report.form.totals
    filled = replace(report, narrative={**report.narrative, **texts}).with_figures(
        {cell: figure for cell, figure in figures.items() if cell not in totals}
    )
    computed = {cell: filled.computed(cell) for cell in figures if cell in totals}
    given = {cell: None if figures[cell] == computed[cell] else figures[cell] for cell in computed}
    return filled.with_figures(given)
