"""Workbooks as offices send them: the form with a part of it filled in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nianbao.model.figure import Figure
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.publish.workbook import blank_workbook
from nianbao.write.xlsx.workbook import written


def sheet(path: Path, report: Report, *sections: str, **other: Figure) -> str:
    """An office's workbook with its tables filled in; its name."""
    own = {cell: figure for cell, figure in report.figures.items() if cell.startswith(sections)}
    own |= {key.replace("__", "."): figure for key, figure in other.items()}
    path.write_bytes(_workbook(report.form.id, report.agency, report.year, tuple(own.items())))
    return path.name


@cache
def _workbook(form: str, agency: str, year: int, figures: tuple[tuple[str, Figure], ...]) -> bytes:
    """The offices of one test send what those of another do."""
    filled = Report(form=all_forms()[form], agency=agency, year=year, figures=dict(figures))
    return written(blank_workbook(filled))
