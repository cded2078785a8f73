"""Whole narratives of many kinds of organs: no alarm on true ones, and each pinned number + 7 is found.

The narratives stand in claims/marked/narratives.toml and are this project's own.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nianbao.checks import check
from nianbao.model.finding import Finding
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.model.rules import sentence
from tests.checks.marked import Listener, changed, figures, plain

FILE = Path(__file__).parent / "claims" / "marked" / "narratives.toml"
LEAST_NARRATIVES, LEAST_RECALL = 12, 0.95
QUIET = ("N", "T")  # a true narrative raises nothing of these rules


@cache
def narratives() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["narrative"]
    return found


def report_of(item: dict[str, Any]) -> Report:
    form = all_forms()[item["form"]]
    text = {section: plain(marked).strip() for section, marked in item["text"].items()}
    report = Report(form, agency=item["agency"], year=item["year"], narrative=text)
    return report.with_figures(figures(form, item["tables"]))


def prior_of(item: dict[str, Any]) -> Report | None:
    if "prior" not in item:
        return None
    rows = {row: values for row, values in item["prior"].items() if row != "year"}
    form = all_forms()[item["form"]]
    return Report(form, agency=item["agency"], year=item["prior"]["year"]).with_figures(figures(form, rows))


def quiet(finding: Finding) -> bool:
    return finding.code.startswith(QUIET)


@pytest.mark.parametrize("item", narratives(), ids=lambda item: str(item["agency"]))
def test_a_true_narrative_raises_no_alarm(item: dict[str, Any]) -> None:
    found = [f for f in check(report_of(item), prior_of(item)) if quiet(f)]
    assert [f"{f.code} {sentence(f)}" for f in found] == []


def missed(item: dict[str, Any]) -> tuple[int, list[str]]:
    listener = Listener(report_of(item), prior_of(item))
    pinned, unseen = 0, []
    for section, marked in item["text"].items():
        for wrong, place in changed(marked.strip()):
            pinned += 1
            if not listener.alarms(section, wrong):
                unseen.append(f"{item['agency']} {place}")
    return pinned, unseen


@pytest.mark.takes_turns(1)
def test_a_wrong_number_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    results = [missed(item) for item in narratives()]
    pinned = sum(each for each, _ in results)
    unseen = [place for _, places in results for place in places]
    recall = 1 - len(unseen) / pinned
    with capsys.disabled():
        print(f"\nnarratives: {len(results)}, {pinned} numbers pinned, recall {recall:.3f}")
    assert len(results) >= LEAST_NARRATIVES
    assert recall >= LEAST_RECALL, unseen
