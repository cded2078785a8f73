"""The sheet or the document that an office has sent, read as a part of the report."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from nianbao.desk.merged import Part
from nianbao.desk.update.brought_back import is_another
from nianbao.files.source import Source
from nianbao.files.taken import taken_from
from nianbao.ledger.monthly.words import monthly_words
from nianbao.ledger.sheets import KINDS, is_ledger
from nianbao.ledger.words import ledger_words
from nianbao.model.figure import Figure, State
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem, SeveralReports, shown
from nianbao.words import first_of, shortened

_MOST_TOLD = 3
_LONGEST_TOLD = 40  # characters of one


def read_part(
    report: Report, path: Path, source: Source, at: datetime.datetime | None = None, organ: str = ""
) -> tuple[Part, tuple[str, ...]]:
    """What a source holds, for the report in the file ``path``; and what of it was not taken, in sentences.
    ``organ`` tells which is meant where it holds the tables of several. May take seconds. Raises InputError
    if it cannot be read, or is of another year or form, SeveralReports if which is meant is not certain."""
    if source.is_document:
        try:
            figures, texts, places, told = _document(report, source)
            if organ:
                told = (*told, f"{shown(Path(source.name).name)}：里面不分机关，没有按“{shown(organ)}”挑。")
        except SeveralReports:
            if not organ:
                raise
            figures, texts, places, told = _document(report, source._replace(organ=organ))
    else:
        other = source.report()
        _require_same(report, other, source.name)
        figures, texts, places, told = other.figures, other.narrative, {}, ()
    where = taken_from(Path(source.name), source.data, path, places=places, at=at)
    odd = [
        f"{places.get(cell, '') or report.form.cells[cell].name}“{shortened(str(figure), _LONGEST_TOLD)}”"
        for cell, figure in figures.items()
        if figure.state is State.MALFORMED
    ]
    if odd:
        told = (*told, f"{where.name}：不是数，没有取：{first_of(odd, _MOST_TOLD)}。")
    return Part(where, figures, texts), told


_Document = tuple[Mapping[str, Figure], Mapping[str, str], Mapping[str, str], tuple[str, ...]]


def _document(report: Report, source: Source) -> _Document:
    """Figures, texts and places of a document. One that says neither organ nor year, such as a single table,
    is read by its tables."""
    name = shown(Path(source.name).name)
    try:
        found = source.recognised()
    except SeveralReports:
        raise
    except InputError:
        tables = source.tables()
        if tables is None and _is_counted(source):
            what = "这是台账或月报，不是填好的表格"
            raise InputError(Problem(shown(source.name), what, "；请用 nianbao tally 统计。")) from None
        if tables is None:
            raise
        if tables.form.id != report.form.id:
            words = f"它用的是{tables.form.id}年格式，要改的报告用{report.form.id}年格式"
            raise InputError(Problem(shown(source.name), words, "；请核对选对了文件。")) from None
        told = (f"{name}：里面没有写年度，只看了表格。", *(f"{name}：{each}" for each in tables.notices))
        return tables.figures, {}, tables.places, told
    _require_same(report, found.report, source.name)
    # A table that an office has left blank is none that could not be read.
    left = [str(each) for each in found.unplaced if not each.place.endswith("，表格")]
    lines = [shortened(" ".join(each.split()), _LONGEST_TOLD) for each in left]
    untaken = f"{name}：没有归位的文字{len(left)}处，没有取：{first_of(lines, _MOST_TOLD, between='；')}。"
    notices = tuple(f"{name}：{each}" for each in found.notices)
    told = (*notices, untaken) if left else notices
    return found.report.figures, found.report.narrative, found.places, told


def _is_counted(source: Source) -> bool:
    """Whether a file is a ledger or has counts by month."""
    from nianbao.ledger.monthly import sheets  # here, because it loads what reads workbooks

    path, words = Path(source.name), ledger_words()
    grids = sheets.glance(sheets.File(path, source.data)) if path.suffix.lower()[1:] in KINDS else None
    return any(is_ledger(grid.rows, words) for grid in grids or ()) or (
        grids is not None and sheets.is_monthly(grids, monthly_words(), words)
    )


def _require_same(report: Report, other: Report, name: str) -> None:
    if words := is_another(report, other):
        raise InputError(Problem(shown(name), words, "；请核对选对了文件。"))
