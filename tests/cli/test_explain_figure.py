"""nianbao explain: value, origins, history and parts of a figure, by Chinese and English names."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.files import history, report_toml
from nianbao.files.history import Event, What
from nianbao.model.figure import count
from nianbao.model.origin import Origin, Source

CELL = "applications.received.natural_person"


@pytest.fixture
def report(good: Path) -> Path:
    """A report with the origins of a cell, and its history."""
    told = report_toml.load(good)
    number = told.figure(CELL).number
    assert isinstance(number, int)
    origins = (
        Origin(CELL, "台账.xlsx", Source.LEDGER, "上半年", (4, 5, 9), count(3)),
        Origin(CELL, "台账.xlsx", Source.LEDGER, "下半年", (), count(number - 3)),
    )
    report_toml.save(replace(told, origins=origins), good)
    events = [Event("2026-01-05T10:00:00+08:00", "张三", What.CHANGED, CELL, "", str(number))]
    history.append(good, events)
    return good


@pytest.mark.parametrize("name", [CELL, "申请.本年新收.自然人"])
def test_origins_and_history_are_told(run: Callable[..., Result], report: Path, name: str) -> None:
    number = report_toml.load(report).figure(CELL).number
    assert isinstance(number, int)
    result = run("explain", report.name, name)
    assert result.exit_code == ExitCode.FINE
    head, _, both, first, second, _, changed = (line.strip() for line in result.stdout.splitlines())
    assert head == f"申请·本年新收·自然人：{number}"
    assert first == "台账.xlsx 上半年 第4—5、9行：3"
    assert second == f"台账.xlsx 下半年：{number - 3}（行太多，没有逐行记下）"
    assert both == f"来源合计{number}，与这一格相同。"
    assert changed.endswith(f"张三　没有填 → {number}")


def test_what_was_typed_over_is_told(run: Callable[..., Result], report: Path) -> None:
    told = report_toml.load(report)
    report_toml.save(told.with_figures({CELL: count(1)}), report)
    assert "现在是1：取来以后改过" in run("explain", report.name, CELL).stdout
    (found,) = json.loads(run("explain", report.name, CELL, "--format", "json").stdout)
    assert found["changed"]
    assert found["origins"][0]["rows"] == [4, 5, 9]


def test_a_total_is_told_by_its_parts(run: Callable[..., Result], report: Path) -> None:
    told = report_toml.load(report)
    result = run("explain", report.name, "申请.本年新收.总计")
    parts = [line.strip() for line in result.stdout.splitlines() if "　" in line]
    expected = [told.figure(part) for part in told.form.totals["applications.received.total"]]
    assert [line.partition("　")[2] for line in parts] == [str(each) for each in expected]


def test_a_wrong_name_is_told_with_the_nearest(run: Callable[..., Result], report: Path) -> None:
    result = run("explain", report.name, "申请.本年新.自然人")
    assert result.exit_code == ExitCode.INPUT
    assert "最接近的是“本年新收”" in result.stderr
