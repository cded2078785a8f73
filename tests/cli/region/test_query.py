"""nianbao data, query and region show: from reports and regions to an answer."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.region import kept
from nianbao.region.sums import Sums
from tests.region.generated import CITY, OFFICE, ORGANS, SCHOOLS, WATER, made

Run = Callable[..., Result]
Process = Callable[..., subprocess.CompletedProcess[str]]
RECEIVED = "applications.received.total"


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region of two years; in the second one the report of a member is missing."""
    folder = tmp_path_factory.mktemp("region")
    for year in (2023, 2024):
        whole = made(folder, year, seed=year, mistreated=False)
        if year == 2024:
            whole.files[WATER].unlink()
        collected = whole.collected()
        kept.place_of(whole.region, year).write_bytes(kept.content(collected))
    return folder


def test_a_region_is_asked_by_sql(run: Run, region: Path) -> None:
    sql = f"SELECT member, parent, value, state FROM figures WHERE cell = '{RECEIVED}' AND year = 2024"  # noqa: S608
    result = run("query", sql, str(region / "region.toml"), "--format", "json")
    assert result.exit_code == ExitCode.FINE
    found = {each["member"]: each for each in json.loads(result.stdout)}
    assert set(found) == set(ORGANS)
    assert found[WATER] == {"member": WATER, "parent": CITY, "value": None, "state": "unknown"}


def test_a_process_that_ends_says_nothing_else(process: Process, region: Path) -> None:
    """DuckDB tells of everything that the interpreter has not taken away at its end."""
    result = process("query", "SELECT 1 AS n", str(region / "region.toml"))
    assert (result.returncode, result.stderr) == (ExitCode.FINE, "")


def test_what_counts_adds_up_to_the_sums_of_the_region(run: Run, region: Path) -> None:
    sql = "SELECT year, cell, sum(value) AS n FROM figures WHERE counted GROUP BY ALL"
    answer = json.loads(run("query", sql, str(region), "--format", "json").stdout)
    sums = {year: Sums(kept.load(kept.place_of(region / "region.toml", year))) for year in (2023, 2024)}
    assert {(each["year"], each["cell"]): each["n"] or 0 for each in answer} == {
        (year, cell): found.known for year, of in sums.items() for cell, found in of.of_cells.items()
    }


def test_what_was_collected_of_another_region_is_not_taken(run: Run, region: Path) -> None:
    other = region / "region-县-2024-汇总.json"
    other.write_text("{}", encoding="utf-8")
    result = run("query", "SELECT count(*) AS n FROM figures", str(region / "region.toml"))
    other.unlink()
    assert result.exit_code == ExitCode.FINE


def test_years_beside_each_other(run: Run, region: Path) -> None:
    result = run("region", "show", str(region), "--by", "办理结果", "--years", "2021..2025")
    lines = result.stdout.splitlines()
    assert lines[0] == "本年度办理结果（件）"
    assert lines[1].split() == ["办理结果", "2023", "2024"]
    assert lines[2].startswith("予以公开")
    assert lines[2].endswith("（缺1个单位）")
    assert len(lines) == 8


def test_members_for_excel(run: Run, region: Path) -> None:
    result = run("region", "show", str(region), "--by", "单位", "--years", "2024", "--format", "csv")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert {row["单位"] for row in rows} == set(ORGANS)
    assert rows[-1] == {"单位": WATER, "年度": "2024", "合计": "", "缺数的单位": "1"}


def test_any_reports_become_data(run: Run, region: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"no document")
    some = [str(region / "报告" / f"{ORGANS.index(organ):02}.toml") for organ in (SCHOOLS, OFFICE)]
    result = run("data", *some, str(broken), "-o", "开放数据", "-q")
    assert result.exit_code == ExitCode.INPUT
    names = ("figures.csv", "figures.parquet", "datapackage.json")
    assert result.stdout.split() == [str(Path("开放数据") / name) for name in names]
    answer = run("query", "SELECT count(DISTINCT agency) AS n FROM figures", "开放数据", "--format", "json")
    assert json.loads(answer.stdout) == [{"n": 2}]
    assert SCHOOLS in (tmp_path / "开放数据" / "figures.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query", "SELECT 1", "没有"), "没有这个文件"),
        (("query", "SELECT 1"), "里面没有数据"),
        (("region", "show", "--by", "天气"), "不能写“天气”"),
        (("region", "show", "--years", "2025..2021"), "不是年度"),
        (("data", "没有", "-o", "d"), "没有这个文件夹"),
    ],
)
def test_what_is_refused(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == ExitCode.INPUT
    assert said in result.stderr


def test_without_duckdb_one_sentence_says_what_to_install(
    run: Run, region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    result = run("query", "SELECT 1", str(region))
    assert result.exit_code == ExitCode.OUTPUT
    assert result.stderr.endswith('这里没有安装；请安装：pip install "nianbao[region]"\n')
