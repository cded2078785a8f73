"""A table of the report for the terminal: rows by their short names, figures at the right."""

from __future__ import annotations

from nianbao.model.report import Report
from nianbao.terminal import left, right, width_of


def table(report: Report, section: str) -> str:
    """The table of a section with its totals."""
    rows = [cells for cells in report.form.rows.values() if cells[0].section == section]
    names = [f"{cells[0].row.mark} {cells[0].row.name}".strip() for cells in rows]
    figures = [[str(report.figure(cell.id)) for cell in cells] for cells in rows]
    heads = [cell.column.name for cell in rows[0]]
    first = max(map(width_of, names))
    widths = [
        max(width_of(text) for text in (head, *(row[at] for row in figures))) for at, head in enumerate(heads)
    ]

    def line(name: str, texts: list[str]) -> str:
        return "  ".join([left(name, first), *map(right, texts, widths)])

    return "\n".join([line("", heads), *map(line, names, figures)])
