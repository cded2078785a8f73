"""The report that a sequence of blocks is, and a list of what could not be placed."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nianbao.model.figure import NOT_LISTED, Figure, State
from nianbao.model.form import Form
from nianbao.model.load_forms import all_forms, form_for
from nianbao.model.reference import escape
from nianbao.model.report import Report
from nianbao.problem import Several, Unreadable, shown
from nianbao.read.blocks import Block, Notice, Paragraph, Table, sheet_of
from nianbao.read.no_width import without_marks
from nianbao.recognise.copies import has_text_once, without_copy
from nianbao.recognise.labels import texts_known, vocabulary_of
from nianbao.recognise.layout import rejoined, unfolded
from nianbao.recognise.organs import Organ, are_of_organs, asked_for, listed, organs_in
from nianbao.recognise.prose.headings import headings_in
from nianbao.recognise.prose.sections import NOBODY, Prose, prose_in
from nianbao.recognise.prose.titles import looks_like_organ
from nianbao.recognise.tables.cut_off import with_cut_columns
from nianbao.recognise.tables.paths import with_paths
from nianbao.recognise.tables.place import place
from nianbao.recognise.tables.placed import Placed, Unplaced, merged
from nianbao.recognise.tables.stream import with_tables
from nianbao.recognise.tables.told import with_lists
from nianbao.recognise.years import with_one_year
from nianbao.words import first_of, without_spaces

_NO_TABLE = "整张表没有读到：文件的文字里没有它；是图片、附件，或者由脚本写出的，请照原件填写"
_TORN = (
    "文字里的表格已经没有行和列，{count}格没有读准（写成“?”）；"
    "有原来的 PDF、Word 文件或网页的，请直接读那个文件，不要先转成文字"
)
_MANY_UNREAD = 20  # cells of a plain text, from which another file is worth looking for
_MOST_ROWS = 4  # that are named
_FEWEST_TWICE = 2  # sections whose tables come twice, in a file with several reports
_MOST_DIFFERENT = 0.1  # of the cells of tables that come twice in a text of one report
_FEWEST_HEADINGS = 3  # of a report without tables
_LEAST_SHARE = 0.25  # of the cells of a form, that tell it from another with the same labels
_LONGEST_LINE = 250  # characters of a line that can be a row of a table

__all__ = ["Figures", "Recognised", "Unplaced", "figures_in", "recognise", "recognise_all"]


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
        return sum(figure.state is state and figure != NOT_LISTED for figure in figures)

    @property
    def not_listed(self) -> int:
        """How many totals of the form the document has no column for."""
        return sum(figure == NOT_LISTED for figure in self.report.figures.values())


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


def recognise(blocks: Sequence[Block], name: str = "", organ: str = "") -> Recognised:
    """Find the report in the blocks of a document. ``name`` is that of its file, without the suffix: where
    the text does not say whose report it is, or of which year, it may. ``organ`` tells which one is meant of
    a workbook with those of several.

    Raises Unreadable if there is no report, Several if there is more than one.
    """
    found, notices = _read(blocks, name)
    return _recognised(found, name, notices) if _is_one(found) else _of_organ(blocks, found, name, organ)


def recognise_all(blocks: Sequence[Block], name: str = "") -> list[tuple[str, Recognised]]:
    """The reports of all organs in a workbook by what they can be asked for; of any other document the only
    one, by an empty name. Raises Unreadable if there is none, or if they cannot be told apart."""
    found, notices = _read(blocks, name)
    if _is_one(found):
        return [("", _recognised(found, name, notices))]
    organs = [(each, _by_itself(each, name)) for each in _organs(blocks, found)]
    names = _names([(each, own.report.agency) for each, own in organs])
    return [(called, own) for called, (_, own) in zip(names, organs, strict=True)]


def figures_in(blocks: Sequence[Block], organ: str = "") -> Figures:
    """The figures alone. ``organ`` as in :func:`recognise`. Raises Unreadable if no table is one of a form,
    Several if there are those of several organs."""
    plain, notices = _without_notices(blocks)
    found = _once(plain)
    if found is None:
        raise _no_tables()
    if not _is_one(found):
        organs = _organs(blocks, found)
        names = [(each.name, each.sheets) for each in organs]
        return figures_in(organs[_one_of(organ, names)].blocks)
    placed = found.placed
    return Figures(placed.form, _kept(placed), tuple(placed.unplaced), placed.places, notices)


def _read(blocks: Sequence[Block], name: str) -> tuple[_Read, tuple[str, ...]]:
    plain, notices = _without_notices(blocks)
    return _once(plain) or _text_alone(plain, name), notices


def _once(blocks: Sequence[Block]) -> _Read | None:
    """The document as :func:`_placed`, without what stands in it a second time."""
    found = _placed(blocks)
    if found is None or _is_one(found):
        return found
    alone = _placed(without_copy(blocks))
    return alone if alone is not None and _is_one(alone) else found


def _recognised(found: _Read, name: str, notices: tuple[str, ...]) -> Recognised:
    """One report."""
    form, placed = found.placed.form, found.placed
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
    recognised = Recognised(report, unread, tuple(prose.outside), placed.places, notices)
    return replace(recognised, notices=(*notices, *_advice(recognised, found.blocks)))


def _advice(found: Recognised, blocks: Sequence[Block]) -> Iterator[str]:
    """What to do instead of reading a plain text of which many cells were not read."""
    count = found.cells_in(State.UNKNOWN)
    is_plain = any(isinstance(block, Paragraph) and block.place is not None for block in blocks)
    if is_plain and count >= _MANY_UNREAD:
        yield _TORN.format(count=count)


# ---- several in one workbook


def _of_organ(blocks: Sequence[Block], found: _Read, name: str, organ: str) -> Recognised:
    """That of one organ. Where its sheets do not tell which is meant, all are read, for their text may."""
    organs = _organs(blocks, found)
    by_sheets = asked_for(organ, [(each.name, each.sheets) for each in organs]) if organ else []
    if len(by_sheets) == 1:
        return _by_itself(organs[by_sheets[0]], name)
    names = _names([(each, _agency(each, name)) for each in organs])
    return _by_itself(
        organs[_one_of(organ, [(n, o.sheets) for n, o in zip(names, organs, strict=True)])], name
    )


def _organs(blocks: Sequence[Block], found: _Read) -> tuple[Organ, ...]:
    """The organs of a document with several reports. Raises Unreadable if they cannot be told apart."""
    sections: dict[str, list[str]] = {}
    for (section, sheet), _ in itertools.groupby(_sections(found)):
        sections.setdefault(sheet, []).append(section)
    organs = organs_in(blocks, sections, found.placed.form)
    if not organs:
        raise Unreadable(
            f"文件里不止一份年度报告{_where_twice(found)}", "；请一个机关另存成一个文件，一份一份地读。"
        )
    return organs


def _by_itself(organ: Organ, name: str) -> Recognised:
    """The report in the sheets of an organ, whose name these tell where its text does not."""
    found, notices = _read(organ.blocks, name)
    own = _recognised(found, organ.named_by(name), notices)
    known = own.report.agency != NOBODY or not looks_like_organ(organ.label)
    return own if known else replace(own, report=replace(own.report, agency=organ.label))


def _agency(organ: Organ, name: str) -> str:
    """Whose report it is; of one that cannot be read, such as without a year, nobody knows."""
    try:
        return _by_itself(organ, name).report.agency
    except Unreadable:
        return NOBODY


def _names(organs: Sequence[tuple[Organ, str]]) -> list[str]:
    """What each can be asked for by: its name, or that of its sheets where another has the same or it has
    none."""
    agencies = Counter(agency for _, agency in organs)
    return [organ.name if agency == NOBODY or agencies[agency] > 1 else agency for organ, agency in organs]


def _one_of(organ: str, names: Sequence[tuple[str, Sequence[str]]]) -> int:
    """Which one is meant. Raises Several if that is not certain."""
    meant = asked_for(organ, names) if organ else []
    if len(meant) == 1:
        return meant[0]
    which = [names[at] for at in meant] or names
    said = f"，没有“{organ}”的" if organ and not meant else f"，叫“{organ}”的不止一份" if organ else ""
    what = f"文件里有{len(names)}份年度报告{said}：{listed(which)}"
    example = next(name for name, _ in names)
    raise Several(what, f"；请写明要哪一份，如 --organ {shown(example)}。", tuple(name for name, _ in names))


def _without_notices(blocks: Sequence[Block]) -> tuple[list[Block], tuple[str, ...]]:
    blocks = [*with_cut_columns(blocks, [*all_forms().values()])]
    notices = tuple(block.text for block in blocks if isinstance(block, Notice))
    return [block for block in without_marks(blocks) if not isinstance(block, Notice)], notices


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
        listed = (cell for cell in report.form.cells if cell not in placed.not_listed)
        cells = [report.form.cells[cell] for cell in listed if cell.startswith(f"{section.id}.")]
        unknown = [cell for cell in cells if cell.id not in placed.figures]
        names = (section.heading, report.heading(section.id), section.name)
        if unknown and not any(item.place.startswith(name) for item in unplaced for name in names if name):
            rows = first_of(list(dict.fromkeys(cell.row.name for cell in unknown)), _MOST_ROWS)
            some = f"有{len(unknown)}格没有读到（{rows}），请对照原件"
            yield Unplaced(f"{section.heading}，表格", _NO_TABLE if len(unknown) == len(cells) else some)


def _runs(found: _Read) -> list[str]:
    """The sections of the tables, those that follow one another once."""
    return [section for section, _ in itertools.groupby(section for section, _ in _sections(found))]


def _sections(found: _Read) -> Iterator[tuple[str, str]]:
    """The section of each table of the form, and the sheet of a workbook that it stands in."""
    tables = (block for block in found.blocks if isinstance(block, Table))
    for table, section in zip(tables, found.placed.sections, strict=True):
        if section is not None:
            yield section, sheet_of(table)


def _twice(found: _Read) -> list[str]:
    return [section for section, count in Counter(_runs(found)).items() if count > 1]


def _is_one(found: _Read) -> bool:
    """Whether no two sections have tables that come twice, nor any has one in sheets that are called as
    different organs are: reports must not be mixed."""
    several = (are_of_organs(_sheets_with(section, found)) for section in set(_runs(found)))
    once = len(_twice(found)) < _FEWEST_TWICE or (_agrees(found) and has_text_once(found.blocks))
    return once and not any(several)


def _agrees(found: _Read) -> bool:
    """Whether hardly any cell was seen with two different figures; such ones are unknown."""
    return len(found.placed.doubtful) <= _MOST_DIFFERENT * len(found.placed.form.cells)


def _sheets_with(section: str, found: _Read) -> list[str]:
    """The sheets of a workbook that have the table of a section."""
    return list(dict.fromkeys(sheet for each, sheet in _sections(found) if each == section))


def _where_twice(found: _Read) -> str:
    """In which sheets of a workbook a table comes several times, in words."""
    first = [*_twice(found), *_runs(found)][0]
    sheets = _sheets_with(first, found)
    if len(sheets) < 2:
        return ""
    names = "、".join(f"“{shown(sheet)}”" for sheet in sheets)
    return f"（{found.placed.form.section(first).name}在工作表{names}里都有）"


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
    lined = rejoined(unfolded(with_lists(with_paths(blocks, forms), forms), forms), forms)
    plain = with_one_year(lined, forms)
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
    if not any(_says_much(each) for each in found):
        largest = min(map(_size, found), default=0)  # what little was read proves nothing
    best = [each for each in found if _size(each) >= largest and any(each.placed.sections)]
    return _of_its_year(best) if len(best) > 1 else next(iter(best), None)


def _of_its_year(alike: Sequence[_Read]) -> _Read:
    """Of readings by forms that print the same tables, the one in the form of the report's year."""
    first = alike[0]
    year = prose_in(first.blocks, first.placed, "").year
    return next((each for each in alike if each.placed.form.is_for(year)), first)


def _says_much(found: _Read) -> bool:
    return _LEAST_SHARE * len(found.placed.form.cells) <= len(found.placed.figures)


def _size(found: _Read) -> int:
    return len(found.placed.figures) - len(found.placed.unplaced)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [cell.text for cell in block.cells]
    return [block.text, *block.text.split()] if len(block.text) <= _LONGEST_LINE else []
