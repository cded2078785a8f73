"""The comments that a reviewer made in a Word file, as comments of the report.

In which cell of the form one at a table stands is told by the labels of rows and columns, as of a figure: a
number of its own is put into the Word cell, the file is read again, and where it turns up is the cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from nianbao.desk.session import visible
from nianbao.model.figure import State, parse
from nianbao.model.narrative import tidy
from nianbao.model.report import Report
from nianbao.model.review import Comment, paragraph_at
from nianbao.problem import Unreadable
from nianbao.publish.comparison import printed_lines
from nianbao.read.markup import Note

if TYPE_CHECKING:
    from nianbao.recognise import Recognised

NOBODY = "没有留名"
_FIRST = 910_000_001  # larger than any figure of a report


def comments_of(
    report: Report, document: Report, notes: Iterable[Note], cells: Mapping[int, str]
) -> Mapping[Note, Comment]:
    """The comments at paragraphs, and at ``cells`` of the form by the numbers of the Word cells; those that
    the report has already are left out."""
    known = {(comment.by, comment.text, comment.cell) for comment in report.comments}
    sections = {
        line: key
        for key, text in document.narrative.items()
        for line in printed_lines(text, document)
        if line
    }
    found = {}
    for note in notes:
        by, quote, cell = note.by or NOBODY, tidy(note.at), ""
        at = sections.get(quote, "")
        if note.cell is not None:
            at = cell = cells.get(note.cell, "")
            quote = ""
        if at and note.words and (by, note.words, cell) not in known:
            found[note] = Comment(at, by, note.words, note.on, quote)
    return found


def with_comments(report: Report, new: Iterable[Comment]) -> Report:
    """The report with comments at cells and at the paragraphs as they are now; at the section where its
    paragraph was not taken over."""
    comments = list(report.comments)
    lines = {key: printed_lines(text, report) for key, text in report.narrative.items()}
    for comment in new:
        own = lines.get(comment.section, [])
        at, quote = comment.at, ""
        if comment.quote and comment.quote in own:
            text = report.narrative[comment.section]
            at, quote = paragraph_at(comment.at, text, own.index(comment.quote))
        comments.append(comment._replace(at=at, quote=quote, text=visible(comment.text)))
    return replace(report, comments=tuple(comments))


def cells_of(data: bytes, name: str, found: Recognised, notes: Iterable[Note]) -> Mapping[int, str]:
    """The ids of the form's cells by the numbers of the Word cells at which comments stand; a cell that is
    not certain is left out. ``found`` is what was read in the file."""
    figures = (State.NUMBER, State.NOT_APPLICABLE, State.BLANK)
    places = dict.fromkeys(
        note.cell for note in notes if note.cell is not None and parse(note.at).state in figures
    )
    if not places:
        return {}
    put_in = {place: str(_FIRST + at) for at, place in enumerate(places)}
    again = _read(data, name, put_in)
    if again is None or again.form.id != found.report.form.id:
        return {}
    said = {cell: str(figure) for cell, figure in again.figures.items()}
    met = {said[cell]: cell for cell in said if list(said.values()).count(said[cell]) == 1}
    cells = {place: met[figure] for place, figure in put_in.items() if figure in met}
    disturbed = _differing(found.report, again, set(cells.values()))
    return {place: cell for place, cell in cells.items() if cell.partition(".")[0] not in disturbed}


def _read(data: bytes, name: str, put_in: Mapping[int, str]) -> Report | None:
    """The report in the file with numbers put into some cells; None if it is none any more."""
    from nianbao.read.docx.document import read  # here, because their libraries take a while to load
    from nianbao.read.radicals import without_radicals
    from nianbao.recognise import recognise

    try:
        return recognise(list(without_radicals(read(data, put_in))), PurePath(name).stem).report
    except Unreadable:
        return None


def _differing(one: Report, other: Report, but: set[str]) -> set[str]:
    """The sections of which other cells are read otherwise: there the number has taken a label's place, or
    the figure that stood there told how the table is to be read."""
    return {
        cell.partition(".")[0]
        for cell in {*one.figures, *other.figures} - but
        if one.figures.get(cell) != other.figures.get(cell)
    }
