"""What somebody changed in a document that was made of a report, brought back into the report: shown as
differences, taken one by one or all; what cannot be taken is told.

Nothing overwrites what is known: a cell that is blank or was not read, and a part that was not found, stay
as they are in the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from nianbao.desk.session import visible
from nianbao.desk.update import not_taken
from nianbao.desk.update.commented import cells_of, comments_of, with_comments
from nianbao.desk.update.hands import LONGEST, Hands, who
from nianbao.desk.update.rewording import Rewording
from nianbao.files import settings
from nianbao.files.source import Source
from nianbao.files.taken import TakenFrom, taken_from
from nianbao.model.figure import Figure, State
from nianbao.model.origin import Origin, put
from nianbao.model.report import Report
from nianbao.model.review import Comment
from nianbao.model.wording import date_in_words
from nianbao.problem import InputError, Problem, Unreadable, shown
from nianbao.publish.comparison import Difference, Kind, figure_in_words, printed_lines
from nianbao.publish.side_by_side import in_lines
from nianbao.publish.stretches import changed_lines
from nianbao.read import holds_figures_alone
from nianbao.read.markup import Markup, Note
from nianbao.words import shortened

if TYPE_CHECKING:
    from nianbao.recognise import Recognised


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
    """All that a document says otherwise: what can be taken, and what cannot, in sentences. ``is_whole``
    tells that no cell and no words are among the latter, but for totals, which follow. ``taken_from`` is the
    document, for a report that has a file; ``origins`` are those of figures that were counted."""

    before: Report
    document: Report
    changes: tuple[Change, ...]
    told: tuple[str, ...]
    is_whole: bool = True
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
        rewording = _rewording(self.before, report)
        for section, own in _by_section(chosen).items():
            text = narrative.get(section, "")
            narrative[section] = _with_lines(text, own, rewording)
        report = replace(report, narrative={key: text for key, text in narrative.items() if text})
        return with_comments(report, (each.comment for each in chosen if each.comment is not None))


def read_changed(report: Report, source: Source, at: Path) -> BroughtBack:
    """What a document says otherwise than the report in the file ``at``, that it was made of. May take
    seconds. Raises InputError if it cannot be read, or is that of another year or form."""
    path = PurePath(source.name)
    found = source.recognised()
    if words := is_another(report, found.report):
        raise InputError(Problem(shown(source.name), words, "；请核对选对了文件。"))
    if (word := source.as_word()) is None:
        back = brought_back(report, found, figures_alone=holds_figures_alone(path))
        rest = not_taken.unplaced(found)
    else:
        from nianbao.read.docx.markup import markup  # here, because its library takes a while to load

        try:
            marks = markup(word)
            back = brought_back(report, found, marks, cells_of(word, source.name, found, marks.notes))
        except Unreadable as error:
            raise InputError(Problem(shown(source.name), error.what, error.remedy)) from error
        look, every = settings.of(at).look(), back.taking(back.changes)
        rest = not_taken.of_word_file(report, every, found, word, look)
    taken = taken_from(Path(path), source.data, at, places=found.places)
    more = list(rest)
    whole = back.is_whole and not more
    return replace(back, told=(*back.told, *more), is_whole=whole, taken_from=taken)


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
    figures = {each.difference.at: each.figure for each in numbers}
    comments: Mapping[Note, Comment] = {}
    text: list[Change] = []
    left: list[str] = []
    if not figures_alone:
        left += not_taken.of_organ(report, document)
        text += _facts(report, document)
        text += _paragraphs(report, report.with_figures(figures), document)
        comments = comments_of(report, document, marks.notes, cells or {})
    hands = Hands(marks.revisions)
    found_out = [replace(each, by=hands.of(each.difference)) for each in (*text, *numbers)]
    said = [_of_comment(note, comment, report) for note, comment in comments.items()]
    changes = _in_order(report, [*found_out, *said])
    left += not_taken.of_figures(report.with_figures(figures), document)
    rest = [
        *not_taken.of_totals(report, document, figures),
        *not_taken.of_marks(marks, "；".join(each.by for each in changes), comments),
    ]
    return BroughtBack(report, document, tuple(changes), (*found.notices, *left, *rest), not left)


def _in_order(report: Report, changes: list[Change]) -> list[Change]:
    """The facts, then section by section the text, the figures and the comments."""
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


def _paragraphs(report: Report, then: Report, document: Report) -> Iterator[Change]:
    """The paragraphs that differ; none of a section of which the document has no text. ``then`` is the
    report with all figures taken: a reference that prints the new number is kept."""
    lines = list(_changed_lines(report, document))
    rewording = _rewording(report, then)
    found = [rewording.of(typed, each.difference.after) for each, typed in lines]
    elsewhere = Counter(reference for each in found for reference in each.borrowed)
    for (change, _), new in zip(lines, found, strict=True):
        lost = []
        for reference, printed in new.lost if change.difference.after else ():
            if elsewhere[reference]:
                elsewhere[reference] -= 1
            else:
                lost.append((reference, printed))
        yield replace(change, note=_note(lost))


def _rewording(report: Report, then: Report) -> Rewording:
    lines = (line for text in report.narrative.values() for line in text.split("\n"))
    return Rewording(lines, report, then)


def _changed_lines(report: Report, document: Report) -> Iterator[tuple[Change, str]]:
    """The lines that differ, each with what was typed there; nothing for one that was put in."""
    printed = {each.id: _printed(report, each.id) for each in report.form.sections}
    # Below a heading that was lost, what stands is that section's own, and not new in the one above it.
    lost = [section for section, words in document.headings.items() if not words]
    moved = {line for section in lost for line in printed[section].values()}
    for section, old in printed.items():
        new = [line for line in _printed(document, section).values() if line not in moved - {*old.values()}]
        typed = report.narrative.get(section, "").split("\n")
        places = [*old, len(typed)]
        for line in changed_lines(list(old.values()), new) if new else ():
            at, number = places[line.first], (line.first if line.after is None else line.now) + 1
            key, place = f"{section}:{number}", f"正文第{number}段"
            words = line.before or "", line.after or ""
            difference = Difference(Kind.PARAGRAPH, section, key, place, *words)
            yield Change(difference, line=at), typed[at] if line.before else ""


def _printed(report: Report, section: str) -> Mapping[int, str]:
    """The lines of a section as they are printed, by their numbers as typed; without empty ones."""
    lines = printed_lines(report.narrative.get(section, ""), report)
    return {at: line for at, line in enumerate(lines) if line}


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


def _with_lines(text: str, changes: Sequence[Change], rewording: Rewording) -> str:
    """A typed text with changed lines."""
    typed = text.split("\n") if text else []
    put_in: dict[int, list[str]] = {}
    replaced: dict[int, list[str]] = {}
    for each in changes:
        words = each.difference.after
        if not each.difference.before:
            put_in.setdefault(each.line, []).append(rewording.of("", words).line)
        else:
            replaced[each.line] = [rewording.of(typed[each.line], words).line] if words else []
    lines = []
    for at in range(len(typed) + 1):
        lines += put_in.get(at, [])
        lines += replaced.get(at, typed[at : at + 1])
    return visible("\n".join(lines)).strip("\n")


# ---- comments


def _of_comment(note: Note, comment: Comment, report: Report) -> Change:
    """A comment as a change that can be taken."""
    at = report.form.cells[comment.cell].name if comment.cell else shortened(comment.quote, LONGEST)
    words = f"{who(note.by, note.on)}：{note.words}"
    place = f"批注（“{at}”）"
    return Change(Difference(Kind.PARAGRAPH, comment.section, comment.at, place, "", words), comment=comment)
