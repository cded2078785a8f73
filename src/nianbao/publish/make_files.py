"""Makes files of a report and of its checklist, one after the other, for the command line and the wizard."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.checks.members import Members
from nianbao.files import atomic, made, places
from nianbao.files.places import Place
from nianbao.model.finding import Finding
from nianbao.model.fingerprint import fingerprint
from nianbao.model.report import Report
from nianbao.problem import OutputError, reason, shown
from nianbao.publish import letter
from nianbao.publish.differences import Difference
from nianbao.write.formats import format_of, page_kinds
from nianbao.write.look import OURS, Look
from nianbao.write.page import Page

if TYPE_CHECKING:
    from nianbao.publish.pages import Printed

CHECKLIST = "核查单"
CHANGES = "修改清单"
LETTER = "报送函"
LETTER_KINDS = ("docx", "pdf")  # it goes on paper: never a web page
DRAFT = "（草稿）"


@dataclass(frozen=True, slots=True)
class Order:
    """A file that is to be made: what it is called for people, where it goes, and how its bytes are made.

    ``fingerprint`` is that of the report that is printed.
    """

    name: str
    path: Path
    make: Callable[[], bytes]
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one file: its size in bytes, or why it was not made; then nothing was written."""

    order: Order
    size: int
    error: OutputError | OSError | None = None
    lost: tuple[str, ...] = ()  # what of the file that was there could not be kept

    @property
    def kilobytes(self) -> str:
        """The size for people."""
        return f"{self.size / 1024:.0f} KB"

    @property
    def words(self) -> str:
        """What became of it, in a sentence."""
        from nianbao.publish.render import NotEqual  # here, because its libraries take a while to load

        match self.error:
            case None:
                kept = f"，但{atomic.not_kept(self.lost)}" if self.lost else ""
                return f"读回核对一致，{self.kilobytes}{kept}"
            case NotEqual(differences=differences):
                return f"读回来与报告不一致，没有保存：{'；'.join(map(str, differences[:3]))}"
            case OSError() as error:
                return f"没有写成，{reason(error)}"
            case error:
                return str(error)


def report_path(target: Path, kind: str) -> Path:
    """The file of a report: ``target`` with the suffix of the format."""
    return target.with_name(f"{target.name}{format_of(kind).suffix}")


def checklist_path(target: Path, kind: str) -> Path:
    """The file of its checklist, beside it."""
    return report_path(target.with_name(f"{target.name}-{CHECKLIST}"), kind)


def letter_path(target: Path, kind: str) -> Path:
    """The file of the letter that goes up with it."""
    return report_path(target.with_name(f"{target.name}-{LETTER}"), kind)


def of_report(
    report: Report, kinds: Iterable[str], target: Path, *, draft: bool, engine: str = "", look: Look = OURS
) -> Iterator[Order]:
    """The report in each of the formats; ``engine`` prints a PDF, ``look`` is an office's own."""
    whole = fingerprint(report)

    @cache
    def printed() -> Printed:
        from nianbao.publish import pages  # here, because its libraries take a while to load

        return pages.printed(report, draft=draft, engine=engine, look=look)

    for kind in kinds:
        name = f"{format_of(kind).name}{DRAFT if draft else ''}"
        made = partial(_report, report, kind, printed, draft=draft)
        yield Order(name, report_path(target, kind), made, whole)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a checklist is made of: the report with its findings, last year's report if there is one, the name
    of the report's file, the date of making and what prints a PDF of it; ``members`` is what the members of
    a region say whose report it is, ``look`` is an office's own."""

    report: Report
    findings: Sequence[Finding]
    prior: Report | None
    file: str
    made_on: datetime.date
    engine: str = ""
    members: Members | None = None
    look: Look = OURS

    def file_in_print(self) -> str:
        """The name of the file as it is printed. Raises OutputError for one in another encoding than the
        system's: bytes of it are no characters."""
        if shown(self.file) != self.file:
            raise OutputError(f"文件名“{shown(self.file)}”里有不能辨认的字，印不出来，请先给文件改名。")
        return self.file


def of_checklist(sheet: Sheet, kinds: Iterable[str], target: Path) -> Iterator[Order]:
    """The sheet to sign, in those of the report's formats that can hold it, else in the usual ones."""
    whole = fingerprint(sheet.report)
    for kind in page_kinds(kinds):
        name = f"{CHECKLIST}（{format_of(kind).name}）"
        yield Order(name, checklist_path(target, kind), partial(_checklist, sheet, kind), whole)


def of_changes(
    sheet: Sheet, changed: Sequence[Difference] | None, since: str, kind: str, target: Path
) -> Order:
    """The list of what was changed since the report was handed in last; see :mod:`change_list`."""
    (kind,) = page_kinds([kind])[:1]
    path = report_path(target.with_name(f"{target.name}-{CHANGES}"), kind)
    make = partial(_changes, sheet, changed, since, kind)
    return Order(f"{CHANGES}（{format_of(kind).name}）", path, make, fingerprint(sheet.report))


def letter_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    """In which kinds the letter is made: those chosen that it comes in, else all of them."""
    return tuple(kind for kind in kinds if kind in LETTER_KINDS) or LETTER_KINDS


def of_letter(
    report: Report, kinds: Iterable[str], target: Path, *, to: str = "", engine: str = "", look: Look = OURS
) -> list[Order]:
    """The letter with which the report goes up; ``to`` is the organ it is addressed to where the report does
    not say, ``engine`` prints a PDF. Raises OutputError if nobody says whom it is addressed to."""
    said = letter.words(report, to)
    whole, date = fingerprint(report), report.letter.date or report.date
    return [
        Order(
            f"{LETTER}（{format_of(kind).name}）",
            letter_path(target, kind),
            partial(_letter, said, kind, Page("", engine, date, look=look)),
            whole,
        )
        for kind in letter_kinds(kinds)
    ]


class Foreign(OutputError):
    """Where the file is to go there is one that this program did not make, or that was changed since."""

    def __init__(self) -> None:
        super().__init__("已经有这个文件，它不是本程序在这台机器上生成的，或者生成以后有人改过，没有替换。")


def make(
    orders: Iterable[Order],
    cancelled: Callable[[], bool] = lambda: False,
    *,
    source: Path,
    replace: bool = False,
) -> Iterator[Made]:
    """Make the files of the report.toml ``source``, each proved by reading it back; one that fails does not
    stop the others.

    May run in a thread of its own. After ``cancelled`` nothing more is written. A file of somebody else's
    is left as it is, unless ``replace``: then the caller has asked.
    """
    for order in orders:
        if cancelled():
            return
        try:
            data = order.make()
            if cancelled():
                return
            lost = keep(order.path, data, order.name, order.fingerprint, source=source, replace=replace)
        except (OutputError, OSError) as error:
            yield Made(order, 0, error)
        else:
            yield Made(order, len(data), lost=lost)


def keep(
    path: Place, data: bytes, name: str, fingerprint: str, *, source: Place, replace: bool = False
) -> tuple[str, ...]:
    """Write a file that was made of the report in ``source``, and remember that; ``name`` is what it is
    called for people. Gives, in words, what of the file that was there could not be kept.

    Raises Foreign where there is somebody else's, unless ``replace``; OSError and Unreachable.
    """
    if not replace and made.is_foreign(path) and not _holds(path, data):
        raise Foreign
    lost = places.write(path, data)
    made.note(path, data)
    made.note_of(path, name, source, fingerprint)
    return lost


def _holds(path: Place, data: bytes) -> bool:
    """Whether a file has this content."""
    return places.digest(path) == hashlib.sha256(data).digest()


def _report(report: Report, kind: str, printed: Callable[[], Printed], *, draft: bool) -> bytes:
    from nianbao.publish.render import render  # here, because its libraries take a while to load

    return render(report, kind, draft=draft, printed=printed)


def _letter(said: letter.Words, kind: str, page: Page) -> bytes:
    from nianbao.publish.render import render_page  # here, because its libraries take a while to load

    return render_page(replace(page, html=letter.html(said, page.look)), kind)


def _changes(sheet: Sheet, changed: Sequence[Difference] | None, since: str, kind: str) -> bytes:
    from nianbao.publish import change_list  # here, because their libraries take a while to load
    from nianbao.publish.render import render_page

    html = change_list.html(
        sheet.report, changed, since, file=sheet.file_in_print(), made_on=sheet.made_on, look=sheet.look
    )
    return render_page(Page(html, sheet.engine, sheet.made_on, look=sheet.look), kind)


def _checklist(sheet: Sheet, kind: str) -> bytes:
    from nianbao.publish import checklist  # here, because their libraries take a while to load
    from nianbao.publish.render import render_page

    html = checklist.html(
        sheet.report,
        sheet.findings,
        sheet.prior,
        sheet.members,
        file=sheet.file_in_print(),
        made_on=sheet.made_on,
        look=sheet.look,
    )
    return render_page(Page(html, sheet.engine, sheet.made_on, look=sheet.look), kind)
