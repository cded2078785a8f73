"""What is done with one file, and with one member's report, in whatever process (``jobs/parts.py``).

Both go by content: a file that is not changed is not read again, wherever it lies, and a report is not
checked again that has been checked against the same report of last year.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from nianbao import checks
from nianbao.checks.members import Members
from nianbao.checks.run import by_figures_alone
from nianbao.files.source import Source
from nianbao.jobs.parts import Done, Part
from nianbao.model.finding import Level
from nianbao.model.rules import sentence
from nianbao.problem import InputError
from nianbao.read import holds_figures_alone
from nianbao.region import together
from nianbao.region.collected import File, Found, Told, Unread
from nianbao.region.load import NAME
from nianbao.region.report_data import as_data, from_data

if TYPE_CHECKING:
    from nianbao.recognise import Recognised

READ, UNREADABLE, FINDINGS = 0, 2, 1  # how it ends, as exit codes
_LEVEL = "level"


# ---- reading a file


def read(_: None, job: Source) -> Iterator[Part]:
    """Read a file. ``job`` bears the name of the file without its folder: that may tell whose it is."""
    try:
        if job.is_document:
            reports = [_read(name, found) for name, found in job.all_recognised()]
        else:
            reports = [{"report": as_data(job.report()), "unplaced": []}]
    except InputError as error:
        why = "\n".join(f"{problem.what}{problem.remedy}" if len(error.problems) == 1 else str(problem)
                        for problem in error.problems)  # fmt: skip
        yield Done(UNREADABLE, {"unread": why})
        return
    yield Done(READ, {"reports": reports})


def _read(part: str, found: Recognised) -> dict[str, Any]:
    """A report of a document as plain data; ``part`` names that of one organ among several."""
    return {
        "report": as_data(found.report),
        "unplaced": [str(each) for each in found.unplaced],
        **({"part": part} if part else {}),
    }


def found(entry: dict[str, Any], file: File) -> Sequence[Found | Unread]:
    """What came of reading a file: the reports in it, or why there are none."""
    if "unread" in entry:
        return [Unread(file, entry["unread"])]
    if "error" in entry:  # the system did not let it be opened
        return [Unread(file, "\n".join(each["what"] for each in entry["error"]))]
    alone = holds_figures_alone(PurePath(file.name))
    return [
        Found(file, from_data(each["report"]), tuple(each["unplaced"]), alone, each.get("part", ""))
        for each in entry["reports"]
    ]


# ---- checking a report


@dataclass(frozen=True, slots=True)
class Checking:
    """A report, last year's, and what the members of a region say, as JSON, which is quick to send and to
    take for a key; empty where there is none."""

    report: str
    prior: str
    members: str
    figures_alone: bool


def checking(this: Found, prior: Found | None, members: Members | None, kind: str) -> Checking:
    """The job of checking a member's report; ``members`` is what its own members say, if it is a region,
    ``kind`` the kind of the member, where its report does not say one."""
    report = as_data(this.report)
    report["agency_kind"] = report["agency_kind"] or kind
    return Checking(
        _json(report),
        _json(as_data(prior.report)) if prior is not None else "",
        _json(together.as_data(members)) if members is not None else "",
        this.figures_alone,
    )


def check(_: None, job: Checking) -> Iterator[Part]:
    """Check a report."""
    report = from_data(json.loads(job.report))
    prior = from_data(json.loads(job.prior)) if job.prior else None
    members = together.from_data(json.loads(job.members)) if job.members else None
    if members is not None:
        report = replace(report, region=report.region or NAME)  # whatever file it was read from
    findings = checks.check(report, prior, members=members)
    if job.figures_alone:
        findings = [each for each in findings if by_figures_alone(each)]
    told = [
        Told(each.code, each.level, sentence(each), each.section, each.cell, each.cells, each.waived)
        for each in findings
    ]
    stops = any(each.stops for each in told)
    yield Done(FINDINGS if stops else READ, {"findings": list(map(told_as_data, told))})


def told(entry: dict[str, Any]) -> tuple[Told, ...]:
    """The findings that came of checking."""
    return tuple(told_from(each) for each in entry.get("findings", ()))


def told_as_data(told: Told) -> dict[str, Any]:
    """A finding as plain data."""
    return {**asdict(told), _LEVEL: str(told.level), "cells": list(told.cells)}


def told_from(data: dict[str, Any]) -> Told:
    """A finding out of plain data."""
    return Told(**{**data, _LEVEL: Level(data[_LEVEL]), "cells": tuple(data["cells"])})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
