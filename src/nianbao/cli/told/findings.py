"""Findings in words for people, and as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

import click

from nianbao.model.finding import Finding, Level
from nianbao.model.report import Report
from nianbao.model.rules import rule_of, sentence
from nianbao.model.wording import LEVELS, words
from nianbao.words import first_of

COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.HINT: "cyan"}
_MOST_PLACES = 6  # cells of a workbook that are named
_AROUND = 16  # characters of the text shown on either side of a place in it
_INDENT = " " * 12  # below the sentence: two columns, level and code


def listing(
    report: Report,
    findings: Sequence[Finding],
    *,
    law: bool = False,
    places: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The findings by section; of several by one rule in a row the remedy is said once.

    ``places`` are those of the figures in a workbook, by cell. ``law`` adds the rule's source and the id of
    the place, as a waiver has to name it.
    """
    lines: list[str] = []
    for section, in_section in groupby(findings, key=lambda finding: finding.section):
        lines += ["", click.style(_heading(report, section), bold=True)]
        for code, run in groupby(in_section, key=lambda finding: finding.code):
            lines += _run(report, code, list(run), places, law=law)
    return "\n".join(lines[1:])


def _run(
    report: Report, code: str, findings: list[Finding], places: Mapping[str, str], *, law: bool
) -> Iterator[str]:
    broken = rule_of(findings[0])
    for finding in findings:
        level = click.style(LEVELS[finding.level], fg=COLOURS[finding.level])
        yield f"  {level} {code}  {sentence(finding)}"
        if finding.span is not None:
            yield f"{_INDENT}正文：{_excerpt(report.narrative.get(finding.section, ''), *finding.span)}"
        if stood := [places[cell] for cell in finding.cells if cell in places]:
            yield f"{_INDENT}表格中：{first_of(stood, _MOST_PLACES)}"
        if finding.waived is not None:
            yield f"{_INDENT}已说明理由：{finding.waived}"
        if law and any(finding.places):
            yield click.style(f"{_INDENT}位置：{'、'.join(finding.places)}", dim=True)
    if any(finding.waived is None for finding in findings):
        yield click.style(f"{_INDENT}{broken.remedy}", dim=True)
    if law:
        yield click.style(f"{_INDENT}依据：{broken.law}", dim=True)


def _excerpt(text: str, start: int, end: int) -> str:
    """The place in a text with a few words around it on its line, the place itself in brackets."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    line_end = text.find("\n", end)
    last = min(len(text) if line_end < 0 else line_end, end + _AROUND)
    before = text[first:start] if first == 0 or text[first - 1] == "\n" else f"…{text[first:start]}"
    after = text[end:last] if last == len(text) or text[last] == "\n" else f"{text[end:last]}…"
    return f"{before}{click.style(f'【{text[start:end]}】', bold=True)}{after}"


def _heading(report: Report, section: str) -> str:
    if not section:
        return "全文"
    return report.form.section(section).heading or report.form.section(section).name


def as_data(
    findings: Sequence[Finding], places: Mapping[str, str] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """The findings as JSON has them (docs/check.schema.json); ``cells`` are all cells concerned, ``places``
    those of the figures in a workbook."""
    return [
        {
            "code": finding.code,
            "level": str(finding.level),
            "section": finding.section,
            "cell": finding.cell,
            "cells": list(finding.cells),
            **({"places": [places[c] for c in finding.cells if c in places]} if places else {}),
            "message": sentence(finding),
            "expected": words(finding.expected),
            "found": words(finding.found),
            "waived": finding.waived,
            "span": list(finding.span) if finding.span else None,
        }
        for finding in findings
    ]
