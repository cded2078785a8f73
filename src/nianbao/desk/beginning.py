"""A report is begun: from last year's, or from a document that is read in; and what its file is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nianbao.desk.typed_path import typed_path
from nianbao.files import report_toml
from nianbao.files.names import stem_for
from nianbao.files.prior import seen_from
from nianbao.files.taken import with_carried
from nianbao.model.figure import State
from nianbao.model.form import Form
from nianbao.model.report import Report
from nianbao.model.succession import succeed
from nianbao.read import is_document


@dataclass(frozen=True)
class Source:
    """A file that was read: the report in it, and of a document what found no place, in words.
    ``places`` tells in which cell of a workbook a figure stands."""

    path: Path
    report: Report
    unplaced: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> Iterator[str]:
        """What was read and what is not certain, in sentences for people."""
        report = self.report
        figures = report.all_figures()
        typed = [cell for cell in report.form.cells if cell not in report.form.totals]
        blank, unsure, odd = (
            [cell for cell in typed if figures[cell].state is state]
            for state in (State.BLANK, State.UNKNOWN, State.MALFORMED)
        )
        texts = sum(section.id in report.narrative for section in report.form.numbered)
        read = len(typed) - len(blank) - len(unsure) - len(odd)
        cells = f"表格{len(typed)}格有数的{read}格，{texts}个部分有文字"
        yield f"{report.agency} {report.year}年度，{report.form.id}年格式：{cells}。"
        if blank:
            yield f"空着的{len(blank)}格。"
        if unsure and not is_document(self.path):
            yield f"没有填的{len(unsure)}格。"
        elif unsure:
            yield f"没有读准的{len(unsure)}格（不猜，当作没有数）："
            yield from (f"  {line}" for line in by_row(unsure, report.form))
        if odd:
            yield f"写的不是数的{len(odd)}格："
            yield from (f"  {where(cell, report.form)}：{figures[cell]}" for cell in odd)
        if self.unplaced:
            yield f"没有归位的文字{len(self.unplaced)}处："
            yield from (f"  {line}" for line in self.unplaced)
        yield from self.notices


def read_source(path: Path, organ: str = "") -> Source:
    """Read a report of any kind. ``organ`` tells which is meant of a workbook with those of several. May take
    seconds. Raises InputError and OSError."""
    if not is_document(path):
        return Source(path, report_toml.load(path))
    from nianbao.files import documents  # here, because reading documents takes a while to load

    found = documents.read_in(path, organ)
    unplaced = tuple(" ".join(str(each).split()) for each in found.unplaced)
    return Source(path, found.report, unplaced, found.notices, found.places)


@dataclass(frozen=True)
class Begin:
    """A report that is to be begun: in which file, and last year's where it is known already."""

    path: Path
    report: Report
    prior: Report | None = None


def following(source: Source, form: Form, year: int, agency: str, path: Path) -> Begin:
    """The report that follows last year's, which it names."""
    found = succeed(source.report, form, year, agency=agency)
    named = replace(found.report, prior=seen_from(path.parent, source.path))
    report = with_carried(named, source.report, source.path, path, source.places)
    return Begin(path, report, source.report)


def usual_path(folder: Path, agency: str, year: str) -> Path:
    """The file of a report of an agency and a year in a folder."""
    return folder / f"{stem_for(f'{agency.strip()}-{year.strip()}')}.toml"


def chosen_path(typed: str) -> Path | None:
    """The file that somebody typed, as a .toml file; None if that is no file."""
    if not typed.strip() or typed_path(typed).is_dir():
        return None
    file = typed_path(typed)
    return file if file.suffix == ".toml" else file.with_name(f"{file.name}.toml")


def by_row(cells: list[str], form: Form) -> Iterator[str]:
    """The cells, one row a line: a whole row by its name, else with its columns."""
    rows: dict[str, list[str]] = {}
    for cell in cells:
        rows.setdefault(form.cells[cell].row_id, []).append(form.cells[cell].column.name)
    for row_id, columns in rows.items():
        every = [cell for cell in form.rows[row_id] if cell.id not in form.totals]
        row = f"{form.section(every[0].section).name}·{every[0].row.name}"
        yield row if len(columns) == len(every) else f"{row}：{'、'.join(columns)}"


def where(cell_id: str, form: Form) -> str:
    """A cell by the names of its section, row and column."""
    cell = form.cells[cell_id]
    return f"{form.section(cell.section).name}·{cell.name}"
