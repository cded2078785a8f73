"""Workbooks as offices send them: the form with a part of it filled in."""

from __future__ import annotations

from pathlib import Path

from nianbao.model.figure import Figure
from nianbao.model.report import Report
from nianbao.publish.workbook import blank_workbook
from nianbao.write.xlsx.workbook import written


def sheet(path: Path, report: Report, *sections: str, **other: Figure) -> str:
    """An office's workbook with its tables filled in; its name."""
    own = {cell: figure for cell, figure in report.figures.items() if cell.startswith(sections)}
    own |= {key.replace("__", "."): figure for key, figure in other.items()}
    filled = Report(form=report.form, agency=report.agency, year=report.year, figures=own)
    path.write_bytes(written(blank_workbook(filled)))
    return path.name
