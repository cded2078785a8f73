"""Writes sample_inputs/offices/: the sheets of four offices that merge to the tables of a sample report.

Two are the form as a workbook, each with its own part filled in; two are small tables of the offices' own.
All figures are those of the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nianbao.files import report_toml
from nianbao.model.report import Report
from nianbao.publish.workbook import blank_workbook
from nianbao.write.xlsx.workbook import written

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "sample_inputs" / "005-pingtan-2025.toml"
FOLDER = ROOT / "sample_inputs" / "offices"

FORMS = {  # who fills in which part of the form
    "办公室.xlsx": ("applications.",),
    "法制处.xlsx": ("disclosure.regulations.", "disclosure.normative_documents.", "disputes."),
}
TABLES = {  # blocks of the table of disclosure, row by row
    "审批局.csv": ("disclosure.licences", "disclosure.fees"),
    "执法局.csv": ("disclosure.penalties", "disclosure.coercive_measures"),
}


def workbook(report: Report, parts: Sequence[str]) -> bytes:
    """The form with some parts filled in."""
    own = {cell: figure for cell, figure in report.figures.items() if cell.startswith(tuple(parts))}
    return written(blank_workbook(Report(report.form, report.agency, report.year, figures=own)))


def table(report: Report, rows: Sequence[str]) -> str:
    """Some rows of the table of disclosure, each below the head of its block, as an office writes them."""
    lines: list[str] = []
    section = report.form.section(report.form.rows[rows[0]][0].section)
    for block in section.table.blocks if section.table else ():
        own = [cells for row in block.row_leaves() if (cells := report.form.rows[f"{section.id}.{row.id}"])]
        own = [cells for cells in own if cells[0].row_id in rows]
        if own:
            lines += [block.title, ",".join(["信息内容", *(cell.column.label for cell in own[0])])]
            lines += [
                ",".join([cells[0].row.label, *(str(report.figure(cell.id)) for cell in cells)])
                for cells in own
            ]
    return "\n".join(lines) + "\n"


def sheets(report: Report) -> dict[str, bytes]:
    """The files by their names."""
    plain = replace(report, date=None)
    found = {name: workbook(plain, parts) for name, parts in FORMS.items()}
    return found | {name: table(plain, rows).encode("utf-8-sig") for name, rows in TABLES.items()}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, data in sheets(report_toml.load(REPORT)).items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
