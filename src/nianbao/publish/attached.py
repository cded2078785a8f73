"""The report that a finished file carries, for a file that is to be compared with nothing but itself."""

from __future__ import annotations

from importlib import import_module

from nianbao.problem import InputError, Problem, Unreadable, shown
from nianbao.write.formats import format_of

# The module of nianbao.read that finds it, by the reader of the format.
_READERS = {"docx.document": "docx.attached", "pdf.document": "pdf.attached"}


def attached(data: bytes, kind: str, name: str) -> bytes:
    """The report.toml in a file called ``name``. Raises InputError if it carries none."""
    reader = _READERS.get(format_of(kind).reader)
    try:
        found = import_module(f"nianbao.read.{reader}").attached(data) if reader else None
    except Unreadable as error:
        raise InputError(Problem(shown(name), error.what, error.remedy)) from error
    if found is None:
        what = "这份文件没有附带数据，或者附带的数据已被删去"
        raise InputError(Problem(shown(name), what, "；请加 --against 报告，与报告比较。"))
    text: str = found
    return text.encode()
