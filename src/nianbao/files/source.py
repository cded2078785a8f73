"""A file as it was read: its name and its bytes. What is done with it can be done in any process, on any
machine."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from nianbao.problem import InputError, Problem, SeveralReports
from nianbao.read import is_document

if TYPE_CHECKING:
    from nianbao.model.report import Report
    from nianbao.recognise import Figures, Recognised


class Source(NamedTuple):
    """The bytes of a report.toml or of a document; ``name`` is what sentences call the file, ``organ`` whose
    report is meant of a workbook with those of several."""

    name: str
    data: bytes
    organ: str = ""

    def __repr__(self) -> str:
        """With a digest in the place of the bytes: it stands for the file in keys, and a document is
        large."""
        import hashlib  # here, because few commands need it

        organ = f", organ={self.organ!r}" if self.organ else ""
        return f"Source({self.name!r}, sha256={hashlib.sha256(self.data).hexdigest()}{organ})"

    @property
    def is_document(self) -> bool:
        """Whether it is a document rather than a report.toml."""
        return is_document(PurePath(self.name))

    def report(self) -> Report:
        """The report in it. Raises InputError."""
        if self.is_document:
            return self.recognised().report
        from nianbao.files import report_toml  # here, because a report that is known is not read

        return report_toml.loads(self.data, self.name)

    def recognised(self) -> Recognised:
        """What it says as a document, and what of that could not be placed. Raises InputError."""
        return _recognised(self)

    def all_recognised(self) -> list[tuple[str, Recognised]]:
        """The same of all organs in a workbook, by their names; see ``files/documents.py``."""
        from nianbao.files import documents  # here, because its libraries take a while to load

        return documents.all_recognised(self.data, PurePath(self.name))

    def as_word(self) -> bytes | None:
        """It as a .docx file, if it is one or is read as one; None of any other kind. Raises InputError."""
        from nianbao.files import documents  # here, because its libraries take a while to load

        return documents.as_word(self.data, PurePath(self.name))

    def tables(self) -> Figures | None:
        """Its tables alone, of a document that does not say whose report it is; None if none is one of a
        form."""
        from nianbao.files import documents  # here, because its libraries take a while to load

        return documents.tables(self.data, PurePath(self.name), self.organ)


@lru_cache(maxsize=1)
def _recognised(source: Source) -> Recognised:
    """The last document is kept: it is asked for again when last year's report was found by what it says."""
    from nianbao.files import documents  # here, because its libraries take a while to load

    return documents.recognised(source.data, PurePath(source.name), source.organ)


class Prior(NamedTuple):
    """Last year's report, not yet looked into: ``named`` by the user or by this year's report, else those
    that were ``found`` beside it, the likeliest first. ``problem`` says why the one that was named cannot
    be had; ``agency`` is whose it is, where a workbook has those of several."""

    named: Source | None = None
    found: tuple[Source, ...] = ()
    problem: Problem | None = None
    agency: str = ""

    def report(self) -> Report | None:
        """The report; None if there is none. Raises InputError if the one that was named is none; of
        those that were found the first that is one counts."""
        if self.problem is not None:
            raise InputError(self.problem)
        if self.named is not None:
            try:
                return _kept(self.named)
            except SeveralReports:
                return _kept(self.named._replace(organ=self.agency))
        for source in self.found:
            try:
                return source.report()
            except InputError:
                continue
        return None


@lru_cache(maxsize=1)
def _kept(source: Source) -> Report:
    """One that was chosen for many reports is read once."""
    return source.report()
