"""送审: what a reviewer gets — a copy to read, the checklist, and what was changed since the last time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nianbao.desk.history import History, moment
from nianbao.files import report_toml
from nianbao.files.history import Event, What
from nianbao.files.names import stem_for
from nianbao.model.report import Report
from nianbao.problem import InputError
from nianbao.publish import make_files
from nianbao.publish.differences import Difference, differences
from nianbao.publish.make_files import CHANGES, Made, Order, Sheet
from nianbao.write import formats

COPY = "送审稿"
USUAL = "pdf"


@dataclass(frozen=True)
class Submission:
    """A report that is handed in: the sheet with its findings, the file of the report, where the files go and
    in which format, and what the history knows of the last time."""

    sheet: Sheet
    path: Path
    folder: Path
    kind: str
    last: Event | None

    def orders(self) -> Iterator[Order]:
        """What is to be made. The copy is a draft: it is not approved yet, and errors do not stop it."""
        report, target = self.sheet.report, self.folder / f"{stem_for(self.path.stem)}-{COPY}"
        yield from make_files.of_report(report, [self.kind], target, draft=True, engine=self.sheet.engine)
        yield from make_files.of_checklist(self.sheet, [self.kind], target)
        listed = None if self.last is None else changed_since(self.last, report)
        yield make_files.of_changes(self.sheet, listed, self._since(), self.kind, target)

    def _since(self) -> str:
        return "" if self.last is None else f"上次送审：{moment(self.last.at)}，{self.last.by}"

    def note(self, history: History, done: Sequence[Made], by: str = "") -> bool:
        """Remember what was handed in, if all of it was made. False if not."""
        if len(done) < _FILES or any(made.error for made in done):
            return False
        history.note(What.SUBMITTED, after=report_toml.new_text(_plain(self.sheet.report)), by=by)
        return not history.trouble


_FILES = 3


def changed_since(last: Event, report: Report) -> list[Difference] | None:
    """What was changed since a report was handed in: facts, figures, lines of text; None if it cannot be read
    what it was then."""
    try:
        before = report_toml.loads(last.after.encode("utf-8", "replace"), CHANGES)
    except InputError:
        return None
    return differences(_plain(before), _plain(report))


def today() -> datetime.date:
    """The day on which something is signed or made."""
    return datetime.datetime.now().astimezone().date()


def in_formats() -> dict[str, str]:
    """The formats in which it can be handed in, the usual one first, with their names."""
    kinds = sorted(formats.page_kinds(formats.kinds()), key=lambda kind: kind != USUAL)
    return {kind: formats.format_of(kind).name for kind in kinds}


def _plain(report: Report) -> Report:
    """The report as it will be published, and nothing else."""
    return replace(report, comments=(), marks=(), waivers=(), published=None, source="", prior="", region="")
