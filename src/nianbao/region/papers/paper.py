"""A paper of a region as a plain value, and how it becomes a file, in whatever process."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from nianbao.files.names import stem_for
from nianbao.jobs.parts import Done, NewFile, Part, Said
from nianbao.problem import OutputError, Unreadable
from nianbao.publish.charts import Drawing
from nianbao.region.collected import Collected
from nianbao.region.papers import book, charts, feedback, reminder, summary
from nianbao.region.papers.standing import Standing
from nianbao.write.formats import format_of
from nianbao.write.look import OURS, Look
from nianbao.write.page import Page, Picture

FAILED = 3  # as an exit code
_SUMMARY_KINDS, _LETTER_KINDS = ("html", "pdf"), ("docx", "pdf")


class Order(NamedTuple):
    """What all papers of a run share: what prints a PDF, the day that files tell, the office's own look."""

    engine: str
    made_on: datetime.date
    look: Look = OURS


class Paper(NamedTuple):
    """A page that is to become a file of a format: where, seen from the folder of all of them, and what it is
    called for people; ``drawn`` are the charts on it."""

    at: str
    name: str
    kind: str
    html: str
    drawn: tuple[Drawing, ...] = ()


def stem(collected: Collected) -> str:
    """How the names of the files of a region begin."""
    return stem_for(f"{collected.region.name}-{collected.year}")


def of_summary(
    collected: Collected,
    standings: Sequence[Standing],
    order: Order,
    earlier: Mapping[int, Collected],
) -> Iterator[Paper]:
    """The summary for leaders."""
    yield from _papers(
        f"{stem(collected)}-{summary.NAME}",
        summary.NAME,
        _SUMMARY_KINDS,
        summary.html(collected, standings, order.made_on, earlier, order.look),
        tuple(each for each in (charts.by_year(collected, earlier), charts.by_member(collected)) if each),
    )


def of_reminder(collected: Collected, standings: Sequence[Standing], order: Order) -> Iterator[Paper]:
    """The list of those who are urged; none if nobody has to be."""
    if reminder.urged(standings):
        page = reminder.html(collected, standings, order.made_on, order.look)
        yield from _papers(f"{stem(collected)}-{reminder.NAME}", reminder.NAME, _LETTER_KINDS, page)


def of_feedback(collected: Collected, standings: Sequence[Standing], order: Order) -> Iterator[Paper]:
    """What each member is told; nothing to regions below that only their members make up."""
    taken: set[str] = set()
    for each in standings:
        if each.handed.taken is None and each.handed.members:
            continue
        name = stem_for(f"{each.name}-{collected.year}-{feedback.NAME}")
        if name in taken:  # two members of one name, under different regions
            name = stem_for(f"{each.parent}-{name}")
        taken.add(name)
        page = feedback.html(collected, each, order.made_on, order.look)
        yield from _papers(f"{feedback.NAME}/{name}", f"{feedback.NAME}（{each.name}）", _LETTER_KINDS, page)


def _papers(
    at: str, name: str, kinds: Sequence[str], html: str, drawn: tuple[Drawing, ...] = ()
) -> Iterator[Paper]:
    for kind in kinds:
        found = format_of(kind)
        yield Paper(f"{at}{found.suffix}", f"{name}（{found.name}）", kind, html, drawn)


def make(order: Order, paper: Paper) -> Iterator[Part]:
    """Make one file, proved to hold every word of its page."""
    from nianbao.publish import compose  # here, because their libraries take a while to load
    from nianbao.publish.render import render_page

    pictures = {
        f"chart-{each.id}": Picture(compose.chart(each, order.look), each.said) for each in paper.drawn
    }
    page = Page(paper.html, order.engine, order.made_on, pictures=pictures, look=order.look)
    try:
        data = render_page(page, paper.kind, paper.drawn)
    except OutputError as error:
        yield Said(f"{paper.at}：{error}")
        yield Done(FAILED, lasting=False)
    else:
        yield NewFile(Path(paper.at).name, data, paper.name)
        yield Done()


def workbook(collected: Collected, standings: Sequence[Standing], made_on: datetime.date) -> bytes:
    """The workbook, proved to hold what it was to hold. Raises OutputError."""
    from nianbao.read.workbook.document import texts_of  # here, because their libraries take a while to load
    from nianbao.write.xlsx.workbook import written

    wanted = book.book(collected, standings, made_on)
    data = written(wanted)
    try:
        found = texts_of(data)
    except Unreadable as error:
        raise OutputError(f"写出的 Excel 文件读不回来，没有保存：{error}") from error
    for sheet in wanted.sheets:
        rows = dict(enumerate(map(dict, map(enumerate, found.get(sheet.name, [])))))
        for cell in sheet.cells:
            there, meant = rows.get(cell.row, {}).get(cell.column, ""), _shown(cell.value)
            if there != meant:
                place = f"“{sheet.name}”第{cell.row + 1}行第{cell.column + 1}列"
                differs = f"{place}是“{there}”，应当是“{meant}”"
                raise OutputError(f"写出的 Excel 文件读回来不一致，没有保存：{differs}。")
    return data


def _shown(value: str | int | float | None) -> str:
    """What a cell is to show, as our reader tells it."""
    from nianbao.read.workbook.values import shown

    return "" if value is None else value.strip() if isinstance(value, str) else shown(float(value))
