"""Whose report a report.toml is, without reading all of it: a folder of thousands is looked through at
once."""

import re
from typing import Any, NamedTuple

import tomli

from nianbao.files import bounds
from nianbao.patterns import regex

_FIRST_TABLE = regex(r"^[ \t]*\[", re.MULTILINE)


class Head(NamedTuple):
    """The organ, the year, and the place of last year's report as the file names it, empty if it names
    none; ``region`` likewise the region whose members' reports it sums up."""

    agency: str
    year: int
    prior: str
    region: str


def head(data: bytes) -> Head | None:
    """What stands before the first table of a report.toml; None of what cannot be a report.

    That there is a head does not mean that the rest is in order.
    """
    if len(data) > bounds.LARGEST_FILE:
        return None
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    table = _FIRST_TABLE.search(text)
    top = _parsed(text[: table.start()] if table else text) or _parsed(text)
    agency, year, prior, region = (top.get(key) for key in ("agency", "year", "prior", "region"))
    if not isinstance(agency, str) or not isinstance(year, int) or isinstance(year, bool):
        return None
    prior, region = (name if isinstance(name, str) else "" for name in (prior, region))
    return Head(agency, year, prior, region)


def _parsed(text: str) -> dict[str, Any]:
    """The text as TOML; empty if it is none."""
    if bounds.line_of_long_key(text):
        return {}
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError):
        return {}
