"""The report as open data: its figures and its text for programs, as files of a Data Package.

The package follows the Data Package standard, version 2 (datapackage.org): ``datapackage.json`` says what
each file is, ``report.json`` holds the whole report, each table is a file of its own, a figure in each line.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nianbao.model.figure import Figure, Kind
from nianbao.model.form import Cell, Entry, Form
from nianbao.model.report import Report
from nianbao.publish.compose import Document, Part

DESCRIPTOR, REPORT = "datapackage.json", "report.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_DRAFT = "草稿"
_MIDNIGHT = "T00:00:00+08:00"  # the standard asks for a time; the day is that of China
_BETWEEN = " / "  # the labels of a row, from the outermost to its own
# Of each column of a file: the type of what stands in it, and what it is called for people.
_COLUMNS = {
    "id": ("string", "编号"),
    "block": ("string", "事项"),
    "row": ("string", "行"),
    "column": ("string", "列"),
    "value": ("number", "数值"),
    "unit": ("string", "单位"),
    "state": ("string", "状态"),
    "text": ("string", "原文"),
}


def texts(report: Report, document: Document) -> dict[str, str]:
    """The files of the package by their names; ``document`` is the report as it is printed. The same report
    makes the same files."""
    figures = {cell.id: described(cell, document.figures[cell.id]) for cell in report.form.cells.values()}
    tables = [part for part in document.parts if part.grid]
    files = {REPORT: _json(_whole(report, document, figures))}
    files |= {f"{part.id}.csv": _lines(report.form, part.id, figures) for part in tables}
    return {DESCRIPTOR: _json(_descriptor(report, document, tables, files)), **files}


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
    resources = [_resource(REPORT, document.title, files[REPORT], "application/json")]
    for part in tables:
        name = f"{part.id}.csv"
        resource = _resource(name, part.heading, files[name], "text/csv")
        resources.append({**resource, "type": "table", "schema": _schema()})
    return {
        "$schema": _PROFILE,
        "name": f"nianbao-{report.year}-{document.fingerprint[:12]}",
        "id": f"sha256:{document.fingerprint}",
        "title": document.title,
        "description": f"{report.form.notice}《{report.form.notice_title}》",
        **dated,
        "contributors": [{"title": document.agency, "roles": ["creator"]}],
        "resources": resources,
    }


def _resource(name: str, title: str, text: str, kind: str) -> dict[str, Any]:
    data = text.encode("utf-8", "surrogatepass")
    return {
        "name": name.replace(".", "-"),
        "path": name,
        "title": title,
        "format": name.rpartition(".")[2],
        "mediatype": kind,
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }


def _schema() -> dict[str, Any]:
    fields = [{"name": name, "type": kind, "title": title} for name, (kind, title) in _COLUMNS.items()]
    return {"fields": fields, "primaryKey": ["id"], "missingValues": [""]}


def _lines(form: Form, section_id: str, figures: Mapping[str, dict[str, Any]]) -> str:
    """A table as CSV (RFC 4180), a line for each figure, in the order of the form."""
    out = io.StringIO()
    lines = csv.DictWriter(out, list(_COLUMNS), extrasaction="ignore")
    lines.writeheader()
    table = form.section(section_id).table
    for block in table.blocks if table else ():
        for row, row_words in _paths(block.rows):
            for column, column_words in _paths(block.columns):
                cell_id = f"{section_id}.{row.id}.{column.id}"
                words = {"id": cell_id, "block": block.title, "row": row_words, "column": column_words}
                lines.writerow(figures[cell_id] | words)
    return out.getvalue()


def _paths(entries: Iterable[Entry], above: tuple[str, ...] = ()) -> Iterator[tuple[Entry, str]]:
    """Every leaf with its labels."""
    for entry in entries:
        path = (*above, entry.label)
        if entry.entries:
            yield from _paths(entry.entries, path)
        else:
            yield entry, _BETWEEN.join(filter(None, path))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
