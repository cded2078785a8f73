"""nianbao merge: real workbooks of offices, shown, asked about, taken with their addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nianbao.cli.frame import saving
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.main import program
from nianbao.files import history, report_toml
from nianbao.model.figure import count
from nianbao.model.report import Report
from tests.cli.offices import sheet

Run = Callable[..., Result]
SUIT = "disputes.review.upheld"


@pytest.fixture
def whole(good: Path) -> Report:
    return report_toml.load(good)


@pytest.fixture
def begun(good: Path, whole: Report) -> Path:
    """The report without figures, as somebody has begun it."""
    text = report_toml.new_text(replace(whole, figures={})) + "# 我的话\n"
    good.write_text(text, encoding="utf-8")
    return good


def test_three_offices_make_the_report(run: Run, begun: Path, whole: Report) -> None:
    tables = ("disclosure", "applications", "disputes")
    names = [sheet(begun.with_name(f"{table}.xlsx"), whole, table) for table in tables]
    result = run("merge", begun.name, *names, "--yes")
    assert result.exit_code == ExitCode.FINE, result.stderr
    assert "  行政许可：处理决定 2418　〔disclosure.xlsx 表二!B10〕" in result.stdout.splitlines()
    after = report_toml.load(begun)
    assert after.all_figures() == whole.all_figures()
    assert after.origins_of(SUIT)[0].place == "表四!A7"
    assert begun.read_text(encoding="utf-8").count("# 我的话") == 1
    assert {event.place for event in history.read(begun)} == set(after.figures)
    written_then = begun.read_bytes()
    assert "没有可以填的" in run("merge", begun.name, *names, "--yes").stderr
    assert begun.read_bytes() == written_then


def test_what_is_no_number_and_an_organ_that_picks_nothing_are_told(run: Run, begun: Path) -> None:
    path = begun.with_name("审批科.csv")
    path.write_text("第二十条第（五）项\n信息内容,本年处理决定数量\n行政许可,约2418\n", encoding="utf-8")
    result = run("merge", begun.name, path.name, "--yes", "--organ", "某局")
    assert "不是数，没有取：" in result.stderr
    assert "没有按“某局”挑" in result.stderr
    assert result.exit_code == ExitCode.FINDINGS


def test_conflicts_stand_side_by_side_until_it_is_said_what_counts(
    run: Run, begun: Path, whole: Report
) -> None:
    one = sheet(begun.with_name("法制科.xlsx"), whole, "disputes")
    two = sheet(begun.with_name("审批科.xlsx"), whole, disputes__review__upheld=count(4))
    result = run("merge", begun.name, one, two, "--yes")
    assert result.exit_code == ExitCode.FINDINGS
    line = "  复议诉讼·行政复议·结果维持：法制科.xlsx 表四!A7 是 25；审批科.xlsx 表四!A7 是 4"
    assert line in result.stderr.splitlines()
    assert SUIT not in report_toml.load(begun).figures
    assert run("merge", begun.name, one, two, "--yes", "--add", "复议诉讼").exit_code == ExitCode.FINE
    assert report_toml.load(begun).figure(SUIT) == count(29)


@pytest.mark.parametrize(("answer", "taken"), [("y\n", True), ("\n", False)])
def test_it_asks_in_a_terminal(
    run: Run, begun: Path, whole: Report, monkeypatch: pytest.MonkeyPatch, answer: str, taken: bool
) -> None:
    name = sheet(begun.with_name("法制科.xlsx"), whole, "disputes")
    before = begun.read_bytes()
    assert run("merge", begun.name, name).exit_code == ExitCode.INPUT  # nobody to ask
    monkeypatch.setattr(saving, "at_terminal", lambda: True)
    result = CliRunner().invoke(program, ["merge", begun.name, name], input=answer)
    assert result.exit_code == ExitCode.FINE
    assert (begun.read_bytes() != before) is taken


def test_a_single_table_needs_no_year(run: Run, begun: Path) -> None:
    head = ",".join(["第二十条第（一）项", "", "", ""])
    rows = ["信息内容,本年制发件数,本年废止件数,现行有效件数", "规章,1,0,7", "行政规范性文件,2,3,4"]
    path = begun.with_name("法规科.csv")
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    result = run("merge", begun.name, path.name, "--yes")
    assert result.exit_code == ExitCode.FINE, result.output
    assert "里面没有写年度，只看了表格" in result.stderr
    assert report_toml.load(begun).figure("disclosure.regulations.in_force") == count(7)


def test_what_cannot_be_merged_is_told(run: Run, begun: Path, whole: Report) -> None:
    name = sheet(begun.with_name("去年.xlsx"), replace(whole, year=2024), "disputes")
    for asking in (["--yes"], []):
        result = run("merge", begun.name, name, *asking)
        assert result.exit_code == ExitCode.INPUT
        assert "2024年" in result.stderr
    ledger = begun.with_name("台账.csv")
    ledger.write_text(
        "收到日期,答复日期,申请人类型,办理结果\n2025-01-05,2025-01-10,公民,公开\n", encoding="utf-8"
    )
    assert "请用 nianbao tally 统计" in run("merge", begun.name, ledger.name, "--yes").stderr
    assert "就是要合进去的那份报告" in run("merge", begun.name, begun.name, "--yes").stderr
    result = run("merge", begun.name, name, "--yes", "--add", "表九")
    assert "没有“表九”这张表；可以写主动公开、申请、复议诉讼。" in result.stderr
    result = run("merge", begun.name, name, "--yes", "--add", "申请", "--replace", "表三")
    assert "申请写了 --add，又写了 --replace" in result.stderr
