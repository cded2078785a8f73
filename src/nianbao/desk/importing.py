"""Figures from other files into an open report: the form as a workbook, a ledger, counts by month. Shown as
differences first, like what is brought back from a document; nothing is taken unasked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from nianbao.desk.offices import read_part
from nianbao.desk.update.brought_back import BroughtBack, Change, open_changed
from nianbao.files import documents, regular
from nianbao.files.source import Source
from nianbao.ledger import mapping, wording
from nianbao.ledger.monthly import sheets
from nianbao.ledger.monthly.tally import MonthlyTally
from nianbao.ledger.monthly.words import monthly_words
from nianbao.ledger.sheets import KINDS, is_ledger
from nianbao.ledger.tally import Asked, LedgerTally
from nianbao.ledger.words import ledger_words
from nianbao.model.figure import Figure, count
from nianbao.model.origin import Origin
from nianbao.model.report import Report
from nianbao.problem import InputError, SeveralReports
from nianbao.publish.comparison import Difference, Kind, figure_in_words

WHICH_ORGAN = "这个文件里有几个机关的表，取哪一个的？"


class Import:
    """A file that is being imported. What its words mean is asked until nothing is open; then ``found`` says
    what it would change."""

    def __init__(self, report: Report, path: Path, at: Path) -> None:
        """Reads the file; may take seconds. ``at`` is the file of the report, beside which answers are kept.
        Raises InputError and OSError."""
        self._report, self._path, self._at = report, path, at
        self._tally = _tally(report, path, at.parent)
        self._document: BroughtBack | None = None
        self._organs: tuple[str, ...] = ()  # of which one has to be chosen
        if self._tally is None:
            self._read()

    def _read(self, organ: str = "") -> None:
        """Read a workbook or a document; of one with the tables of several organs that of ``organ``."""
        report, at = self._report, self._at
        try:
            self._document, self._organs = _document(report, self._path, at, organ), ()
        except SeveralReports as error:
            self._organs = error.names
            return
        if not self._document.changes and not self._document.document.figures:
            # A workbook in which nothing of the form was read may be a ledger in words that nobody knows.
            self._tally = LedgerTally([self._path], report.form, report.year, at.with_name(mapping.NAME))

    def asked(self) -> Asked | None:
        """The next question; None where nothing is open."""
        if self._organs:
            own = next((name for name in self._organs if name == self._report.agency), "")
            return Asked(WHICH_ORGAN, self._organs, self._organs, own)
        return None if self._tally is None else self._tally.asked()

    def answer(self, answer: str) -> bool:
        """Take one of the options of the question that is asked, and keep it; whether another is asked.
        Raises InputError and OutputError."""
        if self._organs:
            self._read(answer)
        elif self._tally is not None:
            self._tally.answer(answer)
        return self.asked() is not None

    def keep(self) -> str:
        """Keep what was understood of the words, as what is still open; the name of the file it is in. Raises
        OutputError."""
        if self._tally is None:
            return ""
        self._tally.keep()
        return mapping.MONTHLY if isinstance(self._tally, MonthlyTally) else mapping.NAME

    def found(self) -> BroughtBack:
        """What would change, and what is to be told."""
        match self._tally:
            case LedgerTally() as tally:
                told = [*tally.passed(), *tally.told(), f"共计入{tally.total()}。"]
                if tally.is_faulty:
                    why = wording.DOUBLED if tally.is_doubled else wording.INCOMPLETE
                    told = [f"{why}，没有可以导入的。请改好台账再来一次。", *told]
                    return BroughtBack(self._report, self._report, (), tuple(told))
                figures = {cell: count(number) for cell, number in tally.figures.items()}
                return differing(self._report, figures, told, tally.origins(self._report, self._at))
            case MonthlyTally() as tally:
                beside = [
                    f"{name} {figure}：表里没有这一格，写正文时可以用。"
                    for name, figure in tally.found.beside.items()
                ]
                told = [*tally.told(), *beside]
                return differing(self._report, tally.found.figures, told, tally.origins(self._at))
            case _:
                assert self._document is not None  # noqa: S101 - one of the two is always there
                return self._document


def differing(
    report: Report, figures: Mapping[str, Figure], told: Sequence[str], origins: Sequence[Origin] = ()
) -> BroughtBack:
    """The figures that a report does not have as changes of it; ``told`` is shown with them, ``origins`` are
    kept with those that are taken."""
    changes = []
    before = report.all_figures()
    for cell_id, cell in report.form.cells.items():
        figure = figures.get(cell_id)
        if figure is not None and str(figure) != str(before[cell_id]):
            words = figure_in_words(before[cell_id]), figure_in_words(figure)
            difference = Difference(Kind.FIGURE, cell.section, cell_id, cell.name, *words)
            changes.append(Change(difference, figure=figure))
    return BroughtBack(report, report, tuple(changes), tuple(told), origins=tuple(origins))


def _document(report: Report, path: Path, at: Path, organ: str) -> BroughtBack:
    """What a workbook or a document says otherwise; of a single table that says neither organ nor year, too.
    Raises InputError and OSError, SeveralReports where it is not certain which organ is meant."""
    try:
        return open_changed(report, path, at, organ)
    except SeveralReports:
        raise
    except InputError:
        source = Source(str(path), regular.content(path, documents.LARGEST_FILE), organ)
        if not source.is_document or source.tables() is None:
            raise
        part, told = read_part(report, at, source)
        said = {cell: part.says(cell) for cell in part.figures if cell not in report.form.totals}
        figures = {cell: figure for cell, figure in said.items() if figure is not None}
        return replace(differing(report, figures, told), taken_from=part.taken_from)


def _tally(report: Report, path: Path, folder: Path) -> LedgerTally | MonthlyTally | None:
    """The counts of a ledger or of months; None of a file that is neither."""
    if path.suffix.lower()[1:] not in KINDS:
        return None
    (file,) = sheets.opened([path])
    grids = sheets.glance(file)
    words = monthly_words()
    if grids is not None and sheets.is_monthly(grids, words, ledger_words()):
        numbers = sheets.numbers_of([(file, grids)], words)
        return MonthlyTally(numbers, report.form, report.year, folder / mapping.MONTHLY)
    if grids is None or any(is_ledger(grid.rows, ledger_words()) for grid in grids):
        return LedgerTally([path], report.form, report.year, folder / mapping.NAME)
    return None
