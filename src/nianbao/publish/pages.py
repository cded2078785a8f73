"""The report as what writers are given: its HTML, its date, and the report.toml that is published with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from nianbao.files import report_toml
from nianbao.model.report import Report
from nianbao.publish import compose
from nianbao.publish.charts import Poster, drawings
from nianbao.publish.compose import Document
from nianbao.publish.open_data import texts
from nianbao.publish.structured import json_ld
from nianbao.write.look import OURS, Look
from nianbao.write.page import Attachment, Page, Picture

if TYPE_CHECKING:
    from nianbao.write.xlsx.book import Book

SOURCE = "report.toml"
_DESCRIPTION = "本报告的数据（report.toml），与正文一致"


class Printed(NamedTuple):
    """A report as it is printed: all that stands in it, and the page that writers get."""

    document: Document
    page: Page


def page_of(report: Report, *, draft: bool = False, engine: str = "", look: Look = OURS) -> Page:
    """The page of a report, see ``printed``."""
    return printed(report, draft=draft, engine=engine, look=look).page


def printed(report: Report, *, draft: bool = False, engine: str = "", look: Look = OURS) -> Printed:
    """The report as a page; ``engine`` is what prints it, ``look`` an office's own templates. A draft is not
    published and carries no data."""
    document = compose.document(report, draft=draft)
    structured = "" if draft else json_ld(report, document)
    page = Page(
        compose.html(replace(document, structured=structured), look),
        engine,
        report.date,
        source=None if draft else published(report),
        book=partial(_book, report, draft=draft),
        fragment=partial(compose.fragment, document, look),
        data=partial(texts, report, document),
        pictures={
            f"chart-{each.id}": Picture(compose.chart(each, look), each.said) for each in document.drawings
        },
        poster=partial(_poster, report, document, look),
        look=look,
    )
    return Printed(document, page)


def _book(report: Report, *, draft: bool) -> Book:
    from nianbao.publish.workbook import workbook  # here, because few pages become a workbook

    return workbook(report, draft=draft)


def poster(report: Report, document: Document) -> Poster:
    """The report as one long picture, whether or not charts are printed behind it."""
    name = f"一图读懂{'（草稿）' if document.draft else ''}"
    return Poster(document.title_lines, drawings(report), document.signed_lines, document.date, name)


def _poster(report: Report, document: Document, look: Look) -> Picture:
    drawn = poster(report, document)
    return Picture(compose.poster(drawn, look), drawn.said)


def published(report: Report) -> Attachment:
    """What of report.toml is for everybody: what is printed, and nothing that is named nowhere here.

    The clerk's own file holds reasons, remarks and names of files that are not for publication.
    """
    open_to_all = Report(
        form=report.form,
        agency=report.agency,
        year=report.year,
        date=report.date,
        title=report.title,
        headings=report.headings,
        narrative=report.narrative,
        figures=report.figures,
        charts=report.charts,
        earlier=report.earlier if report.charts else {},
    )
    return Attachment(SOURCE, report_toml.new_text(open_to_all), _DESCRIPTION)
