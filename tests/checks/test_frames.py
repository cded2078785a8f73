"""Whole true narratives of many kinds of organs, full of numbers that no table has: no alarm at all.

The frames stand in claims/marked/frames.toml and are this project's own: each is filled with the figures of
reports drawn anew. One of the numbers that the tables pin is made wrong in each text, too.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from nianbao.checks import check
from nianbao.model.report import Report
from nianbao.model.rules import sentence
from tests.checks.marked import Listener
from tests.checks.patterns import MARKED, Drawn, Figures, chosen, drawn, filled
from tests.checks.test_strangers import plain, wrong
from tests.soak import asked

FILE = Path(__file__).parent / "claims" / "marked" / "frames.toml"
REPORTS = asked(1, 24)
TRIES = 6  # how often a line is filled until it is true of the report
LEAST_FRAMES, LEAST_RECALL = 58, 0.85
QUIET = ("N",)  # a true narrative raises nothing of these rules


@cache
def frames() -> dict[str, dict[str, list[str]]]:
    """The lines of each section by the agency."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["narrative"]
    return {item.pop("agency"): item for item in found}


def told(lines: list[str], figures: Figures, chance: random.Random) -> str:
    """The lines of a section that are true of the report, as paragraphs or as one."""
    found = []
    for line in lines:
        texts = (filled(chosen(line, chance), figures) for _ in range(TRIES))
        found.append(next((text for text in texts if text is not None), ""))
    return chance.choice(("\n", "\n", "")).join(text for text in found if text)


def narrative(agency: str, seed: int) -> tuple[Drawn, dict[str, str], random.Random]:
    """A report with what it tells, its pinned numbers marked; and the chance that made it."""
    chance = random.Random(f"{agency}-{seed}")  # noqa: S311 - nothing secret
    made = drawn(seed)
    figures = Figures(made.now, made.before, chance)
    return (
        made,
        {section: told(lines, figures, chance) for section, lines in frames()[agency].items()},
        chance,
    )


def of(report: Report, agency: str, marked: dict[str, str]) -> Report:
    text = {section: plain(each) for section, each in marked.items()}
    return replace(report, agency=agency, narrative=text)


@pytest.mark.parametrize("agency", frames())
@pytest.mark.takes_turns
def test_a_true_narrative_raises_no_alarm(agency: str) -> None:
    for seed in range(REPORTS):
        made, marked, _ = narrative(agency, seed)
        found = check(of(made.report, agency, marked), replace(made.prior, agency=agency))
        assert [f"{seed}: {f.code} {sentence(f)}" for f in found if f.code.startswith(QUIET)] == []


@pytest.mark.takes_turns(0)
def test_a_wrong_number_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    pinned, missed = 0, []
    for agency in frames():
        for seed in range(REPORTS):
            made, marked, chance = narrative(agency, seed)
            listener = Listener(of(made.report, agency, marked), replace(made.prior, agency=agency))
            for section, text in marked.items():
                if not (places := list(MARKED.finditer(text))):
                    continue
                one, pinned = chance.choice(places), pinned + 1
                lie = f"{text[: one.start()]}{wrong(one[1])}{text[one.end() :]}"
                if not listener.alarms(section, plain(lie)):
                    before, after = plain(text[: one.start()]), plain(text[one.end() :])
                    missed.append(f"{agency} {before[-14:]}【{one[1]}】{after[:10]}")
    with capsys.disabled():
        print(f"\nframes: {len(frames())}, {pinned} lies, {pinned - len(missed)} found")
    assert len(frames()) >= LEAST_FRAMES
    assert pinned - len(missed) >= LEAST_RECALL * pinned, missed
