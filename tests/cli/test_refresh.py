"""nianbao refresh: sources that changed, that were typed over, that are gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.files import history, report_toml
from nianbao.model.figure import count
from nianbao.model.report import Report
from tests.cli.conftest import Run
from tests.cli.offices import sheet

UPHELD, CORRECTED = "disputes.review.upheld", "disputes.review.corrected"
LEDGER = "收到日期,答复日期,申请人类型,办理结果\n2025-01-05,2025-01-10,自然人,予以公开\n"
ROW = "2025-02-05,2025-02-10,自然人,予以公开\n"
GRANTED = "applications.granted.natural_person"


@pytest.fixture
def whole(good: Path) -> Report:
    return report_toml.load(good)


@pytest.fixture
def merged(run: Run, good: Path, whole: Report) -> Path:
    """A report whose table four came from a workbook, 法制科.xlsx."""
    good.write_text(report_toml.new_text(replace(whole, figures={})), encoding="utf-8")
    name = sheet(good.with_name("法制科.xlsx"), whole, "disputes")
    assert run("merge", good.name, name, "--yes").exit_code == ExitCode.FINE
    return good


def test_what_a_source_says_now_is_shown_and_taken(run: Run, merged: Path, whole: Report) -> None:
    assert "来源没有改" in run("refresh", merged.name, "--yes").stderr
    sheet(merged.with_name("法制科.xlsx"), whole.with_figures({UPHELD: count(30)}), "disputes")
    before = merged.read_bytes()
    line = "复议诉讼·行政复议·结果维持：25 → 30　〔法制科.xlsx 表四!A7〕"
    shown = run("refresh", merged.name, "--dry-run")
    assert shown.stdout.splitlines() == [line]
    assert merged.read_bytes() == before
    assert run("refresh", merged.name).exit_code == ExitCode.INPUT  # nobody to ask
    assert run("refresh", merged.name, "--yes").exit_code == ExitCode.FINE
    report = report_toml.load(merged)
    assert report.figure(UPHELD) == report.given_by_origins(UPHELD) == count(30)
    assert (history.read(merged)[-1].before, history.read(merged)[-1].after) == ("25", "30")


def test_what_was_typed_over_stays_unless_it_is_said(run: Run, merged: Path, whole: Report) -> None:
    report_toml.save(report_toml.load(merged).with_figures({UPHELD: count(26)}), merged)
    sheet(merged.with_name("法制科.xlsx"), whole.with_figures({UPHELD: count(30)}), "disputes")
    result = run("refresh", merged.name, "--dry-run")
    assert result.exit_code == ExitCode.FINDINGS
    assert result.stdout == ""
    assert "手工改过，不变：复议诉讼·行政复议·结果维持：26 → 30" in result.stderr
    assert run("refresh", merged.name, "--yes", "--replace").exit_code == ExitCode.FINE
    assert report_toml.load(merged).figure(UPHELD) == count(30)


def test_what_is_gone_or_blank_changes_nothing_and_is_told(run: Run, merged: Path, whole: Report) -> None:
    kept = {cell: figure for cell, figure in whole.figures.items() if cell != CORRECTED}
    sheet(merged.with_name("法制科.xlsx"), replace(whole, figures=kept), "disputes")
    before = report_toml.load(merged).figures
    result = run("refresh", merged.name, "--yes")
    assert "法制科.xlsx：有1格现在空着或没有读准，报告里的数不变。" in result.stderr
    away = merged.with_name("下级") / merged.name
    away.parent.mkdir()
    away.write_text(
        merged.read_text(encoding="utf-8").replace("法制科.xlsx", "../法制科.xlsx"), encoding="utf-8"
    )
    assert "没有打开" in run("refresh", str(away), "--dry-run").stderr
    assert "没有打开" not in run("refresh", str(away), "--dry-run", "--outside").stderr
    merged.with_name("法制科.xlsx").unlink()
    result = run("refresh", merged.name, "--yes")
    assert result.exit_code == ExitCode.INPUT
    assert "法制科.xlsx：没有这个文件。" in result.stderr
    assert report_toml.load(merged).figures == before


def test_a_ledger_is_counted_again(run: Run, good: Path) -> None:
    good.write_text('agency = "某局"\nyear = 2025\n', encoding="utf-8")
    ledger = good.with_name("台账.csv")
    ledger.write_text(LEDGER, encoding="utf-8")
    assert run("tally", ledger.name, "--into", good.name).exit_code == ExitCode.FINE
    ledger.write_text(LEDGER + ROW, encoding="utf-8")
    result = run("refresh", good.name, "--yes")
    assert "申请·予以公开·自然人：1 → 2　〔台账.csv 第2—3行〕" in result.stdout.splitlines()
    assert report_toml.load(good).origins_of(GRANTED)[0].rows == (2, 3)
    ledger.write_text(LEDGER + ROW.replace("予以公开", "另行处理"), encoding="utf-8")
    result = run("refresh", good.name, "--yes")
    assert result.exit_code == ExitCode.INPUT
    assert "台账.csv：有新的写法没有对应，请先用 nianbao tally 对应好。" in result.stderr
    assert report_toml.load(good).figure(GRANTED) == count(2)
