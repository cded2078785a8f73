"""``nianbao tally`` of monthly counts: known from a ledger, asked once, filled into a report."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.tally import questions
from nianbao.files import report_toml
from tests.cli.conftest import SAMPLES, Run
from tests.ledger.applications import Table, as_csv, as_xlsx
from tests.ledger.monthly.layouts import LAYOUTS, NAMES

MAPPING = "月报对照.toml"
MONTHS = range(1, 13)


def test_the_sample_gives_the_figures_of_the_sample_report(run: Run, tmp_path: Path) -> None:
    truth = report_toml.load(next(SAMPLES.glob("005-*.toml")))
    data = (SAMPLES / "monthly" / "pingtan-2025.csv").read_bytes()
    (tmp_path / "月报.csv").write_bytes(data)
    run("new", "某某县教育局", "2025", "-o", "报告.toml")
    result = run("tally", "月报.csv", "--into", "报告.toml")
    assert result.exit_code == ExitCode.FINE, result.output
    report = report_toml.load(tmp_path / "报告.toml")
    figures = {cell: figure for cell, figure in report.figures.items() if figure.number is not None}
    assert len(figures) == 4
    assert figures == {cell: truth.figure(cell) for cell in figures}
    assert "主动公开信息" in result.stdout
    origins = report.origins_of("disclosure.licences.decisions")
    assert [(each.source, each.place) for each in origins][:2] == [("月报.csv", "B3"), ("月报.csv", "B4")]
    assert not report.is_changed_since_origin("disclosure.licences.decisions")
    assert not report.is_changed_since_origin("disclosure.fees.amount")
    kept = tomllib.loads((tmp_path / MAPPING).read_text(encoding="utf-8"))
    assert kept["labels"]["行政许可(件)"] == "行政许可"


def test_every_layout_is_known_from_a_ledger(run: Run, tmp_path: Path) -> None:
    made = {item: [1] * 12 for item in ("licences.decisions", "penalties.decisions")}
    made |= {item: [2] * 12 for item in ("coercive_measures.decisions", "fees.amount")}
    for layout in ("months_in_columns", "sheet_of_each_month"):
        (tmp_path / "月报.xlsx").write_bytes(as_xlsx(LAYOUTS[layout](made, NAMES["1月"])))
        result = run("tally", "月报.xlsx", "--year", "2024", "--format", "json")
        assert result.exit_code == ExitCode.FINE, result.output
        assert json.loads(result.stdout)["figures"]["disclosure.licences.decisions"] == "12"


def test_what_is_not_known_is_written_down_and_asked_at_a_terminal(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: Table = [
        ["2024年"],
        ["月份", "审批办件", "行政处罚"],
        *([f"{m}月", 3, 4 if m < 12 else ""] for m in MONTHS),
    ]
    (tmp_path / "月报.csv").write_bytes(as_csv(rows))
    result = run("tally", "月报.csv", "--year", "2024")
    assert result.exit_code == ExitCode.INPUT
    assert "“审批办件”（12格，如 B3、B4、B5）是哪一项？" in result.stderr
    assert '"审批办件" = ""' in (tmp_path / MAPPING).read_text(encoding="utf-8")
    monkeypatch.setattr(questions, "can_ask", lambda: True)
    monkeypatch.setattr(questions, "chosen", lambda options, *_: options[options.index("行政许可")])
    result = run("tally", "月报.csv", "--year", "2024", "-o", "新.toml")
    assert result.exit_code == ExitCode.FINDINGS
    assert "“行政处罚”没有12月的数，没有合计。没有发生的月份请填 0" in result.stderr
    assert "行政许可  36" in result.stdout
    assert not (tmp_path / "新.toml").exists()


def test_a_ledger_and_counts_are_told_apart_and_not_mixed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "月报.csv").write_bytes(as_csv([["月份", "行政许可"], ["1月", 3], ["2月", 3]]))
    (tmp_path / "台账.csv").write_bytes((SAMPLES / "ledger" / "pingtan-2025.csv").read_bytes())
    result = run("tally", "月报.csv", "台账.csv", "--year", "2025")
    assert result.exit_code != ExitCode.FINE
    assert "台账.csv 是台账，月报.csv 是月报" in " ".join(result.stderr.split())
