"""汇总情况: how far a region is, for its leaders and the superior office, on a few pages."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nianbao.dataset.questions import member_columns
from nianbao.model.agency import agency_kinds
from nianbao.model.figure import Figure, State
from nianbao.model.finding import Level
from nianbao.model.form import Cell
from nianbao.model.rules import rule
from nianbao.publish import compose
from nianbao.region.collected import Collected
from nianbao.region.papers import charts
from nianbao.region.papers.heading import heading
from nianbao.region.papers.standing import Standing
from nianbao.region.sums import Sum, Sums, figures_of
from nianbao.words import first_of
from nianbao.write.look import OURS, Look

NAME = "汇总情况"
_MOST_NAMES = 6  # members that a line names
_NO_FIGURE = "—"


class Row(NamedTuple):
    """A line of a table: what it is about, figures, a remark."""

    name: str
    numbers: Sequence[str]
    note: str = ""


class MemberRow(NamedTuple):
    """A member that reports to the region itself."""

    name: str
    state: str
    signed: str
    findings: str
    numbers: Sequence[str]


class Fault(NamedTuple):
    """A rule that reports break, and whose they are."""

    code: str
    title: str
    number: int
    members: str


def html(
    collected: Collected,
    standings: Sequence[Standing],
    made_on: datetime.date,
    earlier: Mapping[int, Collected] | None = None,
    look: Look = OURS,
) -> str:
    """The summary as neutral HTML for any writer; ``earlier`` is what was collected of the years before."""
    years = {
        year: each for year, each in sorted((earlier or {}).items(), reverse=True) if year < collected.year
    }
    form, sums = collected.form, Sums(collected).of_cells
    columns = [form.cells[cell] for cell in member_columns() if cell in form.cells]
    figure_width = 36 // max(len(columns), 1)
    widths = [min(18, 50 // (1 + len(years)))] * (1 + len(years))
    return compose.page(
        "region-summary.html.j2",
        look,
        **heading(collected, (collected.region.name,), NAME, made_on),
        state=_state(standings),
        kinds=list(_kinds(standings)),
        sums=list(_sums(collected, sums, years)),
        sums_heads=["项目", f"{collected.year}年", *(f"{year}年" for year in years), "说明"],
        sums_widths=[26, *widths, 74 - sum(widths)],
        years_chart=charts.by_year(collected, years),
        members_chart=charts.by_member(collected),
        members=list(_members(collected, standings, columns)),
        members_heads=["单位", "情况", "落款日期", "错误／提醒／提示", *(cell.name for cell in columns)],
        members_widths=[22, 16, 14, 48 - figure_width * len(columns), *[figure_width] * len(columns)],
        faults=list(_faults(standings)),
    )


def _state(standings: Sequence[Standing]) -> str:
    handed = [each for each in standings if each.handed.taken is not None]
    missing = [each.name for each in standings if each.handed.taken is None]
    broken = sum(each.errors > 0 for each in handed)
    late = sum(each.late for each in handed)
    told = [f"应报{len(standings)}个单位，收到{len(handed)}个"]
    told += [f"没有收到{len(missing)}个（{first_of(missing, _MOST_NAMES)}）"] if missing else []
    told += [f"迟报{late}个"] if late else []
    told += [f"有错误要改正的{broken}个" if broken else "收到的报告没有错误"]
    return "，".join(told) + "。"


def _kinds(standings: Sequence[Standing]) -> Iterator[Row]:
    for kind in agency_kinds().values():
        its = [each for each in standings if each.handed.member.kind == kind.id]
        if its:
            handed = [each for each in its if each.handed.taken is not None]
            counts = (
                len(its),
                len(handed),
                len(its) - len(handed),
                sum(each.late for each in handed),
                sum(each.errors > 0 for each in handed),
            )
            yield Row(kind.name, [str(count) for count in counts])


def _sums(collected: Collected, sums: Mapping[str, Sum], years: Mapping[int, Collected]) -> Iterator[Row]:
    """The figures that the form sets beside those of the year before."""
    before = [Sums(each).of_cells for each in years.values()]
    for section in collected.form.sections:
        for each in section.table.year_on_year if section.table else ():
            cell = f"{section.id}.{each}"
            now = sums[cell]
            past = [found.get(cell) for found in before]
            yield Row(now.cell.name, [_number(now), *map(_number, past)], _note(now))


def _number(found: Sum | None) -> str:
    if found is None:
        return _NO_FIGURE
    if found.figure.number is not None:
        return str(found)
    return f"不知道（其余{found.known_in_words}）" if found.unknown or found.blank else _NO_FIGURE


def _note(found: Sum) -> str:
    notes = []
    if found.unknown or found.blank:
        notes.append(f"缺{first_of([*found.unknown, *found.blank], _MOST_NAMES)}的数")
    if found.regional is not None and (found.regional.at_most or found.not_added):
        notes.append(found.regional.why)
    return "；".join(notes)


def _members(
    collected: Collected, standings: Sequence[Standing], columns: Sequence[Cell]
) -> Iterator[MemberRow]:
    for each in standings:
        if each.depth:
            continue
        figures = figures_of(each.handed, collected.form)
        counts = (each.errors, each.warnings, each.hints)
        findings = "／".join(map(str, counts)) if each.handed.taken is not None else _NO_FIGURE
        state = f"{each.state}{'，迟报' if each.late else ''}{_below(standings, each)}"
        numbers = [_shown(figures[cell.id]) for cell in columns]
        yield MemberRow(each.name, state, each.signed, findings, numbers)


def _below(standings: Sequence[Standing], whole: Standing) -> str:
    inner = [each for member in whole.handed.members for each in member.walk()]
    if not inner:
        return ""
    return f"（所属{len(inner)}个，收到{sum(each.taken is not None for each in inner)}个）"


def _shown(figure: Figure) -> str:
    return _NO_FIGURE if figure.state is State.UNKNOWN else str(figure)


def _faults(standings: Sequence[Standing]) -> Iterator[Fault]:
    """Errors and warnings by how many reports have them."""
    members: dict[str, list[str]] = {}
    for each in standings:
        told = [one for one in each.handed.findings if one.waived is None and one.level is not Level.HINT]
        for code in dict.fromkeys(one.code for one in told):
            members.setdefault(code, []).append(each.name)
    ranked = Counter({code: len(names) for code, names in members.items()}).most_common()
    for code, number in sorted(ranked, key=lambda pair: (rule(pair[0]).level.rank, -pair[1], pair[0])):
        yield Fault(code, rule(code).title, number, first_of(members[code], _MOST_NAMES))
