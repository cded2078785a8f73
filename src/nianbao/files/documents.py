"""Reports as files of any kind: report.toml, or a published document that is read and recognised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nianbao.files import report_toml
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem
from nianbao.read import READERS, read
from nianbao.read.blocks import Unreadable
from nianbao.recognise import Recognised, recognise

LARGEST_FILE = 60_000_000  # bytes; the readers have bounds of their own


def is_document(path: Path) -> bool:
    """Whether the name of a file is that of a document rather than of a report.toml."""
    return kind_of(path) in READERS


def kind_of(path: Path) -> str:
    """The kind of file by its suffix, in small letters and without the dot."""
    return path.suffix.lower().lstrip(".")


def load(path: Path) -> Report:
    """The report in a file. Raises InputError if there is none, OSError if the file cannot be opened."""
    return read_in(path).report if is_document(path) else report_toml.load(path)


def read_in(path: Path) -> Recognised:
    """What a published document says, and what of it could not be placed.

    Raises InputError if it cannot be read or is no annual report, OSError if it cannot be opened.
    """
    kind = kind_of(path)
    if kind not in READERS:
        known = "、".join(f".{known}" for known in READERS)
        raise InputError(Problem(str(path), "读不了这种文件", f"；可以读的有 {known}。"))
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise InputError(Problem(str(path), "文件太大，不像一份年度报告", "；请确认选对了文件。"))
    try:
        found = recognise(read(data, kind), path.stem)
    except Unreadable as error:
        raise InputError(Problem(str(path), error.what, error.remedy)) from error
    return replace(found, report=replace(found.report, source=path.name))


def prior_of(path: Path, report: Report) -> Report | None:
    """The report of the year before that a report.toml names; None if it names none.

    Raises InputError or OSError if it names one that cannot be read.
    """
    return load(path.parent / report.prior) if report.prior else None
