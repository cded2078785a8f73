"""The list of what was changed since a report was handed in last, for the reviewer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from nianbao.model.fingerprint import fingerprint
from nianbao.model.report import Report
from nianbao.publish import compose
from nianbao.publish.checklist import Imprint
from nianbao.publish.differences import Difference
from nianbao.publish.make_files import CHANGES
from nianbao.publish.sheet.title import title_lines
from nianbao.write.look import OURS, Look


def html(
    report: Report,
    changed: Sequence[Difference] | None,
    since: str,
    *,
    file: str,
    made_on: datetime.date,
    look: Look = OURS,
) -> str:
    """The list as neutral HTML for any writer. ``changed`` None: the report is handed in for the first time;
    ``since`` tells when and by whom it was the last time. The same input makes the same page."""
    return compose.page(
        "changes.html.j2",
        look,
        report=report,
        imprint=Imprint(file, made_on, fingerprint(report)),
        title_lines=title_lines(report.full_title(), report.agency),
        name=CHANGES,
        changed=changed,
        since=since,
    )
