"""The report as open data: its figures and its text for programs, as files of a Data Package.

The package follows the Data Package standard, version 2 (datapackage.org): ``datapackage.json`` says what
each file is, ``document.json`` holds the whole report, each table is a file of its own, a figure a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from nianbao.model.figure import Figure, Kind
from nianbao.model.form import Cell, Entry, Form
from nianbao.model.report import Report
from nianbao.publish.data_package import BOM, DESCRIPTOR, PROFILE, Column, as_json, csv_text, resource, schema

if TYPE_CHECKING:  # composing loads the template engine, which a list of figures does not need
    from nianbao.publish.compose import Document, Part

REPORT = "document.json"  # one named report.json is a validator's own report to frictionless
_DRAFT = "草稿"
_MIDNIGHT = "T00:00:00+08:00"  # the standard asks for a time; the day is that of China
_BETWEEN = " / "  # the labels of a row, from the outermost to its own
FIGURE_COLUMNS = (
    Column("block", "string", "事项"),
    Column("row", "string", "行"),
    Column("column", "string", "列"),
    Column("value", "number", "数值"),
    Column("unit", "string", "单位"),
    Column("state", "string", "状态"),
    Column("text", "string", "原文"),
)
_COLUMNS = (Column("id", "string", "编号"), *FIGURE_COLUMNS)


def texts(report: Report, document: Document) -> dict[str, str]:
    """The files of the package by their names; ``document`` is the report as it is printed. The same report
    makes the same files."""
    figures = {cell.id: described(cell, document.figures[cell.id]) for cell in report.form.cells.values()}
    tables = [part for part in document.parts if part.grid]
    files = {REPORT: as_json(_whole(report, document, figures))}
    files |= {f"{part.id}.csv": _lines(report.form, part.id, figures) for part in tables}
    return {DESCRIPTOR: as_json(_descriptor(report, document, tables, files)), **files}


def described(cell: Cell, figure: Figure) -> dict[str, Any]:
    """A figure for programs: the number is set where the cell holds one, ``text`` is what is printed."""
    number = figure.number
    return {
        "label": cell.name,
        "value": number if number is None or isinstance(number, int) else float(number),
        "unit": figure.unit or (cell.column.unit if cell.column.kind is Kind.AMOUNT else ""),
        "state": figure.state.value,
        "text": str(figure),
    }


def _whole(report: Report, document: Document, figures: Mapping[str, Any]) -> dict[str, Any]:
    form = report.form
    about = {
        "title": document.title,
        "agency": document.agency,
        "year": report.year,
        "date": report.date.isoformat() if report.date else None,
        "signed": [document.agency, document.date] if document.date else [],
        "form": {"id": form.id, "notice": form.notice, "notice_title": form.notice_title},
        "fingerprint": f"sha256:{document.fingerprint}",
    }
    draft = {"draft": _DRAFT} if document.draft else {}
    sections = [_section(part, document) for part in document.parts]
    return {**draft, **about, "sections": sections, "figures": figures}


def _section(part: Part, document: Document) -> dict[str, Any]:
    """A section as it is printed: each cell of its table with the place and what it spans."""
    cells = [
        {
            "row": cell.row,
            "column": cell.column,
            "rows": cell.rows,
            "columns": cell.columns,
            "text": str(document.figures[cell.cell.id]) if cell.cell else cell.label,
            **({"figure": cell.cell.id} if cell.cell else {}),
        }
        for cell in (part.grid.cells if part.grid else ())
    ]
    paragraphs = [piece.paragraph.text for piece in part.pieces]
    return {"id": part.id, "heading": part.heading, "paragraphs": paragraphs, "table": cells}


def _descriptor(
    report: Report, document: Document, tables: Iterable[Part], files: Mapping[str, str]
) -> dict[str, Any]:
    dated = {"created": f"{report.date.isoformat()}{_MIDNIGHT}"} if report.date else {}
    resources = [_resource(REPORT, document.title, "application/json", files[REPORT])]
    for part in tables:
        name = f"{part.id}.csv"
        table = _resource(name, part.heading, "text/csv", files[name])
        resources.append({**table, "type": "table", "schema": schema(_COLUMNS, ["id"])})
    return {
        "$schema": PROFILE,
        "name": f"nianbao-{report.year}-{document.fingerprint[:12]}",
        "id": f"sha256:{document.fingerprint}",
        "title": document.title,
        "description": f"{report.form.notice}《{report.form.notice_title}》",
        **dated,
        "contributors": [{"title": document.agency, "roles": ["creator"]}],
        "resources": resources,
    }


def _resource(path: str, title: str, kind: str, text: str) -> dict[str, Any]:
    return resource(path, title, kind, text.encode("utf-8", "surrogatepass"))


def _lines(form: Form, section_id: str, figures: Mapping[str, dict[str, Any]]) -> str:
    """A table as CSV, a line for each figure, in the order of the form."""
    labels = labels_of(form, section_id)
    lines = ({"id": cell, **words, **figures[cell]} for cell, words in labels.items())
    return BOM + csv_text(_COLUMNS, lines)


def labels_of(form: Form, section_id: str) -> dict[str, dict[str, str]]:
    """The official labels of every figure of a table: its block, its row and its column."""
    found = {}
    table = form.section(section_id).table
    for block in table.blocks if table else ():
        for row, row_words in _paths(block.rows):
            for column, column_words in _paths(block.columns):
                words = {"block": block.title, "row": row_words, "column": column_words}
                found[f"{section_id}.{row.id}.{column.id}"] = words
    return found


def _paths(entries: Iterable[Entry], above: tuple[str, ...] = ()) -> Iterator[tuple[Entry, str]]:
    """Every leaf with its labels."""
    for entry in entries:
        path = (*above, entry.label)
        if entry.entries:
            yield from _paths(entry.entries, path)
        else:
            yield entry, _BETWEEN.join(filter(None, path))
