"""The report as what writers are given: its HTML, its date, and the report.toml that is published with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nianbao.files import report_toml
from nianbao.model.report import Report
from nianbao.publish import compose
from nianbao.publish.open_data import texts
from nianbao.publish.structured import json_ld
from nianbao.publish.workbook import workbook
from nianbao.write.page import Attachment, Page

SOURCE = "report.toml"
_DESCRIPTION = "本报告的数据（report.toml），与正文一致"


def page_of(report: Report, *, draft: bool = False, engine: str = "") -> Page:
    """The report as a page; ``engine`` is what prints it. A draft is not published and carries no data."""
    document = compose.document(report, draft=draft)
    structured = "" if draft else json_ld(report, document)
    return Page(
        compose.html(replace(document, structured=structured)),
        engine,
        report.date,
        source=None if draft else published(report),
        book=partial(workbook, report, draft=draft),
        fragment=partial(compose.fragment, document),
        data=partial(texts, report, document),
    )


def published(report: Report) -> Attachment:
    """What of report.toml is for everybody: what is printed, and nothing that is named nowhere here.

    The clerk's own file holds reasons, remarks and names of files that are not for publication.
    """
    printed = Report(
        form=report.form,
        agency=report.agency,
        year=report.year,
        date=report.date,
        title=report.title,
        headings=report.headings,
        narrative=report.narrative,
        figures=report.figures,
    )
    return Attachment(SOURCE, report_toml.new_text(printed), _DESCRIPTION)
