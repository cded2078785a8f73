"""Every class of wording: no alarm where text and tables agree, and hardly a wrong number that goes unseen.

The sentences stand in claims/marked/ and are this project's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.model.rules import sentence
from tests.checks.marked import Listener, changed, figures, plain
from tests.soak import is_turn

FOLDER = Path(__file__).parent / "claims" / "marked"
FILES = ("classes.toml", "wordings.toml", "fresh.toml")  # the first with the tables that all are true of
LEAST_SENTENCES, LEAST_RECALL = 1700, 0.98


@dataclass
class Score:
    """What was found in the sentences of a class."""

    right: int = 0
    sentences: int = 0
    pinned: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


@cache
def data() -> dict[str, Any]:
    files = [tomllib.loads((FOLDER / name).read_text(encoding="utf-8")) for name in FILES]
    return {**files[0], "class": [group for file in files for group in file["class"]]}


def report_of(group: dict[str, Any]) -> Report:
    usual = data()
    form = all_forms()[usual["form"]]
    tables = {} if group.get("empty") else usual["tables"]
    agency = group.get("agency", usual["agency"])
    report = Report(form, agency=agency, year=usual["year"])
    return report.with_figures(figures(form, {**tables, **group.get("set", {})}))


def prior_of(group: dict[str, Any]) -> Report | None:
    """The report of the year before, for the classes that compare with it."""
    if not group.get("prior"):
        return None
    usual = data()
    form = all_forms()[usual["form"]]
    prior = Report(form, agency=group.get("agency", usual["agency"]), year=usual["year"] - 1)
    return prior.with_figures(figures(form, usual["prior"]))


def score(group: dict[str, Any]) -> Score:
    listener, section = Listener(report_of(group), prior_of(group)), group.get("section", "overview")
    result = Score()
    for marked in group.get("right", ()):
        result.sentences += 1
        result.false += [f"{plain(marked)} : {sentence(f)}" for f in listener.alarms(section, plain(marked))]
        for number, (wrong, place) in enumerate(changed(marked), result.sentences):
            if not is_turn(number):  # every true sentence is read
                continue
            result.pinned += 1
            if not listener.alarms(section, wrong):
                result.missed.append(place)
    for wrong in group.get("wrong", ()):
        result.sentences += 1
        result.pinned += 1
        if not listener.alarms(section, wrong):
            result.missed.append(wrong)
    return result


def groups() -> Iterator[dict[str, Any]]:
    yield from data()["class"]


def test_outcomes_of_what_was_not_understood_count_if_its_number_is_that_of_the_tables() -> None:
    listener = Listener(report_of({}))
    assert not listener.alarms("overview", "以县政府名义应诉的行政诉讼案件14件，胜诉11件。")
    assert listener.alarms("overview", "以县政府名义应诉的行政诉讼案件22件，胜诉11件。")
    assert not listener.alarms("overview", "以县政府名义应诉的行政诉讼案件22件，胜诉13件。")


def test_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    scores = {group["name"]: score(group) for group in groups()}
    every = sum(each.sentences for each in scores.values())
    pinned = sum(each.pinned for each in scores.values())
    false = [text for each in scores.values() for text in each.false]
    missed = [text for each in scores.values() for text in each.missed]
    recall = 1 - len(missed) / pinned
    precision = (pinned - len(missed)) / (pinned - len(missed) + len(false))
    with capsys.disabled():
        print(
            f"\nclasses: {len(scores)} with {every} sentences, {pinned} numbers pinned, "
            f"precision {precision:.3f}, recall {recall:.3f}"
        )
    assert every >= LEAST_SENTENCES
    assert false == []
    assert recall >= LEAST_RECALL, missed
