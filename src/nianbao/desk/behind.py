"""What is behind a figure: where it comes from, what it is computed of, and who has changed it when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nianbao.desk.history import figure_there, moment, told
from nianbao.files.history import Event
from nianbao.model.report import Report
from nianbao.problem import InputError, reason
from nianbao.publish.comparison import figure_in_words
from nianbao.publish.origins import compared, origin_in_words
from nianbao.region.begun import members_in_words

NO_HISTORY = "没有记录：没有用本程序改过，或者还没有保存。"


@dataclass(frozen=True, slots=True)
class Behind:
    """A cell in words for people: what it says, its parts if it is a total, its origins, its history. Each is
    a line; newest first in the history. ``members`` is what the members of a region say there, the
    largest first."""

    cell: str
    name: str
    value: str
    parts: tuple[str, ...]
    origins: tuple[str, ...]
    history: tuple[str, ...]
    members: tuple[str, ...] = ()

    def lines(self, nothing: str = NO_HISTORY) -> Iterator[str]:
        """All but the name and the value, under headings; what there is nothing of is left out, but for the
        history, of which ``nothing`` tells why."""
        parts = (("由这些数相加", self.parts), ("各成员单位", self.members), ("来源", self.origins))
        for heading, lines in parts:
            if lines:
                yield f"{heading}："
                yield from (f"  {line}" for line in lines)
        if self.history or not self.parts:
            yield "谁改过："
            yield from (f"  {line}" for line in self.history or (nothing,))


def behind(
    report: Report, cell: str, events: Sequence[Event], path: Path, saved: Report | None = None
) -> Behind:
    """What is behind the figure of a cell of the report in the file ``path``. ``saved`` is the report as its
    file has it, where something is not saved yet."""
    history = told(list(events), cell, figure_there(saved or report, cell))
    if saved is not None and (now := figure_there(report, cell)) != figure_there(saved, cell):
        history.insert(0, f"现在写的是{now or '没有填'}，还没有保存。")
    section = report.form.section(report.form.cells[cell].section).name
    return Behind(
        cell,
        f"{section}·{report.form.cells[cell].name}",
        figure_in_words(report.figure(cell)),
        tuple(_parts(report, cell)),
        tuple(_origins(report, cell)),
        tuple(history),
        _members(report, path, cell),
    )


def _members(report: Report, path: Path, cell: str) -> tuple[str, ...]:
    if not report.region:
        return ()
    try:
        return members_in_words(report, path, cell)
    except InputError as error:
        return tuple(str(problem) for problem in error.problems)
    except OSError as error:
        return (f"{report.region}：{reason(error)}。",)


def _parts(report: Report, cell: str) -> Iterator[str]:
    if cell not in report.form.totals:
        return
    for part in report.form.totals[cell]:
        yield f"{report.form.cells[part].name}　{figure_in_words(report.figure(part))}"
    given, computed = report.figures.get(cell), report.computed(cell)
    if given is not None and given != computed:
        yield f"加起来是{figure_in_words(computed)}，这一格写的是{figure_in_words(given)}。"


def _origins(report: Report, cell: str) -> Iterator[str]:
    origins = report.origins_of(cell)
    if report.source and not origins:
        yield f"整份报告读自 {report.source}"
    if words := compared(report, cell):
        yield words
    for origin in origins:
        when = f"（{moment(origin.at.isoformat())}）" if origin.at else ""
        yield f"{origin_in_words(origin)}{when}"
