"""The report that a finished file carries, for a file that is to be compared with nothing but itself.

Word file and PDF carry a report.toml. A web page carries its title, the figures that are numbers, and the
fingerprint of all that it says, as JSON-LD. Its text is what is seen; another one has another fingerprint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from pathlib import PurePath
from typing import Any

from nianbao.files import documents, report_toml
from nianbao.model.figure import BLANK, Figure, State
from nianbao.model.fingerprint import fingerprint
from nianbao.model.form import Cell
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem, Unreadable, shown
from nianbao.publish.open_data import described
from nianbao.publish.proof.deviation import Difference
from nianbao.publish.verify import Verdict, Worth
from nianbao.read.html.attached import attached as html_data
from nianbao.write.formats import format_of

# The module of nianbao.read that finds it, by the reader of the format.
_READERS = {"docx.document": "docx.attached", "pdf.document": "pdf.attached", "html.page": "html.attached"}
_PAGE = "html.attached"
_DAMAGED = "附带的数据被改坏了"
_COMPARE = "；请加 --against 报告，与报告比较。"


def attached(data: bytes, kind: str, name: str) -> bytes:
    """The report.toml in a file called ``name``, or one that says what a page carries. Raises InputError if
    it carries none."""
    reader = _READERS.get(format_of(kind).reader)
    try:
        found = import_module(f"nianbao.read.{reader}").attached(data) if reader else None
    except Unreadable as error:
        raise InputError(Problem(shown(name), error.what, error.remedy)) from error
    if found is None:
        what = "这份文件没有附带数据，或者附带的数据已被删去"
        raise InputError(Problem(shown(name), what, _COMPARE))
    text: str = found
    return _of_page(text, data, name) if reader == _PAGE else text.encode()


def with_fingerprint(verdict: Verdict, report: Report, data: bytes, kind: str) -> Verdict:
    """The verdict on a page that is compared with what it carries: the text is not a part of that, but the
    fingerprint tells whether it was changed."""
    if _READERS.get(format_of(kind).reader) != _PAGE or verdict.differences:
        return verdict
    stated = str(json.loads(html_data(data) or "{}").get("identifier")).removeprefix("sha256:")
    if stated == fingerprint(report):
        return verdict
    found = Difference("报告指纹（文字或数字改过）", stated, fingerprint(report))
    return replace(verdict, worth=Worth.DIFFERENT, differences=(found,))


def _of_page(text: str, data: bytes, name: str) -> bytes:
    """The report that a page shows, with the figures that its JSON-LD has."""
    try:
        said = json.loads(text, parse_float=Decimal)
        measured = {each["propertyID"]: each for each in said["hasPart"]["variableMeasured"]}
        title = said["name"]
        report = documents.recognised(data, PurePath(PurePath(name).name)).report
        cells = report.form.cells
        figures = {
            each: _carried(cells[each], figure, measured.get(each))
            for each, figure in report.all_figures().items()
        }
        changed = {each: figure for each, figure in figures.items() if figure != report.all_figures()[each]}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(Problem(shown(name), _DAMAGED, _COMPARE)) from error
    if not isinstance(title, str):
        raise InputError(Problem(shown(name), _DAMAGED, _COMPARE))
    carried = replace(report.with_figures(changed), title=None if title == report.usual_title() else title)
    return report_toml.new_text(carried).encode()


def _carried(cell: Cell, seen: Figure, said: Mapping[str, Any] | None) -> Figure:
    """The figure of a cell as the data have it: what is seen where both say the same number."""
    own = described(cell, seen)
    if said is None:
        return seen if own["value"] is None else BLANK
    value = said["value"]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(value)
    unit = str(said.get("unitText", ""))
    if own["value"] is not None and (Decimal(str(own["value"])), own["unit"]) == (value, unit):
        return seen
    return Figure(State.NUMBER, value, unit="" if unit == cell.column.unit else unit)
