"""What differs between a report and an earlier one, place by place, as somebody typed it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from nianbao.model.figure import count
from nianbao.model.origin import Origin, Source
from nianbao.publish.differences import differences
from tests.strategies import clean_report

CELL = "disclosure.licences.decisions"
AT = datetime.datetime(2026, 1, 20, 9, 12, tzinfo=datetime.UTC)
MONTHS = tuple(
    Origin(CELL, "月报.csv", Source.MONTHLY, f"B{month}", value=count(month), digest="a1" * 32, at=AT)
    for month in range(1, 13)
)


def test_the_months_of_a_cell_are_one_place() -> None:
    report = clean_report("2021")
    (found,) = differences(report, replace(report, origins=MONTHS))
    assert found.place == "主动公开·行政许可·来源"
    assert found.after.startswith("月报.csv（月报，2026-01-20 09:12:00，指纹a1a1a1a1）：B1 1、B2 2、")
    assert (found.after.count("月报.csv"), found.after.count("、")) == (1, 11)


@pytest.mark.parametrize(
    "change",
    [
        {"source": "别的.csv"},
        {"kind": Source.REPORT},
        {"place": "C3"},
        {"rows": (3, 4)},
        {"value": count(99)},
        {"value": None},
        {"digest": "b2" * 32},
        {"at": AT + datetime.timedelta(seconds=1)},
        {"mapping": "对照.toml"},
    ],
)
def test_whatever_changes_of_one_of_them_is_told(change: dict[str, Any]) -> None:
    report = clean_report("2021")
    other = (*MONTHS[:4], MONTHS[4]._replace(**change), *MONTHS[5:])
    assert len(differences(replace(report, origins=MONTHS), replace(report, origins=other))) == 1
