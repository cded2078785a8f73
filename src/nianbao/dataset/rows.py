"""Reports → the lines of one table: a figure in each, with the same columns whatever form a report is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from nianbao.model.agency import agency_kinds
from nianbao.model.figure import Figure, Kind, Number
from nianbao.model.form import Form
from nianbao.problem import shown
from nianbao.publish.data_package import Column
from nianbao.publish.open_data import FIGURE_COLUMNS, labels_of

COLUMNS = (
    Column("year", "integer", "年度"),
    Column("agency", "string", "机关（报告上的名称）"),
    Column("kind", "string", "机关类别"),
    Column("member", "string", "成员单位（名单上的名称）"),
    Column("parent", "string", "上级"),
    Column("counted", "boolean", "计入合计"),
    Column("form", "string", "格式"),
    Column("section", "string", "部分"),
    Column("cell", "string", "编号"),
    Column("label", "string", "名称"),
    *FIGURE_COLUMNS,
    Column("file", "string", "来源文件"),
    Column("hash", "string", "来源文件的 SHA-256"),
)
KEY = ("year", "agency", "member", "parent", "hash", "cell")
Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Whose:
    """What all figures of one report share. ``kind`` is the id of a kind of agency, None if nobody says;
    ``file`` and ``digest`` are empty where there is no report. ``parent`` is the region that the member
    reports to; both are empty outside of regions."""

    year: int
    agency: str
    kind: str | None = None
    member: str = ""
    parent: str = ""
    file: str = ""
    digest: str = ""


def lines(
    form: Form, figures: Mapping[str, Figure], whose: Whose, counted: Mapping[str, bool] | bool = True
) -> Iterator[Line]:
    """A line for each cell of the form. ``counted``, in all or by cell id, tells whether the figure is one of
    those that add up to the region's. Of the source's path only its last part is told: a table like this is
    published."""
    kinds = agency_kinds()
    shared = {
        "year": whose.year,
        "agency": shown(whose.agency),
        "kind": kinds[whose.kind].name if whose.kind in kinds else "",
        "member": whose.member,
        "parent": whose.parent,
        "form": form.id,
        "file": shown(PurePath(whose.file).name),
        "hash": whose.digest,
    }
    labels = _labels(form)
    for cell in form.cells.values():
        figure = figures[cell.id]
        adds = counted if isinstance(counted, bool) else counted[cell.id]
        yield {
            **shared,
            **labels[cell.id],
            "counted": "true" if adds else "false",
            "cell": cell.id,
            "label": cell.name,
            "value": _plain(figure.number),
            "unit": figure.unit or (cell.column.unit if cell.column.kind is Kind.AMOUNT else ""),
            "state": figure.state.value,
            "text": shown(str(figure)),
        }


def _plain(number: Number | None) -> str:
    """The number with all of its digits and no exponent; empty if there is none."""
    return "" if number is None else f"{number:f}" if not isinstance(number, int) else str(number)


@lru_cache(maxsize=8)
def _labels(form: Form) -> Mapping[str, Mapping[str, str]]:
    """The section and the official labels of every cell, worked out once for all reports of a form."""
    return {
        cell: {"section": section.name, **words}
        for section in form.sections
        for cell, words in labels_of(form, section.id).items()
    }
