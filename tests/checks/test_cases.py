"""Every rule, by cases that stand as data in tests/cases/: what passes it and what does not.

A case changes the clean report of a form (``base``) and ``year``: figures by cell (``set``), its head
(``report``), ``headings``, ``text`` by section, and ``waivers``; ``prior`` does the same to make the
report of the year before, if there is one, and ``beside`` those of other agencies. Its file name begins
with the code of the rule. In a passing case the rule finds nothing; in a failing case all that it finds is
listed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nianbao.checks import check
from nianbao.checks.repeats import Index
from nianbao.model.figure import from_toml
from nianbao.model.finding import Finding
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment
from nianbao.model.rules import catalogue, sentence
from tests.strategies import clean_report

FOLDER = Path(__file__).resolve().parents[1] / "cases"
CASES = sorted(FOLDER.glob("*.toml"))
CHANGES = {"base", "year", "set", "report", "headings", "text", "waivers", "comments"}


def code_of(case: Path) -> str:
    return case.name.partition(".")[0]


def fails(case: Path) -> bool:
    return case.name.endswith(".fail.toml")


@cache
def read(case: Path) -> dict[str, Any]:
    data = tomllib.loads(case.read_text(encoding="utf-8"), parse_float=Decimal)
    assert data.keys() <= CHANGES | {"prior", "beside", "expect"}, case.name
    return data


def report_of(data: Mapping[str, Any], year: int | None = None) -> Report:
    """The clean report as the case changes it."""
    assert data.keys() <= CHANGES | {"prior", "beside", "expect"}
    base = clean_report(data["base"])
    figures = {cell: from_toml(value) for cell, value in data.get("set", {}).items()}
    assert figures.keys() <= base.form.cells.keys()
    report = Report(
        **{
            "form": base.form,
            "agency": base.agency,
            "year": year or data["year"],
            **data.get("report", {}),
            "headings": data.get("headings", {}),
            "narrative": {**base.narrative, **data.get("text", {})},
            "waivers": tuple(Waiver(**waiver) for waiver in data.get("waivers", [])),
            "comments": tuple(Comment(**comment) for comment in data.get("comments", [])),
        }
    )
    return report.with_figures({**base.figures, **figures})


@cache
def found(case: Path) -> list[Finding]:
    data = read(case)
    report = report_of(data)
    prior = None
    if "prior" in data:
        prior = report_of({"base": data["base"], **data["prior"]}, report.year - 1)
    beside = Index(report_of({"base": data["base"], **each}, report.year) for each in data.get("beside", []))
    return [finding for finding in check(report, prior, beside) if finding.code == code_of(case)]


@pytest.mark.parametrize("form_id", all_forms())
def test_no_rule_finds_fault_with_the_clean_report(form_id: str) -> None:
    assert check(clean_report(form_id)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.removesuffix(".toml"))
def test_case(case: Path) -> None:
    expected = read(case).get("expect", [])
    assert bool(expected) is fails(case)
    assert [
        {"code": f.code, "level": str(f.level), "cell": f.cell, "message": sentence(f)} for f in found(case)
    ] == expected


@pytest.mark.parametrize("code", [code for code, rule in catalogue().items() if rule.checked])
def test_every_rule_and_every_sentence_of_it_has_a_case(code: str) -> None:
    cases = [case for case in CASES if code_of(case) == code]
    assert [case for case in cases if not fails(case)], "no passing case"
    shown = {finding.message for case in cases if fails(case) for finding in found(case)}
    assert shown == set(catalogue()[code].messages)
