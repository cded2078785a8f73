"""What somebody changed in a document that was made of a report, brought back into the report: shown as
differences, taken one by one or all; what cannot be taken is told.

Nothing overwrites what is known: a cell that is blank or was not read, and a part that was not found, stay
as they are in the report.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from nianbao.desk.commented import NOBODY, cells_of, comments_of, with_comments
from nianbao.desk.rewording import reworded
from nianbao.desk.session import visible
from nianbao.files.source import Source
from nianbao.files.taken import TakenFrom, taken_from
from nianbao.model.figure import Figure, State
from nianbao.model.narrative import tidy
from nianbao.model.origin import Origin, put
from nianbao.model.reference import escape
from nianbao.model.report import Report
from nianbao.model.review import Comment
from nianbao.model.wording import date_in_words
from nianbao.problem import InputError, Problem, Unreadable, shown
from nianbao.publish.comparison import Difference, Kind, figure_in_words, printed_lines, same_organ
from nianbao.publish.side_by_side import in_lines
from nianbao.publish.stretches import changed_lines
from nianbao.read import holds_figures_alone, kind_of
from nianbao.read.markup import Markup, Note, Revision
from nianbao.words import shortened

if TYPE_CHECKING:
    from nianbao.recognise import Recognised

_MOST_TOLD = 12  # places of one kind
_LONGEST_TOLD = 60  # characters of one


@dataclass(frozen=True, slots=True)
class Change:
    """One difference that can be taken. ``by`` tells who made it, where changes were tracked; ``note`` what
    becomes of references. ``line`` is the typed line of a paragraph, or before which it is put in (from 0);
    ``figure`` and ``comment`` are what is put in elsewhere."""

    difference: Difference
    by: str = ""
    note: str = ""
    line: int = 0
    figure: Figure | None = None
    comment: Comment | None = None


@dataclass(frozen=True)
class BroughtBack:
    """All that a document says otherwise: what can be taken, and what cannot, in sentences. ``taken_from`` is
    the document, for a report that has a file; ``origins`` are those of figures that were counted."""

    before: Report
    document: Report
    changes: tuple[Change, ...]
    told: tuple[str, ...]
    taken_from: TakenFrom | None = None
    origins: Sequence[Origin] = ()

    def taking(self, chosen: Iterable[Change]) -> Report:
        """The report with the chosen changes, and nothing else changed; the document is kept as the origin of
        the figures, where it is known which file it is."""
        chosen = list(chosen)
        report = _with_facts(self.before, self.document, chosen)
        figures = {each.difference.at: each.figure for each in chosen if each.figure is not None}
        report = report.with_figures(figures)
        if self.taken_from is not None:
            new = [self.taken_from.origin(cell, figure) for cell, figure in figures.items()]
            report = replace(report, origins=put(report.origins, new))
        report = report.with_fitting_origins(self.origins)  # also of what stood there already
        narrative = dict(report.narrative)
        for section, own in _by_section(chosen).items():
            text = narrative.get(section, "")
            narrative[section] = _with_lines(text, own, (self.before, report))
        report = replace(report, narrative={key: text for key, text in narrative.items() if text})
        return with_comments(report, (each.comment for each in chosen if each.comment is not None))


def read_changed(report: Report, source: Source, at: Path) -> BroughtBack:
    """What a document says otherwise than the report in the file ``at``, that it was made of. May take
    seconds. Raises InputError if it cannot be read, or is that of another year or form."""
    path = PurePath(source.name)
    kind = kind_of(path)
    found = source.recognised()
    if words := is_another(report, found.report):
        raise InputError(Problem(shown(source.name), words, "；请核对选对了文件。"))
    marks: Markup | None = None
    cells: Mapping[int, str] = {}
    if kind == "docx":
        from nianbao.read.docx.markup import markup  # here, because its library takes a while to load

        try:
            marks = markup(source.data)
            cells = cells_of(source.data, source.name, found, marks.notes)
        except Unreadable as error:
            raise InputError(Problem(shown(source.name), error.what, error.remedy)) from error
    back = brought_back(report, found, marks, cells, figures_alone=holds_figures_alone(path))
    return replace(back, taken_from=taken_from(Path(path), source.data, at, places=found.places))


def open_changed(report: Report, path: Path, at: Path, organ: str = "") -> BroughtBack:
    """The same of a document in a file; ``organ`` tells which is meant of a workbook with those of several.
    Raises InputError and OSError."""
    from nianbao.files import documents, regular  # here, because their libraries take a while to load

    return read_changed(report, Source(str(path), regular.content(path, documents.LARGEST_FILE), organ), at)


def in_words(change: Change, report: Report) -> Iterator[str]:
    """A change in lines for people: where, what before and after, by whom, and what becomes of references."""
    section = change.difference.section
    names = {each.id: each.name for each in report.form.sections}
    head, *rest = in_lines(change.difference)
    yield f"{names[section]}·{head}" if section else head
    yield from rest
    if change.by:
        yield f"  修订：{change.by}"
    if change.note:
        yield f"  注意：{change.note}"


def is_another(report: Report, document: Report) -> str:
    """Why a document was not made of a report, as a sentence; empty if it may have been."""
    if document.year and document.year != report.year:
        return f"这是{document.year}年度的报告，要改的是{report.year}年度的"
    if document.form.id != report.form.id:
        return f"它用的是{document.form.id}年格式，要改的报告用{report.form.id}年格式"
    return ""


def brought_back(
    report: Report,
    found: Recognised,
    marks: Markup | None = None,
    cells: Mapping[int, str] | None = None,
    *,
    figures_alone: bool = False,
) -> BroughtBack:
    """Compare a report with a document that was made of it and changed by hand. ``marks`` are the tracked
    changes and comments that Word kept, ``cells`` the form's cells by the numbers of the Word cells at which
    comments stand; of a workbook the figures alone are looked at."""
    document, marks = found.report, marks or Markup()
    numbers = _figures(report, document)
    comments: Mapping[Note, Comment] = {}
    text: list[Change] = []
    if not figures_alone:
        text += _facts(report, document)
        then = report.with_figures({each.difference.at: each.figure for each in numbers})
        for section in report.form.sections:
            text += _paragraphs(report, then, document, section.id)
        hands = _Hands(marks.revisions)
        text = [replace(each, by=hands.of(each.difference)) for each in text]
        comments = comments_of(report, document, marks.notes, cells or {})
        text += (_of_comment(note, comment, report) for note, comment in comments.items())
    changes = _in_order(report, [*text, *numbers])
    told = [*found.notices, *_not_taken(report, document, numbers, figures_alone), *_left(found)]
    told += _marks_told(marks, changes, comments)
    return BroughtBack(report, document, tuple(changes), tuple(told))


def _in_order(report: Report, changes: list[Change]) -> list[Change]:
    """The facts, then section by section the text and the figures."""
    sections = ["", *(section.id for section in report.form.sections)]
    return sorted(changes, key=lambda each: sections.index(each.difference.section))


# ---- figures


def _figures(report: Report, document: Report) -> list[Change]:
    """The cells of which the document knows another figure. A total that the form computes follows from its
    parts."""
    form, old = report.form, report.all_figures()
    given = {cell: figure for cell, figure in document.figures.items() if cell in form.cells}
    changes = []
    for cell_id, figure in given.items():
        computed = cell_id in form.totals and cell_id not in report.figures
        if computed or figure.state not in {State.NUMBER, State.NOT_APPLICABLE}:
            continue
        if str(figure) != str(old[cell_id]):
            cell = form.cells[cell_id]
            words = figure_in_words(old[cell_id]), figure_in_words(figure)
            difference = Difference(Kind.FIGURE, cell.section, cell_id, cell.name, *words)
            changes.append(Change(difference, figure=figure))
    order = list(form.cells)
    return sorted(changes, key=lambda each: order.index(each.difference.at))


def _not_taken(
    report: Report, document: Report, numbers: Sequence[Change], figures_alone: bool
) -> Iterator[str]:
    """What the document says otherwise and nobody should take over without looking."""
    if not figures_alone and len(document.agency) > 1 and not same_organ(report, document):
        yield f"文件里的机关是“{document.agency}”，不是“{report.agency}”：没有取回，要改请在基本信息里改。"
    then = report.with_figures({each.difference.at: each.figure for each in numbers}).all_figures()
    blank, odd, totals = [], [], []
    for cell_id, cell in report.form.cells.items():
        read, known = document.figures.get(cell_id), then[cell_id]
        name = f"{report.form.section(cell.section).name}·{cell.name}"
        if known.state is State.NUMBER and (read is None or read.state in {State.BLANK, State.UNKNOWN}):
            if read is not None or cell_id not in report.form.totals:
                blank.append(f"{name}（报告里是{known}）")
        elif read is not None and read.state is State.MALFORMED and str(read) != str(known):
            odd.append(f"{name}：{read}")
        elif read is not None and read.state is State.NUMBER and str(read) != str(known):
            totals.append(f"{name}：文件里是{read}，由各格算出的是{known}")
    yield from _listed("文件里空着或没有读准的{}格，报告里的数不变：", blank)
    yield from _listed("文件里写的不是数的{}格，没有取回：", odd)
    yield from _listed("总计由程序计算，与文件里写的不同的{}格，没有取回；请改组成它的各格：", totals)


def _listed(head: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield head.format(len(items))
        yield from (f"  {shortened(item, _LONGEST_TOLD)}" for item in items[:_MOST_TOLD])
        if len(items) > _MOST_TOLD:
            yield f"  ……还有{len(items) - _MOST_TOLD}处"


def _left(found: Recognised) -> Iterator[str]:
    """What was read and has no place."""
    lines = [" ".join(str(each).split()) for each in found.unplaced]
    yield from _listed("没有归位的文字{}处，没有取回：", lines)


# ---- facts and headings


def _facts(report: Report, document: Report) -> Iterator[Change]:
    if document.date and document.date != report.date:
        old = date_in_words(report.date) if report.date else ""
        yield Change(Difference(Kind.FACT, "", "date", "日期", old, date_in_words(document.date)))
    if document.agency == report.agency and document.full_title() != report.full_title():
        titles = report.full_title(), document.full_title()
        yield Change(Difference(Kind.FACT, "", "title", "报告名称", *titles))
    for section in report.form.sections:
        old, new = report.heading(section.id), document.heading(section.id)
        if new and new != old:
            yield Change(Difference(Kind.HEADING, section.id, f"{section.id}:0", "标题", old, new))


def _with_facts(report: Report, document: Report, chosen: Sequence[Change]) -> Report:
    keys = {each.difference.at for each in chosen if each.difference.kind is Kind.FACT}
    headings = dict(report.headings)
    for each in chosen:
        if each.difference.kind is Kind.HEADING:
            headings[each.difference.section] = document.heading(each.difference.section)
    usual = {section.id: section.heading for section in report.form.sections}
    return replace(
        report,
        date=document.date if "date" in keys else report.date,
        title=document.title if "title" in keys else report.title,
        headings={key: words for key, words in headings.items() if words != usual.get(key)},
    )


# ---- text


def _paragraphs(report: Report, then: Report, document: Report, section: str) -> Iterator[Change]:
    """The paragraphs of a section that differ; none where the document has no text of it. ``then`` is the
    report with all figures taken: a reference that prints the new number is kept."""
    typed = report.narrative.get(section, "").split("\n")
    new = [line for line in printed_lines(document.narrative.get(section, ""), document) if line]
    old = {at: line for at, line in enumerate(printed_lines("\n".join(typed), report)) if line}
    if not new:
        return
    places = [*old, len(typed)]
    for line in changed_lines(list(old.values()), new):
        at, number = places[line.first], (line.first if line.after is None else line.now) + 1
        difference = Difference(
            Kind.PARAGRAPH,
            section,
            f"{section}:{number}",
            f"正文第{number}段",
            line.before or "",
            line.after or "",
        )
        lost = reworded(typed[at], line.after or "", report, then).lost if line.before else ()
        yield Change(difference, note=_note(lost), line=at)


def _note(lost: Sequence[tuple[str, str]]) -> str:
    if not lost:
        return ""
    names = "、".join(f"{typed}（{printed}）" for typed, printed in lost)
    return f"这里引用了表格里的数 {names}，文件里改掉了：取回后写成文字，不再随表格变。"


def _by_section(chosen: Sequence[Change]) -> Mapping[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for each in chosen:
        if each.difference.kind is Kind.PARAGRAPH and each.comment is None:
            found.setdefault(each.difference.section, []).append(each)
    return found


def _with_lines(text: str, changes: Sequence[Change], reports: tuple[Report, Report]) -> str:
    """A typed text with changed lines; of the reports, before and with the chosen figures, references print
    what they print."""
    typed = text.split("\n") if text else []
    put_in: dict[int, list[str]] = {}
    replaced: dict[int, list[str]] = {}
    for each in changes:
        words = each.difference.after
        if not each.difference.before:
            put_in.setdefault(each.line, []).append(escape(words))
        elif words:
            replaced[each.line] = [reworded(typed[each.line], words, *reports).line]
        else:
            replaced[each.line] = []
    lines = []
    for at in range(len(typed) + 1):
        lines += put_in.get(at, [])
        lines += replaced.get(at, typed[at : at + 1])
    return visible("\n".join(lines)).strip("\n")


# ---- tracked changes and comments


class _Hands:
    """Tracked changes by the paragraphs in which they are."""

    def __init__(self, revisions: Sequence[Revision]) -> None:
        self._before = _grouped((each.before, each) for each in revisions)
        self._after = _grouped((each.after, each) for each in revisions)

    def of(self, difference: Difference) -> str:
        """Who made a change and how, where Word has tracked it."""
        before, after = tidy(difference.before), tidy(difference.after)
        own = self._after.get(after, []) if after else []
        own = own or (self._before.get(before, []) if before else [])
        return "；".join(dict.fromkeys(_in_words(each) for each in own[:_MOST_TOLD]))


def _grouped(pairs: Iterable[tuple[str, Revision]]) -> dict[str, list[Revision]]:
    """By paragraph; a paragraph of very many tracked changes is tidied once."""
    found: dict[str, list[Revision]] = {}
    for paragraph, revision in pairs:
        found.setdefault(paragraph, []).append(revision)
    return {tidy(paragraph): revisions for paragraph, revisions in found.items()}


def _in_words(revision: Revision) -> str:
    what = "插入" if revision.inserted else "删除"
    return f"{_who(revision.by, revision.on)}{what}“{shortened(revision.words, _LONGEST_TOLD)}”"


def _who(by: str, on: datetime.date | None) -> str:
    return f"{by or NOBODY}（{date_in_words(on)}）" if on else by or NOBODY


def _of_comment(note: Note, comment: Comment, report: Report) -> Change:
    """A comment as a change that can be taken."""
    at = report.form.cells[comment.cell].name if comment.cell else shortened(comment.quote, _LONGEST_TOLD)
    words = f"{_who(note.by, note.on)}：{note.words}"
    place = f"批注（“{at}”）"
    return Change(Difference(Kind.PARAGRAPH, comment.section, comment.at, place, "", words), comment=comment)


def _marks_told(marks: Markup, changes: Sequence[Change], comments: Mapping[Note, Comment]) -> Iterator[str]:
    """Tracked changes and comments that are no change of the report."""
    used = "；".join(each.by for each in changes)
    loose = [_in_words(each) for each in marks.revisions if _in_words(each) not in used]
    yield from _listed("另有修订{}处，在表格里，或者接受以后与报告相同：", loose)
    notes = [f"{_who(each.by, each.on)}：{each.words}" for each in marks.notes if each not in comments]
    yield from _listed("另有批注{}条，不在正文的段落或认得准的格上，或者报告里已有，没有取回：", notes)
    if marks.of_layout:
        yield f"只改排版的修订{marks.of_layout}处，没有取回：报告的版式由程序决定。"
    if marks.of_tables:
        yield f"表格里插入、删去或合并行列的修订{marks.of_tables}处，没有取回：表格的行列由法定格式决定。"
