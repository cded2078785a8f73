"""Reports as files of any kind: report.toml, or a published document that is read and recognised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

from nianbao.files import regular, report_toml
from nianbao.files.names import is_lock
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem, Unreadable, shown
from nianbao.read import is_document, kind_of, read
from nianbao.recognise import Figures, Recognised, figures_in, recognise

LARGEST_FILE = 60_000_000  # bytes; the readers have bounds of their own


def load(path: Path) -> Report:
    """The report in a file. Raises InputError if there is none, OSError if the file cannot be opened."""
    return read_in(path).report if is_document(path) else report_toml.load(path)


def read_in(path: Path) -> Recognised:
    """What a published document says, and what of it could not be placed.

    Raises InputError if it cannot be read or is no annual report, OSError if it cannot be opened.
    """
    _require_document(path)
    return recognised(regular.content(path, LARGEST_FILE), path)


def recognised(data: bytes, path: PurePath) -> Recognised:
    """The same of the bytes of a document; ``path`` says what it is called and of which kind it is."""
    _require_document(path)
    kind = kind_of(path)
    if len(data) > LARGEST_FILE:
        raise InputError(Problem(str(path), "文件太大，不像一份年度报告", "；请确认选对了文件。"))
    try:
        found = recognise(read(data, kind), path.stem)
    except Unreadable as error:
        raise InputError(Problem(str(path), error.what, error.remedy)) from error
    return replace(found, report=replace(found.report, source=shown(path.name)))


def tables(data: bytes, path: PurePath) -> Figures | None:
    """The tables alone in the bytes of a document; None if it cannot be read, or none is one of a form."""
    try:
        return figures_in(read(data, kind_of(path)))
    except Unreadable:
        return None


def _require_document(path: PurePath) -> None:
    """Raise InputError if it is none by its name."""
    if is_lock(path.name):
        raise InputError(
            Problem(str(path), "这是 Word 或 WPS 打开文件时临时建的，不是文档", "；请用原来的文件。")
        )
    kind_of(path)
