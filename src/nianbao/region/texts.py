"""Sentences with which a region's report begins, as forms/words/regional.toml states them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from nianbao.model.law_file import LawFile, law_file
from nianbao.model.reference import faults
from nianbao.model.report import Report

FILE = "words/regional.toml"
_KEYS = {"section", "lines"}
_MEMBERS = "{members}"


def begun(report: Report, members: int) -> dict[str, str]:
    """The text of each section with figures by reference; what the report's form lacks is left out."""
    known = {section.id for section in report.form.sections}
    found = {}
    for section, lines in texts().items():
        told = [line.replace(_MEMBERS, str(members)) for line in lines]
        told = [line for line in told if next(faults(line, report), None) is None]
        if section in known and told:
            found[section] = "\n".join(told)
    return found


@cache
def texts() -> Mapping[str, tuple[str, ...]]:
    """The lines by section. Raises InputError if the file is wrong."""
    return load(law_file(FILE))


def load(law: LawFile) -> dict[str, tuple[str, ...]]:
    """Those that a file states. Raises InputError."""
    law.known("", law.data, {"texts"})
    found = {}
    for number, item in enumerate(law.item("", law.data, "texts", list), 1):
        key = f"texts[{number}]"
        law.typed(key, item, dict)
        law.known(key, item, _KEYS)
        found[law.item(key, item, "section", str)] = law.words(key, item, "lines")
    return found
