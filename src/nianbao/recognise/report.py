"""The report that a sequence of blocks is, and a list of what could not be placed."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nianbao.model.figure import Figure, State
from nianbao.model.form import Form
from nianbao.model.load_forms import all_forms, form_for
from nianbao.model.reference import escape
from nianbao.model.report import Report
from nianbao.problem import Unreadable, shown
from nianbao.read.blocks import Block, Notice, Table
from nianbao.recognise.labels import texts_known, vocabulary_of
from nianbao.recognise.layout import rejoined, unfolded
from nianbao.recognise.prose.headings import headings_in
from nianbao.recognise.prose.sections import Prose, prose_in
from nianbao.recognise.tables.place import Placed, Unplaced, merged, place
from nianbao.recognise.tables.stream import with_tables
from nianbao.words import without_spaces

_FEWEST_TWICE = 2  # sections whose tables come twice, in a file with several reports
_FEWEST_HEADINGS = 3  # of a report without tables
_LONGEST_LINE = 250  # characters of a line that can be a row of a table

__all__ = ["Figures", "Recognised", "Unplaced", "figures_in", "recognise"]


@dataclass(frozen=True)
class Recognised:
    """The report that was recognised and what was not: ``unplaced`` lists the text that belongs
    to the report but found no place, ``outside`` what stood around it, such as the menu of a web page.
    ``places`` tells in which cell of a workbook a figure stands, by the id of the form's cell: 表三!D7;
    ``notices`` are sentences on the file, such as that rows of it are hidden."""

    report: Report
    unplaced: tuple[Unplaced, ...]
    outside: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def cells_in(self, state: State) -> int:
        """How many cells of the form are in a state: UNKNOWN are those that were not read."""
        figures = self.report.all_figures().values()
        return sum(figure.state is state for figure in figures)


@dataclass(frozen=True)
class Figures:
    """The form of a document's tables, the figures by cell, what in the tables fits nowhere, in which cell of
    a workbook a figure stands, and sentences on the file."""

    form: Form
    figures: dict[str, Figure]
    unplaced: tuple[Unplaced, ...]
    places: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Read:
    """A document with its tables placed: the tables among the blocks are numbered as in ``placed``."""

    blocks: list[Block]
    placed: Placed


def recognise(blocks: Sequence[Block], name: str = "") -> Recognised:
    """Find the report in the blocks of a document. ``name`` is that of its file, without the suffix: where
    the text does not say whose report it is, or of which year, it may.

    Raises Unreadable if there is no report, or more than one.
    """
    blocks, notices = _without_notices(blocks)
    found = _placed(blocks) or _text_alone(blocks, name)
    form, placed = found.placed.form, found.placed
    _require_one(found)
    prose = prose_in(found.blocks, placed, name)
    report = Report(
        form=form,
        agency=prose.agency,
        year=prose.year,
        date=prose.date,
        headings={
            section.id: prose.headings.get(section.id, "")
            for section in form.numbered
            if prose.headings.get(section.id, "") != section.heading
        },
        narrative={key: escape("\n".join(lines)) for key, lines in prose.lines.items() if lines},
        figures=_kept(placed),
    )
    report = _titled(report, prose)
    unplaced = (*placed.unplaced, *prose.unplaced)
    unread = (*unplaced, *_not_read(report, placed, unplaced))
    return Recognised(report, unread, tuple(prose.outside), placed.places, notices)


def figures_in(blocks: Sequence[Block]) -> Figures:
    """The figures alone. Raises Unreadable if no table is one of a form."""
    blocks, notices = _without_notices(blocks)
    found = _placed(blocks)
    if found is None:
        raise _no_tables()
    placed = found.placed
    return Figures(placed.form, _kept(placed), tuple(placed.unplaced), placed.places, notices)


def _without_notices(blocks: Sequence[Block]) -> tuple[list[Block], tuple[str, ...]]:
    notices = tuple(block.text for block in blocks if isinstance(block, Notice))
    return [block for block in blocks if not isinstance(block, Notice)], notices


def _no_tables() -> Unreadable:
    return Unreadable(
        "没有找到年度报告的表格", "；表格是图片的读不了；请核对是不是政府信息公开工作年度报告。"
    )


def _text_alone(blocks: Sequence[Block], name: str) -> _Read:
    """A report whose tables are pictures, or lost, by its headings: in the form of its year, no cell known.

    Raises Unreadable if too few of its headings are those of a report.
    """
    plain = [block for block in blocks if not isinstance(block, Table) or block.cells]
    empty: list[str | None] = [None for block in plain if isinstance(block, Table)]
    *_, form = all_forms().values()
    if len(headings_in(plain, form, {})) < _FEWEST_HEADINGS:
        raise _no_tables()
    year = prose_in(plain, Placed(form, sections=empty), name).year
    return _Read(plain, Placed(form_for(year) or form, sections=empty))


def _not_read(report: Report, placed: Placed, unplaced: Sequence[Unplaced]) -> Iterator[Unplaced]:
    """What to say of a table of which cells were not read, and nothing that was left over tells why."""
    for section in report.form.sections:
        cells = [cell for cell in report.form.cells if cell.startswith(f"{section.id}.")]
        unknown = sum(cell not in placed.figures for cell in cells)
        names = (section.heading, report.heading(section.id), section.name)
        if unknown and not any(item.place.startswith(name) for item in unplaced for name in names if name):
            whole = "整张表没有读到，可能是图片" if unknown == len(cells) else f"有{unknown}格没有读到"
            yield Unplaced(f"{section.heading}，表格", whole)


def _require_one(found: _Read) -> None:
    """Raise Unreadable if the tables of two sections come twice: reports must not be mixed. Of a workbook it
    is told in which sheets they are."""
    placed = found.placed
    runs = Counter(section for section, _ in itertools.groupby(filter(None, placed.sections)))
    twice = [section for section, count in runs.items() if count > 1]
    if len(twice) < _FEWEST_TWICE:
        return
    tables = [block for block in found.blocks if isinstance(block, Table)]
    sheets = dict.fromkeys(
        table.cells[0].place.rpartition("!")[0]
        for table, section in zip(tables, placed.sections, strict=True)
        if section == twice[0] and table.cells
    )
    where = ""
    if len(sheets) > 1:
        names = "、".join(f"“{shown(sheet)}”" for sheet in sheets)
        where = f"（{placed.form.section(twice[0]).name}在工作表{names}里都有）"
    raise Unreadable(f"文件里不止一份年度报告{where}", "；请一个机关另存成一个文件，一份一份地读。")


def _kept(placed: Placed) -> dict[str, Figure]:
    return {key: figure for key, figure in merged(placed).items() if placed.form.can_hold(key, figure)}


def _titled(report: Report, prose: Prose) -> Report:
    """The report with its title, where that is not the usual one. Spaces make no title unusual."""
    usual = report.usual_title()
    same = without_spaces(prose.title) == without_spaces(usual)
    return report if same else replace(report, title=prose.title or None)


def _placed(blocks: Sequence[Block]) -> _Read | None:
    """The document read by the form whose labels it has: most of them, or with equally many the form
    with which most figures find their place, or that of the year. None if it has no table of any form."""
    forms = list(all_forms().values())
    plain = rejoined(unfolded(blocks, forms), forms)
    texts = [text for block in plain for text in _texts(block)]
    hits = {form.id: texts_known(form, iter(texts)) for form in forms}
    most = max(hits.values())
    found = []
    for form in forms:
        if hits[form.id] == most > 0:
            with_all, loose = with_tables(plain, vocabulary_of(form))
            tables = [block for block in with_all if isinstance(block, Table)]
            found.append(_Read(with_all, place(tables, form, loose)))
    largest = max(map(_size, found), default=0)
    best = [each for each in found if _size(each) == largest and any(each.placed.sections)]
    return _of_its_year(best) if len(best) > 1 else next(iter(best), None)


def _of_its_year(alike: Sequence[_Read]) -> _Read:
    """Of readings by forms that print the same tables, the one in the form of the report's year."""
    first = alike[0]
    year = prose_in(first.blocks, first.placed, "").year
    return next((each for each in alike if each.placed.form.is_for(year)), first)


def _size(found: _Read) -> int:
    return len(found.placed.figures) - len(found.placed.unplaced)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [cell.text for cell in block.cells]
    return [block.text, *block.text.split()] if len(block.text) <= _LONGEST_LINE else []
