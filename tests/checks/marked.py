"""Texts in which ``<12>`` marks a number that the tables pin, and what the checks make of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from nianbao.checks.registry import Each, entries
from nianbao.checks.subject import Subject
from nianbao.model.figure import Figure, count, from_toml
from nianbao.model.finding import Finding
from nianbao.model.form import Form
from nianbao.model.report import Report

_MARKED = re.compile(r"<([0-9.]+)>")
ALARMS = frozenset({"N501", "N502", "N503", "N504", "N505", "N506", "N507"})
MORE = 7  # what is added to a number to make it wrong


def plain(marked: str) -> str:
    """The text as it would be printed."""
    return _MARKED.sub(r"\1", marked)


def changed(marked: str) -> Iterator[tuple[str, str]]:
    """The text once for every marked number, with this number wrong; and the words around it."""
    for match in _MARKED.finditer(marked):
        wrong = re.sub(r"\d+(?=\D*$)", lambda last: str(int(last[0]) + MORE), match[1])
        before, after = plain(marked[: match.start()]), plain(marked[match.end() :])
        yield f"{before}{wrong}{after}", f"{before[-14:]}【{match[1]}】{after[:10]}"


def figures(form: Form, tables: Mapping[str, Iterable[int | str]]) -> dict[str, Figure]:
    """The figures of rows as report.toml has them, totals left out; rows that are not given are 0."""
    found = {cell: count(0) for cell in form.cells if cell not in form.totals}
    for row, values in tables.items():
        cells = [cell for cell in leaves(form)[row] if cell not in form.totals]
        found |= {cell: from_toml(value) for cell, value in zip(cells, values, strict=True)}
    return found


@cache
def leaves(form: Form) -> dict[str, list[str]]:
    """The ids of the cells of each row."""
    return {row_id: [cell.id for cell in row] for row_id, row in form.rows.items()}


class Listener:
    """The rules on sentences, asked about one text after the other in the same report."""

    def __init__(self, report: Report, prior: Report | None = None) -> None:
        self._report = report
        self._subject = Subject(report, prior)
        self._rules = [each for each in entries() if each.each is Each.SECTION and each.codes <= ALARMS]
        assert frozenset().union(*(each.codes for each in self._rules)) == ALARMS

    def alarms(self, section: str, text: str) -> list[Finding]:
        """What the rules find if a section says this."""
        self._subject.become(replace(self._report, narrative={**self._report.narrative, section: text}))
        return [finding for entry in self._rules for finding in entry(self._subject, section)]
