"""The figures that the form wants drawn, as bars: SVG by templates/chart.svg.j2, with all of it in words.

A picture is made of the report's figures alone: what its texts say and how long its bars are is read back
and compared (:mod:`nianbao.publish.proof.drawings`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from nianbao.model.chart import Bar, Chart
from nianbao.model.figure import UNKNOWN, Figure, State
from nianbao.model.report import Report
from nianbao.model.total import total
from nianbao.words import listed, spaced
from nianbao.write.formats import CODE, format_of, without_charts

CHARTS = "附：数据图解"  # stands above them
WIDTH = 420  # of a chart, in its own units
SIZE = 15  # of its type
_LINE = 27  # from one bar to the next
_APART = 10  # more where the bars of another name begin
_TITLE = 44  # from the upper edge to the first bar
_GAP = 8  # between a label, its bar and its number
_SHORTEST = 120  # what the longest bar has at least
_WORDS = {State.BLANK: "空白", State.UNKNOWN: "不详"}  # in the place of a number that is not there


def left_out(chosen: Sequence[str]) -> str:
    """What is to be said of the chosen formats that hold no charts; empty where all do.

    Editors of websites take pictures out of what is pasted (those in the code, too), and want them uploaded;
    in the tables of the other formats the figures themselves stand.
    """
    names = without_charts(chosen)
    if not names:
        return ""
    told = spaced(listed(names, "和"), "里没有图解，图里的数都在表中。")
    if any(format_of(kind).name in names for kind in CODE):
        told += "网站上要放图，请另外生成一图读懂（poster），在编辑器里上传。"
    return told


@dataclass(frozen=True, slots=True)
class Line:
    """A bar with its label and its number in words; or, without ``text``, the name of the bars below it.

    ``width`` is in units of the chart, None where there is no number to be drawn; ``past`` tells that it is
    of a year before. ``y`` is the middle of the line.
    """

    label: str
    y: int
    text: str = ""
    width: float | None = None
    past: bool = False


class Measure(NamedTuple):
    """What a bar shows: its label, its figure, and whether it is of a year before."""

    label: str
    figure: Figure
    past: bool = False


class Group(NamedTuple):
    """Bars with a name above them; without one they stand alone."""

    name: str
    measures: Sequence[Measure]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be drawn. ``description`` says in words all that it shows."""

    id: str
    title: str
    description: str
    lines: tuple[Line, ...]
    width: int
    height: int
    bar_x: int
    size: int = SIZE

    @property
    def said(self) -> str:
        """Title and description: the alternative text."""
        return f"{self.title}：{self.description}"


@dataclass(frozen=True, slots=True)
class Poster:
    """The report as one long picture: title, charts, organ and date."""

    title_lines: tuple[str, ...]
    drawings: tuple[Drawing, ...]
    signed_lines: tuple[str, ...]
    date: str
    name: str

    @property
    def description(self) -> str:
        """What it is, in words; each chart tells its own."""
        return "".join(self.title_lines)

    @property
    def said(self) -> str:
        """All that it shows, in words: the alternative text."""
        return "\n".join((f"{self.name}：{self.description}", *(each.said for each in self.drawings)))

    def texts(self) -> Iterator[str]:
        """Every text on it that belongs to no chart, from top to bottom."""
        yield self.name
        yield from self.title_lines
        if self.date:
            yield from self.signed_lines
            yield self.date


def drawings(report: Report) -> tuple[Drawing, ...]:
    """Every chart of the report's form, drawn."""
    return tuple(_drawing(report, chart) for chart in report.form.charts)


def with_earlier(report: Report, prior: Report | None) -> Report:
    """The report with the figures of the years before that its charts show and it does not state itself:
    those of last year's report, and what that one states."""
    if prior is None or prior.year != report.year - 1 or prior.agency != report.agency:
        return report
    over_years = (chart for chart in report.form.charts if chart.years > 1)
    cells = {cell for chart in over_years for bar in chart.bars for cell in bar.cells}
    last = {cell: prior.figure(cell) for cell in cells & prior.form.cells.keys()}
    known = {cell: figure for cell, figure in last.items() if figure.state is not State.UNKNOWN}
    years = {**prior.earlier, prior.year: known, **report.earlier}
    return replace(report, earlier={year: years[year] for year in sorted(years) if years[year]})


def charted(report: Report, *priors: Report | None, asked: bool = False) -> Report:
    """The report as it is drawn: with what is known of the years before, from the reports of last year and of
    the year before that; ``asked`` tells that charts are to be printed though the report does not say so."""
    known: Report | None = None
    for prior in reversed(priors):
        known = prior if known is None or prior is None else with_earlier(prior, known)
    return with_earlier(replace(report, charts=report.charts or asked), known)


def _drawing(report: Report, chart: Chart) -> Drawing:
    years = [year for year in range(report.year - chart.years + 1, report.year) if year in report.earlier]
    shown = [*years, report.year] if chart.years > 1 else [report.year]
    title = chart.title.format(year=report.year)
    if len(shown) == 1:
        measures = [Measure(bar.name, _figure(report, bar, report.year)) for bar in chart.bars]
        return laid_out(chart.id, title, [Group("", measures)], chart.unit)
    groups = [
        Group(
            bar.name,
            [Measure(f"{year}年", _figure(report, bar, year), past=year != report.year) for year in shown],
        )
        for bar in chart.bars
    ]
    return laid_out(chart.id, title, groups, chart.unit)


def laid_out(name: str, title: str, groups: Sequence[Group], unit: str) -> Drawing:
    """Bars as a drawing; ``name`` is its id, ``unit`` stands behind numbers that have none of their own."""
    measures = [each for group in groups for each in group.measures]
    texts = [_text(each.figure, unit) for each in measures]
    bar_x = max((_length(each.label) for each in measures), default=0) + _GAP
    behind = max(map(_length, texts), default=0) + _GAP
    width = max(WIDTH, bar_x + _SHORTEST + behind)
    most = max((_size(each.figure) for each in measures), default=Decimal(0))
    lines: list[Line] = []
    y = _TITLE
    for number, group in enumerate(groups):
        if group.name:
            y += _APART if number else 0
            lines.append(Line(group.name, y))
            y += _LINE
        for each in group.measures:
            length = _bar_length(each.figure, most, width - bar_x - behind)
            lines.append(Line(each.label, y, _text(each.figure, unit), length, each.past))
            y += _LINE
    return Drawing(name, title, _said(groups, unit), tuple(lines), width, y, bar_x)


def _figure(report: Report, bar: Bar, year: int) -> Figure:
    """What a bar shows: the cell, or what several of them add up to."""
    earlier: Mapping[str, Figure] = report.earlier.get(year, {})
    found = [report.figure(cell) if year == report.year else earlier.get(cell, UNKNOWN) for cell in bar.cells]
    if len(found) == 1:
        return found[0]
    column = report.form.cells[bar.cells[0]].column
    measured = [report.form.measured(cell, figure) for cell, figure in zip(bar.cells, found, strict=True)]
    return total(measured, column.kind, column.unit)


def _text(figure: Figure, unit: str) -> str:
    if figure.number is None:
        return _WORDS.get(figure.state, str(figure))
    number = Figure(State.NUMBER, figure.number)
    return f"{number}{figure.unit or unit}"


def _size(figure: Figure) -> Decimal:
    return max(Decimal(figure.number), Decimal(0)) if figure.number is not None else Decimal(0)


def _bar_length(figure: Figure, most: Decimal, room: int) -> float | None:
    """Nothing has no bar; what is more than nothing has one that can be seen."""
    if figure.number is None or _size(figure) == 0:
        return None
    return max(float(round(_size(figure) / most * room, 1)), 1.0)


def _said(groups: Sequence[Group], unit: str) -> str:
    parts = (
        f"{group.name}{'，'.join(f'{each.label}{_text(each.figure, unit)}' for each in group.measures)}"
        for group in groups
    )
    return "；".join(parts) + "。"


def _length(text: str) -> int:
    """How long a text is in units of the chart: a digit is half as wide as a Chinese character."""
    return sum(SIZE if ord(character) > 0x2E80 else SIZE * 6 // 10 for character in text)


def texts_of(drawing: Drawing) -> Iterator[str]:
    """Every text that the picture shows, from top to bottom."""
    yield drawing.title
    for line in drawing.lines:
        yield line.label
        if line.text:
            yield line.text
