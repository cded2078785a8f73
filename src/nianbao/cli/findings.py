"""Findings in words for people, and as plain data for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import click

from nianbao.finding import Finding, Level
from nianbao.report import Report
from nianbao.rules import rule, sentence

LEVELS = {Level.ERROR: "错误", Level.WARNING: "提醒", Level.HINT: "提示"}
_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.HINT: "cyan"}
_INDENT = " " * 12  # below the sentence: two columns, level and code


def listing(report: Report, findings: Sequence[Finding], *, law: bool = False) -> str:
    """The findings by section; of several by one rule in a row the remedy is said once.

    ``law`` adds the rule's source and the id of the place, as a waiver has to name it.
    """
    lines: list[str] = []
    for section, in_section in groupby(findings, key=lambda finding: finding.section):
        lines += ["", click.style(_heading(report, section), bold=True)]
        for code, run in groupby(in_section, key=lambda finding: finding.code):
            lines += _run(code, list(run), law=law)
    return "\n".join(lines[1:])


def _run(code: str, findings: list[Finding], *, law: bool) -> Iterator[str]:
    broken = rule(code)
    for finding in findings:
        level = click.style(LEVELS[finding.level], fg=_COLOURS[finding.level])
        yield f"  {level} {code}  {sentence(finding)}"
        if finding.waived is not None:
            yield f"{_INDENT}已说明理由：{finding.waived}"
        if law and finding.cell:
            yield click.style(f"{_INDENT}位置：{finding.cell}", dim=True)
    if any(finding.waived is None for finding in findings):
        yield click.style(f"{_INDENT}{broken.remedy}", dim=True)
    if law:
        yield click.style(f"{_INDENT}依据：{broken.law}", dim=True)


def _heading(report: Report, section: str) -> str:
    if not section:
        return "全文"
    return report.form.section(section).heading or report.form.section(section).name


def summary(findings: Sequence[Finding]) -> str:
    """How many of each level, and whether the report can be published so."""
    if not findings:
        return "没有发现问题。"
    counts = Counter(finding.level for finding in findings if finding.waived is None)
    parts = [f"{words}{counts[level]}条" for level, words in LEVELS.items() if counts[level]]
    if waived := sum(finding.waived is not None for finding in findings):
        parts.append(f"已说明理由{waived}条")
    verdict = "改正错误后才能发布" if counts[Level.ERROR] else "没有错误"
    return f"{'，'.join(parts)}；{verdict}。"


def as_data(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The findings as JSON has them; ``cells`` are the ids of all cells concerned."""
    return [
        {
            "code": finding.code,
            "level": str(finding.level),
            "section": finding.section,
            "cell": finding.cell,
            "cells": list(finding.cells),
            "message": sentence(finding),
            "expected": finding.expected,
            "found": finding.found,
            "waived": finding.waived,
        }
        for finding in findings
    ]
