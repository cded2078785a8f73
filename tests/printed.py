"""A report as it must be found again in any document: for the tests of writers and readers."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache

from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.publish import compose
from nianbao.publish.compose import Document
from nianbao.read.blocks import Block, Paragraph
from nianbao.write import write
from nianbao.write.page import Page
from tests.strategies import clean_report

Cells = frozenset[tuple[int, int, int, int, str]]  # row, column, rows, columns, text


def distinct(form_id: str) -> Report:
    """A report with a signature, text before a table, headings of all levels, and no two figures alike."""
    report = clean_report(form_id)
    narrative = {
        **report.narrative,
        "preface": "统计期限为全年。",
        "applications": "情况如下表。",
        "problems": "一、问题\n（一）内容\n1.不够全面\n（1）更新慢\n1.已经改进。还要<继续>“努力”。",
    }
    figures = {cell_id: count(1001 + index) for index, cell_id in enumerate(report.form.cells)}
    return replace(report, narrative=narrative, figures=figures, date=datetime.date(2024, 1, 20))


def page(report: Report, *, draft: bool = False) -> str:
    """The neutral HTML of a report."""
    return compose.html(compose.document(report, draft=draft))


@cache
def in_pdf(form_id: str = "2021", *, draft: bool = False) -> bytes:
    """Such a report as a PDF: printed once for all tests of a process."""
    return write(Page(page(distinct(form_id), draft=draft)), "pdf")


def expected(document: Document) -> list[str | Cells]:
    """The paragraphs and tables that a reader must find, in order; tables as grid.py lays them out."""
    found: list[str | Cells] = [document.title]
    for part in document.parts:
        found += [part.heading] if part.heading else []
        found += [piece.paragraph.text for piece in part.pieces]
        if part.grid:
            found.append(
                frozenset(
                    (cell.row, cell.column, cell.rows, cell.columns,
                     str(document.figures[cell.cell.id]) if cell.cell else cell.label)
                    for cell in part.grid.cells
                )
            )  # fmt: skip
    return [*found, document.agency, document.date] if document.date else found


def seen(blocks: list[Block]) -> list[str | Cells]:
    """What a reader found; a title's lines joined."""
    return [
        block.text.replace("\n", "")
        if isinstance(block, Paragraph)
        else frozenset((cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in block.cells)
        for block in blocks
    ]


def said(blocks: list[Block]) -> list[str | Cells]:
    """What a reader found, to be compared with :func:`expected`; the lines of labels joined, too."""
    return [_joined(found) if isinstance(found, frozenset) else found for found in seen(blocks)]


def _joined(cells: Cells) -> Cells:
    return frozenset(
        (row, column, rows, columns, text.replace("\n", "")) for row, column, rows, columns, text in cells
    )
