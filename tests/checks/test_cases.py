"""Every rule, by cases that stand as data in tests/cases/: what passes it and what does not.

A case changes the clean report of a form (``base``) and ``year``: figures by cell (``set``), its head
(``report``), ``headings``, ``text`` by section, and ``waivers``; ``prior`` does the same to make the
report of the year before, if there is one, ``beside`` those of other agencies, and ``members`` those of the
members of a region (``missing``: it handed in nothing). Its file name begins with the code of the rule.
In a passing case the rule finds nothing; in a failing case all that it finds is
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
from nianbao.checks.members import Members
from nianbao.checks.repeats import Index
from nianbao.model.figure import from_toml
from nianbao.model.finding import Finding
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment
from nianbao.model.rules import catalogue, sentence
from nianbao.region.collected import File, Found, Handed, Passed, Why
from nianbao.region.members import Member
from nianbao.region.together import together
from tests.strategies import clean_report

FOLDER = Path(__file__).resolve().parents[1] / "cases"
CASES = sorted(FOLDER.glob("*.toml"))
CHANGES = {"base", "year", "set", "report", "headings", "text", "waivers", "comments"}
OTHERS = {"prior", "beside", "members"}  # reports


def code_of(case: Path) -> str:
    return case.name.partition(".")[0]


def fails(case: Path) -> bool:
    return case.name.endswith(".fail.toml")


@cache
def read(case: Path) -> dict[str, Any]:
    data = tomllib.loads(case.read_text(encoding="utf-8"), parse_float=Decimal)
    assert data.keys() <= CHANGES | OTHERS | {"expect"}, case.name
    return data


def report_of(data: Mapping[str, Any], year: int | None = None) -> Report:
    """The clean report as the case changes it."""
    assert data.keys() <= CHANGES | OTHERS | {"expect", "missing"}
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


def prior_of(data: Mapping[str, Any], report: Report) -> Report | None:
    """The report of the year before, if the case has one."""
    if "prior" not in data:
        return None
    return report_of({"base": data["base"], **data["prior"]}, report.year - 1)


def members_of(data: Mapping[str, Any], report: Report) -> Members | None:
    """What the members of the region say, if the case has any."""
    if "members" not in data:
        return None
    handed = [
        _handed({"base": data["base"], "year": report.year, **each}, report) for each in data["members"]
    ]
    return together(report.form, report.year, handed)


def _handed(data: dict[str, Any], report: Report) -> Handed:
    its = report_of(data)
    found = Found(File(its.agency, ""), its)
    member = Member(its.agency, "department")
    if its.year != report.year:
        return Handed(member, passed=(Passed(found, Why.YEAR),))
    return Handed(member, None if data.get("missing") else found)


@cache
def found(case: Path) -> list[Finding]:
    data = read(case)
    report = report_of(data)
    prior, members = prior_of(data, report), members_of(data, report)
    beside = Index(report_of({"base": data["base"], **each}, report.year) for each in data.get("beside", []))
    return [finding for finding in check(report, prior, beside, members) if finding.code == code_of(case)]


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
