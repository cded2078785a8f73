"""Reports as files of any kind: report.toml, or a published document that is read and recognised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from nianbao.files import regular, report_toml
from nianbao.files.names import is_lock
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem, Several, SeveralReports, Unreadable, shown
from nianbao.read import as_word as read_as_word
from nianbao.read import is_document, is_web_page, kind_of, read
from nianbao.recognise import Figures, Recognised, figures_in, recognise, recognise_all
from nianbao.recognise.organs import asked_for
from nianbao.recognise.prose.titles import named_by_file, parsed

if TYPE_CHECKING:
    from nianbao.read.blocks import Block

LARGEST_FILE = 60_000_000  # bytes; the readers have bounds of their own


def load(path: Path, agency: str = "") -> Report:
    """The report in a file, of a workbook with several that of ``agency``. Raises InputError if there is
    none, OSError if the file cannot be opened."""
    if not is_document(path):
        return report_toml.load(path)
    try:
        return read_in(path).report
    except SeveralReports:
        return read_in(path, agency).report


def read_in(path: Path, organ: str = "") -> Recognised:
    """What a published document says, and what of it could not be placed. ``organ`` tells which report is
    meant of a workbook with those of several.

    Raises InputError if it cannot be read or is no annual report, SeveralReports if it has several and it is
    not certain which is meant, OSError if it cannot be opened.
    """
    _require_document(path)
    return recognised(regular.content(path, LARGEST_FILE), path, organ)


def recognised(data: bytes, path: PurePath, organ: str = "") -> Recognised:
    """The same of the bytes of a document; ``path`` says what it is called and of which kind it is."""
    try:
        found = recognise(_blocks(data, path), _called(data, path), organ)
    except Unreadable as error:
        raise _refused(error, path) from error
    agency = found.report.agency
    if organ and agency.strip("?") and not asked_for(organ, [(agency, sheets_of(found))]):
        raise InputError(Problem(str(path), f"这是“{agency}”的报告，不是“{organ}”的", "；请核对。"))
    return _named(found, path)


def all_recognised(data: bytes, path: PurePath) -> list[tuple[str, Recognised]]:
    """The reports of all organs in a workbook by their names; of another document the only one, by an empty
    name. Raises InputError."""
    try:
        every = recognise_all(_blocks(data, path), _called(data, path))
        return [(name, _named(each, path)) for name, each in every]
    except Unreadable as error:
        raise _refused(error, path) from error


def sheets_of(found: Recognised) -> list[str]:
    """The sheets of a workbook in which figures were read."""
    return list(dict.fromkeys(place.rpartition("!")[0] for place in found.places.values()))


def tables(data: bytes, path: PurePath, organ: str = "") -> Figures | None:
    """The tables alone in the bytes of a document; None if it cannot be read, or none is one of a form.
    Raises SeveralReports."""
    try:
        return figures_in(read(data, kind_of(path)), organ)
    except Several as error:
        raise _refused(error, path) from error
    except Unreadable:
        return None


def as_word(data: bytes, path: PurePath) -> bytes | None:
    """A Word file, or what another kind of file is turned into to be read; None of any other. Raises
    InputError."""
    try:
        return read_as_word(data, kind_of(path))
    except Unreadable as error:
        raise _refused(error, path) from error


def _blocks(data: bytes, path: PurePath) -> list[Block]:
    """Raises Unreadable, and InputError if it is no document by its name or its size."""
    _require_document(path)
    kind = kind_of(path)
    if len(data) > LARGEST_FILE:
        raise InputError(Problem(str(path), "文件太大，不像一份年度报告", "；请确认选对了文件。"))
    return read(data, kind)


def _called(data: bytes, path: PurePath) -> str:
    """What a document is called, which counts where its text does not say whose report it is, or of which
    year: of a web page, whose file has any name, what it calls itself, if that says more."""
    if not is_web_page(path):
        return path.stem
    from nianbao.read.html.called import names_of  # here, because most documents are none

    found = map(parsed, names_of(data))
    titles = [title for title in found if title is not None and len(title.agency.split()) == 1]
    best = max(titles, key=lambda title: title.complete, default=None)
    return best.text if best and best.complete >= named_by_file(path.stem).complete else path.stem


def _named(found: Recognised, path: PurePath) -> Recognised:
    """With the name of its file as what it was read from."""
    return replace(found, report=replace(found.report, source=shown(path.name)))


def _refused(error: Unreadable, path: PurePath) -> InputError:
    problem = Problem(str(path), error.what, error.remedy)
    return SeveralReports(problem, error.names) if isinstance(error, Several) else InputError(problem)


def _require_document(path: PurePath) -> None:
    """Raise InputError if it is none by its name."""
    if is_lock(path.name):
        raise InputError(
            Problem(str(path), "这是 Word 或 WPS 打开文件时临时建的，不是文档", "；请用原来的文件。")
        )
    kind_of(path)
