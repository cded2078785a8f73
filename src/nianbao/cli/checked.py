"""One report checked and told of, in whatever process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from nianbao import checks
from nianbao.checks.run import by_figures_alone
from nianbao.checks.subject import comparable
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.many import batch
from nianbao.cli.told import findings
from nianbao.files.source import Source
from nianbao.jobs.parts import Asks, Done, Part, Said
from nianbao.jobs.report_job import ReportJob
from nianbao.model.finding import Finding, Level
from nianbao.model.rules import sentence
from nianbao.model.wording import summary
from nianbao.problem import InputError, shown
from nianbao.read import holds_figures_alone

if TYPE_CHECKING:
    from nianbao.checks.explain import Explained
    from nianbao.checks.repeats import Index, Text
    from nianbao.cli.told.asked import Order
    from nianbao.model.report import Report
    from nianbao.recognise import Unplaced

_ANNOTATIONS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "notice"}


def work(order: Order, job: ReportJob) -> Iterator[Part]:
    """Check one report."""
    name = shown(job.source.name)
    try:
        read = _read(job.source)
        report, places = read.report, read.places
        if job.prior is None:
            yield Asks(report.agency, report.year)
            return
        yield from map(Said, job.told)
        before = job.prior.report()
    except InputError as error:
        yield from batch.refused(error, name)
        return
    if order.prior and not comparable(report, before):
        yield Said(f"{order.prior}：不是{report.year - 1}年度的报告，没有与它对照。")
    neighbours = None if order.beside is None else _index(order.beside)
    with checks.remembered(report) if order.alone else nullcontext():
        every = checks.check(report, before, neighbours, job.members)
    found = [finding for finding in every if order.wanted.takes(finding)]
    if holds_figures_alone(PurePath(job.source.name)):
        found = [finding for finding in found if by_figures_alone(finding)]
    numbers = _numbers(report, before) if order.explain else None
    for text in _told(order, job.source, report, found, numbers, places):
        yield Said(text, data=True)
    for each in read.unplaced:
        yield Said(f"{name}：没有读准：{each}")
    for notice in read.notices:
        yield Said(f"{name}：{notice}")
    code = ExitCode.FINDINGS if any(finding.stops for finding in found) else ExitCode.FINE
    yield Done(code, _entry(name, found, numbers, read))


def _index(texts: tuple[Text, ...]) -> Index:
    from nianbao.checks.repeats import index_of_texts  # here, because few ask for it

    return index_of_texts(texts)


def _numbers(report: Report, before: Report | None) -> list[Explained]:
    from nianbao.checks.explain import explain  # here, because few ask for them

    return explain(report, before)


class _Read(NamedTuple):
    """The report in a file, what of a document could not be placed, where a workbook has its figures, and
    sentences on the file."""

    report: Report
    unplaced: tuple[Unplaced, ...] = ()
    places: Mapping[str, str] = MappingProxyType({})
    notices: tuple[str, ...] = ()


def _read(source: Source) -> _Read:
    if not source.is_document:
        return _Read(source.report())
    found = source.recognised()
    return _Read(found.report, found.unplaced, found.places, found.notices)


def _told(
    order: Order,
    source: Source,
    report: Report,
    found: list[Finding],
    numbers: list[Explained] | None,
    places: Mapping[str, str],
) -> Iterator[str]:
    """What is asked for about a report, in the style that is asked for; JSON is told by the entries."""
    if order.style == "text":
        yield _listing(source, report, found, places, law=order.law)
        if numbers:
            from nianbao.cli.told import explained  # here, because few ask for them

            yield explained.listing(report, numbers) + "\n"
    elif order.style == "github":
        yield from _annotations(source, found)


def _listing(
    source: Source, report: Report, found: list[Finding], places: Mapping[str, str], *, law: bool
) -> str:
    listing = findings.listing(report, found, law=law, places=places)
    title = click.style(shown(source.name), bold=True)
    return "\n".join(part for part in (f"{title}：{summary(found)}", listing) if part) + "\n"


def _entry(name: str, found: list[Finding], numbers: list[Explained] | None, read: _Read) -> dict[str, Any]:
    """What JSON has on a file."""
    entry: dict[str, Any] = {"file": name, "findings": findings.as_data(found, read.places)}
    if read.notices:
        entry["notices"] = list(read.notices)
    if numbers is None:
        return entry
    from nianbao.cli.told import explained  # here, because few ask for them

    return {**entry, "numbers": explained.as_data(numbers)}


def _annotations(source: Source, found: list[Finding]) -> Iterator[str]:
    """The findings as GitHub shows them beside the lines of a file."""
    from nianbao.key_lines import lines_of  # here, because few ask for lines

    lines = {} if source.is_document else lines_of(source.data.decode("utf-8-sig"))
    for finding in found:
        if finding.waived is None:
            row = finding.cells[0].split(".")[1] if finding.cells and finding.span is None else "text"
            line = lines.get((finding.section, row)) or lines.get((finding.section,), 1)
            kind, file = _ANNOTATIONS[finding.level], _escaped(shown(source.name), ":,")
            message = _escaped(sentence(finding))
            yield f"::{kind} file={file},line={line},title={finding.code}::{message}"


def _escaped(text: str, also: str = "") -> str:
    """The text as a workflow command takes it; in a property : and , are escaped, too."""
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + also else c for c in text)
